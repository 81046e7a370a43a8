import type { JsonObject } from '../../../../shared/model/json.ts'
import { nowhere, reachOf, type Reach } from './cidr.ts'
import { portIn } from './ports.ts'
import { add, remove, type PortSpan, portSpans, spanText } from './port-spans.ts'
import type { RuleFunction } from './rule-function.ts'
import { asInteger, asMap, asStrings, asText, member } from './value.ts'

/**
 * True when a network security group lets any address of the internet reach the port by TCP.
 * Custom inbound rules count by priority (lowest first); the first that covers the port and every address decides. A deny closes only
 * when it holds for every destination and source port. The default rules close what no rule opened.
 */
export function azureNsgOpen(securityRules: unknown, port: unknown): boolean {
  const wanted = asInteger(port, 'port')
  let closed = nowhere
  for (const rule of inboundByPriority(securityRules)) {
    if (!covers(rule, wanted)) continue
    const reach = reachOf(both(rule, 'sourceAddressPrefix', 'sourceAddressPrefixes'))
    const fresh: Reach = { v4: reach.v4 && !closed.v4, v6: reach.v6 && !closed.v6 }
    if (!fresh.v4 && !fresh.v6) continue
    if (allows(rule)) return true
    if (deniesWholly(rule)) closed = { v4: closed.v4 || fresh.v4, v6: closed.v6 || fresh.v6 }
  }
  return false
}

/**
 * The ports that a network security group opens to any address of the internet by the protocol (`tcp` or `udp`), as ranges in order:
 * `["53", "1000-1999"]`; every port is `0-65535`. Priorities, denies and address families as in `azureNsgOpen`.
 */
export function azureNsgOpenPorts(securityRules: unknown, protocol: unknown): string[] {
  return openTo(securityRules, asText(protocol, 'protocol'), (sources) => reachOf(sources))
}

/**
 * The TCP ports that a network security group opens to a service tag, its regional forms included (`AzureCloud` and
 * `AzureCloud.WestEurope`). A deny of the tag or of every address that comes first closes. Rules for every address are not counted:
 * `azureNsgOpenPorts` tells those.
 */
export function azureNsgOpenToTag(securityRules: unknown, tag: unknown): string[] {
  const wanted = asText(tag, 'service tag').toLowerCase()
  return openTo(securityRules, 'tcp', (sources, isAllow) => {
    const named = sources.some((source) => {
      const lower = source.toLowerCase()
      return lower === wanted || (isAllow && lower.startsWith(`${wanted}.`))
    })
    return { v4: named || (!isAllow && reachOf(sources).v4), v6: false }
  })
}

function openTo(
  securityRules: unknown,
  protocol: string,
  reachFor: (sources: readonly string[], isAllow: boolean) => Reach,
): string[] {
  const families = ['v4', 'v6'] as const
  const closed: Record<'v4' | 'v6', readonly PortSpan[]> = { v4: [], v6: [] }
  let open: readonly PortSpan[] = []
  for (const rule of inboundByPriority(securityRules)) {
    if (!speaks(rule, protocol.toLowerCase())) continue
    const isAllow = allows(rule)
    const reach = reachFor(both(rule, 'sourceAddressPrefix', 'sourceAddressPrefixes'), isAllow)
    const ports = portSpans(both(rule, 'destinationPortRange', 'destinationPortRanges'))
    for (const family of families) {
      if (!reach[family]) continue
      if (isAllow) open = add(open, remove(ports, closed[family]))
      else if (deniesWholly(rule)) closed[family] = add(closed[family], ports)
    }
  }
  return open.map(spanText)
}

function inboundByPriority(securityRules: unknown): JsonObject[] {
  if (!Array.isArray(securityRules)) throw new TypeError('security rules are not a list')
  return securityRules
    .map((rule) => settings(asMap(rule, 'security rule')))
    .filter((rule) => asText(rule['direction'], 'direction').toLowerCase() === 'inbound')
    .map((rule) => ({ rule, priority: asInteger(rule['priority'], 'priority') }))
    .sort((a, b) => a.priority - b.priority)
    .map(({ rule }) => rule)
}

/** ARM keeps a rule's settings under `properties`; some exports have them beside the name. */
function settings(rule: JsonObject): JsonObject {
  const inner = rule['properties']
  return inner === undefined ? rule : asMap(inner, 'security rule properties')
}

function allows(rule: JsonObject): boolean {
  return asText(rule['access'], 'access').toLowerCase() === 'allow'
}

function covers(rule: JsonObject, port: number): boolean {
  return (
    speaks(rule, 'tcp') &&
    both(rule, 'destinationPortRange', 'destinationPortRanges').some((range) => portIn(range, port))
  )
}

function speaks(rule: JsonObject, wanted: string): boolean {
  const protocol = asText(rule['protocol'], 'protocol').toLowerCase()
  return protocol === '*' || protocol === 'any' || protocol === wanted
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
  {
    signature: 'azureNsgOpenPorts(dyn, string): list',
    call: azureNsgOpenPorts,
    doc: 'Ports that the security rules of a group open to any internet address by `"tcp"` or `"udp"`, as ranges, e.g. `["53", "8000-8999"]`.',
  },
  {
    signature: 'azureNsgOpenToTag(dyn, string): list',
    call: azureNsgOpenToTag,
    doc: 'TCP ports that the security rules of a group open to a service tag or its regional forms, e.g. `"AzureCloud"`, as ranges.',
  },
]
