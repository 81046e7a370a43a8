import { isJsonObject, type JsonObject, type JsonValue } from '../../../../../shared/model/json.ts'
import { parseNested } from '../parse.ts'
import { text, type Sink } from '../sink.ts'
import { identify } from './identity.ts'
import { readConfigItem } from './item.ts'

/** One of `Results` of SelectResourceConfig or SelectAggregateResourceConfig: a string of JSON, or a row a script has parsed. */
export function readSelectRow(row: JsonValue, parts: string | null, maxDepth: number, sink: Sink): void {
  let value = row
  if (typeof row === 'string') {
    const parsed = parseNested(row, maxDepth)
    if (typeof parsed === 'string') return sink.problem(parsed, 'Results', null)
    value = parsed.value
  }
  if (!isJsonObject(value)) return sink.problem('not-an-object', 'Results', null)
  readConfigItem(value, sink, parts)
}

/**
 * Why the rows of this query hold only parts of `configuration`, read from `QueryInfo.SelectFields`;
 * null when they hold it whole or the answer does not say. A rule must not judge parts of a document.
 */
export function partsSelected(queryInfo: JsonValue | undefined): string | null {
  if (!isJsonObject(queryInfo) || !Array.isArray(queryInfo['SelectFields'])) return null
  const names = queryInfo['SelectFields'].map((field) =>
    isJsonObject(field) ? (text(field, 'Name') ?? '') : '',
  )
  if (names.some((name) => name.toLowerCase() === 'configuration' || name === '*')) return null
  const part = names.find((name) => name.toLowerCase().startsWith('configuration.'))
  return part === undefined ? null : `configuration (only parts were selected, such as ${part})`
}

/**
 * One of `resourceIdentifiers` (ListDiscoveredResources) or `ResourceIdentifiers` (the aggregator's):
 * a name without its document.
 */
export function readIdentifier(entry: JsonObject, sink: Sink): void {
  const name = identify(entry)
  if ('missing' in name) return sink.problem('missing-field', name.missing, null)
  const { name: called, ...resource } = name
  const gone = entry['resourceDeletionTime']
  if (gone === undefined || gone === null) return sink.problem('no-document', 'configuration', resource)
  sink.item({
    ...resource,
    name: called,
    facet: 'resource',
    state: 'deleted',
    capturedAt: null,
    document: entry,
  })
}

/**
 * Keys that BatchGetResourceConfig (`unprocessedResourceKeys`) or its aggregator form
 * (`UnprocessedResourceIdentifiers`) could not answer. The former hold no account or region:
 * those of the file's items are taken when there is just one.
 */
export function readUnprocessed(
  keys: JsonValue,
  context: { account: string | null; region: string | null },
  sink: Sink,
): void {
  if (!Array.isArray(keys)) return
  for (const key of keys) {
    if (!isJsonObject(key)) {
      sink.problem('not-an-object', 'unprocessedResourceKeys', null)
      continue
    }
    const name = identify(key, context)
    if ('missing' in name) {
      sink.problem('missing-field', name.missing, null)
      continue
    }
    const { name: _called, ...resource } = name
    const detail = `configuration (unprocessed: ${resource.type} ${text(key, 'resourceId') ?? text(key, 'ResourceId') ?? ''})`
    const known = resource.account !== 'unknown' && resource.region !== 'unknown'
    sink.problem('no-document', detail, known ? resource : null)
    if (known) continue
    sink.failure({
      provider: 'aws',
      reason: 'failed',
      account: resource.account === 'unknown' ? '*' : resource.account,
      region: resource.region === 'unknown' ? '*' : resource.region,
      types: [resource.type],
      operation: 'config:BatchGetResourceConfig',
      message: 'The service returned this resource as unprocessed.',
    })
  }
}
