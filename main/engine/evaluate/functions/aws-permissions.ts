import { addressesOf, mostOfInternet } from './address-set.ts'
import { cidrAny, nowhere, reachOf, type Reach } from './cidr.ts'
import { asInteger, asList, asMap, asStrings, asWord, member } from './value.ts'
import type { JsonObject } from '../../../../shared/model/json.ts'

/** Protocols with ports that rules judge, as AWS names and IANA numbers them. */
export type PortProtocol = 'tcp' | 'udp'
export const portProtocols: readonly PortProtocol[] = ['tcp', 'udp']
const names: Readonly<Record<string, PortProtocol>> = { tcp: 'tcp', '6': 'tcp', udp: 'udp', '17': 'udp' }
const everyProtocol = new Set(['-1', 'all'])

/** Blocks that can add up to a good part of the internet in a group of sane size; narrower ones are left out to keep this cheap. */
const wideBlock = /^[0-9a-f:.]+\/(?:[0-9]|1[0-6])$/i

/** One entry of a security group's `ipPermissions` or `ipPermissionsEgress`, read once. */
export interface Permission {
  readonly protocols: readonly PortProtocol[]
  readonly from: number
  readonly to: number
  readonly ranges: readonly string[]
  /** Those of the ranges that alone or with others can be a good part of the internet; most permissions have none. */
  readonly wide: readonly string[]
  readonly prefixLists: number
}

/**
 * Reads one entry of a security group's permissions. Throws where protocol or ports are missing, so that nothing is taken for closed.
 * Takes the three ways Config writes sources: `ipRanges` as strings or maps, `ipv4Ranges` and `ipv6Ranges`.
 * Source of the fields: the EC2 API's IpPermission.
 */
export function readPermission(value: unknown): Permission {
  const entry = asMap(value, 'security group permission')
  const protocol = asWord(entry['ipProtocol'], 'ipProtocol')
  const ranges = sources(entry)
  const wide = ranges.filter((range) => wideBlock.test(range) || cidrAny(range))
  const rest = { ranges, wide, prefixLists: asList(entry['prefixListIds']).length }
  if (everyProtocol.has(protocol)) return { protocols: portProtocols, from: 0, to: 65_535, ...rest }
  const name = Object.hasOwn(names, protocol) ? names[protocol] : undefined
  if (name === undefined) return { protocols: [], from: 0, to: -1, ...rest }
  const from = asInteger(member(entry, 'fromPort'), 'fromPort')
  const to = asInteger(member(entry, 'toPort'), 'toPort')
  return from === -1
    ? { protocols: [name], from: 0, to: 65_535, ...rest }
    : { protocols: [name], from, to, ...rest }
}

/** A group's list is read once, however many rules ask about it. */
const known = new WeakMap<object, readonly Permission[]>()

/** All entries of a list of permissions; throws when it is no list. */
export function readPermissions(value: unknown): readonly Permission[] {
  if (!Array.isArray(value)) throw new TypeError('security group permissions are not a list')
  let read = known.get(value)
  if (read === undefined) known.set(value, (read = value.map(readPermission)))
  return read
}

/**
 * Which internets reach the port when all permissions are taken together: a group's permissions add up, also half a range each.
 * At least half of an internet counts as open: `0.0.0.0/1` alone is as good as everything.
 */
export function reachOfPort(permissions: readonly Permission[], protocol: PortProtocol, port: number): Reach {
  const wide = permissions
    .filter(
      (one) => one.wide.length > 0 && port >= one.from && port <= one.to && one.protocols.includes(protocol),
    )
    .flatMap((one) => one.wide)
  if (wide.length === 0) return nowhere
  const whole = reachOf(wide)
  if (whole.v4 && whole.v6) return whole
  const most = mostOfInternet(addressesOf(wide.filter((range) => wideBlock.test(range))))
  return { v4: whole.v4 || most.v4, v6: whole.v6 || most.v6 }
}

function sources(entry: JsonObject): string[] {
  const v4 = [...asList(entry['ipRanges']), ...asList(entry['ipv4Ranges'])].map((range) =>
    typeof range === 'string' ? range : member(asMap(range, 'IP range'), 'cidrIp', 'CidrIp'),
  )
  const v6 = asList(entry['ipv6Ranges']).map((range) =>
    typeof range === 'string' ? range : member(asMap(range, 'IPv6 range'), 'cidrIpv6', 'CidrIpv6'),
  )
  return [...new Set(asStrings([...v4, ...v6]))]
}
