import type BetterSqlite3 from 'better-sqlite3'
import { CountersignError } from '../../../shared/model/errors.ts'
import type { LedgerChain } from '../../../shared/model/ledger.ts'
import type { BlockCache } from './block-cache.ts'
import { translateError } from './sqlite-errors.ts'
import type { Clock, Workspace } from './types.ts'

/** This connection's lease: the token that is ours, and when it was last renewed (epoch milliseconds). */
export interface LeaseState {
  readonly token: string
  renewedAt: number
}

/** What is behind a `Workspace`; never leaves the store. */
export interface Connection {
  readonly db: BetterSqlite3.Database
  readonly path: string
  readonly mode: 'read' | 'write'
  readonly clock: Clock
  readonly ledger: LedgerChain
  readonly statements: Map<string, BetterSqlite3.Statement<unknown[], unknown>>
  readonly blocks: BlockCache
  /** Ids of small tables by natural key; forgotten on rollback, since their rows may be gone. */
  readonly ids: Map<string, number>
  lease: LeaseState | null
  heartbeat: ReturnType<typeof setInterval> | null
}

const connections = new WeakMap<Workspace, Connection>()
const statementLimit = 400

/** Gives the outside a handle on a connection. */
export function workspaceOf(connection: Connection): Workspace {
  const workspace: Workspace = Object.freeze({ path: connection.path, mode: connection.mode })
  connections.set(workspace, connection)
  return workspace
}

/** The connection behind a handle; `workspace_not_open` once it is closed. */
export function connectionOf(ws: Workspace): Connection {
  const connection = connections.get(ws)
  if (connection === undefined || !connection.db.open)
    throw new CountersignError('workspace_not_open', { path: ws.path })
  return connection
}

/** Like `connectionOf`, for closing: undefined when there is nothing left to close. */
export function openConnectionOf(ws: Workspace): Connection | undefined {
  const connection = connections.get(ws)
  return connection?.db.open === true ? connection : undefined
}

/**
 * A prepared statement, kept with the connection; the least recently used goes when there are many (filters make many texts).
 * Write only within `inTransaction`, which makes SQLite's errors ours. A statement set to `raw` or `pluck` stays so.
 */
export function statement<Result = unknown>(
  of: Workspace | Connection,
  sql: string,
): BetterSqlite3.Statement<unknown[], Result> {
  const { db, statements } = 'db' in of ? of : connectionOf(of)
  let prepared = statements.get(sql)
  if (prepared !== undefined) statements.delete(sql)
  else {
    prepared = db.prepare<unknown[], unknown>(sql)
    if (statements.size >= statementLimit) {
      const oldest = statements.keys().next()
      if (!oldest.done) statements.delete(oldest.value)
    }
  }
  statements.set(sql, prepared)
  return prepared as BetterSqlite3.Statement<unknown[], Result>
}

/** All rows; the caller names the shape its SELECT gives. */
export function rows<Row>(connection: Connection, sql: string, ...params: unknown[]): Row[] {
  return guarded(connection, () => statement<Row>(connection, sql).all(...params))
}

/** The first row, or undefined. */
export function row<Row>(connection: Connection, sql: string, ...params: unknown[]): Row | undefined {
  return guarded(connection, () => statement<Row>(connection, sql).get(...params))
}

/** The one value of a one-column query; throws when there is no row. */
export function value<Value>(connection: Connection, sql: string, ...params: unknown[]): Value {
  const found = row<Record<string, Value>>(connection, sql, ...params)
  if (found !== undefined) for (const key in found) return found[key] as Value
  throw new Error(`no row: ${sql}`)
}

/** Runs a writing statement; only within `inTransaction`. Out: rows changed and the last row id. */
export function run(
  connection: Connection,
  sql: string,
  ...params: unknown[]
): { changes: number; id: number } {
  const result = statement(connection, sql).run(...params)
  return { changes: result.changes, id: Number(result.lastInsertRowid) }
}

/** Runs a read with SQLite's errors made ours. */
export function guarded<Result>(connection: Connection, work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    throw translateError(error, connection.path)
  }
}
