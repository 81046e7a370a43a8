import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ledgerChain } from '../../../main/engine/ledger/index.ts'
import {
  beginScan,
  closeWorkspace,
  createWorkspace,
  finishFile,
  openFile,
  openWorkspace,
  sealScanNow,
  stagePage,
  thisProcess,
  type Workspace,
} from '../../../main/engine/store/index.ts'
import type { Engagement } from '../../../shared/model/engagement.ts'
import { defaultSla } from '../../../shared/model/finding.ts'
import type { JsonObject } from '../../../shared/model/json.ts'
import type { NormalItem } from '../../../shared/model/resource.ts'
import type { Scan } from '../../../shared/model/scan.ts'
import type { CallFailure, CoverageClaim, ItemProblem, SourceFile } from '../../../shared/model/source.ts'

export const engagement: Engagement = {
  id: 'eng-1',
  client: 'Northwind Harbour',
  name: 'Q3 2026',
  periodStart: '2026-07-01T00:00:00.000Z',
  periodEnd: '2026-10-01T00:00:00.000Z',
  timeZone: 'Europe/Berlin',
  sample: true,
  frameworks: ['soc2'],
  sla: defaultSla,
  createdAt: '2026-07-01T08:00:00.000Z',
}

export function temporaryFolder(): { readonly path: string; readonly remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'countersign-store-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

/** A clock that moves one second a look. */
export function steppingClock(start = '2026-07-01T08:00:00.000Z'): () => string {
  let now = Date.parse(start)
  return () => new Date((now += 1_000)).toISOString()
}

export function options(name = 'test') {
  return { clock: steppingClock(), holder: thisProcess(name), ledger: ledgerChain, heartbeatMs: 0 }
}

export function newWorkspace(path: string): Workspace {
  return createWorkspace(path, { ...options(), engagement, redactionKey: Buffer.alloc(32, 7), actor: 'Ada' })
}

export function reopen(ws: Workspace, mode: 'read' | 'write' = 'write'): Workspace {
  closeWorkspace(ws)
  return openWorkspace(ws.path, { ...options(), mode })
}

/** Midnight of a day of the quarter, from 1. */
export function day(number: number): string {
  return new Date(Date.UTC(2026, 6, number)).toISOString()
}

export function bucket(name: string, document: JsonObject = {}, more: Partial<NormalItem> = {}): NormalItem {
  const account = more.account ?? '111111111111'
  return {
    provider: 'aws',
    resourceId: `arn:aws:s3:::${name}`,
    type: 'AWS::S3::Bucket',
    account,
    region: 'eu-central-1',
    name,
    facet: 'resource',
    state: 'present',
    capturedAt: null,
    document: { resourceName: name, accountId: account, ...document },
    redacted: [],
    ...more,
  }
}

export function claim(more: Partial<CoverageClaim> = {}): CoverageClaim {
  return { provider: 'aws', account: '111111111111', region: '*', types: '*', facet: 'resource', ...more }
}

export function failure(more: Partial<CallFailure> = {}): CallFailure {
  return {
    kind: 'failure',
    provider: 'aws',
    reason: 'denied',
    account: '111111111111',
    region: '*',
    types: '*',
    operation: 'config:List',
    message: 'denied',
    ...more,
  }
}

export interface ScanInput {
  readonly asOf?: string | null
  readonly items?: readonly NormalItem[]
  readonly claims?: readonly CoverageClaim[]
  readonly failures?: readonly CallFailure[]
  readonly problems?: readonly ItemProblem[]
  readonly pageSize?: number
}

export function facts(path: string, items: number, more: Partial<SourceFile> = {}): SourceFile {
  return {
    path,
    sha256: 'ab'.repeat(32),
    bytes: 1_000,
    format: 'aws-config-snapshot',
    compression: 'none',
    provider: 'aws',
    accounts: ['111111111111'],
    regions: [],
    items,
    problems: 0,
    duplicates: 0,
    firstCapturedAt: null,
    lastCapturedAt: null,
    ...more,
  }
}

/** Stages one file and leaves the scan open. */
export function stageScan(ws: Workspace, input: ScanInput): number {
  const scan = beginScan(ws, { kind: 'import', label: 'export', asOf: input.asOf ?? null })
  openFile(ws, scan, { ordinal: 0, path: 'export.json', sha256: null })
  const items = input.items ?? []
  const size = input.pageSize ?? 500
  for (let from = 0; from < items.length; from += size)
    stagePage(ws, scan, {
      file: 0,
      itemsDone: Math.min(from + size, items.length),
      items: items.slice(from, from + size),
    })
  stagePage(ws, scan, {
    file: 0,
    itemsDone: items.length,
    items: [],
    problems: input.problems ?? [],
    failures: input.failures ?? [],
  })
  finishFile(ws, scan, 0, { facts: facts('export.json', items.length), claims: input.claims ?? [] })
  return scan
}

export function sealedScan(ws: Workspace, input: ScanInput): Scan {
  return sealScanNow(ws, stageScan(ws, input), { actor: 'Ada' })
}
