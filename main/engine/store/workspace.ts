import BetterSqlite3 from 'better-sqlite3'
import { randomUUID } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { CountersignError } from '../../../shared/model/errors.ts'
import { engagementSchema, type Engagement } from '../../../shared/model/engagement.ts'
import { blockCache } from './block-cache.ts'
import { openConnectionOf, workspaceOf, type Connection } from './connection.ts'
import { writeEngagement, writeSecret } from './engagement.ts'
import { appendLedger } from './ledger.ts'
import { dropLease, takeLease } from './lease-row.ts'
import { startHeartbeat } from './lease.ts'
import { migrate } from './migrate.ts'
import { applicationId, migrations } from './migrations/list.ts'
import { checkHeader, openFileForReading, openFileForWriting } from './open-file.ts'
import { translateError } from './sqlite-errors.ts'
import { transact } from './transaction.ts'
import type { OpenOptions, Workspace } from './types.ts'

export interface CreateOptions extends Omit<OpenOptions, 'mode'> {
  readonly engagement: Engagement
  /** 32 random bytes from the caller; keys the digests that stand for secrets in this workspace. */
  readonly redactionKey: Uint8Array
  /** Who creates it, for the ledger's first entry. */
  readonly actor: string
}

/**
 * Makes the file (folders too), writes the first ledger entry, and returns it open for writing. The file is made under
 * another name and moved, so that a kill leaves no half engagement at `path`. `workspace_exists`, `disk_full`, `invalid_input`.
 */
export function createWorkspace(path: string, options: CreateOptions): Workspace {
  if (existsSync(path)) throw new CountersignError('workspace_exists', { path })
  if (options.redactionKey.length < 32)
    throw new CountersignError('invalid_input', { field: 'redactionKey', detail: 'at least 32 bytes' })
  const engagement = engagementSchema.parse(options.engagement)
  const making = `${path}.new-${process.pid}`
  try {
    mkdirSync(dirname(path), { recursive: true })
    rmSync(making, { force: true })
    fill(making, engagement, options)
    publish(making, path)
  } catch (error) {
    throw translateError(error, path)
  } finally {
    for (const end of ['', '-wal', '-shm', '-journal']) rmSync(`${making}${end}`, { force: true })
  }
  return openWorkspace(path, { ...options, mode: 'write' })
}

function fill(path: string, engagement: Engagement, options: CreateOptions): void {
  const db = new BetterSqlite3(path)
  try {
    db.pragma(`application_id = ${applicationId}`)
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = FULL')
    db.pragma('foreign_keys = ON')
    migrate(db, path, migrations, options.clock())
    const connection = connectionOn(db, path, { ...options, mode: 'write' })
    transact(connection, () => {
      const ws = workspaceOf(connection)
      writeEngagement(ws, engagement)
      writeSecret(connection, 'redaction-key', options.redactionKey)
      const { id, client, name, periodStart, periodEnd, sample } = engagement
      appendLedger(ws, {
        actor: options.actor,
        action: 'engagement-created',
        payload: { id, client, name, periodStart, periodEnd, sample },
      })
    })
  } finally {
    // Closing the only connection moves the log into the file and removes it.
    db.close()
  }
}

/** A hard link never replaces a file that appeared meanwhile; file systems without links get a rename after a look. */
function publish(made: string, path: string): void {
  try {
    linkSync(made, path)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : ''
    if (code === 'EEXIST' || existsSync(path))
      throw new CountersignError('workspace_exists', { path }, { cause: error })
    renameSync(made, path)
  }
}

/**
 * Opens an existing file. For writing it takes the lease (one writer at a time, in all processes) and brings an older
 * format up to date; for reading it always opens, beside a writer too. `workspace_not_found`, `workspace_not_countersign`,
 * `workspace_corrupt`, `workspace_newer_than_app`, `workspace_busy` (holder, since), `workspace_read_only`, `disk_full`.
 */
export function openWorkspace(path: string, options: OpenOptions): Workspace {
  checkHeader(path)
  try {
    if (options.mode === 'read')
      return workspaceOf(checked(connectionOn(openFileForReading(path), path, options)))
    const connection = connectionOn(openFileForWriting(path), path, options)
    try {
      transact(connection, () => {
        connection.lease = takeLease(connection, options.holder, randomUUID())
      })
      migrate(connection.db, path, migrations, options.clock())
      checked(connection)
      startHeartbeat(connection, options.heartbeatMs ?? 20_000)
      return workspaceOf(connection)
    } catch (error) {
      close(connection)
      throw error
    }
  } catch (error) {
    throw translateError(error, path)
  }
}

/** A file without its engagement was not made by us, whatever its header says. */
function checked(connection: Connection): Connection {
  try {
    if (connection.db.prepare('SELECT 1 FROM engagement').get() === undefined)
      throw new CountersignError('workspace_corrupt', {
        path: connection.path,
        detail: 'no engagement in it',
      })
    return connection
  } catch (error) {
    connection.db.close()
    if (error instanceof BetterSqlite3.SqliteError && error.code === 'SQLITE_ERROR')
      throw new CountersignError(
        'workspace_corrupt',
        { path: connection.path, detail: error.message },
        { cause: error },
      )
    throw error
  }
}

function connectionOn(db: BetterSqlite3.Database, path: string, options: OpenOptions): Connection {
  const { mode, clock, ledger } = options
  return {
    db,
    path,
    mode,
    clock,
    ledger,
    statements: new Map(),
    blocks: blockCache(),
    ids: new Map(),
    lease: null,
    heartbeat: null,
  }
}

/** Gives the lease back and closes; closing twice is fine. */
export function closeWorkspace(ws: Workspace): void {
  const connection = openConnectionOf(ws)
  if (connection !== undefined) close(connection)
}

function close(connection: Connection): void {
  if (connection.heartbeat !== null) clearInterval(connection.heartbeat)
  if (!connection.db.open) return
  try {
    if (connection.lease !== null) transact(connection, () => dropLease(connection))
  } catch {
    // A lease that could not be given back is stale as soon as this process is gone.
  }
  connection.statements.clear()
  connection.db.close()
}
