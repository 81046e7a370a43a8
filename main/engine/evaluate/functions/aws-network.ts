import {
  portProtocols,
  readPermission,
  readPermissions,
  reachOfPort,
  type Permission,
} from './aws-permissions.ts'
import { cidrAny, publicRangeWiderThan } from './cidr.ts'
import { openSpans } from './open-spans.ts'
import type { RuleFunction } from './rule-function.ts'
import { asInteger, asList } from './value.ts'

/**
 * True when one entry of a security group's `ipPermissions` lets any IPv4 or IPv6 address reach the port by TCP or UDP.
 */
export function awsIngressOpen(permission: unknown, port: unknown): boolean {
  return isOpen([readPermission(permission)], asInteger(port, 'port'))
}

/** True when the entry opens the port to a managed prefix list, whose ranges the document does not hold. */
export function awsIngressByPrefixList(permission: unknown, port: unknown): boolean {
  return byPrefixList([readPermission(permission)], asInteger(port, 'port'))
}

/**
 * Those of the given ports that any IPv4 or IPv6 address can reach by TCP or UDP when all permissions of the group are taken together;
 * works for egress permissions alike. In: the group's permissions, a list of port numbers. Out: port numbers, in the order given.
 */
export function awsOpenPorts(permissions: unknown, ports: unknown): number[] {
  const entries = readPermissions(permissions)
  return wantedPorts(ports).filter((port) => isOpen(entries, port))
}

/** Those of the given ports that a prefix list can reach and not already everyone: a person must look into the list. */
export function awsPrefixListPorts(permissions: unknown, ports: unknown): number[] {
  const entries = readPermissions(permissions)
  return wantedPorts(ports).filter((port) => byPrefixList(entries, port) && !isOpen(entries, port))
}

/**
 * Everything that any address can reach, as texts: `tcp/443`, `udp/0-65535`. Neighbouring ports become one span.
 * In: the group's permissions. Out: spans by protocol in rising order; empty when nothing is open to everyone.
 */
export function awsOpenSpans(permissions: unknown): string[] {
  const entries = readPermissions(permissions)
  return portProtocols.flatMap((protocol) => {
    const own = entries.filter((entry) => entry.protocols.includes(protocol))
    return openSpans(own, (port) => {
      const reach = reachOfPort(own, protocol, port)
      return reach.v4 || reach.v6
    }).map((span) => `${protocol}/${span}`)
  })
}

/**
 * Sources of the permissions that are wide ranges of internet addresses though not the whole internet: `3.0.0.0/8`.
 * In: permissions and the prefix lengths from which on a range is narrow enough. Out: the ranges, sorted, each once.
 */
export function awsWideSources(permissions: unknown, v4Length: unknown, v6Length: unknown): string[] {
  const ranges = new Set(readPermissions(permissions).flatMap((entry) => entry.ranges))
  return [...ranges]
    .filter((range) => !cidrAny(range) && publicRangeWiderThan(range, v4Length, v6Length))
    .sort()
}

function isOpen(entries: readonly Permission[], port: number): boolean {
  return portProtocols.some((protocol) => {
    const reach = reachOfPort(entries, protocol, port)
    return reach.v4 || reach.v6
  })
}

function byPrefixList(entries: readonly Permission[], port: number): boolean {
  return entries.some(
    (entry) => entry.prefixLists > 0 && entry.protocols.length > 0 && port >= entry.from && port <= entry.to,
  )
}

/** The port numbers of a rule's list. */
export function wantedPorts(ports: unknown): number[] {
  return asList(ports).map((port) => asInteger(port, 'port'))
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
    signature: 'awsOpenPorts(dyn, list): list',
    call: awsOpenPorts,
    doc: 'Those of the ports that any address can reach by TCP or UDP when all permissions of a security group are taken together.',
  },
  {
    signature: 'awsPrefixListPorts(dyn, list): list',
    call: awsPrefixListPorts,
    doc: 'Those of the ports that the permissions open to a prefix list and not to everyone.',
  },
  {
    signature: 'awsOpenSpans(dyn): list',
    call: awsOpenSpans,
    doc: 'Everything that a security group’s permissions let any address reach, e.g. `["tcp/443", "udp/0-65535"]`.',
  },
  {
    signature: 'awsWideSources(dyn, double, double): list',
    call: awsWideSources,
    doc: 'Ranges of internet addresses in the permissions that are wider than the IPv4 or IPv6 prefix length and not the whole internet.',
  },
]
