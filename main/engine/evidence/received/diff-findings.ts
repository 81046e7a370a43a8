import {
  findingChanges,
  type FindingChange,
  type FindingDifference,
} from '../../../../shared/model/package-diff.ts'
import { severities } from '../../../../shared/model/rule.ts'
import type { PackageSource } from '../verify/source.ts'
import { readTable, type TableRow } from './tables.ts'

const clocks = 'data/04-remediation/sla.csv'
const outcomes = 'data/05-posture/outcomes.csv'
const clockColumns = [
  'Severity',
  'Rule',
  'Misconfiguration',
  'Provider',
  'Account',
  'Type',
  'Resource',
  'Name',
  'Status',
] as const

type Clock = TableRow<(typeof clockColumns)[number]>

/** Findings that the older package left unresolved and the newer one does not list, by their key. */
export type Pending = Map<string, Clock>

const keyOf = (rule: string, provider: string, subject: string): string => `${rule}\n${provider}\n${subject}`
export const resourceKey = (provider: string, type: string, resource: string): string =>
  `${provider}\n${type}\n${resource}`

const isLive = (status: string): boolean => status === 'open' || status === 'remediated'

/** Takes every difference in turn, with the work that lets others have a turn. */
export type Take = (difference: FindingDifference) => Promise<void>

/**
 * Compares the findings that both packages list, and gives those that only the older left unresolved.
 * Memory grows with the older package's findings.
 */
export async function compareListed(
  older: PackageSource,
  newer: PackageSource,
  take: Take,
): Promise<Pending> {
  const before: Pending = new Map()
  for await (const row of readTable(older, clocks, clockColumns)) {
    const key = keyOf(row.Rule, row.Provider, row.Resource)
    // Two lives of one finding are one here, unresolved if either is.
    const other = before.get(key)
    if (!other || isLive(row.Status)) before.set(key, row)
  }
  // what was known of a key before, for those the newer lists more than once: each life is compared with it
  const compared = new Map<string, Clock | undefined>()
  for await (const row of readTable(newer, clocks, clockColumns)) {
    const key = keyOf(row.Rule, row.Provider, row.Resource)
    const live = isLive(row.Status)
    const old = before.get(key) ?? compared.get(key)
    compared.set(key, old)
    before.delete(key)
    const change = changeOf(old === undefined ? undefined : isLive(old.Status), live)
    if (change) await take(difference(change, row, old?.Status ?? '', row.Status, ''))
  }
  for (const [key, row] of before) if (!isLive(row.Status)) before.delete(key)
  return before
}

function changeOf(before: boolean | undefined, after: boolean): FindingChange | undefined {
  if (after) return before === undefined ? 'new' : before ? 'persisted' : 'reopened'
  if (before === undefined) return 'came-and-went'
  // closed in both is no difference
  return before ? 'closed' : undefined
}

/**
 * Says what became of findings that the newer package does not list, by its outcomes: nothing is taken for closed because
 * it is absent. `rules` are those the newer package judges by; `isThere` tells whether a resource is in its population,
 * null when that is not known; `isOutside` whether an account lies outside the newer package's boundary.
 */
export async function settlePending(
  pending: Pending,
  newer: PackageSource,
  rules: ReadonlySet<string>,
  isThere: (key: string) => boolean | null,
  isOutside: (provider: string, account: string) => boolean,
  take: Take,
): Promise<void> {
  if (pending.size === 0) return
  const said = new Map<string, string>()
  const columns = ['Rule', 'Provider', 'Subject', 'Outcome', 'Reason'] as const
  for await (const row of readTable(newer, outcomes, columns)) {
    const key = keyOf(row.Rule, row.Provider, row.Subject)
    if (pending.has(key)) said.set(key, row.Reason === '' ? row.Outcome : `${row.Outcome}: ${row.Reason}`)
  }
  for (const [key, row] of pending) {
    const outcome = said.get(key)
    const there = isThere(resourceKey(row.Provider, row.Type, row.Resource))
    const outside = isOutside(row.Provider, row.Account)
    const change = outside ? 'out-of-scope' : changeUnlisted(outcome, rules.has(row.Rule), there)
    await take(difference(change, row, row.Status, '', outcome ?? ''))
  }
}

function changeUnlisted(outcome: string | undefined, judged: boolean, there: boolean | null): FindingChange {
  if (outcome === 'pass' || outcome === 'not applicable') return 'closed'
  if (outcome === 'fail') return 'persisted'
  if (outcome !== undefined) return 'no-verdict'
  if (!judged) return 'rule-gone'
  return there === false ? 'resource-gone' : 'no-verdict'
}

function difference(
  change: FindingChange,
  row: Clock,
  before: string,
  after: string,
  detail: string,
): FindingDifference {
  return {
    change,
    rule: row.Rule,
    title: row.Misconfiguration,
    severity: row.Severity,
    provider: row.Provider,
    account: row.Account,
    type: row.Type,
    subject: row.Resource,
    name: row.Name,
    before,
    after,
    detail,
  }
}

/** Counts every difference and keeps the most severe of each kind of change, at most `limit` of one kind. */
export function keepSome(limit: number) {
  const counts = Object.fromEntries(findingChanges.map((change) => [change, 0])) as Record<
    FindingChange,
    number
  >
  const kept = new Map<string, FindingDifference[]>()
  let total = 0
  const slot = (change: string, severity: string): FindingDifference[] => {
    const key = `${change}\n${severity}`
    const found = kept.get(key) ?? []
    kept.set(key, found)
    return found
  }
  const ranks = [...severities, ''] as const
  const rankOf = (severity: string): string => ranks.find((one) => one === severity) ?? ''
  return {
    counts,
    add(one: FindingDifference): void {
      counts[one.change]++
      total++
      const rows = slot(one.change, rankOf(one.severity))
      if (rows.length < limit) rows.push(one)
    },
    total: () => total,
    rows: (): FindingDifference[] =>
      findingChanges.flatMap((change) => ranks.flatMap((severity) => slot(change, severity)).slice(0, limit)),
  }
}
