import {
  coverageStandings,
  type CoverageRow,
  type CoverageStanding,
  type CoverageSummary,
} from '../../../shared/model/coverage.ts'
import type { Attestation } from '../../../shared/model/framework.ts'
import { noTotals, type Totals } from '../../../shared/model/outcome.ts'
import type { RulePack } from './load.ts'
import { readCases } from './pack/case-file.ts'
import { recommendationViews } from './recommendations.ts'
import { frameworkViews } from './standing.ts'
import { countOutcomes, sumTotals, type RuleCounts } from './totals.ts'

/** Which rows to give: of one benchmark or framework, of some standings, or only what lacks something. */
export interface CoverageFilter {
  readonly of?: string | undefined
  readonly standing?: readonly CoverageStanding[] | undefined
  /** Only rows without a standing, or with a rule that lacks a case. */
  readonly missing?: boolean | undefined
}

/** Every recommendation of every benchmark and every requirement of every framework, with what stands behind it. */
export function coverageRows(pack: RulePack, filter: CoverageFilter = {}): CoverageRow[] {
  return allRows(pack).filter(
    (row) =>
      (filter.of === undefined || row.of === filter.of) &&
      (filter.standing === undefined || filter.standing.includes(row.standing)) &&
      (filter.missing !== true || row.standing === 'uncovered' || row.withoutCases.length > 0),
  )
}

/** Each benchmark, then each framework, in sum. */
export function coverageSummaries(pack: RulePack): CoverageSummary[] {
  const rows = Map.groupBy(allRows(pack), ({ of }) => of)
  const counts = caseCounts(pack)
  const sum = (
    head: Pick<CoverageSummary, 'of' | 'kind' | 'title' | 'version' | 'provider'>,
  ): CoverageSummary => {
    const own = rows.get(head.of) ?? []
    const rules = new Set(own.flatMap((row) => row.rules))
    return {
      ...head,
      count: own.length,
      standings: Object.fromEntries(
        coverageStandings.map((standing) => [
          standing,
          own.filter((row) => row.standing === standing).length,
        ]),
      ) as Record<CoverageStanding, number>,
      rules: rules.size,
      cases: casesOf(rules, counts),
      withoutCases: new Set(own.flatMap((row) => row.withoutCases)).size,
    }
  }
  const editions = new Map(
    pack.frameworks.flatMap(({ framework, edition, baselines }) =>
      [framework, ...baselines.map((baseline) => baseline.framework)].map((name) => [name, edition]),
    ),
  )
  return [
    ...pack.benchmarks.map(({ id, title, version, provider }) =>
      sum({ of: id, kind: 'benchmark', title, version, provider }),
    ),
    ...frameworkViews(pack).map(({ framework, title }) =>
      sum({
        of: framework,
        kind: 'framework',
        title,
        version: editions.get(framework) ?? '',
        provider: null,
      }),
    ),
  ]
}

/** All cases of the pack by the outcome they expect. */
export function coverageCases(pack: RulePack): Totals {
  return sumTotals(caseCounts(pack).values())
}

const rowsOf = new WeakMap<RulePack, readonly CoverageRow[]>()
const countsOf = new WeakMap<RulePack, RuleCounts>()

function allRows(pack: RulePack): readonly CoverageRow[] {
  const known = rowsOf.get(pack)
  if (known !== undefined) return known
  const made = makeRows(pack)
  rowsOf.set(pack, made)
  return made
}

/** Cases of each rule by the outcome they expect. A pack does not change once loaded, so they are read once. */
function caseCounts(pack: RulePack): RuleCounts {
  const known = countsOf.get(pack)
  if (known !== undefined) return known
  const made = countOutcomes(readCases(pack).cases.map(({ rule, expect }) => ({ rule, status: expect })))
  countsOf.set(pack, made)
  return made
}

function casesOf(rules: Iterable<string>, counts: RuleCounts): Totals {
  return sumTotals([...rules].map((rule) => counts.get(rule) ?? noTotals))
}

function makeRows(pack: RulePack): CoverageRow[] {
  const counts = caseCounts(pack)
  const carried = (rules: readonly string[]) => ({
    rules: [...rules],
    cases: casesOf(rules, counts),
    withoutCases: rules.filter((rule) => {
      const own = counts.get(rule) ?? noTotals
      return own.pass === 0 || own.fail === 0 || own.notEvaluated === 0
    }),
  })
  const recommendations = recommendationViews(pack).map(
    ({ benchmark, recommendation, standing, rules }): CoverageRow => {
      const { id, title, section, level, assessment, apis, attestation } = recommendation
      return {
        of: benchmark.id,
        id,
        title,
        group: section,
        level,
        assessment,
        standing,
        reason: attestation?.reason ?? '',
        apis: [...apis],
        attestation: attestation === null ? null : ownFields(attestation),
        ...carried(rules),
      }
    },
  )
  const requirements = frameworkViews(pack).flatMap(({ framework, requirements: all }) =>
    all.map(({ requirement, standing, reason, attestation, rules }): CoverageRow => ({
      of: framework,
      id: requirement.id,
      title: requirement.title,
      group: requirement.group,
      level: null,
      assessment: null,
      standing,
      reason,
      apis: [],
      attestation,
      ...carried(rules),
    })),
  )
  return [...recommendations, ...requirements]
}

/** A recommendation's attestation keeps its reason with it; the row has it beside. */
function ownFields({ evidence, role, validDays, from }: Attestation): Attestation {
  return { evidence, role, validDays, from }
}
