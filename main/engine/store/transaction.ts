import { CountersignError } from '../../../shared/model/errors.ts'
import { connectionOf, guarded, statement, type Connection } from './connection.ts'
import { keepLease } from './lease-row.ts'
import { translateError } from './sqlite-errors.ts'
import type { Workspace } from './types.ts'

/** Several reads of one state of the file, whatever another process writes meanwhile. */
export function inReading<Result>(connection: Connection, work: () => Result): Result {
  const { db } = connection
  if (db.inTransaction) return work()
  return guarded(connection, () => {
    statement(connection, 'BEGIN').run()
    try {
      return work()
    } finally {
      if (db.inTransaction) statement(connection, 'COMMIT').run()
    }
  })
}

/**
 * Runs `work` in one write transaction; a nested call is a savepoint of the outer one. With `durable` the commit waits
 * until the disk has it (`synchronous=FULL`), and with it all that was committed before. Never await inside: the
 * connection is shared, and others would write into this transaction.
 * `workspace_read_only`, `workspace_busy` (the lease was lost), `disk_full` (the workspace is unchanged), `sealed`.
 */
export function inTransaction<Result>(
  ws: Workspace,
  work: () => Result,
  options: { readonly durable?: boolean } = {},
): Result {
  return transact(connectionOf(ws), work, options.durable === true)
}

/** `inTransaction` for the store's own files. */
export function transact<Result>(connection: Connection, work: () => Result, durable = false): Result {
  const { db, path } = connection
  if (connection.mode === 'read') throw new CountersignError('workspace_read_only', { path })
  const nested = db.inTransaction
  try {
    // The pragma has no effect inside a transaction.
    if (durable && !nested) db.pragma('synchronous = FULL')
    statement(connection, nested ? 'SAVEPOINT inner_step' : 'BEGIN IMMEDIATE').run()
    try {
      if (!nested) keepLease(connection)
      const result = work()
      if (result instanceof Promise) throw new Error('a transaction cannot wait')
      statement(connection, nested ? 'RELEASE inner_step' : 'COMMIT').run()
      return result
    } catch (error) {
      connection.ids.clear()
      connection.blocks.clear()
      // A full disk may have ended the transaction already.
      if (db.inTransaction) db.exec(nested ? 'ROLLBACK TO inner_step; RELEASE inner_step' : 'ROLLBACK')
      throw error
    }
  } catch (error) {
    throw translateError(error, path)
  } finally {
    if (durable && !nested && db.open) db.pragma('synchronous = NORMAL')
  }
}
