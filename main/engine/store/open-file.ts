import BetterSqlite3 from 'better-sqlite3'
import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs'
import { CountersignError } from '../../../shared/model/errors.ts'
import { migrations, applicationId } from './migrations/list.ts'
import { newestVersion, versionOf } from './migrate.ts'
import { translateError } from './sqlite-errors.ts'

const busyMs = 5_000

/**
 * Looks at the first 100 bytes (SQLite's file format, section 1.3) before SQLite touches the file: what is not ours, or
 * from a newer version, is left exactly as it is. `workspace_not_found`, `workspace_not_countersign`, `workspace_newer_than_app`.
 */
export function checkHeader(path: string): void {
  const header = Buffer.alloc(100)
  try {
    const file = openSync(path, 'r')
    try {
      if (statSync(path).isDirectory()) throw new CountersignError('workspace_not_countersign', { path })
      readSync(file, header, 0, 100, 0)
    } finally {
      closeSync(file)
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : ''
    if (code === 'ENOENT' || code === 'ENOTDIR')
      throw new CountersignError('workspace_not_found', { path }, { cause: error })
    if (code === 'EISDIR') throw new CountersignError('workspace_not_countersign', { path }, { cause: error })
    throw translateError(error, path)
  }
  if (header.toString('latin1', 0, 16) !== 'SQLite format 3\0' || header.readUInt32BE(68) !== applicationId)
    throw new CountersignError('workspace_not_countersign', { path })
  refuseNewer(path, header.readUInt32BE(60))
}

/** Opens the file with the settings every connection has. */
export function openFileForWriting(path: string): BetterSqlite3.Database {
  const db = new BetterSqlite3(path, { timeout: busyMs, fileMustExist: true })
  return prepared(db, path, () => {
    // WAL: readers go on while the writer writes; NORMAL: commits are safe against a kill, seals ask for FULL themselves.
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = NORMAL')
    db.pragma('foreign_keys = ON')
    // Pages of a long import are moved from the log into the file four times more rarely than by default.
    db.pragma('wal_autocheckpoint = 4000')
    // A log that grew in a long import is cut back when it has been moved.
    db.pragma('journal_size_limit = 16777216')
  })
}

/**
 * Opens for reading; nothing is written, not even on a medium that cannot be written: there SQLite cannot make the shared
 * memory that WAL needs, and the file is read into memory instead. An older format is `workspace_read_only`: it must be
 * opened for writing once.
 */
export function openFileForReading(path: string): BetterSqlite3.Database {
  let db = new BetterSqlite3(path, { timeout: busyMs, fileMustExist: true, readonly: true })
  try {
    db.prepare('SELECT count(*) FROM sqlite_schema').get()
  } catch (error) {
    db.close()
    if (!(error instanceof BetterSqlite3.SqliteError) || !/CANTOPEN|READONLY/.test(error.code))
      throw translateError(error, path)
    db = inMemory(path)
  }
  return prepared(db, path, () => {
    const found = versionOf(db)
    if (found < newestVersion(migrations)) throw new CountersignError('workspace_read_only', { path, found })
  })
}

function prepared(db: BetterSqlite3.Database, path: string, settings: () => void): BetterSqlite3.Database {
  try {
    // Files come from other people: their schema may call no function with side effects.
    db.pragma('trusted_schema = OFF')
    db.pragma('cache_size = -32000')
    settings()
    refuseNewer(path, versionOf(db))
    return db
  } catch (error) {
    db.close()
    throw translateError(error, path)
  }
}

function inMemory(path: string): BetterSqlite3.Database {
  const wal = statSync(`${path}-wal`, { throwIfNoEntry: false })
  // What is only in the log would be missing.
  if (wal !== undefined && wal.size > 0) throw new CountersignError('workspace_read_only', { path })
  const bytes = readFileSync(path)
  // File format versions 1: a database in memory has no log (SQLite's file format, offsets 18 and 19).
  bytes[18] = 1
  bytes[19] = 1
  return new BetterSqlite3(bytes, { readonly: true })
}

function refuseNewer(path: string, found: number): void {
  const known = newestVersion(migrations)
  if (found > known) throw new CountersignError('workspace_newer_than_app', { path, found, known })
}
