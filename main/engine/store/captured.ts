import type { Instant } from '../../../shared/model/provider.ts'
import { statement } from './connection.ts'
import type { Workspace } from './types.ts'

/** When the provider saw the state that each resource had as of a scan; resources whose export did not say are left out. */
export function capturedAt(ws: Workspace, scan: number, resources: readonly number[]): Map<number, Instant> {
  const find = statement<{ captured_at: string | null }>(
    ws,
    `SELECT captured_at FROM observation
     WHERE resource = ? AND from_scan <= ? AND (until_scan IS NULL OR until_scan > ?) AND between_scans = 0 ORDER BY from_scan DESC LIMIT 1`,
  )
  const found = new Map<number, Instant>()
  for (const resource of resources) {
    const at = find.get(resource, scan, scan)?.captured_at
    if (at) found.set(resource, at)
  }
  return found
}
