import type { Instant } from '../../../shared/model/provider.ts'
import type { Severity } from '../../../shared/model/rule.ts'
import { statement } from './connection.ts'
import type { Workspace } from './types.ts'

/** What a scan's evaluation came to in findings and drift. */
export interface FollowedScan {
  readonly scan: number
  /** The evaluation run that was followed. */
  readonly run: number
  readonly at: Instant
  readonly open: Readonly<Record<Severity, number>>
  readonly overdue: number
  readonly drift: number
}

interface Row {
  scan: number
  run: number
  at: string
  open_critical: number
  open_high: number
  open_medium: number
  open_low: number
  overdue: number
  drift_open: number
}

const toFollowed = (row: Row): FollowedScan => ({
  scan: row.scan,
  run: row.run,
  at: row.at,
  open: { critical: row.open_critical, high: row.open_high, medium: row.open_medium, low: row.open_low },
  overdue: row.overdue,
  drift: row.drift_open,
})

/** Counts findings and drift as they stand and marks the scan as followed up. */
export function recordFollowed(ws: Workspace, scan: number, run: number, at: Instant): void {
  statement(
    ws,
    `INSERT INTO followed_scan (scan, run, at, open_critical, open_high, open_medium, open_low, overdue, drift_open)
     SELECT $scan, $run, $at,
       count(*) FILTER (WHERE severity = 'critical'), count(*) FILTER (WHERE severity = 'high'),
       count(*) FILTER (WHERE severity = 'medium'), count(*) FILTER (WHERE severity = 'low'),
       count(*) FILTER (WHERE due_at < $at AND exception_until IS NULL),
       (SELECT count(*) FROM drift_event WHERE closed_at IS NULL)
     FROM finding WHERE status <> 'closed'
     ON CONFLICT (scan) DO UPDATE SET run = excluded.run, at = excluded.at, open_critical = excluded.open_critical, open_high = excluded.open_high,
       open_medium = excluded.open_medium, open_low = excluded.open_low, overdue = excluded.overdue, drift_open = excluded.drift_open`,
  ).run({ scan, run, at })
}

/** All followed scans, in scan order. */
export function listFollowed(ws: Workspace): FollowedScan[] {
  return (statement(ws, 'SELECT * FROM followed_scan ORDER BY scan').all() as Row[]).map(toFollowed)
}

/** The newest followed scan, or null. */
export function lastFollowed(ws: Workspace): FollowedScan | null {
  const row = statement(ws, 'SELECT * FROM followed_scan ORDER BY scan DESC LIMIT 1').get() as Row | undefined
  return row ? toFollowed(row) : null
}
