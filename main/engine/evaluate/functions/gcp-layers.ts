import type { JsonObject } from '../../../../shared/model/json.ts'
import {
  addressesOf,
  both,
  either,
  everyAddress,
  internet,
  isEmpty,
  noAddresses,
  without,
  type Addresses,
} from './address-set.ts'
import { portIn } from './ports.ts'
import { asInteger, asList, asMap, asStrings, asWord, member } from './value.ts'

/** What one ingress rule says of a TCP port. */
export interface IngressRule {
  readonly priority: number
  readonly action: 'allow' | 'deny' | 'next'
  readonly sources: Addresses
  /** False for a rule that also asks for a destination or another condition: it may let in, but it does not close. */
  readonly whole: boolean
  /** Whom it is for; all undefined means every machine. */
  readonly tags?: readonly string[]
  readonly serviceAccounts?: readonly string[]
  readonly networks?: readonly string[]
  readonly secureTags?: boolean
}

/** Whom rules are asked about; without it, whether any machine could be reached. */
export interface Machine {
  readonly tags: ReadonlySet<string>
  readonly serviceAccounts: ReadonlySet<string>
  readonly network: string
}

const tcp = new Set(['all', 'tcp', '6'])
const listed = (values: readonly string[]): readonly string[] | undefined =>
  values.length === 0 ? undefined : values

/** `https://…/projects/p/global/networks/n` and `projects/p/global/networks/n` name the same network. */
export function networkKey(url: string): string {
  const at = url.indexOf('projects/')
  return at < 0 ? url : url.slice(at)
}

function speaksOf(entries: unknown, port: number, protocolNames: readonly string[]): boolean {
  return asList(entries).some((value) => {
    const entry = asMap(value, 'protocol entry')
    if (!tcp.has(asWord(member(entry, ...protocolNames), 'protocol'))) return false
    const ports = asList(member(entry, 'ports', 'port'))
    return ports.length === 0 || ports.some((specification) => portIn(specification, port))
  })
}

/** The rule of a VPC firewall (compute.googleapis.com/Firewall) for a TCP port; null when it has no bearing on traffic that comes in. */
export function vpcRule(firewall: JsonObject, port: number): IngressRule | null {
  if (firewall['disabled'] === true) return null
  if (asWord(firewall['direction'] ?? 'ingress', 'direction') !== 'ingress') return null
  const allow = speaksOf(member(firewall, 'allowed'), port, ['IPProtocol', 'ipProtocol', 'I_p_protocol'])
  const deny = speaksOf(member(firewall, 'denied'), port, ['IPProtocol', 'ipProtocol', 'I_p_protocol'])
  if (!allow && !deny) return null
  const ranges = asStrings(member(firewall, 'sourceRanges', 'sourceRange'))
  const named = [
    ...asStrings(member(firewall, 'sourceTags', 'sourceTag')),
    ...asStrings(member(firewall, 'sourceServiceAccounts', 'sourceServiceAccount')),
  ]
  const tags = listed(asStrings(member(firewall, 'targetTags', 'targetTag')))
  const serviceAccounts = listed(asStrings(member(firewall, 'targetServiceAccounts', 'targetServiceAccount')))
  return {
    // The Compute API: 1000 unless said otherwise.
    priority: asInteger(firewall['priority'] ?? 1000, 'priority'),
    action: deny ? 'deny' : 'allow',
    sources: ranges.length > 0 ? addressesOf(ranges) : named.length > 0 ? noAddresses : everyAddress,
    whole: asStrings(member(firewall, 'destinationRanges', 'destinationRange')).length === 0,
    ...(tags ? { tags } : {}),
    ...(serviceAccounts ? { serviceAccounts } : {}),
  }
}

const policyActions: Readonly<Record<string, IngressRule['action']>> = {
  allow: 'allow',
  // Inspected traffic is let in unless the inspection objects.
  apply_security_profile_group: 'allow',
  deny: 'deny',
  goto_next: 'next',
}
const namedSources = [
  'srcAddressGroups',
  'srcFqdns',
  'srcRegionCodes',
  'srcThreatIntelligences',
  'srcSecureTags',
  'srcNetworks',
]
const namedDestinations = [
  'destIpRanges',
  'destAddressGroups',
  'destFqdns',
  'destRegionCodes',
  'destThreatIntelligences',
]

/**
 * A rule of a hierarchical, global or regional firewall policy (compute.googleapis.com/FirewallPolicy) for a TCP port; null when it has
 * no bearing on traffic that comes in. Sources named by country, list, name or tag are not address ranges and count as none.
 */
export function policyRule(rule: JsonObject, port: number): IngressRule | null {
  if (rule['disabled'] === true || asWord(rule['direction'], 'direction') !== 'ingress') return null
  const match = asMap(rule['match'], 'match')
  if (!speaksOf(match['layer4Configs'], port, ['ipProtocol'])) return null
  const word = asWord(rule['action'], 'action').replace(/\(.*$/, '')
  const action = policyActions[word]
  if (action === undefined) throw new TypeError(`${word} is not an action of a firewall policy`)
  const context = asWord(match['srcNetworkContext'] ?? match['srcNetworkType'] ?? 'unspecified', 'context')
  const ranges = asStrings(match['srcIpRanges'])
  const given = ranges.length > 0 || namedSources.some((name) => asList(match[name]).length > 0)
  const sources = !given ? everyAddress : ranges.length > 0 ? addressesOf(ranges) : noAddresses
  const networks = listed(asStrings(rule['targetResources']).map(networkKey))
  const serviceAccounts = listed(asStrings(rule['targetServiceAccounts']))
  return {
    priority: asInteger(rule['priority'], 'priority'),
    action,
    sources: /intra_vpc|non_internet|vpc_networks/.test(context) ? noAddresses : sources,
    whole: namedDestinations.every((name) => asList(match[name]).length === 0),
    ...(networks ? { networks } : {}),
    ...(serviceAccounts ? { serviceAccounts } : {}),
    ...(asList(rule['targetSecureTags']).length > 0 ? { secureTags: true } : {}),
  }
}

/** Whether a rule is for the machine: yes, no, or perhaps (no machine was named, or its secure tags are not in its document). */
function isFor(rule: IngressRule, machine: Machine | null): 'yes' | 'no' | 'perhaps' {
  const targeted = rule.tags ?? rule.serviceAccounts ?? rule.networks
  if (targeted === undefined && rule.secureTags !== true) return 'yes'
  if (machine === null) return 'perhaps'
  if (rule.networks && !rule.networks.includes(machine.network)) return 'no'
  if (rule.tags && !rule.tags.some((tag) => machine.tags.has(tag))) return 'no'
  if (rule.serviceAccounts && !rule.serviceAccounts.some((one) => machine.serviceAccounts.has(one)))
    return 'no'
  return rule.secureTags === true ? 'perhaps' : 'yes'
}

/**
 * The addresses of the internet that reach the port through layers of rules, in the order in which Google Cloud takes them. In a layer the
 * lowest priority number decides, and among equals a deny. What no rule of a layer decides, or a rule hands on, goes to the next layer;
 * what no layer decides is refused (the implied rule for traffic that comes in).
 */
export function reachThrough(
  layers: readonly (readonly IngressRule[])[],
  machine: Machine | null,
): Addresses {
  let reached: Addresses = noAddresses
  let undecided: Addresses = internet
  for (const layer of layers) {
    let here = undecided
    const ordered = layer.toSorted(
      (a, b) => a.priority - b.priority || Number(b.action === 'deny') - Number(a.action === 'deny'),
    )
    for (const rule of ordered) {
      if (isEmpty(here)) break
      const fits = isFor(rule, machine)
      if (fits === 'no') continue
      const part = both(here, rule.sources)
      if (rule.action === 'allow') reached = either(reached, part)
      if (fits === 'perhaps' || !rule.whole) continue
      here = without(here, part)
      if (rule.action !== 'next') undecided = without(undecided, part)
    }
  }
  return reached
}
