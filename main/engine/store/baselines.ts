import type { Baseline } from '../../../shared/model/drift.ts'
import type { Resource } from '../../../shared/model/resource.ts'
import { statement } from './connection.ts'
import type { Workspace } from './types.ts'

interface Row {
  version: number
  scan: number
  as_of: string
  approved_by: string
  approved_at: string
  rationale: string
  filter: string
  covers: string
  resources: number
  sha256: string
  ledger_seq: number
}

/** A baseline with the filters it covers: resources outside them are never `added`. */
export interface StoredBaseline extends Baseline {
  readonly covers: string
}

const toBaseline = (row: Row): StoredBaseline => ({
  version: row.version,
  scan: row.scan,
  asOf: row.as_of,
  approvedBy: row.approved_by,
  approvedAt: row.approved_at,
  rationale: row.rationale,
  filter: row.filter,
  covers: row.covers,
  resources: row.resources,
  sha256: row.sha256,
  ledgerSeq: row.ledger_seq,
})

/** Adds an approved baseline with what it holds (resource id → document hash). */
export function insertBaseline(
  ws: Workspace,
  baseline: StoredBaseline,
  items: ReadonlyMap<number, string>,
): void {
  statement(
    ws,
    `INSERT INTO baseline (version, scan, as_of, approved_by, approved_at, rationale, filter, covers, resources, sha256, ledger_seq)
     VALUES ($version, $scan, $asOf, $approvedBy, $approvedAt, $rationale, $filter, $covers, $resources, $sha256, $ledgerSeq)`,
  ).run({ ...baseline })
  const insert = statement(ws, 'INSERT INTO baseline_item (version, resource, sha256) VALUES (?, ?, ?)')
  for (const [resource, sha256] of items) insert.run(baseline.version, resource, sha256)
}

/** All baselines, oldest first. */
export function listBaselines(ws: Workspace): StoredBaseline[] {
  return (statement(ws, 'SELECT * FROM baseline ORDER BY version').all() as Row[]).map(toBaseline)
}

/** The baseline in force: the newest version; null before the first. */
export function currentBaseline(ws: Workspace): StoredBaseline | null {
  const row = statement(ws, 'SELECT * FROM baseline ORDER BY version DESC LIMIT 1').get() as Row | undefined
  return row ? toBaseline(row) : null
}

/** What a baseline holds: resource id → document hash. */
export function baselineItems(ws: Workspace, version: number): Map<number, string> {
  return new Map(
    statement(ws, 'SELECT resource, sha256 FROM baseline_item WHERE version = ?').raw().all(version) as [
      number,
      string,
    ][],
  )
}

/** The document a baseline holds for a resource, or null. */
export function baselineItem(ws: Workspace, version: number, resource: number): string | null {
  return (
    (statement(ws, 'SELECT sha256 FROM baseline_item WHERE version = ? AND resource = ?')
      .pluck()
      .get(version, resource) as string | undefined) ?? null
  )
}

/** What a baseline holds, with the resources' identities, by provider, account, resource id. */
export function baselineRows(ws: Workspace, version: number): (Resource & { sha256: string })[] {
  return statement(
    ws,
    `SELECT r.id, r.provider, r.resource_id AS resourceId, r.type, r.account, r.region, r.name, b.sha256
     FROM baseline_item b JOIN resource r ON r.id = b.resource WHERE b.version = ? ORDER BY r.provider, r.account, r.resource_id, r.id`,
  ).all(version) as (Resource & { sha256: string })[]
}
