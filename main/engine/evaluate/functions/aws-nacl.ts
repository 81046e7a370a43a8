import { addressesOf, either, mostOfInternet, noAddresses, without, type Addresses } from './address-set.ts'
import { wantedPorts } from './aws-network.ts'
import { openSpans } from './open-spans.ts'
import type { RuleFunction } from './rule-function.ts'
import { asInteger, asMap, asStrings, asText, asWord } from './value.ts'

const protocols = { tcp: '6', udp: '17' } as const

interface Entry {
  readonly number: number
  readonly allow: boolean
  readonly protocol: string
  readonly from: number
  readonly to: number
  readonly addresses: Addresses
}

/**
 * Reads the inbound entries of a network ACL in the order of their numbers, which is the order AWS takes them in.
 * Throws where a number, action, protocol or port range is missing. Source of the fields: the EC2 API's NetworkAclEntry.
 */
function inbound(entries: unknown): Entry[] {
  if (!Array.isArray(entries)) throw new TypeError('network ACL entries are not a list')
  return entries
    .map((value) => asMap(value, 'network ACL entry'))
    .filter((entry) => entry['egress'] !== true)
    .map((entry) => {
      const protocol = asWord(entry['protocol'], 'protocol')
      const every = protocol === '-1' || protocol === 'all'
      const ported = protocol === protocols.tcp || protocol === protocols.udp
      const range = ported ? asMap(entry['portRange'], 'portRange') : { from: 0, to: 65_535 }
      return {
        number: asInteger(entry['ruleNumber'], 'ruleNumber'),
        allow: asText(entry['ruleAction'], 'ruleAction').toLowerCase() === 'allow',
        protocol: every ? 'every' : protocol,
        from: asInteger(range['from'], 'portRange.from'),
        to: asInteger(range['to'], 'portRange.to'),
        addresses: addressesOf(asStrings([entry['cidrBlock'], entry['ipv6CidrBlock']])),
      }
    })
    .sort((a, b) => a.number - b.number)
}

/**
 * True when at least half of the internet's IPv4 or IPv6 addresses get through to the port: the first entry that holds an address
 * decides about it. So an earlier deny closes what a later allow opens, halves add up to the whole, and a deny of a few blocks
 * before an allow of everything closes nothing worth the name.
 */
function isOpen(entries: readonly Entry[], protocol: string, port: number): boolean {
  let open = noAddresses
  let decided = noAddresses
  for (const entry of entries) {
    if (entry.protocol !== 'every' && (entry.protocol !== protocol || port < entry.from || port > entry.to))
      continue
    if (entry.allow) open = either(open, without(entry.addresses, decided))
    decided = either(decided, entry.addresses)
  }
  const reach = mostOfInternet(open)
  return reach.v4 || reach.v6
}

/** True when a network ACL lets the internet reach the port by TCP or UDP. */
export function awsNaclOpen(entries: unknown, port: unknown): boolean {
  return awsNaclOpenPorts(entries, [port]).length > 0
}

/** Those of the given ports that a network ACL lets the internet reach by TCP or UDP, in the order given. */
export function awsNaclOpenPorts(entries: unknown, ports: unknown): number[] {
  const ordered = inbound(entries)
  return wantedPorts(ports).filter((port) =>
    Object.values(protocols).some((protocol) => isOpen(ordered, protocol, port)),
  )
}

/** Everything that a network ACL lets the internet reach, as texts: `tcp/443`, `udp/0-65535`. */
export function awsNaclOpenSpans(entries: unknown): string[] {
  const ordered = inbound(entries)
  return Object.entries(protocols).flatMap(([name, protocol]) =>
    openSpans(ordered, (port) => isOpen(ordered, protocol, port)).map((span) => `${name}/${span}`),
  )
}

export const functions: readonly RuleFunction[] = [
  {
    signature: 'awsNaclOpen(dyn, int): bool',
    call: awsNaclOpen,
    doc: 'True when the entries of a network ACL, taken in the order of their numbers, let the internet reach the port.',
  },
  {
    signature: 'awsNaclOpenPorts(dyn, list): list',
    call: awsNaclOpenPorts,
    doc: 'Those of the ports that the entries of a network ACL, taken in the order of their numbers, let the internet reach.',
  },
  {
    signature: 'awsNaclOpenSpans(dyn): list',
    call: awsNaclOpenSpans,
    doc: 'Everything that a network ACL lets the internet reach, e.g. `["tcp/0-65535"]`.',
  },
]
