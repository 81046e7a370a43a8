import { isJsonObject, type JsonObject } from '../../../../shared/model/json.ts'
import type { RuleFunction } from './rule-function.ts'
import { asList, asMap, asText } from './value.ts'

/**
 * Names of the resources without an effective diagnostic setting: one of the resource itself with at least one log category (or
 * category group) switched on and a workspace, storage account, event hub or partner to send it to.
 * Both arguments are lists of documents in the normal form; a setting belongs to the resource whose id stands before its own type.
 * Source: https://learn.microsoft.com/azure/azure-monitor/platform/diagnostic-settings
 */
export function azureUnlogged(resources: unknown, settings: unknown): string[] {
  const logged = new Set<string>()
  for (const setting of documents(settings)) {
    const id = idOf(setting)
    const at = id.lastIndexOf('/providers/microsoft.insights/diagnosticsettings/')
    if (at >= 0 && isEffective(asMap(setting['config'], 'diagnostic setting'))) logged.add(id.slice(0, at))
  }
  return documents(resources)
    .filter((resource) => !logged.has(idOf(resource)))
    .map((resource) => asText(resource['name'], 'name'))
}

const destinations = [
  'workspaceId',
  'storageAccountId',
  'eventHubAuthorizationRuleId',
  'marketplacePartnerId',
  'serviceBusRuleId',
]

function isEffective(setting: JsonObject): boolean {
  const sent = destinations.some((name) => typeof setting[name] === 'string' && setting[name] !== '')
  return sent && asList(setting['logs']).some((log) => isJsonObject(log) && log['enabled'] === true)
}

/**
 * Names of the resources that no management lock keeps from being deleted. Locks (CanNotDelete and ReadOnly both do) hold for the
 * scope they lie on and everything below: the resource, its resource group, its subscription.
 * Source: https://learn.microsoft.com/azure/azure-resource-manager/management/lock-resources
 */
export function azureUnlocked(resources: unknown, locks: unknown): string[] {
  const scopes = new Set<string>()
  for (const lock of documents(locks)) {
    const level = asText(asMap(lock['config'], 'lock')['level'], 'level').toLowerCase()
    const id = idOf(lock)
    const at = id.lastIndexOf('/providers/microsoft.authorization/locks/')
    if (at >= 0 && (level === 'cannotdelete' || level === 'readonly')) scopes.add(id.slice(0, at))
  }
  return documents(resources)
    .filter((resource) => !ancestry(idOf(resource)).some((scope) => scopes.has(scope)))
    .map((resource) => asText(resource['name'], 'name'))
}

/** What stands after the last slash of an id, in lower case: role definitions are named under several scopes and with either casing. */
export function lastSegment(id: unknown): string {
  const text = asText(id, 'id').toLowerCase()
  return text.slice(text.lastIndexOf('/') + 1)
}

/** The id and every id it lies below: `/subscriptions/s/resourceGroups/g` and `/subscriptions/s` for a resource of the group. */
function ancestry(id: string): string[] {
  const parts = id.split('/')
  return parts.slice(1).map((_, index) => parts.slice(0, parts.length - index).join('/'))
}

function documents(list: unknown): JsonObject[] {
  if (!Array.isArray(list)) throw new TypeError('documents are not a list')
  return list.map((one) => asMap(one, 'document'))
}

function idOf(document: JsonObject): string {
  return asText(document['id'], 'id').toLowerCase()
}

export const functions: readonly RuleFunction[] = [
  {
    signature: 'lastSegment(string): string',
    call: lastSegment,
    doc: 'What stands after the last slash of an id, in lower case.',
  },
  {
    signature: 'azureUnlogged(dyn, dyn): list',
    call: azureUnlogged,
    doc: 'Names of those resources of the first list that no diagnostic setting of the second list sends any log of.',
  },
  {
    signature: 'azureUnlocked(dyn, dyn): list',
    call: azureUnlocked,
    doc: 'Names of those resources of the first list that no management lock of the second list (on them or on a scope above) protects.',
  },
]
