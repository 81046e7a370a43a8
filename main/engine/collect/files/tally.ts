import { hash } from 'node:crypto'
import type { Instant } from '../../../../shared/model/provider.ts'
import type { CoverageClaim, Facet, RawItem } from '../../../../shared/model/source.ts'
import { readArmId } from './azure/arm-id.ts'

/** What was seen of one file, for its source record and its claims. Memory: 100 bytes an item, for duplicates. */
export interface Tally {
  items: number
  problems: number
  duplicates: number
  /** A problem that hides which resource it is about: then no absence is proven. */
  nameless: boolean
  firstCapturedAt: Instant | null
  lastCapturedAt: Instant | null
  readonly accounts: Set<string>
  readonly regions: Set<string>
  /** account → region → facet → types */
  readonly seen: Map<string, Map<string, Map<Facet, Set<string>>>>
  /** Resource groups the items of one ARM list are in; '' for above groups. */
  readonly groups: Map<string, Set<string>>
  /** Resources attached to others were among them. */
  attached: boolean
  readonly digests: Map<string, string>
}

export function newTally(): Tally {
  return {
    items: 0,
    problems: 0,
    duplicates: 0,
    nameless: false,
    firstCapturedAt: null,
    lastCapturedAt: null,
    accounts: new Set(),
    regions: new Set(),
    seen: new Map(),
    groups: new Map(),
    attached: false,
    digests: new Map(),
  }
}

/** 128 bits of SHA-256. */
export function digest(content: Buffer | string): string {
  return hash('sha256', content, 'base64').slice(0, 22)
}

export type Repetition = 'new' | 'same' | 'different'

/**
 * Whether this file has told the same resource, facet and capture time before, and with the same bytes.
 * @param content `digest` of the item's bytes
 */
export function checkRepetition(
  tally: Tally,
  item: Pick<RawItem, 'provider' | 'resourceId' | 'facet' | 'capturedAt'>,
  content: string,
): Repetition {
  const id = item.provider === 'azure' ? item.resourceId.toLowerCase() : item.resourceId
  const key = digest(`${id}\n${item.facet}\n${item.capturedAt ?? ''}`)
  const before = tally.digests.get(key)
  if (before === undefined) {
    tally.digests.set(key, content)
    return 'new'
  }
  tally.duplicates++
  return before === content ? 'same' : 'different'
}

export function countItem(tally: Tally, item: RawItem): void {
  tally.items++
  widen(tally, item.capturedAt)
  tally.accounts.add(item.account)
  tally.regions.add(item.region)
  const regions = getOrAdd(tally.seen, item.account, () => new Map<string, Map<Facet, Set<string>>>())
  const facets = getOrAdd(regions, item.region, () => new Map<Facet, Set<string>>())
  getOrAdd(facets, item.facet, () => new Set<string>()).add(item.type)
  if (item.provider !== 'azure') return
  const id = readArmId(item.resourceId)
  getOrAdd(tally.groups, item.account, () => new Set<string>()).add(id?.resourceGroup ?? '')
  if (id?.extension === true) tally.attached = true
}

/** Also what could not be used says which accounts a file is about. */
export function nameAccount(tally: Tally, account: string, region: string): void {
  if (account !== 'unknown') tally.accounts.add(account)
  if (region !== 'unknown') tally.regions.add(region)
}

/** Takes a capture time into the file's first and last. */
export function widen(tally: Tally, at: Instant | null): void {
  if (at === null) return
  if (tally.firstCapturedAt === null || at < tally.firstCapturedAt) tally.firstCapturedAt = at
  if (tally.lastCapturedAt === null || at > tally.lastCapturedAt) tally.lastCapturedAt = at
}

/**
 * An AWS Config snapshot holds everything of its account and region. The region `global` is shared by
 * all regions' recorders, of which each may record other types, so only the types seen are claimed.
 */
export function claimSnapshot(tally: Tally): CoverageClaim[] {
  return eachSeen(tally, (account, region, facet, types) => ({
    provider: 'aws',
    account,
    region,
    types: region === 'global' ? types : '*',
    facet,
  })).filter((claim) => claim.account !== 'unknown' && claim.region !== 'unknown')
}

/** All regions together, by account: the types seen are whole. */
export function claimTypes(tally: Tally, provider: 'azure' | 'gcp'): CoverageClaim[] {
  const byAccount = new Map<string, Map<Facet, Set<string>>>()
  for (const [account, regions] of tally.seen) {
    const facets = getOrAdd(byAccount, account, () => new Map<Facet, Set<string>>())
    for (const found of regions.values()) {
      for (const [facet, types] of found)
        for (const type of types) getOrAdd(facets, facet, () => new Set<string>()).add(type)
    }
  }
  const claims: CoverageClaim[] = []
  for (const [account, facets] of byAccount) {
    if (account === 'unknown') continue
    for (const [facet, types] of facets)
      claims.push({ provider, account, region: '*', types: [...types].sort(), facet })
  }
  return claims
}

/** Types whose lists are filtered by what they are attached to or by who asks. */
const neverListedWhole = /^microsoft\.(authorization|resources|management)\//i

/**
 * An ARM list does not say its scope. Ids in several resource groups, or above groups, can only come
 * from a list of the subscription; ids in one group may be that group's. Children and attached
 * resources are listed per parent.
 */
export function claimArmList(tally: Tally): CoverageClaim[] {
  if (tally.attached) return []
  return claimTypes(tally, 'azure').filter((claim) => {
    const type = claim.types.length === 1 ? claim.types[0] : undefined
    if (type === undefined || type.split('/').length !== 2 || neverListedWhole.test(type)) return false
    const groups = tally.groups.get(claim.account)
    return groups !== undefined && (groups.size > 1 || groups.has(''))
  })
}

function eachSeen(
  tally: Tally,
  make: (account: string, region: string, facet: Facet, types: string[]) => CoverageClaim,
): CoverageClaim[] {
  const claims: CoverageClaim[] = []
  for (const [account, regions] of tally.seen) {
    for (const [region, facets] of regions)
      for (const [facet, types] of facets) claims.push(make(account, region, facet, [...types].sort()))
  }
  return claims
}

function getOrAdd<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const found = map.get(key)
  if (found !== undefined) return found
  const made = make()
  map.set(key, made)
  return made
}
