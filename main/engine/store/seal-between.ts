import type { Instant } from '../../../shared/model/provider.ts'
import { row, rows, run, type Connection } from './connection.ts'

interface Between {
  readonly resource: number
  readonly state: 'present' | 'absent'
  readonly document: number | null
  readonly capturedAt: Instant
  readonly untilAt: Instant | null
}

/**
 * Keeps the states that a history export shows before its newest one, dated by their capture. They belong to the
 * timeline, not to any snapshot: what an earlier sealed scan saw does not change when a history is imported later.
 * Left out are states that the workspace knows already: one that a scan saw as of that instant, and one kept before.
 * Within the sealing transaction, before the scan's own states are written.
 */
export function keepBetween(connection: Connection, scan: number): void {
  const found = rows<Between>(
    connection,
    'SELECT resource, state, document, captured_at AS capturedAt, until_at AS untilAt FROM temp.resolved_between ORDER BY resource, captured_at',
  )
  for (const between of found) {
    if (isKnown(connection, between)) continue
    run(
      connection,
      'INSERT INTO observation (resource, state, document, from_scan, until_scan, captured_at, between_scans, until_at) VALUES (?, ?, ?, ?, ?, ?, 1, ?)',
      between.resource,
      between.state,
      between.document,
      scan,
      scan,
      between.capturedAt,
      between.untilAt,
    )
  }
}

function isKnown(connection: Connection, { resource, state, document, capturedAt }: Between): boolean {
  const known = row(
    connection,
    `SELECT 1 FROM observation o JOIN scan f ON f.id = o.from_scan LEFT JOIN scan u ON u.id = o.until_scan
     WHERE o.resource = ? AND o.state = ? AND (o.document IS ? OR (SELECT parts FROM document WHERE id = o.document) LIKE '[' || ? || ',%')
       AND ((o.between_scans = 1 AND o.captured_at = ?)
         OR (o.between_scans = 0 AND ifnull(o.captured_at, f.as_of) <= ? AND (u.as_of IS NULL OR u.as_of > ?)))`,
    resource,
    state,
    document,
    document,
    capturedAt,
    capturedAt,
    capturedAt,
  )
  return known !== undefined
}
