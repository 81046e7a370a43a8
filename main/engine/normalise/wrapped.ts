import { isJsonObject } from '../../../shared/model/json.ts'
import type { RawItem } from '../../../shared/model/source.ts'

/**
 * An item of a `countersign-documents` file (a document of a type that inventories lack, see rules/documents.md) in the envelope of
 * its cloud. Such a file gives `{ provider, type, accountId, region, id, captureTime, document }`, where `document` is the API's
 * answer. Any other item is returned as it is.
 */
export function unwrap(item: RawItem): RawItem {
  const { document } = item
  const answer = document['document']
  if (!isJsonObject(answer) || typeof document['id'] !== 'string' || document['type'] !== item.type)
    return item
  switch (item.provider) {
    case 'aws':
      return { ...item, document: { resourceId: document['id'], configuration: answer } }
    case 'azure':
      return { ...item, document: { properties: answer } }
    case 'gcp':
      return { ...item, document: { resource: { data: answer } } }
  }
}
