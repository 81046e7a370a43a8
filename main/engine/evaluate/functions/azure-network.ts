import type { JsonObject } from '../../../../shared/model/json.ts'
import { nowhere, reachOf, type Reach } from './cidr.ts'
import { portIn } from './ports.ts'
import type { RuleFunction } from './rule-function.ts'
import { asInteger, asMap, asStrings, asText, member } from './value.ts'

/**
 * True when a network security group lets any address of the internet reach the port by TCP.
 * Custom inbound rules count by priority (lowest first); the first that covers the port and every address decides. A deny closes only
 * when it holds for every destination and source port. The default rules close what no rule opened.
 */
export function azureNsgOpen(securityRules: unknown, port: unknown): boolean {
  const wanted = asInteger(port, 'port')
  if (!Array.isArray(securityRules)) throw new TypeError('security rules are not a list')
  const inbound = securityRules
    .map((rule) => settings(asMap(rule, 'security rule')))
    .filter((rule) => asText(rule['direction'], 'direction').toLowerCase() === 'inbound')
    .map((rule) => ({ rule, priority: asInteger(rule['priority'], 'priority') }))
    .sort((a, b) => a.priority - b.priority)
  let closed = nowhere
  for (const { rule } of inbound) {
    if (!covers(rule, wanted)) continue
    const reach = reachOf(both(rule, 'sourceAddressPrefix', 'sourceAddressPrefixes'))
    const fresh: Reach = { v4: reach.v4 && !closed.v4, v6: reach.v6 && !closed.v6 }
    if (!fresh.v4 && !fresh.v6) continue
    if (asText(rule['access'], 'access').toLowerCase() === 'allow') return true
    if (deniesWholly(rule)) closed = { v4: closed.v4 || fresh.v4, v6: closed.v6 || fresh.v6 }
  }
  return false
}

/** ARM keeps a rule's settings under `properties`; some exports have them beside the name. */
function settings(rule: JsonObject): JsonObject {
  const inner = rule['properties']
  return inner === undefined ? rule : asMap(inner, 'security rule properties')
}

function covers(rule: JsonObject, port: number): boolean {
  const protocol = asText(rule['protocol'], 'protocol').toLowerCase()
  if (protocol !== '*' && protocol !== 'tcp' && protocol !== 'any') return false
  return both(rule, 'destinationPortRange', 'destinationPortRanges').some((range) => portIn(range, port))
}

function deniesWholly(rule: JsonObject): boolean {
  if (member(rule, 'destinationApplicationSecurityGroups') !== undefined) return false
  const ports = both(rule, 'sourcePortRange', 'sourcePortRanges')
  const destinations = both(rule, 'destinationAddressPrefix', 'destinationAddressPrefixes')
  return (
    ports.some((range) => range === '*' || range === '0-65535') &&
    destinations.some((prefix) => prefix === '*' || /^(any|virtualnetwork|0\.0\.0\.0\/0)$/i.test(prefix))
  )
}

/** Azure writes one value under the singular and several under the plural. */
function both(rule: JsonObject, singular: string, plural: string): string[] {
  return [...asStrings(rule[singular]), ...asStrings(rule[plural])]
}

export const functions: readonly RuleFunction[] = [
  {
    signature: 'azureNsgOpen(dyn, int): bool',
    call: azureNsgOpen,
    doc: 'True when the security rules of a network security group, taken by priority, let any internet address reach the port by TCP.',
  },
]
