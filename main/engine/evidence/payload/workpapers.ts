import { countOutcome, noTotals, type Totals } from '../../../../shared/model/outcome.ts'
import type { RuleText, Sample } from '../reader.ts'
import { writeCsv, type Row } from './csv.ts'
import type { PayloadContext } from './context.ts'
import { safeName } from './files.ts'
import type { Tally } from './gather.ts'
import { readProvenance } from './provenance.ts'

/** `08-workpapers/`: every Monday of the period with its session or its absence, sign-offs, and what was decided of each item. */
export async function* writeWorkpapers(context: PayloadContext, tally: Tally): AsyncGenerator<number> {
  const { reader } = context
  yield* writeCsv(
    context,
    'data/08-workpapers/monday-sessions.csv',
    [
      'Week',
      'Standing',
      'Scans',
      'Session',
      'Started at',
      'Started by',
      'Attendees',
      'Scan reviewed',
      'Items',
      'Decided',
      'Sealed at',
      'Sealed by',
      'Reviewed by',
      'Summary',
      'Ledger entry',
    ],
    weeks(context),
  )
  yield* writeCsv(
    context,
    'data/08-workpapers/signoffs.csv',
    ['At', 'Person', 'Role', 'Object', 'Object SHA-256', 'Ledger entry'],
    signOffs(context),
  )
  yield* writeCsv(
    context,
    'data/08-workpapers/review-notes.csv',
    [
      'Session',
      'Week',
      'At',
      'Person',
      'Kind',
      'Reference',
      'Title',
      'Subject',
      'Severity',
      'Why in the queue',
      'Decision',
      'Note',
    ],
    notes(context),
  )
  yield* writeCsv(
    context,
    'data/08-workpapers/tests.csv',
    [
      'Test',
      'Framework',
      'Requirement',
      'Procedure',
      'Expected',
      'Nature',
      'Extent',
      'Population',
      'Tested',
      'Pass',
      'Fail',
      'Needs review',
      'Not applicable',
      'Not evaluated',
      'Evidence',
      'Tester',
      'Tested at',
    ],
    tests(context, tally),
  )
  yield* writeCsv(
    context,
    'data/08-workpapers/people.csv',
    ['Name', 'Roles'],
    [...reader.people()].map((one) => [one.name, one.roles.join(', ')]),
  )
}

function* weeks(context: PayloadContext): Iterable<Row> {
  const sessions = new Map(
    [...context.reader.sessions(context.period)].map((session) => [session.id, session]),
  )
  for (const week of context.reader.weeks(context.period)) {
    const session = week.session === null ? undefined : sessions.get(week.session)
    if (session === undefined) {
      yield [week.week, week.standing, week.scans, week.session, ...Array<null>(11).fill(null)]
      continue
    }
    yield [
      week.week,
      week.standing,
      week.scans,
      session.id,
      session.startedAt,
      session.startedBy,
      session.attendees.join(', '),
      session.scan,
      session.items,
      session.decided,
      session.sealedAt,
      session.sealedBy,
      session.reviewedBy,
      session.summary,
      session.ledgerSeq,
    ]
  }
}

function* signOffs(context: PayloadContext): Iterable<Row> {
  for (const one of context.reader.signOffs(context.period))
    yield [one.at, one.person, one.role, one.object, one.sha256, one.ledgerSeq]
}

function* notes(context: PayloadContext): Iterable<Row> {
  for (const session of context.reader.sessions(context.period)) {
    for (const one of context.reader.decisions(session.id)) {
      yield [
        session.id,
        session.week,
        one.at,
        one.person,
        one.kind,
        one.ref,
        one.title,
        one.subject,
        one.severity,
        one.reasons.join(', '),
        one.decision,
        one.note,
      ]
    }
  }
}

/** What was tested: each rule over its whole population, by re-performance; then each sample, item by item in its own file. */
function* tests(context: PayloadContext, tally: Tally): Iterable<Row> {
  const { reader, closing, period } = context
  if (closing === null) return
  const judged = readProvenance(context).judged
  const tool = reader.tool()
  const rules = new Map<string, RuleText['rule']>()
  for (const { rule } of reader.rules()) {
    rules.set(rule.id, rule)
    const totals = tally.ofRule(rule.id)
    yield [
      `rule ${rule.id}`,
      null,
      null,
      rule.title,
      rule.expected,
      'inspection of configuration, repeated by rule',
      'whole population',
      totals.population,
      totals.population,
      ...five(totals),
      `data/06-populations/rules/${safeName(rule.id)}.csv`,
      `${tool.name} ${tool.version}${judged === null ? '' : `, run by ${judged.by}`}`,
      judged?.at ?? closing.sealedAt,
    ]
  }
  for (const sample of reader.samples(period)) {
    const rule = rules.get(sample.subject)
    const totals = sampleTotals(context, sample)
    yield [
      `sample ${sample.id}`,
      sample.framework,
      sample.requirement,
      rule?.title ?? sample.subject,
      rule?.expected ?? '',
      'inspection of configuration, item by item',
      sample.stratifiedBy === null
        ? 'attribute sample by hash rank'
        : `attribute sample by hash rank, stratified by ${sample.stratifiedBy}`,
      sample.populationSize,
      totals.population,
      ...five(totals),
      `data/07-samples/sample-${sample.id}-${safeName(sample.subject)}.csv`,
      sample.drawnBy,
      sample.drawnAt,
    ]
  }
}

const five = (totals: Totals): number[] => [
  totals.pass,
  totals.fail,
  totals.needsReview,
  totals.notApplicable,
  totals.notEvaluated,
]

/** Outcomes of the items that stand: replaced ones are not counted. */
function sampleTotals({ reader }: PayloadContext, sample: Sample): Totals {
  const items = [...reader.sampleItems(sample.id)]
  const replaced = new Set(items.map(({ replaces }) => replaces))
  const standing = new Set(items.map(({ subject }) => subject).filter((subject) => !replaced.has(subject)))
  let totals = noTotals
  for (const { subject, status } of reader.ruleOutcomes(sample.scan, sample.subject))
    if (standing.has(subject)) totals = countOutcome(totals, status)
  return totals
}
