import type { Output } from '../../../shared/contract/contract.ts'
import { score, type Totals } from '../../../shared/model/outcome.ts'
import { severities } from '../../../shared/model/rule.ts'
import { percentText } from '../../../shared/text/format.ts'

export type ListedRule = Output<'rule.list'>[number]

export interface RuleFilter {
  readonly provider: readonly string[]
  readonly severity: readonly string[]
  /** Numbers as text; `none` for rules beyond the ten. */
  readonly misconfiguration: readonly string[]
  readonly text: string
}

const listIn = (params: URLSearchParams, name: string) =>
  params
    .get(name)
    ?.split(',')
    .filter((value) => value !== '') ?? []

export function ruleFilterOf(params: URLSearchParams): RuleFilter {
  return {
    provider: listIn(params, 'provider'),
    severity: listIn(params, 'severity'),
    misconfiguration: listIn(params, 'misconfiguration'),
    text: params.get('text') ?? '',
  }
}

export const misconfigurationOf = (rule: Pick<ListedRule, 'misconfiguration'>) =>
  rule.misconfiguration === undefined ? 'none' : String(rule.misconfiguration)

/** Whether a rule fits; the text looks in id, title, types and control ids. */
export function fits(rule: ListedRule, filter: RuleFilter): boolean {
  const text = filter.text.trim().toLowerCase()
  const among = (chosen: readonly string[], value: string) => chosen.length === 0 || chosen.includes(value)
  if (
    !among(filter.provider, rule.provider) ||
    !among(filter.severity, rule.severity) ||
    !among(filter.misconfiguration, misconfigurationOf(rule))
  )
    return false
  return (
    text === '' ||
    [rule.id, rule.title, ...rule.types, ...Object.values(rule.controls).flat()].some((words) =>
      words.toLowerCase().includes(text),
    )
  )
}

export interface RuleSort {
  readonly column: string
  readonly descending: boolean
}

const keys: Readonly<Record<string, (rule: ListedRule) => string | number>> = {
  title: (rule) => rule.title.toLowerCase(),
  provider: (rule) => rule.provider,
  severity: (rule) => severities.indexOf(rule.severity),
  misconfiguration: (rule) => rule.misconfiguration ?? 99,
  pass: (rule) => rule.totals.pass,
  fail: (rule) => rule.totals.fail,
  needsReview: (rule) => rule.totals.needsReview,
  notApplicable: (rule) => rule.totals.notApplicable,
  notEvaluated: (rule) => rule.totals.notEvaluated,
  // Nothing judged sorts behind everything that was.
  score: (rule) => score(rule.totals) ?? 2,
}

/** Rules in order; equal ones by their id. */
export function sortRules<R extends ListedRule>(rules: readonly R[], sort: readonly RuleSort[]): R[] {
  return rules.toSorted((a, b) => {
    for (const { column, descending } of sort) {
      const key = keys[column]
      if (!key) continue
      const [left, right] = [key(a), key(b)]
      if (left !== right) return (left < right ? -1 : 1) * (descending ? -1 : 1)
    }
    return a.id < b.id ? -1 : 1
  })
}

/** `83.3 % of 12`: the score with what it is a share of. */
export function scoreText(totals: Totals): string {
  const judged = totals.pass + totals.fail
  return judged === 0 ? 'nothing judged' : `${percentText(score(totals))} of ${judged}`
}
