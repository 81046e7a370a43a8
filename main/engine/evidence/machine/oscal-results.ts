import { countOutcome, noTotals, type OutcomeStatus, type Totals } from '../../../../shared/model/outcome.ts'
import type { EvidenceOutcome, RuleText } from '../reader.ts'
import { safeName } from '../payload/files.ts'
import type { FrameworkSummary, RequirementSummary } from '../payload/summary.ts'
import { line, oscalControl } from './ids.ts'
import { stream } from './json-stream.ts'
import {
  findingId,
  metadata,
  observationId,
  prop,
  reviewedControls,
  totalProps,
  type OscalContext,
} from './oscal-common.ts'
import { evidenceFiles } from './oscal-plan.ts'

/**
 * The assessment results of the period: one observation for each rule with its totals, one for each outcome that is neither a pass
 * nor not applicable, one finding for each requirement that rules judge, the sign-offs as the log.
 */
export function assessmentResults(oscal: OscalContext): object {
  const { context, id } = oscal
  const { period, closing } = context
  const perRule = ruleTotals(oscal)
  return {
    'assessment-results': {
      uuid: id('results', period.start, period.end, context.revision, context.at),
      metadata: metadata(oscal, 'Assessment results'),
      'import-ap': { href: 'oscal-ap.json' },
      results: [
        {
          uuid: id('result', period.start, period.end),
          title: line(
            `${context.engagement.name}, ${period.start.slice(0, 10)} to ${period.end.slice(0, 10)}`,
          ),
          description:
            closing === null
              ? 'No scan lies in the period: nothing was judged.'
              : `Outcomes that held as of the closing scan of ${closing.asOf}, out of ${context.scans.length} scans of the period.`,
          start: period.start,
          end: period.end,
          props: [prop('scans', context.scans.length), ...totalProps(sum(perRule.values()))],
          'reviewed-controls': reviewedControls(oscal),
          ...assessmentLog(oscal),
          observations: stream(() => observations(oscal, perRule)),
          findings: stream(() => findings(oscal)),
        },
      ],
      ...evidenceFiles(oscal),
    },
  }
}

function ruleTotals({ context }: OscalContext): Map<string, Totals> {
  const totals = new Map<string, Totals>()
  if (context.closing === null) return totals
  for (const { rule, status } of context.reader.outcomes(context.closing.id))
    totals.set(rule, countOutcome(totals.get(rule) ?? noTotals, status))
  return totals
}

function sum(all: Iterable<Totals>): Totals {
  const total = { ...noTotals }
  for (const one of all) for (const key of Object.keys(total) as (keyof Totals)[]) total[key] += one[key]
  return total
}

const told: ReadonlySet<OutcomeStatus> = new Set(['fail', 'needs-review', 'not-evaluated'])

function* observations(oscal: OscalContext, perRule: ReadonlyMap<string, Totals>): Iterable<object> {
  const { context } = oscal
  if (context.closing === null) return
  const rules = new Map<string, RuleText>()
  for (const text of context.reader.rules()) {
    rules.set(text.rule.id, text)
    yield ruleObservation(oscal, text, perRule.get(text.rule.id) ?? noTotals)
  }
  for (const outcome of context.reader.outcomes(context.closing.id)) {
    const text = rules.get(outcome.rule)
    if (text !== undefined && told.has(outcome.status)) yield outcomeObservation(oscal, text, outcome)
  }
}

function ruleObservation({ context, id }: OscalContext, { rule, sha256 }: RuleText, totals: Totals): object {
  return {
    uuid: id('rule-observation', rule.id),
    title: line(rule.title),
    description: rule.expected,
    props: [
      prop('rule', rule.id),
      prop('rule-sha256', sha256),
      prop('severity', rule.severity),
      ...totalProps(totals),
    ],
    methods: ['TEST'],
    types: ['control-objective'],
    'relevant-evidence': [
      {
        href: `../06-populations/rules/${safeName(rule.id)}.csv`,
        description: 'The population of the rule, every outcome in it.',
      },
    ],
    collected: context.closing?.asOf ?? context.at,
  }
}

function outcomeObservation(
  { context, id }: OscalContext,
  { rule }: RuleText,
  outcome: EvidenceOutcome,
): object {
  return {
    uuid: observationId(id, rule.id, outcome.provider, outcome.subject),
    title: line(`${rule.title}: ${outcome.name === '' ? outcome.subject : outcome.name}`),
    description: rule.expected,
    props: [
      prop('rule', rule.id),
      prop('outcome', outcome.status),
      ...(outcome.reason === null ? [] : [prop('reason', outcome.reason)]),
      prop('resource', outcome.subject),
      prop('resource-type', outcome.type),
      prop('provider', outcome.provider),
      prop('account', outcome.account === '' ? 'none' : outcome.account),
      ...(outcome.documentSha256 === null ? [] : [prop('document-sha256', outcome.documentSha256)]),
    ],
    methods: ['TEST'],
    types: ['finding'],
    collected: outcome.capturedAt ?? context.closing?.asOf ?? context.at,
    ...(outcome.detail === '' ? {} : { remarks: outcome.detail }),
  }
}

function* findings(oscal: OscalContext): Iterable<object> {
  for (const framework of oscal.frameworks) {
    for (const one of framework.byRequirement) {
      if (one.rules > 0) yield requirementFinding(oscal, framework, one)
    }
  }
}

function requirementFinding(
  oscal: OscalContext,
  { framework, title }: FrameworkSummary,
  one: RequirementSummary,
): object {
  const { id, context } = oscal
  const control = oscalControl(framework, one.requirement)
  const related = [...context.reader.requirementRules(framework, one.requirement)]
  return {
    uuid: findingId(id, framework, one.requirement),
    title: line(`${one.requirement} ${one.title}`),
    description: `${title}: ${one.rules} rules judge this requirement.`,
    props: [prop('framework', framework), prop('requirement', one.requirement), ...totalProps(one.totals)],
    target: {
      type: 'statement-id',
      'target-id': `${control}_smt`,
      status: status(one.totals),
    },
    ...(related.length === 0
      ? {}
      : {
          'related-observations': related.map((rule) => ({
            'observation-uuid': id('rule-observation', rule),
          })),
        }),
  }
}

/** Satisfied only when something passed and nothing else is left to say: no read, no verdict. */
function status(totals: Totals): object {
  const open = totals.needsReview + totals.notEvaluated
  if (totals.fail > 0) return { state: 'not-satisfied', reason: 'fail' }
  if (open > 0)
    return {
      state: 'not-satisfied',
      reason: 'other',
      remarks: `${open} of ${totals.population} outcomes have no verdict.`,
    }
  if (totals.pass === 0)
    return { state: 'not-satisfied', reason: 'other', remarks: 'No resource of the scope was judged.' }
  return { state: 'satisfied', reason: 'pass' }
}

function assessmentLog({ context, id }: OscalContext): object {
  const entries = [...context.reader.signOffs(context.period)].map((one, index) => ({
    uuid: id('sign-off', one.at, one.person, one.role, one.object, index),
    title: line(`${one.role}: ${one.object}`),
    start: one.at,
    props: [prop('person', one.person), ...(one.sha256 === null ? [] : [prop('sha256', one.sha256)])],
    'logged-by': [{ 'party-uuid': id('person', one.person) }],
  }))
  return entries.length === 0 ? {} : { 'assessment-log': { entries } }
}
