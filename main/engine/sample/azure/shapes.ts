import type { JsonObject, JsonValue } from '../../../../shared/model/json.ts'
import { tenantId, type AzureItem } from './item.ts'

/** A row of Resource Graph's `Resources` table: lower-case type, subscription and group beside the id. */
export function graphRow(item: AzureItem): JsonObject {
  return {
    id: item.id,
    name: item.name,
    type: item.type.toLowerCase(),
    tenantId,
    kind: item.extra['kind'] ?? '',
    location: item.location ?? '',
    resourceGroup: (item.group ?? '').toLowerCase(),
    subscriptionId: item.subscription.id,
    managedBy: item.extra['managedBy'] ?? '',
    sku: item.extra['sku'] ?? null,
    plan: null,
    properties: item.properties,
    tags: item.tags === null ? null : { ...item.tags },
    identity: item.extra['identity'] ?? null,
    zones: item.extra['zones'] ?? null,
    extendedLocation: null,
  }
}

/** The table format: columns once, then rows of values. */
export function graphTable(rows: readonly JsonObject[]): JsonObject {
  const objects = new Set(['sku', 'plan', 'properties', 'tags', 'identity', 'zones', 'extendedLocation'])
  const names = Object.keys(rows[0] ?? {})
  return {
    columns: names.map((name) => ({ name, type: objects.has(name) ? 'object' : 'string' })),
    rows: rows.map((row) => names.map((name): JsonValue => row[name] ?? null)),
  }
}

/** A resource as an ARM list or get gives it. */
export function armResource(item: AzureItem): JsonObject {
  return {
    id: item.id,
    name: item.name,
    type: item.type,
    ...(item.location === null ? {} : { location: item.location }),
    ...(item.tags === null ? {} : { tags: { ...item.tags } }),
    ...item.extra,
    properties: item.properties,
  }
}
