import {
  noTotals,
  type FrameworkTotals,
  type OutcomeStatus,
  type RequirementTotals,
  type Totals,
} from '../../../shared/model/outcome.ts'
import { countOutcome } from '../../../shared/model/outcome.ts'
import type { RulePack } from './load.ts'
import { recommendationViews, type RecommendationView } from './recommendations.ts'
import { frameworkViews } from './standing.ts'

/** Outcomes of each rule, counted; a rule that is not in it has no outcomes. */
export type RuleCounts = ReadonlyMap<string, Totals>

/** The parts of a pack that totals need. */
export type TotalledPack = Pick<RulePack, 'rules' | 'frameworks' | 'benchmarks'>

/** The sum of totals; of none, all zeros. Each rule's outcomes are different outcomes, so sums over different rules count none twice. */
export function sumTotals(totals: Iterable<Totals>): Totals {
  const sum = { ...noTotals }
  for (const one of totals) {
    sum.pass += one.pass
    sum.fail += one.fail
    sum.needsReview += one.needsReview
    sum.notApplicable += one.notApplicable
    sum.notEvaluated += one.notEvaluated
    sum.population += one.population
  }
  return sum
}

/** Outcomes as counts per rule. */
export function countOutcomes(
  outcomes: Iterable<{ readonly rule: string; readonly status: OutcomeStatus; readonly times?: number }>,
): RuleCounts {
  const counts = new Map<string, Totals>()
  for (const { rule, status, times } of outcomes)
    counts.set(rule, countOutcome(counts.get(rule) ?? noTotals, status, times ?? 1))
  return counts
}

function totalsOf(rules: Iterable<string>, counts: RuleCounts): Totals {
  return sumTotals([...new Set(rules)].map((rule) => counts.get(rule) ?? noTotals))
}

/** Totals of every requirement of every framework, in the catalogues' order; a requirement without rules is there with its standing. */
export function requirementTotals(pack: TotalledPack, counts: RuleCounts): RequirementTotals[] {
  return frameworkViews(pack).flatMap(({ framework, requirements }) =>
    requirements.map(({ requirement, standing, reason, attestation, rules }) => ({
      framework,
      requirement: requirement.id,
      title: requirement.title,
      standing,
      reason,
      attestation,
      rules: rules.length,
      totals: totalsOf(rules, counts),
    })),
  )
}

/**
 * Totals of every framework. An outcome counts once, however many requirements its rule maps to.
 * `requirements` is the number of rows `requirementTotals` gives for it, `covered` those with at least one rule.
 */
export function frameworkTotals(pack: TotalledPack, counts: RuleCounts): FrameworkTotals[] {
  return frameworkViews(pack).map(({ framework, title, requirements }) => ({
    framework,
    title,
    requirements: requirements.length,
    covered: requirements.filter(({ standing }) => standing === 'rules').length,
    totals: totalsOf(
      requirements.flatMap(({ rules }) => rules),
      counts,
    ),
  }))
}

/** A benchmark recommendation with the rules that carry it. */
export interface RecommendationTotals extends RecommendationView {
  readonly totals: Totals
}

/** Totals of every recommendation of every benchmark, in the catalogues' order. */
export function recommendationTotals(pack: TotalledPack, counts: RuleCounts): RecommendationTotals[] {
  return recommendationViews(pack).map((view) => ({ ...view, totals: totalsOf(view.rules, counts) }))
}
