import type { Instant } from '../../../shared/model/provider.ts'
import type { Observation, Resource } from '../../../shared/model/resource.ts'
import type { UnreadReason } from '../../../shared/model/source.ts'
import { connectionOf, rows, type Connection } from './connection.ts'
import { resourceColumns, resourceOf } from './identity.ts'
import { scanById } from './scans.ts'
import type { ResourceChange, ResourceState, Workspace } from './types.ts'

interface ChangeRow extends Resource {
  readonly state: ResourceState
  readonly reason: UnreadReason | null
  readonly sha256: string | null
  readonly capturedAt: Instant | null
  readonly beforeState: ResourceState | null
  readonly beforeReason: UnreadReason | null
  readonly beforeSha256: string | null
}

/** What the scan changed: new, changed, gone, unread, read again. By provider, account, type and id. */
export function* changedInScan(ws: Workspace, scan: number): Generator<ResourceChange> {
  scanById(ws, scan)
  yield* changesWithin(connectionOf(ws), scan - 1, scan)
}

/** What changed after scan `from` was sealed until scan `to` was, each resource once (a change and its return is none). `from` 0: since the beginning. */
export function* changedSince(ws: Workspace, from: number, to: number): Generator<ResourceChange> {
  yield* changesWithin(connectionOf(ws), from, to)
}

function* changesWithin(connection: Connection, from: number, to: number): Generator<ResourceChange> {
  const found = rows<ChangeRow>(
    connection,
    `SELECT ${resourceColumns}, o.state, o.reason, d.sha256, o.captured_at AS capturedAt, b.state AS beforeState, b.reason AS beforeReason, e.sha256 AS beforeSha256
     FROM observation o JOIN resource r ON r.id = o.resource LEFT JOIN document d ON d.id = o.document
     LEFT JOIN observation b ON b.resource = o.resource AND b.from_scan <= ? AND b.until_scan > ?
     LEFT JOIN document e ON e.id = b.document
     WHERE o.from_scan > ? AND o.from_scan <= ? AND (o.until_scan IS NULL OR o.until_scan > ?)
     ORDER BY r.provider, r.account, r.type, r.key`,
    from,
    from,
    from,
    to,
    to,
  )
  for (const change of found) {
    const { state, reason, sha256, capturedAt, beforeState, beforeReason, beforeSha256 } = change
    if (state === beforeState && reason === beforeReason && sha256 === beforeSha256) continue
    const before =
      beforeState === null ? null : { state: beforeState, reason: beforeReason, sha256: beforeSha256 }
    yield { resource: resourceOf(change), before, after: { state, reason, sha256 }, capturedAt }
  }
}

/**
 * All states of one resource, oldest first. States that a history showed between two scans are there too
 * (`betweenScans`), dated by their capture and not cut against the scans' own intervals.
 */
export function resourceTimeline(ws: Workspace, resource: number): Observation[] {
  const found = rows<Omit<Observation, 'betweenScans'> & { betweenScans: number }>(
    connectionOf(ws),
    `SELECT o.id, o.resource, o.state, o.reason, d.sha256, o.from_scan AS fromScan, o.until_scan AS untilScan, o.captured_at AS capturedAt, o.between_scans AS betweenScans,
       CASE o.between_scans WHEN 1 THEN o.captured_at ELSE f.as_of END AS fromAsOf, CASE o.between_scans WHEN 1 THEN o.until_at ELSE u.as_of END AS untilAsOf
     FROM observation o JOIN scan f ON f.id = o.from_scan LEFT JOIN scan u ON u.id = o.until_scan LEFT JOIN document d ON d.id = o.document
     WHERE o.resource = ? ORDER BY fromAsOf, o.id`,
    resource,
  )
  return found.map((observation) => ({ ...observation, betweenScans: observation.betweenScans === 1 }))
}
