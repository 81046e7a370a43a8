import { CountersignError } from '../../../shared/model/errors.ts'
import { connectionOf, rows, run, value, type Connection } from './connection.ts'
import { checkUnsealed } from './staging.ts'
import { transact } from './transaction.ts'
import type { FileCheckpoint, UnfinishedScan, Workspace } from './types.ts'

/** Scans begun and neither sealed nor abandoned, oldest first. */
export function unfinishedScans(ws: Workspace): UnfinishedScan[] {
  const connection = connectionOf(ws)
  const select =
    'SELECT id, kind, label, started_at AS startedAt, as_of AS asOf FROM scan WHERE sealed_at IS NULL ORDER BY id'
  return rows<Omit<UnfinishedScan, 'files' | 'stagedItems'>>(connection, select).map((scan) => ({
    ...scan,
    files: rows<FileCheckpoint>(
      connection,
      'SELECT ordinal, path, sha256, items_done AS itemsDone, state FROM source_file WHERE scan = ? ORDER BY ordinal',
      scan.id,
    ),
    stagedItems: value<number>(connection, 'SELECT count(*) AS n FROM staged_item WHERE scan = ?', scan.id),
  }))
}

/** The checkpoints to go on from. `not_found` when there is no such unfinished scan. */
export function resumeScan(ws: Workspace, scan: number): UnfinishedScan {
  const found = unfinishedScans(ws).find(({ id }) => id === scan)
  if (found === undefined) throw new CountersignError('not_found', { what: 'unfinished scan', id: scan })
  return found
}

/** Forgets an unfinished scan with all it staged, and the documents that only it brought. */
export function abandonScan(ws: Workspace, scan: number): void {
  const connection = connectionOf(ws)
  transact(connection, () => {
    checkUnsealed(connection, scan)
    for (const table of [
      'staged_item',
      'item_problem',
      'call_failure',
      'coverage_claim',
      'scan_account',
      'source_file',
    ]) {
      run(connection, `DELETE FROM ${table} WHERE scan = ?`, scan)
    }
    run(connection, 'DELETE FROM scan WHERE id = ?', scan)
    forgetDocuments(connection, scan)
  })
}

/** Documents in the scan's own blocks that no observation, composed document or other unfinished scan refers to. */
function forgetDocuments(connection: Connection, scan: number): void {
  run(
    connection,
    'DELETE FROM document WHERE parts IS NOT NULL AND NOT EXISTS (SELECT 1 FROM observation o WHERE o.document = document.id)',
  )
  run(
    connection,
    `DELETE FROM document WHERE block IN (SELECT id FROM document_block WHERE scan = ?)
       AND NOT EXISTS (SELECT 1 FROM observation o WHERE o.document = document.id)
       AND id NOT IN (SELECT part.value FROM document c, json_each(c.parts) part WHERE c.parts IS NOT NULL)
       AND id NOT IN (SELECT s.document FROM staged_item s WHERE s.document IS NOT NULL)`,
    scan,
  )
  run(
    connection,
    'DELETE FROM document_block WHERE scan = ? AND NOT EXISTS (SELECT 1 FROM document d WHERE d.block = document_block.id)',
    scan,
  )
}
