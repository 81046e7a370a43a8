import { coverage, score } from '../../../../shared/model/outcome.ts'
import { drawCharts } from '../charts/posture-charts.ts'
import { svgToPng } from '../charts/png.ts'
import type { TrendPoint } from '../reader.ts'
import { accountCell, idCell, shareCell } from './cells.ts'
import { captureCalendar } from './calendar.ts'
import { writeCsv, writeTotals, type Row } from './csv.ts'
import type { PayloadContext } from './context.ts'
import { canonicalJson, sha256Hex, writeFile } from './files.ts'
import { statusWords, type Tally } from './gather.ts'

const totalsHeader = [
  'Pass',
  'Fail',
  'Needs review',
  'Not applicable',
  'Not evaluated',
  'Population',
  'Score',
  'Coverage',
] as const

/** `05-posture/`: every outcome of the closing scan, the standing of every requirement, the trend over the period, and its charts. */
export async function* writePosture(context: PayloadContext, tally: Tally): AsyncGenerator<number> {
  const { reader, closing } = context
  function* outcomes(): Iterable<Row> {
    if (closing === null) return
    for (const one of reader.outcomes(closing.id)) {
      tally.outcome(one)
      yield [
        one.rule,
        idCell(one.provider, one.subject),
        one.name,
        one.type,
        one.provider,
        accountCell(one.provider, one.account),
        one.region,
        statusWords[one.status],
        one.reason,
        one.detail,
        canonicalJson(one.observed),
        one.documentSha256,
        one.capturedAt,
        one.fromScan,
        one.fromAsOf,
      ]
    }
  }
  yield* writeCsv(
    context,
    'data/05-posture/outcomes.csv',
    [
      'Rule',
      'Subject',
      'Name',
      'Type',
      'Provider',
      'Account',
      'Region',
      'Outcome',
      'Reason',
      'Detail',
      'Observed',
      'Document SHA-256',
      'Captured at',
      'Since scan',
      'Since',
    ],
    outcomes(),
  )
  yield* writeCsv(
    context,
    'data/05-posture/control-status.csv',
    [
      'Framework',
      'Framework title',
      'Requirement',
      'Title',
      'Standing',
      'Rules',
      ...totalsHeader,
      'Why no rule judges it',
      'Evidence to attach',
      'Attested by',
      'Valid for days',
    ],
    requirements(context),
  )
  await writeTotals(context, 'data/05-posture/control-status.csv', {
    frameworks: closing === null ? [] : [...reader.frameworkTotals(closing.id)],
  })
  yield* writeCsv(
    context,
    'data/05-posture/posture-trend.csv',
    [
      'Scan',
      'As of',
      'Scan verdict',
      'Framework',
      ...totalsHeader,
      'Open critical',
      'Open high',
      'Open medium',
      'Open low',
      'Overdue',
    ],
    trend(reader.trend(context.period)),
  )
  await writeCharts(context)
}

function* requirements(context: PayloadContext): Iterable<Row> {
  if (context.closing === null) return
  for (const framework of context.reader.frameworkTotals(context.closing.id)) {
    for (const one of context.reader.requirementTotals(context.closing.id, framework.framework)) {
      const { totals } = one
      yield [
        framework.framework,
        framework.title,
        one.requirement,
        one.title,
        one.standing,
        one.rules,
        totals.pass,
        totals.fail,
        totals.needsReview,
        totals.notApplicable,
        totals.notEvaluated,
        totals.population,
        shareCell(score(totals)),
        shareCell(coverage(totals)),
        one.reason,
        one.attestation?.evidence.join('; ') ?? '',
        one.attestation?.role ?? '',
        one.attestation?.validDays ?? null,
      ]
    }
  }
}

function* trend(points: Iterable<TrendPoint>): Iterable<Row> {
  for (const point of points) {
    for (const { framework, totals } of point.frameworks) {
      yield [
        point.scan,
        point.asOf,
        point.verdict,
        framework,
        totals.pass,
        totals.fail,
        totals.needsReview,
        totals.notApplicable,
        totals.notEvaluated,
        totals.population,
        shareCell(score(totals)),
        shareCell(coverage(totals)),
        point.open.critical,
        point.open.high,
        point.open.medium,
        point.open.low,
        point.overdue,
      ]
    }
  }
}

async function writeCharts(context: PayloadContext): Promise<void> {
  const { reader, period } = context
  const slots = captureCalendar(period, context.scans, reader.expectedCaptureDays(), context.at)
  const rows: Row[] = []
  for (const chart of await drawCharts([...reader.trend(period)], slots, period)) {
    const stem = `data/05-posture/charts/${chart.name}`
    const data = canonicalJson(chart.data)
    context.record(await writeFile(context.root, `${stem}.json`, data))
    context.record(await writeFile(context.root, `${stem}.svg`, chart.svg))
    context.record(await writeFile(context.root, `${stem}.png`, await svgToPng(chart.svg)))
    rows.push([
      chart.name,
      chart.title,
      `${chart.name}.svg`,
      `${chart.name}.png`,
      `${chart.name}.json`,
      sha256Hex(data),
    ])
  }
  for await (const _ of writeCsv(
    context,
    'data/05-posture/charts/index.csv',
    ['Chart', 'Title', 'SVG', 'PNG', 'Data', 'SHA-256 of the data'],
    rows,
  ))
    void _
}
