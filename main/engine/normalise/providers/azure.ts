import { isJsonObject, type JsonObject, type JsonValue } from '../../../../shared/model/json.ts'
import type { RawItem } from '../../../../shared/model/source.ts'
import type { Draft } from './draft.ts'

/**
 * The normal form of an Azure resource. Resource Graph rows (lower-case type, `subscriptionId` and `resourceGroup` beside the id,
 * empty texts and maps for what is not there) and ARM answers come out alike: identity follows from the id, emptiness is absence.
 */
export function azureDraft(item: RawItem, type: string): Draft {
  const source = item.document
  const id = item.resourceId
  const subscription = /^\/subscriptions\/([^/]+)/i.exec(id)?.[1]
  const group = /\/resourcegroups\/([^/]+)/i.exec(id)?.[1]
  const head: JsonObject = {
    id,
    name: azureName(item),
    type,
    location: locationOf(source['location'] ?? item.region),
    ...(subscription === undefined ? {} : { subscriptionId: subscription.toLowerCase() }),
    ...(group === undefined ? {} : { resourceGroup: group }),
  }
  const parts: Record<string, JsonValue> = { tags: isJsonObject(source['tags']) ? source['tags'] : {} }
  for (const key of ['kind', 'sku', 'identity', 'zones', 'managedBy', 'plan', 'extendedLocation']) {
    const value = source[key]
    if (value !== undefined && !isEmpty(value)) parts[key] = value
  }
  const properties = source['properties']
  if (properties !== undefined && properties !== null) parts['config'] = properties
  return { head, parts }
}

/**
 * The name people know a resource by: for a part of a resource the names on the way to it (`sql-orders/sales/current`, as ARM's own full
 * names), because exports write only the last of them, or even the parent's; for a role definition its role name.
 */
export function azureName(item: RawItem): string {
  const properties = item.document['properties']
  if (isJsonObject(properties) && typeof properties['roleName'] === 'string' && properties['roleName'] !== '')
    return properties['roleName']
  const at = item.resourceId.toLowerCase().lastIndexOf('/providers/')
  const names =
    at < 0
      ? []
      : item.resourceId
          .slice(at + '/providers/'.length)
          .split('/')
          .filter((_, index) => index > 0 && index % 2 === 0)
  return names.length > 1 ? names.join('/') : item.name
}

/** `East US 2`, `eastus2` and `EastUS2` are one place; resources of no place are `global`. */
export function locationOf(value: JsonValue | undefined): string {
  return typeof value === 'string' && value.trim() !== '' ? value.replaceAll(' ', '').toLowerCase() : 'global'
}

function isEmpty(value: JsonValue): boolean {
  if (value === null || value === '') return true
  if (Array.isArray(value)) return value.length === 0
  return isJsonObject(value) && Object.values(value).every((inner) => inner === null)
}
