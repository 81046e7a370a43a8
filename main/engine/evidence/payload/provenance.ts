import type { FileFormat } from '../../../../shared/model/source.ts'
import type { Instant } from '../../../../shared/model/provider.ts'
import type { JsonValue } from '../../../../shared/model/json.ts'
import type { PayloadContext } from './context.ts'

/** What an exported file does not carry and nobody may guess. */
export const notStated = 'not stated by the export'

/** The provider's operation that writes a file of this format, by the provider's API reference. */
export const operations: Readonly<Record<FileFormat, string>> = {
  'aws-config-snapshot': 'config:DeliverConfigSnapshot (delivery channel)',
  'aws-config-history': 'AWS Config history delivery or change notification',
  'aws-config-batch-get': 'config:BatchGetResourceConfig or BatchGetAggregateResourceConfig',
  'aws-config-select': 'config:SelectResourceConfig or SelectAggregateResourceConfig',
  'aws-config-list': 'config:ListDiscoveredResources or ListAggregateDiscoveredResources',
  'aws-config-item': 'config:GetResourceConfigHistory or GetAggregateResourceConfig',
  'azure-resource-graph': 'Microsoft.ResourceGraph/resources (POST query)',
  'azure-arm': 'Azure Resource Manager list or get (GET)',
  'gcp-asset-ndjson': 'cloudasset.exportAssets',
  'gcp-asset-list': 'cloudasset.assets.list',
  'gcp-asset-search': 'cloudasset.searchAllResources',
  'countersign-documents':
    'documents of types that inventories lack, written by the client in the Countersign format',
  'provider-error': 'an operation that was refused (10-collection/errors.csv)',
}

/** Who sealed and who judged, from the ledger. */
export interface Provenance {
  /** By ledger entry. */
  sealedBy(ledgerSeq: number): string
  /** The newest judgement of the closing scan. */
  readonly judged: { readonly by: string; readonly at: Instant; readonly seq: number } | null
}

/** Reads the ledger once. */
export function readProvenance({ reader, closing, scans }: PayloadContext): Provenance {
  const wanted = new Set(scans.map(({ ledgerSeq }) => ledgerSeq))
  const actors = new Map<number, string>()
  let judged: Provenance['judged'] = null
  for (const { seq, at, actor, action, payload } of reader.ledger()) {
    if (wanted.has(seq)) actors.set(seq, actor)
    if (action === 'evaluation-sealed' && closing !== null && payload['scan'] === closing.id)
      judged = { by: actor, at, seq }
  }
  return { sealedBy: (seq) => actors.get(seq) ?? 'not in the ledger', judged }
}

/** `2026-07-06 11:00:00 Europe/Berlin (+02:00)`: an instant on the clocks of the engagement's zone. */
export function inZone(at: Instant | null, timeZone: string): string {
  if (at === null) return ''
  const parts = new Map(
    new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      timeZoneName: 'longOffset',
    })
      .formatToParts(new Date(at))
      .map(({ type, value }) => [type, value]),
  )
  const part = (name: Intl.DateTimeFormatPartTypes): string => parts.get(name) ?? ''
  const offset = part('timeZoneName').replace('GMT', '') || '+00:00'
  return `${part('year')}-${part('month')}-${part('day')} ${part('hour')}:${part('minute')}:${part('second')} ${timeZone} (${offset})`
}

/** A ledger payload's plain fields on one line, the nested ones left to the ledger. */
export const payloadWords = (payload: Readonly<Record<string, JsonValue>>): string =>
  Object.entries(payload)
    .flatMap(([key, value]) =>
      typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
        ? [`${key} ${value}`]
        : [],
    )
    .join('; ')
