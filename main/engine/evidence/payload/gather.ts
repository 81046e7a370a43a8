import { CountersignError } from '../../../../shared/model/errors.ts'
import {
  countOutcome,
  coverage,
  noTotals,
  score,
  type OutcomeStatus,
  type Totals,
} from '../../../../shared/model/outcome.ts'
import type { Severity } from '../../../../shared/model/rule.ts'
import type { Finding } from '../../../../shared/model/finding.ts'
import type { DriftEvent } from '../../../../shared/model/drift.ts'
import type { Instant, Provider } from '../../../../shared/model/provider.ts'
import type { EvidenceOutcome } from '../reader.ts'
import { assessCompleteness } from './completeness.ts'
import type { PayloadContext } from './context.ts'
import {
  countFinding,
  noFindings,
  type FindingCounts,
  type FrameworkSummary,
  type PackageSummary,
} from './summary.ts'

/** Counts what the writers let pass, so that the machine summary is a count of the very rows in the files. */
export interface Tally {
  outcome(outcome: EvidenceOutcome): void
  finding(finding: Finding): void
  exception(status: string): void
  drift(event: DriftEvent): void
  remediation(): void
  baseline(): void
  sample(): void
  document(): void
  /** Outcomes of a rule at the closing scan, as they passed. */
  ofRule(rule: string): Totals
  /** The summary of all that passed. Reads frameworks, holes and weeks from the reader. */
  summary(context: PayloadContext): PackageSummary
}

const perSeverity = <T>(value: T): Record<Severity, T> => ({
  critical: value,
  high: value,
  medium: value,
  low: value,
})

/** The instant that findings are judged at: the period's end, or now when it still runs. */
export const judgedAt = (context: { at: Instant; period: { end: Instant } }): Instant =>
  context.at < context.period.end ? context.at : context.period.end

export function openTally(context: PayloadContext): Tally {
  const severityOf = new Map<string, Severity>()
  for (const { rule } of context.reader.rules()) severityOf.set(rule.id, rule.severity)
  const at = judgedAt(context)
  let outcomes: Totals = noTotals
  const outcomesBySeverity = perSeverity(noTotals)
  const byRule = new Map<string, Totals>()
  let findings: FindingCounts = noFindings
  const findingsBySeverity = perSeverity(noFindings)
  const noVerdicts = new Map<string, { provider: Provider; rule: string; reason: string; count: number }>()
  const exceptions: Record<string, number> = {}
  const drift = { total: 0, open: 0, authorised: 0, notAuthorised: 0, undecided: 0 }
  const counts = { remediations: 0, baselines: 0, samples: 0, documents: 0, exceptions: 0 }
  return {
    outcome(outcome) {
      outcomes = countOutcome(outcomes, outcome.status)
      byRule.set(outcome.rule, countOutcome(byRule.get(outcome.rule) ?? noTotals, outcome.status))
      const severity = severityOf.get(outcome.rule)
      if (severity === undefined)
        throw new CountersignError('conflict', {
          detail: `the closing scan has outcomes of the rule ${outcome.rule}, which the rule pack does not hold; bring its folder back or evaluate again`,
        })
      outcomesBySeverity[severity] = countOutcome(outcomesBySeverity[severity], outcome.status)
      if (outcome.status === 'not-evaluated') countNoVerdict(noVerdicts, outcome)
    },
    finding(finding) {
      findings = countFinding(findings, finding, at)
      findingsBySeverity[finding.severity] = countFinding(findingsBySeverity[finding.severity], finding, at)
    },
    exception(status) {
      counts.exceptions++
      exceptions[status] = (exceptions[status] ?? 0) + 1
    },
    drift(event) {
      drift.total++
      if (event.closedAt === null) drift.open++
      if (event.authorised === true) drift.authorised++
      else if (event.authorised === false) drift.notAuthorised++
      else drift.undecided++
    },
    remediation: () => void counts.remediations++,
    baseline: () => void counts.baselines++,
    sample: () => void counts.samples++,
    document: () => void counts.documents++,
    ofRule: (rule) => byRule.get(rule) ?? noTotals,
    summary: (context) => ({
      ...identity(context),
      totals: {
        frameworks: frameworkSummaries(context),
        outcomes,
        outcomesBySeverity,
        findings,
        findingsBySeverity,
        exceptions: { total: counts.exceptions, byStatus: exceptions },
        drift,
        remediations: counts.remediations,
        baselines: counts.baselines,
        reviews: reviewCounts(context),
        samples: counts.samples,
        documents: counts.documents,
      },
      completeness: assessCompleteness(context, noVerdicts),
      ledger: context.reader.ledgerHead(),
    }),
  }
}

function countNoVerdict(
  into: Map<string, { provider: Provider; rule: string; reason: string; count: number }>,
  outcome: EvidenceOutcome,
): void {
  const reason = outcome.reason ?? 'unknown'
  const key = `${outcome.rule}|${reason}`
  const one = into.get(key)
  if (one === undefined) into.set(key, { provider: outcome.provider, rule: outcome.rule, reason, count: 1 })
  else one.count++
}

function identity(
  context: PayloadContext,
): Pick<PackageSummary, 'format' | 'identity' | 'tool' | 'rulePack' | 'slaHours' | 'scans' | 'closingScan'> {
  const { engagement, period, reader } = context
  return {
    format: 'countersign-package/1',
    identity: {
      engagement: engagement.id,
      client: engagement.client,
      name: engagement.name,
      periodStart: period.start,
      periodEnd: period.end,
      timeZone: engagement.timeZone,
      revision: context.revision,
      sample: engagement.sample,
      compiledAt: context.at,
      previousPackage: context.previousPackage,
      supersedes: context.supersedes,
      scope: context.scope,
    },
    tool: reader.tool(),
    rulePack: reader.pack(),
    slaHours: engagement.sla,
    scans: context.scans,
    closingScan: context.closing?.id ?? null,
  }
}

/** Totals of every framework and requirement at the closing scan; empty without one. */
export function frameworkSummaries(context: PayloadContext): FrameworkSummary[] {
  const closing = context.closing
  if (closing === null) return []
  return [...context.reader.frameworkTotals(closing.id)].map((framework) => ({
    framework: framework.framework,
    title: framework.title,
    requirements: framework.requirements,
    covered: framework.covered,
    totals: addsUp(framework.totals, framework.framework),
    score: score(framework.totals),
    coverage: coverage(framework.totals),
    byRequirement: [...context.reader.requirementTotals(closing.id, framework.framework)].map((one) => ({
      requirement: one.requirement,
      title: one.title,
      standing: one.standing,
      rules: one.rules,
      totals: addsUp(one.totals, `${one.framework} ${one.requirement}`),
      score: score(one.totals),
      coverage: coverage(one.totals),
    })),
  }))
}

const parts = ['pass', 'fail', 'needsReview', 'notApplicable', 'notEvaluated'] as const

/** The five outcomes must sum to the population, or the package is not made. */
function addsUp(totals: Totals, what: string): Totals {
  if (parts.reduce((sum, part) => sum + totals[part], 0) !== totals.population)
    throw new Error(`totals of ${what} do not add up: ${JSON.stringify(totals)}`)
  return totals
}

function reviewCounts(context: PayloadContext): PackageSummary['totals']['reviews'] {
  const counts = { weeks: 0, sealed: 0, open: 0, missed: 0 }
  for (const week of context.reader.weeks(context.period)) {
    counts.weeks++
    if (week.standing === 'sealed') counts.sealed++
    else if (week.standing === 'open') counts.open++
    else if (week.standing === 'missed') counts.missed++
  }
  return counts
}

/** Word of an outcome as people read it. */
export const statusWords: Readonly<Record<OutcomeStatus, string>> = {
  pass: 'pass',
  fail: 'fail',
  'needs-review': 'needs review',
  'not-applicable': 'not applicable',
  'not-evaluated': 'not evaluated',
}
