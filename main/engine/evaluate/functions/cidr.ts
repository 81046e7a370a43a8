import ipaddr from 'ipaddr.js'
import { addressesOf, both, internet, isEmpty } from './address-set.ts'
import type { RuleFunction } from './rule-function.ts'
import { asInteger, asText } from './value.ts'

/** Which of the two internets an address specification covers whole. */
export interface Reach {
  readonly v4: boolean
  readonly v6: boolean
}

export const nowhere: Reach = { v4: false, v6: false }
const everywhere: Reach = { v4: true, v6: true }

/** Words by which the clouds say "any source": Azure's `*`, `Any` and the service tag `Internet`. */
const wordsForAny = new Set(['*', 'any', 'internet'])

/**
 * The reach of a set of address ranges taken together: `0.0.0.0/0`, `::/0` and other spellings of length 0, Azure's words for any,
 * and sets whose union leaves nothing out, such as `0.0.0.0/1` with `128.0.0.0/1`. For IPv6 all of `2000::/3` (the addresses that are
 * routed publicly, RFC 4291 and the IANA registry) counts as everything. Text that is no range (service tags, group names) reaches nowhere.
 */
export function reachOf(ranges: readonly string[]): Reach {
  let reach = nowhere
  for (const range of ranges) {
    const one = reachOfOne(range)
    if (one.v4 || one.v6) reach = { v4: reach.v4 || one.v4, v6: reach.v6 || one.v6 }
  }
  if (ranges.length < 2 || (reach.v4 && reach.v6)) return reach
  return {
    v4: reach.v4 || unionCovers(ranges, 32, [0n, 2n ** 32n]),
    v6: reach.v6 || unionCovers(ranges, 128, [2n ** 125n, 2n ** 126n]),
  }
}

function reachOfOne(text: string): Reach {
  const range = text.trim().toLowerCase()
  if (wordsForAny.has(range)) return everywhere
  const slash = range.indexOf('/')
  if (slash < 0) return nowhere
  const length = range.slice(slash + 1)
  if (!/^0{1,3}$/.test(length)) return range === '2000::/3' ? { v4: false, v6: true } : nowhere
  const address = range.slice(0, slash)
  return address.includes(':')
    ? { v4: false, v6: ipaddr.IPv6.isValid(address) }
    : { v4: address === '0' || ipaddr.IPv4.isValid(address), v6: false }
}

function unionCovers(
  ranges: readonly string[],
  bits: 32 | 128,
  [from, to]: readonly [bigint, bigint],
): boolean {
  const blocks: [bigint, bigint][] = []
  for (const text of ranges) {
    // Blocks longer than /16 cannot matter in a policy of sane size; leaving them out keeps this cheap.
    const parsed = parseRange(text)
    if (parsed === null || parsed.bits !== bits || parsed.length > 16) continue
    blocks.push([parsed.first, parsed.first + 2n ** BigInt(bits - parsed.length)])
  }
  blocks.sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0))
  let covered = from
  for (const [first, end] of blocks) {
    if (first > covered) return false
    if (end > covered) covered = end
  }
  return covered >= to
}

/**
 * True when the range holds addresses of the internet and is wider than the given prefix lengths: `3.0.0.0/8` is wider than 16.
 * Ranges inside private, link-local and other unrouted blocks are not; `10.0.0.0/7` is, because half of it is public.
 * Throws on text that is no address range.
 */
export function publicRangeWiderThan(range: unknown, v4Length: unknown, v6Length: unknown): boolean {
  const text = asText(range, 'address range')
  const parsed = parseRange(text)
  if (parsed === null) throw new TypeError(`${text} is not an address range`)
  const limit = asInteger(parsed.bits === 32 ? v4Length : v6Length, 'prefix length')
  if (parsed.length >= limit) return false
  return !isEmpty(both(addressesOf([text]), internet))
}

interface Range {
  readonly first: bigint
  readonly length: number
  readonly bits: 32 | 128
}

/** Estates repeat a few ranges thousands of times. Emptied when it grows, so that hostile input cannot fill the memory. */
const parsedRanges = new Map<string, Range | null>()
const mostParsedRanges = 20_000

function parseRange(text: string): Range | null {
  const known = parsedRanges.get(text)
  if (known !== undefined) return known
  if (parsedRanges.size >= mostParsedRanges) parsedRanges.clear()
  const range = readRange(text)
  parsedRanges.set(text, range)
  return range
}

function readRange(text: string): Range | null {
  const [address = '', length, ...rest] = text.trim().split('/')
  if (
    rest.length > 0 ||
    !ipaddr.isValid(address) ||
    (ipaddr.IPv4.isValid(address) && !ipaddr.IPv4.isValidFourPartDecimal(address))
  )
    return null
  const parsed = ipaddr.parse(address)
  const bits = parsed.kind() === 'ipv4' ? 32 : 128
  const prefix = length === undefined ? bits : /^\d{1,3}$/.test(length) ? Number(length) : -1
  if (prefix < 0 || prefix > bits) return null
  const number = parsed.toByteArray().reduce((sum, byte) => sum * 256n + BigInt(byte), 0n)
  const host = BigInt(bits - prefix)
  return { first: (number >> host) << host, length: prefix, bits }
}

/** True when the text means every address of IPv4 or of IPv6. */
export function cidrAny(range: unknown): boolean {
  const reach = reachOf([asText(range, 'address range')])
  return reach.v4 || reach.v6
}

/** True when every address of `inner` lies in `outer`; both may be ranges or single addresses. Throws on text that is neither. */
export function cidrContains(outer: unknown, inner: unknown): boolean {
  const [a, b] = [outer, inner].map((value) => {
    const range = parseRange(asText(value, 'address range'))
    if (range === null) throw new TypeError(`${String(value)} is not an address range`)
    return range
  }) as [Range, Range]
  if (a.bits !== b.bits || a.length > b.length) return false
  const host = BigInt(a.bits - a.length)
  return a.first >> host === b.first >> host
}

/** How many addresses lie from the first to the last, both included; throws on anything but two IPv4 addresses in order. */
export function ipRangeSize(first: unknown, last: unknown): number {
  const [from, to] = [first, last].map((value) => {
    const range = parseRange(asText(value, 'address'))
    if (range === null || range.bits !== 32 || range.length !== 32)
      throw new TypeError(`${String(value)} is not an IPv4 address`)
    return Number(range.first)
  }) as [number, number]
  if (to < from) throw new RangeError(`the range from ${String(first)} to ${String(last)} runs backwards`)
  return to - from + 1
}

export const functions: readonly RuleFunction[] = [
  {
    signature: 'cidrAny(string): bool',
    call: cidrAny,
    doc: 'True for a source that means every address: 0.0.0.0/0, ::/0 and their spellings, `*`, `Any`, `Internet`.',
  },
  {
    signature: 'cidrContains(string, string): bool',
    call: cidrContains,
    doc: 'True when the first address range holds the second whole. An error on text that is no address range.',
  },
  {
    signature: 'ipRangeSize(string, string): double',
    call: ipRangeSize,
    doc: 'Number of IPv4 addresses from the first to the last, both included.',
  },
  {
    signature: 'publicRangeWiderThan(string, double, double): bool',
    call: publicRangeWiderThan,
    doc: 'True when an address range holds internet addresses and its prefix is shorter than the IPv4 or IPv6 length given. An error on text that is no address range.',
  },
]
