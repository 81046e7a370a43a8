import { isJsonObject, type JsonObject } from '../../../../../shared/model/json.ts'
import { text, type ResourceName, type Sink } from '../sink.ts'
import { readArmId } from './arm-id.ts'

/**
 * Members every inventory row has; a row of only these names a resource without its document
 * (`az resource list`). Some CLI commands lift `properties` to the top, so any other member counts
 * as document.
 */
const inventoryMembers = new Set([
  'id', 'name', 'type', 'location', 'tags', 'kind', 'sku', 'plan', 'identity', 'managedby', 'zones', 'extendedlocation',
  'resourcegroup', 'subscriptionid', 'tenantid', 'createdtime', 'changedtime', 'provisioningstate', 'systemdata', 'etag',
  'apiversion', 'subscriptiondisplayname', 'aliases', 'properties',
]) // prettier-ignore

/** Types whose whole document is their name and tags. */
const withoutProperties = new Set([
  'microsoft.resources/resourcegroups',
  'microsoft.resources/subscriptions/resourcegroups',
])

/**
 * One resource as ARM or Resource Graph gives it; children stay resources of their own type.
 * @param lifted the row may come from a command that lifts `properties` to the top; Resource Graph never does
 */
export function readAzureRow(row: JsonObject, sink: Sink, lifted: boolean): void {
  const id = text(row, 'id')
  if (id === null) return sink.problem(row['id'] === undefined ? 'missing-field' : 'wrong-type', 'id', null)
  const parts = readArmId(id)
  if (parts === null) return sink.problem('wrong-type', 'id', null)
  const given = text(row, 'type')
  const resource: ResourceName = {
    provider: 'azure',
    resourceId: id,
    type: given !== null && given.includes('/') ? given : parts.type,
    account: parts.subscription ?? text(row, 'tenantId')?.toLowerCase() ?? 'unknown',
    region: regionOf(row),
  }
  if (!resource.type.includes('/')) return sink.problem('missing-field', 'type', null)
  if (!hasDocument(row, resource.type, lifted)) return sink.problem('no-document', 'properties', resource)
  sink.item({
    ...resource,
    name: text(row, 'name') ?? parts.name,
    facet: 'resource',
    state: 'present',
    capturedAt: null,
    document: row,
  })
}

/** True for what only ARM gives: an id of its form with a type or properties beside it. */
export function isAzureRow(value: JsonObject): boolean {
  const id = text(value, 'id')
  return id !== null && readArmId(id) !== null
}

function hasDocument(row: JsonObject, type: string, lifted: boolean): boolean {
  if (isJsonObject(row['properties'])) return true
  if (withoutProperties.has(type.toLowerCase())) return true
  return lifted && Object.keys(row).some((name) => !inventoryMembers.has(name.toLowerCase()))
}

/** `East US` and `eastus` are the same place (Azure locations: display name and name). */
function regionOf(row: JsonObject): string {
  const location = text(row, 'location')
  return location === null ? 'global' : location.toLowerCase().replaceAll(' ', '')
}
