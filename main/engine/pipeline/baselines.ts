import { createHash } from 'node:crypto'
import type { z } from 'zod'
import type { resourceFilterSchema } from '../../../shared/contract/scan-methods.ts'
import type { Baseline } from '../../../shared/model/drift.ts'
import { CountersignError } from '../../../shared/model/errors.ts'
import type { Instant } from '../../../shared/model/provider.ts'
import type { Resource } from '../../../shared/model/resource.ts'
import type { UnreadReason } from '../../../shared/model/source.ts'
import { planDrift, type DriftSubject } from '../drift/index.ts'
import {
  appendLedger,
  baselineItem,
  baselineItems,
  changedSince,
  closeDrift,
  currentBaseline,
  documentBySha,
  inTransaction,
  insertBaseline,
  insertDrift,
  latestScan,
  openDrift,
  openDriftOf,
  resourceIdsAt,
  resourcesByIds,
  scanById,
  unreadAt,
  type ResourceFilter,
  type StoredBaseline,
  type Workspace,
} from '../store/index.ts'
import type { Job } from './job.ts'

export type ContractFilter = z.output<typeof resourceFilterSchema>

/** The store's form of a filter as people give it. */
export function storeFilter(filter: ContractFilter): ResourceFilter {
  return {
    ...(filter.provider ? { providers: [filter.provider] } : {}),
    ...(filter.account ? { accounts: [filter.account] } : {}),
    ...(filter.type ? { types: [filter.type] } : {}),
    ...(filter.text ? { text: filter.text } : {}),
  }
}

function matches(resource: Resource, filter: ContractFilter): boolean {
  const text = filter.text?.toLowerCase()
  return (
    (!filter.provider || filter.provider === resource.provider) &&
    (!filter.account || filter.account === resource.account) &&
    (!filter.type || filter.type === resource.type) &&
    (!text || resource.resourceId.toLowerCase().includes(text) || resource.name.toLowerCase().includes(text))
  )
}

interface Current {
  readonly state: 'present' | 'absent' | 'unread'
  readonly reason: UnreadReason | null
  readonly sha256: string | null
}

/**
 * Approves what a scan found as the baseline. With a filter, only matching resources move;
 * the rest of the previous version stays, with its drift and what was decided on it. Drift of what moved closes.
 */
export function approveBaseline(
  job: Job,
  request: { scan: number | undefined; filter: ContractFilter; rationale: string; actor: string },
): Baseline {
  const { ws } = job
  const latest = latestScan(ws)
  if (!latest) throw new CountersignError('conflict', { detail: 'there is no scan yet' })
  const scan = request.scan === undefined ? latest : scanById(ws, request.scan)
  return inTransaction(
    ws,
    () => {
      const previous = currentBaseline(ws)
      const items = baselineContent(ws, previous, scan.id, request.filter)
      if (items.size === 0)
        throw new CountersignError('invalid_input', { field: 'filter', detail: 'no resource matches it' })
      const covers = [...(previous ? (JSON.parse(previous.covers) as ContractFilter[]) : []), request.filter]
      const version = (previous?.version ?? 0) + 1
      const sha256 = contentHash(ws, items)
      const at = job.clock()
      const payload = {
        version,
        scan: scan.id,
        resources: items.size,
        sha256,
        rationale: request.rationale,
        filter: JSON.stringify(request.filter),
      }
      const entry = appendLedger(ws, { at, actor: request.actor, action: 'baseline-approved', payload })
      const baseline: StoredBaseline = {
        version,
        scan: scan.id,
        asOf: scan.asOf,
        approvedBy: request.actor,
        approvedAt: at,
        rationale: request.rationale,
        filter: JSON.stringify(request.filter),
        covers: JSON.stringify(covers),
        resources: items.size,
        sha256,
        ledgerSeq: entry.seq,
      }
      insertBaseline(ws, baseline, items)
      closeMovedDrift(ws, previous, items, at, latest.id)
      driftOfAll(ws, baseline, items, latest.id, latest.asOf)
      const { covers: _, ...shown } = baseline
      return shown
    },
    { durable: true },
  )
}

function baselineContent(
  ws: Workspace,
  previous: StoredBaseline | null,
  scan: number,
  filter: ContractFilter,
): Map<number, string> {
  const items = resourceIdsAt(ws, { scan }, storeFilter(filter))
  if (!previous || Object.keys(filter).length === 0) return items
  const kept = baselineItems(ws, previous.version)
  const resources = resourcesByIds(ws, [...kept.keys()])
  for (const [id, sha256] of kept) {
    const resource = resources.get(id)
    if (resource && !matches(resource, filter) && !items.has(id)) items.set(id, sha256)
  }
  return items
}

/** SHA-256 over `provider resourceId sha256` lines, sorted: what was approved, independent of this file's row ids. */
function contentHash(ws: Workspace, items: ReadonlyMap<number, string>): string {
  const resources = resourcesByIds(ws, [...items.keys()])
  const lines = [...items].map(
    ([id, sha256]) =>
      `${resources.get(id)?.provider ?? ''} ${resources.get(id)?.resourceId ?? ''} ${resources.get(id)?.type ?? ''} ${sha256}\n`,
  )
  return createHash('sha256').update(lines.toSorted().join('')).digest('hex')
}

/** Closes the drift of resources whose approved state is another now; the rest stays with what was decided on it. */
function closeMovedDrift(
  ws: Workspace,
  previous: StoredBaseline | null,
  items: ReadonlyMap<number, string>,
  at: Instant,
  scan: number,
): void {
  const before = previous ? baselineItems(ws, previous.version) : new Map<number, string>()
  for (const { id, resource } of openDrift(ws)) {
    if (before.get(resource) !== items.get(resource)) closeDrift(ws, id, 'baseline-moved', at, scan)
  }
}

function driftOfAll(
  ws: Workspace,
  baseline: StoredBaseline,
  items: ReadonlyMap<number, string>,
  scan: number,
  at: Instant,
): void {
  const now = resourceIdsAt(ws, { scan })
  const unread = new Set<number>()
  for (const { resource } of unreadAt(ws, { scan })) unread.add(resource.id)
  const ids = [...new Set([...items.keys(), ...now.keys()])].filter(
    (id) => items.get(id) !== now.get(id) && !unread.has(id),
  )
  for (const resource of resourcesByIds(ws, ids).values()) {
    const sha256 = now.get(resource.id) ?? null
    measure(
      ws,
      baseline,
      resource,
      { state: sha256 === null ? 'absent' : 'present', reason: null, sha256 },
      { scan, at, capturedAt: null },
    )
  }
}

/** Measures one resource against the baseline and opens and closes its drift events. */
function measure(
  ws: Workspace,
  baseline: StoredBaseline,
  resource: Resource,
  current: Current,
  occasion: { scan: number; at: Instant; capturedAt: Instant | null },
): void {
  const held = baselineItem(ws, baseline.version, resource.id)
  const open = openDriftOf(ws, resource.id)
  if (
    held === null &&
    !(JSON.parse(baseline.covers) as ContractFilter[]).some((filter) => matches(resource, filter))
  )
    return
  if (held === current.sha256 && open.length === 0) return
  const document = (sha256: string | null) => (sha256 === null ? null : documentBySha(ws, sha256))
  const subject: DriftSubject = {
    baseline: document(held),
    state: current.state,
    current: document(current.sha256),
  }
  const plan = planDrift(subject, open)
  for (const { id, by } of plan.close) closeDrift(ws, id, by, occasion.at, occasion.scan)
  for (const change of plan.open) {
    insertDrift(ws, {
      resource: resource.id,
      baseline: baseline.version,
      change,
      scan: occasion.scan,
      at: occasion.at,
      capturedAt: occasion.capturedAt,
    })
  }
}

/** Drift of everything that changed between two scans; call inside a transaction. */
export function followDrift(ws: Workspace, from: number, scan: number, at: Instant): void {
  const baseline = currentBaseline(ws)
  if (!baseline) return
  // Taken as a whole: the connection cannot write while it is being read from.
  const changes = [...changedSince(ws, from, scan)]
  for (const { resource, after, capturedAt } of changes)
    measure(ws, baseline, resource, after, { scan, at, capturedAt })
}
