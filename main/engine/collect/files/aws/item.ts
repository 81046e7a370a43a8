import { isJsonObject, type JsonObject } from '../../../../../shared/model/json.ts'
import { toInstant } from '../instant.ts'
import { text, type Sink } from '../sink.ts'
import { identify } from './identity.ts'

/**
 * States of a configuration item (API reference, ConfigurationItem.configurationItemStatus), and the
 * names they had in 2014 files (`Ok`, `Discovered`, `Deleted`, `Failed`).
 */
const deleted = new Set(['resourcedeleted', 'resourcedeletednotrecorded', 'deleted'])
/** The resource exists, but the recorder was told to leave it out, or its recording failed. */
const withoutDocument = new Set(['resourcenotrecorded', 'failed'])

/** One configuration item in either key shape; `parts` says why its `configuration` is not the whole one. */
export function readConfigItem(item: JsonObject, sink: Sink, parts: string | null = null): void {
  const name = identify(item)
  if ('missing' in name) return sink.problem('missing-field', name.missing, null)
  const { name: called, ...resource } = name
  const capturedAt = toInstant(item['configurationItemCaptureTime'])
  if (capturedAt === 'bad') return sink.problem('wrong-type', 'configurationItemCaptureTime', resource)
  const status = text(item, 'configurationItemStatus') ?? 'OK'
  const lower = status.toLowerCase()
  const state = deleted.has(lower) ? 'deleted' : 'present'
  if (withoutDocument.has(lower))
    return sink.problem('no-document', `configurationItemStatus ${status}`, resource)
  if (state === 'present') {
    if (parts !== null) return sink.problem('no-document', parts, resource)
    const configuration = item['configuration']
    if (configuration === undefined || configuration === null || configuration === '') {
      return sink.problem('no-document', 'configuration', resource)
    }
    if (!isJsonObject(configuration) && typeof configuration !== 'string' && !Array.isArray(configuration)) {
      return sink.problem('wrong-type', 'configuration', resource)
    }
  }
  sink.item({ ...resource, name: called, facet: 'resource', state, capturedAt, document: item })
}

/** True for what only an AWS Config item has. */
export function isConfigItem(value: JsonObject): boolean {
  if (text(value, 'resourceType') === null) return false
  return [
    'configurationItemCaptureTime',
    'configurationItemStatus',
    'configurationStateId',
    'resourceId',
  ].some((key) => key in value)
}
