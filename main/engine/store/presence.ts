import type { Provider } from '../../../shared/model/provider.ts'
import { connectionOf, rows } from './connection.ts'
import { scanById } from './scans.ts'
import type { Workspace } from './types.ts'

/** Resources of one account and type after a scan, and what the scan did to their number. */
export interface Presence {
  readonly provider: Provider
  readonly account: string
  readonly type: string
  readonly present: number
  readonly unread: number
  /** Known after the scan (present or unread), not known or known as gone before it. */
  readonly added: number
  /** Known before the scan, gone after it. */
  readonly removed: number
}

/**
 * What the workspace held right after a scan, per provider, account and type, in that order. `present` and `unread` are counted
 * from the intervals that hold then, `added` and `removed` from the intervals that the scan began, so that the two can be
 * compared. `not_found` for a scan that is not sealed.
 */
export function presenceAt(ws: Workspace, scan: number): Presence[] {
  scanById(ws, scan)
  return rows<Presence>(connectionOf(ws), sql, scan, scan, scan, scan)
}

const sql = `
  WITH held AS (
    SELECT o.resource, o.state = 'present' AS present, o.state = 'unread' AS unread, 0 AS added, 0 AS removed FROM observation o
    WHERE o.from_scan <= ? AND (o.until_scan IS NULL OR o.until_scan > ?) AND o.state <> 'absent'
  ), moved AS (
    SELECT n.resource, 0 AS present, 0 AS unread,
      n.state <> 'absent' AND ifnull(b.state, 'absent') = 'absent' AS added,
      n.state = 'absent' AND ifnull(b.state, 'absent') <> 'absent' AS removed
    FROM observation n LEFT JOIN observation b ON b.resource = n.resource AND b.until_scan = ? AND b.between_scans = 0
    WHERE n.from_scan = ? AND n.between_scans = 0
  )
  SELECT r.provider, r.account, r.type, sum(h.present) AS present, sum(h.unread) AS unread, sum(h.added) AS added, sum(h.removed) AS removed
  FROM (SELECT * FROM held UNION ALL SELECT * FROM moved) h JOIN resource r ON r.id = h.resource
  GROUP BY r.provider, r.account, r.type
  HAVING sum(h.present) + sum(h.unread) + sum(h.added) + sum(h.removed) > 0
  ORDER BY r.provider, r.account, r.type`
