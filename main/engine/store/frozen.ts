import { connectionOf } from './connection.ts'
import type { Workspace } from './types.ts'

/**
 * Holds one state of the file for all reads through `ws` until the returned function is called,
 * whatever another connection writes meanwhile (SQLite's WAL snapshot). `ws` must be open for reading only.
 */
export function freeze(ws: Workspace): () => void {
  const { db, mode } = connectionOf(ws)
  if (mode !== 'read') throw new Error('only a reading workspace can be frozen')
  db.exec('BEGIN')
  // A deferred transaction takes its snapshot with the first read.
  db.prepare('SELECT count(*) FROM ledger').get()
  return () => {
    if (db.open && db.inTransaction) db.exec('COMMIT')
  }
}
