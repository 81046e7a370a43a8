import { nowhere, reachOf, type Reach } from './cidr.ts'
import type { RuleFunction } from './rule-function.ts'
import { asInteger, asList, asMap, asStrings, asText, asWord, member } from './value.ts'
import type { JsonObject } from '../../../../shared/model/json.ts'

/** TCP and UDP by number (IANA) and name; `-1` and `all` are every protocol. */
const portProtocols = new Set(['tcp', '6', 'udp', '17'])
const everyProtocol = new Set(['-1', 'all'])

/**
 * True when one entry of a security group's `ipPermissions` lets any IPv4 or IPv6 address reach the port by TCP or UDP.
 * Reads the three ways Config writes sources: `ipRanges` as strings or maps, `ipv4Ranges` and `ipv6Ranges`.
 */
export function awsIngressOpen(permission: unknown, port: unknown): boolean {
  const entry = asMap(permission, 'ingress permission')
  if (!reachesPort(entry, asInteger(port, 'port'))) return false
  const reach = reachOf(sources(entry))
  return reach.v4 || reach.v6
}

/** True when the entry opens the port to a managed prefix list, whose ranges the document does not hold. */
export function awsIngressByPrefixList(permission: unknown, port: unknown): boolean {
  const entry = asMap(permission, 'ingress permission')
  return asList(entry['prefixListIds']).length > 0 && reachesPort(entry, asInteger(port, 'port'))
}

function reachesPort(entry: JsonObject, port: number): boolean {
  const protocol = asWord(entry['ipProtocol'], 'ipProtocol')
  if (everyProtocol.has(protocol)) return true
  if (!portProtocols.has(protocol)) return false
  const from = asInteger(member(entry, 'fromPort'), 'fromPort')
  const to = asInteger(member(entry, 'toPort'), 'toPort')
  return from === -1 || (port >= from && port <= to)
}

function sources(entry: JsonObject): string[] {
  const v4 = [...asList(entry['ipRanges']), ...asList(entry['ipv4Ranges'])].map((range) =>
    typeof range === 'string' ? range : member(asMap(range, 'IP range'), 'cidrIp', 'CidrIp'),
  )
  const v6 = asList(entry['ipv6Ranges']).map((range) =>
    typeof range === 'string' ? range : member(asMap(range, 'IPv6 range'), 'cidrIpv6', 'CidrIpv6'),
  )
  return asStrings([...v4, ...v6])
}

/**
 * True when a network ACL lets any address reach the port from outside. Entries count in the order of their numbers: the first that
 * covers the port and every address decides, so an earlier deny closes what a later allow opens; entries for narrower ranges decide
 * nothing about the internet. IPv4 and IPv6 are judged apart.
 */
export function awsNaclOpen(entries: unknown, port: unknown): boolean {
  const wanted = asInteger(port, 'port')
  if (!Array.isArray(entries)) throw new TypeError('network ACL entries are not a list')
  const ingress = entries
    .map((entry) => asMap(entry, 'network ACL entry'))
    .filter((entry) => entry['egress'] !== true)
    .map((entry) => ({ entry, number: asInteger(entry['ruleNumber'], 'ruleNumber') }))
    .sort((a, b) => a.number - b.number)
  for (const protocol of ['6', '17']) {
    let closed = nowhere
    for (const { entry } of ingress) {
      if (!aclCovers(entry, protocol, wanted)) continue
      const reach = reachOf(asStrings([entry['cidrBlock'], entry['ipv6CidrBlock']]))
      const fresh: Reach = { v4: reach.v4 && !closed.v4, v6: reach.v6 && !closed.v6 }
      if (!fresh.v4 && !fresh.v6) continue
      if (asText(entry['ruleAction'], 'ruleAction').toLowerCase() === 'allow') return true
      closed = { v4: closed.v4 || fresh.v4, v6: closed.v6 || fresh.v6 }
    }
  }
  return false
}

function aclCovers(entry: JsonObject, protocol: string, port: number): boolean {
  const own = asWord(entry['protocol'], 'protocol')
  if (everyProtocol.has(own)) return true
  if (own !== protocol) return false
  const range = asMap(entry['portRange'], 'portRange')
  return port >= asInteger(range['from'], 'portRange.from') && port <= asInteger(range['to'], 'portRange.to')
}

export const functions: readonly RuleFunction[] = [
  {
    signature: 'awsIngressOpen(dyn, int): bool',
    call: awsIngressOpen,
    doc: 'True when a security group permission lets any IPv4 or IPv6 address reach the port by TCP or UDP.',
  },
  {
    signature: 'awsIngressByPrefixList(dyn, int): bool',
    call: awsIngressByPrefixList,
    doc: 'True when a security group permission opens the port to a prefix list, whose ranges are not in the document.',
  },
  {
    signature: 'awsNaclOpen(dyn, int): bool',
    call: awsNaclOpen,
    doc: 'True when the entries of a network ACL, taken in the order of their numbers, let any address reach the port.',
  },
]
