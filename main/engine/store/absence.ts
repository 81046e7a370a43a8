import { inventoryRecords } from '../../../shared/model/aws-config-types.ts'
import type { Provider } from '../../../shared/model/provider.ts'
import type { CallFailure, CoverageClaim, UnreadReason } from '../../../shared/model/source.ts'

/** What one scan brought besides items. */
export interface CoverageEvidence {
  readonly claims: readonly Omit<CoverageClaim, 'kind'>[]
  readonly failures: readonly Omit<CallFailure, 'kind'>[]
  /** Ids of resources whose item could not be used. */
  readonly malformed: ReadonlySet<number>
}

export interface KnownResource {
  readonly id: number
  readonly provider: Provider
  readonly account: string
  readonly region: string
  readonly type: string
}

/** What the scan says of a known resource that it holds no item for; null: nothing, its earlier state goes on. */
export type Absence =
  | { readonly state: 'absent'; readonly reason: null }
  | { readonly state: 'unread'; readonly reason: UnreadReason }
  | null

export interface CoverageReading {
  /** For a resource of which the scan holds no usable item. */
  readonly absenceOf: (resource: KnownResource) => Absence
  /** True when a refusal or failure covers the resource. */
  readonly isRefused: (resource: KnownResource) => boolean
  /** Accounts whose list of resources the scan claims (in whole or part), as `accountKey`. */
  readonly inventoried: ReadonlySet<string>
}

/** Accounts are compared without regard to letter case. */
export function accountKey(provider: Provider, account: string): string {
  return `${provider} ${account.toLowerCase()}`
}

interface Area {
  readonly region: string
  readonly types: '*' | ReadonlySet<string>
}
interface FailureArea extends Area {
  readonly reason: UnreadReason
}

/** When several failures cover a resource, the one that says most about who must act. */
const reasonRank: readonly UnreadReason[] = ['denied', 'throttled', 'failed', 'malformed', 'not-in-scan']

/**
 * Reads a scan's coverage. Order of precedence for a resource without an item:
 * 1. its item was there but could not be used → unread, malformed;
 * 2. a refusal or failure covers its account, region and type → unread with that reason, even where a claim covers
 *    it too: a list that was cut short by a refusal proves no absence;
 * 3. a claim for the resource facet covers it → absent: the provider's complete list does not name it (a list of everything
 *    is one of what the inventory records: the answers of other APIs are not gone because it lacks them);
 * 4. a claim for the resource facet touches its account elsewhere → unread, not in scan;
 * 5. otherwise the scan says nothing about it.
 * A failure that names no account (`*`) concerns the accounts that this scan touched; where it touched none of that
 * provider, all known accounts of the provider.
 */
export function readCoverage(evidence: CoverageEvidence, touched: ReadonlySet<string>): CoverageReading {
  const claims = new Map<string, Area[]>()
  for (const claim of evidence.claims) {
    if (claim.facet === 'resource') push(claims, accountKey(claim.provider, claim.account), area(claim))
  }
  const failures = new Map<string, FailureArea[]>()
  for (const failure of evidence.failures)
    push(failures, accountKey(failure.provider, failure.account), {
      ...area(failure),
      reason: failure.reason,
    })
  const touchedProviders = new Set([...touched].map((key) => key.slice(0, key.indexOf(' '))))

  const failureOf = (resource: KnownResource): UnreadReason | null => {
    const key = accountKey(resource.provider, resource.account)
    const unnamed =
      touched.has(key) || !touchedProviders.has(resource.provider)
        ? (failures.get(accountKey(resource.provider, '*')) ?? [])
        : []
    const reasons = [...(failures.get(key) ?? []), ...unnamed]
      .filter((failure) => covers(failure, resource))
      .map(({ reason }) => reason)
    return reasons.toSorted((a, b) => reasonRank.indexOf(a) - reasonRank.indexOf(b))[0] ?? null
  }

  return {
    inventoried: new Set(claims.keys()),
    isRefused: (resource) => failureOf(resource) !== null,
    absenceOf(resource) {
      if (evidence.malformed.has(resource.id)) return { state: 'unread', reason: 'malformed' }
      const failure = failureOf(resource)
      if (failure !== null) return { state: 'unread', reason: failure }
      const claimed = claims.get(accountKey(resource.provider, resource.account))
      if (claimed === undefined) return null
      const recorded = inventoryRecords(resource.provider, resource.type)
      return claimed.some((claim) => covers(claim, resource) && (claim.types !== '*' || recorded))
        ? { state: 'absent', reason: null }
        : { state: 'unread', reason: 'not-in-scan' }
    },
  }
}

function area({ region, types }: { readonly region: string; readonly types: '*' | readonly string[] }): Area {
  return { region, types: types === '*' ? '*' : new Set(types.map((type) => type.toLowerCase())) }
}

function covers({ region, types }: Area, resource: KnownResource): boolean {
  return (
    (region === '*' || region === resource.region) &&
    (types === '*' || types.has(resource.type.toLowerCase()))
  )
}

function push<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [value])
  else list.push(value)
}
