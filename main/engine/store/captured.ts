import type { Instant } from '../../../shared/model/provider.ts'
import { statement } from './connection.ts'
import type { Workspace } from './types.ts'

/** When the provider saw the state that each resource had as of a scan; resources whose export did not say are left out. */
export function capturedAt(ws: Workspace, scan: number, resources: readonly number[]): Map<number, Instant> {
  const rows = statement<{ resource: number; captured_at: string }>(
    ws,
    `SELECT o.resource, o.captured_at FROM json_each(?) asked CROSS JOIN observation o ON o.resource = asked.value
     WHERE o.from_scan <= ? AND (o.until_scan IS NULL OR o.until_scan > ?) AND o.between_scans = 0
       AND o.captured_at IS NOT NULL ORDER BY o.from_scan`,
  ).all(JSON.stringify(resources), scan, scan)
  const found = new Map<number, Instant>(rows.map((row) => [row.resource, row.captured_at]))
  return found
}
