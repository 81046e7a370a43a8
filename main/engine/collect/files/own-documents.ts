import { isJsonObject, type JsonObject } from '../../../../shared/model/json.ts'
import { providerSchema } from '../../../../shared/model/provider.ts'
import { toInstant } from './instant.ts'
import { text, type ResourceName, type Sink } from './sink.ts'

/**
 * Our own envelope for documents of types that the providers' inventories lack:
 * `{ "countersignDocuments": [ { provider, type, accountId, region, id, captureTime, document } ] }`.
 */
export function readOwnDocument(entry: JsonObject, sink: Sink): void {
  const provider = providerSchema.safeParse(entry['provider'])
  if (!provider.success)
    return sink.problem(entry['provider'] === undefined ? 'missing-field' : 'wrong-type', 'provider', null)
  for (const field of ['type', 'accountId', 'id'] as const) {
    if (text(entry, field) === null) return sink.problem('missing-field', field, null)
  }
  const resource: ResourceName = {
    provider: provider.data,
    resourceId: text(entry, 'id') ?? '',
    type: text(entry, 'type') ?? '',
    account: text(entry, 'accountId') ?? '',
    region: text(entry, 'region') ?? 'global',
  }
  const capturedAt = toInstant(entry['captureTime'])
  if (capturedAt === 'bad') return sink.problem('wrong-type', 'captureTime', resource)
  if (!isJsonObject(entry['document'])) return sink.problem('no-document', 'document', resource)
  const called = text(entry, 'name') ?? resource.resourceId.slice(resource.resourceId.lastIndexOf('/') + 1)
  sink.item({
    ...resource,
    name: called,
    facet: 'resource',
    state: 'present',
    capturedAt,
    document: { ...entry },
  })
}
