import type { DriftEvent, PropertyChange } from '../../../shared/model/drift.ts'
import type { Instant } from '../../../shared/model/provider.ts'
import { containing } from './at.ts'
import { statement } from './connection.ts'
import type { Page, PageRequest, Workspace } from './types.ts'

interface Row extends Omit<DriftEvent, 'before' | 'after' | 'authorised'> {
  before: string
  after: string
  authorised: number | null
}

const toDrift = (row: Row): DriftEvent => ({
  ...row,
  before: JSON.parse(row.before) as DriftEvent['before'],
  after: JSON.parse(row.after) as DriftEvent['after'],
  authorised: row.authorised === null ? null : row.authorised === 1,
})

const select = `SELECT d.id, d.resource, r.resource_id AS resourceId, r.provider, r.account, r.type, r.name, d.baseline, d.kind, d.path, d.before, d.after,
  d.detected_scan AS detectedScan, d.detected_at AS detectedAt, d.captured_at AS capturedAt, d.authorised, d.change_reference AS changeReference,
  d.authorised_by AS authorisedBy, d.authorised_at AS authorisedAt, d.closed_at AS closedAt, d.closed_by AS closedBy
  FROM drift_event d JOIN resource r ON r.id = d.resource`

/** Opens a drift event. */
export function insertDrift(
  ws: Workspace,
  drift: {
    resource: number
    baseline: number
    change: PropertyChange
    scan: number
    at: Instant
    capturedAt: Instant | null
  },
): number {
  const result = statement(
    ws,
    `INSERT INTO drift_event (resource, baseline, kind, path, before, after, detected_scan, detected_at, captured_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    drift.resource,
    drift.baseline,
    drift.change.kind,
    drift.change.path,
    JSON.stringify(drift.change.before),
    JSON.stringify(drift.change.after),
    drift.scan,
    drift.at,
    drift.capturedAt,
  )
  return Number(result.lastInsertRowid)
}

/** Closes a drift event. */
export function closeDrift(
  ws: Workspace,
  id: number,
  by: NonNullable<DriftEvent['closedBy']>,
  at: Instant,
  scan: number | null,
): void {
  statement(
    ws,
    'UPDATE drift_event SET closed_at = ?, closed_by = ?, closed_scan = ? WHERE id = ? AND closed_at IS NULL',
  ).run(at, by, scan, id)
}

/** Records whether a change was authorised; false when there is no such event. */
export function decideDrift(
  ws: Workspace,
  id: number,
  authorised: boolean,
  reference: string,
  by: string,
  at: Instant,
): boolean {
  return (
    statement(
      ws,
      'UPDATE drift_event SET authorised = ?, change_reference = ?, authorised_by = ?, authorised_at = ? WHERE id = ?',
    ).run(authorised ? 1 : 0, reference, by, at, id).changes === 1
  )
}

/** Open events of one resource. */
export function openDriftOf(ws: Workspace, resource: number): DriftEvent[] {
  return (
    statement(ws, `${select} WHERE d.resource = ? AND d.closed_at IS NULL ORDER BY d.id`).all(
      resource,
    ) as Row[]
  ).map(toDrift)
}

/** All open events, by id. */
export function openDrift(ws: Workspace): DriftEvent[] {
  return (statement(ws, `${select} WHERE d.closed_at IS NULL ORDER BY d.id`).all() as Row[]).map(toDrift)
}

/** Events open at some time in [start, end), by detection, then id. */
export function driftBetween(ws: Workspace, start: Instant, end: Instant): DriftEvent[] {
  return (
    statement(
      ws,
      `${select} WHERE d.detected_at < ? AND (d.closed_at IS NULL OR d.closed_at >= ?) ORDER BY d.detected_at, d.id`,
    ).all(end, start) as Row[]
  ).map(toDrift)
}

/** A page of events, newest first. */
export function driftPage(
  ws: Workspace,
  request: PageRequest & {
    readonly open?: boolean | undefined
    readonly authorised?: 'yes' | 'no' | 'undecided' | undefined
    readonly text?: string | undefined
  },
): Page<DriftEvent> {
  const parts: string[] = []
  const params: string[] = []
  if (request.open !== undefined) parts.push(request.open ? 'd.closed_at IS NULL' : 'd.closed_at IS NOT NULL')
  if (request.authorised === 'undecided') parts.push('d.authorised IS NULL')
  else if (request.authorised) parts.push(`d.authorised = ${request.authorised === 'yes' ? 1 : 0}`)
  if (request.text) {
    const text = containing(request.text)
    parts.push(`(r.resource_id LIKE ? ESCAPE '\\' OR r.name LIKE ? ESCAPE '\\' OR d.path LIKE ? ESCAPE '\\')`)
    params.push(text, text, text)
  }
  const condition = parts.length === 0 ? '' : ` WHERE ${parts.join(' AND ')}`
  const total = statement(
    ws,
    `SELECT count(*) FROM drift_event d JOIN resource r ON r.id = d.resource${condition}`,
  )
    .pluck()
    .get(...params) as number
  const rows = statement(ws, `${select}${condition} ORDER BY d.detected_at DESC, d.id LIMIT ? OFFSET ?`).all(
    ...params,
    request.limit,
    request.offset,
  ) as Row[]
  return { total, rows: rows.map(toDrift) }
}
