import type { JsonObject } from '../../../../shared/model/json.ts'
import { addressesOf, everyAddress, mostOfInternet } from './address-set.ts'
import { reachOf } from './cidr.ts'
import {
  networkKey,
  policyRule,
  reachThrough,
  vpcRule,
  type IngressRule,
  type Machine,
} from './gcp-layers.ts'
import { portIn } from './ports.ts'
import type { RuleFunction } from './rule-function.ts'
import { asInteger, asList, asMap, asStrings, asText, asWord, member } from './value.ts'

const protocols = new Set(['all', 'tcp', '6'])

/**
 * True when one VPC firewall rule (compute.googleapis.com/Firewall) lets any address reach the port by TCP.
 * A disabled rule, an egress rule and a deny rule open nothing. No source at all means every address (Compute API, firewalls resource).
 * Older exports write list fields in the singular; both are read.
 */
export function gcpFirewallOpen(rule: unknown, port: unknown): boolean {
  const firewall = asMap(rule, 'firewall rule')
  const wanted = asInteger(port, 'port')
  if (firewall['disabled'] === true) return false
  if (asWord(firewall['direction'] ?? 'ingress', 'direction') !== 'ingress') return false
  const ranges = asStrings(member(firewall, 'sourceRanges', 'sourceRange'))
  const named = [
    ...asList(member(firewall, 'sourceTags', 'sourceTag')),
    ...asList(member(firewall, 'sourceServiceAccounts', 'sourceServiceAccount')),
  ]
  const reach = reachOf(ranges)
  if (!reach.v4 && !reach.v6 && (ranges.length > 0 || named.length > 0)) return false
  return asList(member(firewall, 'allowed')).some((allowed) => {
    const entry = asMap(allowed, 'allowed')
    if (!protocols.has(asWord(member(entry, 'IPProtocol', 'ipProtocol', 'I_p_protocol'), 'IPProtocol')))
      return false
    const ports = asList(member(entry, 'ports', 'port'))
    return ports.length === 0 || ports.some((specification) => portIn(specification, wanted))
  })
}

/**
 * How many TCP and UDP ports one VPC firewall rule opens to at least half of the IPv4 or IPv6 internet: 0 to 131,072.
 * A protocol without ports opens all 65,536 of it, and the protocol `all` both.
 */
export function gcpFirewallPorts(rule: unknown): number {
  const firewall = asMap(rule, 'firewall rule')
  if (firewall['disabled'] === true) return 0
  if (asWord(firewall['direction'] ?? 'ingress', 'direction') !== 'ingress') return 0
  const ranges = asStrings(member(firewall, 'sourceRanges', 'sourceRange'))
  const named = [
    ...asList(member(firewall, 'sourceTags', 'sourceTag')),
    ...asList(member(firewall, 'sourceServiceAccounts', 'sourceServiceAccount')),
  ]
  if (ranges.length === 0 && named.length > 0) return 0
  const reach = mostOfInternet(ranges.length > 0 ? addressesOf(ranges) : everyAddress)
  if (!reach.v4 && !reach.v6) return 0
  const open: Record<'tcp' | 'udp', Uint8Array> = { tcp: new Uint8Array(65_536), udp: new Uint8Array(65_536) }
  for (const value of asList(member(firewall, 'allowed'))) {
    const entry = asMap(value, 'allowed')
    const protocol = asWord(member(entry, 'IPProtocol', 'ipProtocol', 'I_p_protocol'), 'IPProtocol')
    const ports = asList(member(entry, 'ports', 'port'))
    for (const kind of ['tcp', 'udp'] as const) {
      if (protocol !== 'all' && protocol !== kind && protocol !== (kind === 'tcp' ? '6' : '17')) continue
      if (ports.length === 0) open[kind].fill(1)
      for (const specification of ports) {
        const [from, to] = portRange(specification)
        open[kind].fill(1, from, to + 1)
      }
    }
  }
  return [...open.tcp, ...open.udp].reduce((sum, one) => sum + one, 0)
}

/** `22` and `20-25`, the two ways in which the Compute API writes ports. */
function portRange(specification: unknown): [number, number] {
  const text = asWord(specification, 'port specification')
  const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text)
  const from = Number(match?.[1])
  const to = Number(match?.[2] ?? match?.[1])
  if (match === null || from > to || to > 65_535) throw new TypeError(`${text} is not a range of ports`)
  return [from, to]
}

/**
 * True when the rules of one firewall policy, hierarchical or of a network, taken by priority, let at least half of the IPv4 or IPv6
 * internet reach the TCP port on some machine. What the policy hands on to the next layer it does not open.
 */
export function gcpPolicyOpen(policy: unknown, port: unknown): boolean {
  const wanted = asInteger(port, 'port')
  const reach = mostOfInternet(reachThrough([policyLayer(asMap(policy, 'firewall policy'), wanted)], null))
  return reach.v4 || reach.v6
}

function policyLayer(policy: JsonObject, port: number): IngressRule[] {
  if (!Array.isArray(policy['rules'])) throw new TypeError('rules of the firewall policy are not a list')
  return policy['rules'].flatMap((rule) => policyRule(asMap(rule, 'policy rule'), port) ?? [])
}

/**
 * Names of the machines that have a public address and whose TCP port at least half of the internet of that address's family reaches:
 * VPC firewall rules and the network's own firewall policies by priority and in the network's order, with targets, denies and IPv6.
 * All arguments are lists of documents (`{ config }`) of one project: instances, VPC firewall rules, firewall policies, networks. A
 * machine whose network is not among the networks (a shared VPC) is left out; the policies of folders and organisation are not seen.
 * A policy rule for secure tags counts for every machine, because a machine's document does not name its tags.
 */
export function gcpOpenMachines(
  machines: unknown,
  firewalls: unknown,
  policies: unknown,
  networks: unknown,
  port: unknown,
): string[] {
  const wanted = asInteger(port, 'port')
  const layers = layersByNetwork(configs(firewalls), configs(policies), configs(networks), wanted)
  const known = new Map<string, { v4: boolean; v6: boolean }>()
  return configs(machines).flatMap((machine) => {
    const tags = asStrings(asMap(machine['tags'] ?? {}, 'tags')['items'])
    const serviceAccounts = asList(machine['serviceAccounts']).map((one) =>
      asText(asMap(one, 'service account')['email'], 'email'),
    )
    const open = asList(machine['networkInterfaces']).some((value) => {
      const card = asMap(value, 'network interface')
      const v4 = asList(card['accessConfigs']).length > 0
      const v6 = asList(card['ipv6AccessConfigs']).length > 0
      if (!v4 && !v6) return false
      const network = networkKey(asText(card['network'], 'network'))
      const own = layers.get(network)
      if (own === undefined) return false
      const key = JSON.stringify([network, tags, serviceAccounts])
      let reach = known.get(key)
      if (reach === undefined) {
        const asked: Machine = { network, tags: new Set(tags), serviceAccounts: new Set(serviceAccounts) }
        reach = mostOfInternet(reachThrough(own, asked))
        known.set(key, reach)
      }
      return (v4 && reach.v4) || (v6 && reach.v6)
    })
    return open ? [asText(machine['name'], 'name')] : []
  })
}

function configs(documents: unknown): JsonObject[] {
  return asList(documents).map((one) => asMap(asMap(one, 'document')['config'], 'config'))
}

/** Each network's layers: its VPC rules, then its policies, or the other way round where the network says so. */
function layersByNetwork(
  firewalls: readonly JsonObject[],
  policies: readonly JsonObject[],
  networks: readonly JsonObject[],
  port: number,
): Map<string, IngressRule[][]> {
  const vpc = new Map<string, IngressRule[]>()
  for (const firewall of firewalls) {
    const network = networkKey(asText(firewall['network'], 'network'))
    const rule = vpcRule(firewall, port)
    if (rule !== null) vpc.set(network, [...(vpc.get(network) ?? []), rule])
  }
  const attached = new Map<string, IngressRule[][]>()
  for (const policy of policies) {
    const targets = asList(policy['associations']).map((one) =>
      networkKey(asText(asMap(one, 'association')['attachmentTarget'], 'attachmentTarget')),
    )
    if (targets.length === 0) continue
    const layer = policyLayer(policy, port)
    for (const target of targets) attached.set(target, [...(attached.get(target) ?? []), layer])
  }
  return new Map(
    networks.map((network) => {
      const key = networkKey(asText(network['selfLink'], 'selfLink'))
      const rules = vpc.get(key) ?? []
      const own = attached.get(key) ?? []
      const policiesFirst = network['networkFirewallPolicyEnforcementOrder'] === 'BEFORE_CLASSIC_FIREWALL'
      return [key, policiesFirst ? [...own, rules] : [rules, ...own]]
    }),
  )
}

export const functions: readonly RuleFunction[] = [
  {
    signature: 'gcpFirewallOpen(dyn, int): bool',
    call: gcpFirewallOpen,
    doc: 'True when an enabled ingress firewall rule lets any address reach the port by TCP.',
  },
  {
    signature: 'gcpFirewallPorts(dyn): double',
    call: gcpFirewallPorts,
    doc: 'How many TCP and UDP ports an enabled ingress firewall rule opens to half of the internet or more, 0 to 131,072.',
  },
  {
    signature: 'gcpPolicyOpen(dyn, int): bool',
    call: gcpPolicyOpen,
    doc: 'True when the rules of a firewall policy (hierarchical or of a network), by priority, let half of the internet or more reach the port by TCP.',
  },
  {
    signature: 'gcpOpenMachines(list, list, list, list, int): list',
    call: gcpOpenMachines,
    doc: 'Names of machines with a public address whose TCP port the internet reaches; from the documents of instances, firewall rules, firewall policies and networks of one project.',
  },
]
