import ipaddr from 'ipaddr.js'

/** Addresses from `first` up to, not including, `end`. */
interface Interval {
  readonly first: bigint
  readonly end: bigint
}
/** Sorted, disjoint intervals of one address family. */
export type AddressSet = readonly Interval[]
/** Addresses of both families. */
export interface Addresses {
  readonly v4: AddressSet
  readonly v6: AddressSet
}

export const noAddresses: Addresses = { v4: [], v6: [] }
export const everyAddress: Addresses = {
  v4: [{ first: 0n, end: 2n ** 32n }],
  v6: [{ first: 0n, end: 2n ** 128n }],
}

/**
 * The addresses of a list of ranges (`10.0.0.0/8`, `2001:db8::/32`) and single addresses.
 * Throws on text that is neither: a source that cannot be read must not look like an empty one.
 */
export function addressesOf(ranges: readonly string[]): Addresses {
  const v4: Interval[] = []
  const v6: Interval[] = []
  for (const range of ranges) {
    const { family, interval } = intervalOf(range)
    ;(family === 4 ? v4 : v6).push(interval)
  }
  return { v4: merged(v4), v6: merged(v6) }
}

function intervalOf(range: string): { family: 4 | 6; interval: Interval } {
  const [address = '', length, ...rest] = range.trim().split('/')
  const four = ipaddr.IPv4.isValidFourPartDecimal(address)
  if (rest.length > 0 || (!four && !ipaddr.IPv6.isValid(address)))
    throw new TypeError(`${range} is not an address range`)
  const bits = four ? 32 : 128
  const prefix = length === undefined ? bits : /^\d{1,3}$/.test(length) ? Number(length) : -1
  if (prefix < 0 || prefix > bits) throw new TypeError(`${range} is not an address range`)
  const number = ipaddr
    .parse(address)
    .toByteArray()
    .reduce((sum, byte) => sum * 256n + BigInt(byte), 0n)
  const host = BigInt(bits - prefix)
  const first = (number >> host) << host
  return { family: four ? 4 : 6, interval: { first, end: first + (1n << host) } }
}

function merged(intervals: readonly Interval[]): AddressSet {
  const result: { first: bigint; end: bigint }[] = []
  for (const { first, end } of intervals.toSorted((a, b) => (a.first < b.first ? -1 : 1))) {
    const last = result.at(-1)
    if (last !== undefined && first <= last.end) last.end = end > last.end ? end : last.end
    else result.push({ first, end })
  }
  return result
}

/** Addresses in either. */
export function either(a: Addresses, b: Addresses): Addresses {
  return { v4: merged([...a.v4, ...b.v4]), v6: merged([...a.v6, ...b.v6]) }
}

/** Addresses in both. */
export function both(a: Addresses, b: Addresses): Addresses {
  return { v4: common(a.v4, b.v4), v6: common(a.v6, b.v6) }
}

/** Addresses in `a` and not in `b`. */
export function without(a: Addresses, b: Addresses): Addresses {
  return { v4: rest(a.v4, b.v4), v6: rest(a.v6, b.v6) }
}

function common(a: AddressSet, b: AddressSet): AddressSet {
  const result: Interval[] = []
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const [x, y] = [a[i] as Interval, b[j] as Interval]
    const first = x.first > y.first ? x.first : y.first
    const end = x.end < y.end ? x.end : y.end
    if (first < end) result.push({ first, end })
    if (x.end < y.end) i++
    else j++
  }
  return result
}

function rest(a: AddressSet, b: AddressSet): AddressSet {
  const result: Interval[] = []
  let j = 0
  for (const { first, end } of a) {
    let from = first
    while (j < b.length && (b[j] as Interval).end <= from) j++
    for (let k = j; k < b.length && (b[k] as Interval).first < end; k++) {
      const hole = b[k] as Interval
      if (hole.first > from) result.push({ first: from, end: hole.first })
      if (hole.end > from) from = hole.end
    }
    if (from < end) result.push({ first: from, end })
  }
  return result
}

/** How many addresses. */
export function countOf(set: AddressSet): bigint {
  return set.reduce((sum, { first, end }) => sum + (end - first), 0n)
}

export function isEmpty(addresses: Addresses): boolean {
  return addresses.v4.length === 0 && addresses.v6.length === 0
}

/** Blocks of the IANA special-purpose registries that no packet of the internet comes from (RFC 6890), and multicast. */
const notPublic = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
]

/** Where packets of the internet come from: public IPv4, and 2000::/3 (RFC 4291 with the IANA registry). */
export const internet: Addresses = {
  v4: without(everyAddress, addressesOf(notPublic)).v4,
  v6: addressesOf(['2000::/3']).v6,
}

/** Which of the two internets a set holds at least half of: leaving out a few countries or one's own offices does not close a port. */
export function mostOfInternet(addresses: Addresses): { v4: boolean; v6: boolean } {
  const reached = both(addresses, internet)
  return {
    v4: countOf(reached.v4) * 2n >= countOf(internet.v4),
    v6: countOf(reached.v6) * 2n >= countOf(internet.v6),
  }
}
