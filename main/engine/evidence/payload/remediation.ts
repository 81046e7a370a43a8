import type { Exception, Finding, RemediationRow } from '../../../../shared/model/finding.ts'
import type { Instant } from '../../../../shared/model/provider.ts'
import { accountCell, idCell, looseIdCell } from './cells.ts'
import { writeCsv, writeTotals, type Row } from './csv.ts'
import type { PayloadContext } from './context.ts'
import { judgedAt, type Tally } from './gather.ts'

/** The remediation log's columns, exactly these four. */
export const remediationColumns = [
  'Resource',
  'Misconfiguration',
  'Framework control',
  'Remediation action',
] as const

/** `04-remediation/`: the four-column log, the same with its dates and proof, every finding's SLA clock, exceptions, and each finding's events. */
export async function* writeRemediation(context: PayloadContext, tally: Tally): AsyncGenerator<number> {
  const { reader, period, engagement } = context
  const log = 'data/04-remediation/remediation-log.csv'
  const counts = { rows: 0, verified: 0 }
  function* four(): Iterable<Row> {
    for (const row of reader.remediations(period)) {
      tally.remediation()
      counts.rows++
      if (row.verifiedAt !== null) counts.verified++
      yield fourColumns(row)
    }
  }
  yield* writeCsv(context, log, remediationColumns, four())
  await writeTotals(context, log, counts)
  yield* writeCsv(
    context,
    'data/04-remediation/remediation-detail.csv',
    [
      ...remediationColumns,
      'Finding',
      'Severity',
      'Owner',
      'Detected at',
      'Due at',
      'Action at',
      'Verified at',
      'Verifying scan',
      'Breached',
      'Status',
    ],
    detail(reader.remediations(period)),
  )

  const sla = 'data/04-remediation/sla.csv'
  const at = judgedAt(context)
  function* clocks(): Iterable<Row> {
    for (const finding of reader.findings(period)) {
      tally.finding(finding)
      yield clockRow(finding, engagement.sla[finding.severity], at)
    }
  }
  yield* writeCsv(
    context,
    sla,
    [
      'Finding',
      'Severity',
      'Rule',
      'Misconfiguration',
      'Provider',
      'Account',
      'Region',
      'Type',
      'Resource',
      'Name',
      'Status',
      'Owner',
      'SLA hours',
      'Opened at',
      'Due at',
      'Remediated at',
      'Closed at',
      'Hours open',
      'Hours over',
      'Breached',
      'Reopened',
      'Exception until',
      'Unread',
      'Notes',
    ],
    clocks(),
  )
  yield* writeCsv(
    context,
    'data/04-remediation/finding-events.csv',
    ['At', 'Finding', 'Event', 'Actor', 'Scan', 'Detail', 'Ledger entry'],
    events(context),
  )
  yield* writeExceptions(context, tally)
}

/** The action with its date; the date alone is not an action. */
export function datedAction(row: Pick<RemediationRow, 'remediationAction' | 'actionAt'>): string {
  const day = row.actionAt?.slice(0, 10)
  if (day === undefined || row.remediationAction.includes(day)) return row.remediationAction
  return `${row.remediationAction} (${day})`
}

export const fourColumns = (row: RemediationRow): [string, string, string, string] => [
  looseIdCell(row.resource),
  row.misconfiguration,
  row.frameworkControl,
  datedAction(row),
]

function* detail(rows: Iterable<RemediationRow>): Iterable<Row> {
  for (const row of rows) {
    yield [
      ...fourColumns(row),
      row.finding,
      row.severity,
      row.owner,
      row.detectedAt,
      row.dueAt,
      row.actionAt,
      row.verifiedAt,
      row.verifyingScan,
      row.breached,
      row.status,
    ]
  }
}

const hours = (from: Instant, to: Instant): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / 360_000) / 10

function clockRow(finding: Finding, slaHours: number, at: Instant): Row {
  const until = finding.closedAt ?? at
  const over = hours(finding.dueAt, until)
  return [
    finding.id,
    finding.severity,
    finding.rule,
    finding.ruleTitle,
    finding.provider,
    accountCell(finding.provider, finding.account),
    finding.region,
    finding.type,
    idCell(finding.provider, finding.subject),
    finding.subjectName,
    finding.status,
    finding.owner,
    slaHours,
    finding.openedAt,
    finding.dueAt,
    finding.remediatedAt,
    finding.closedAt,
    Math.max(0, hours(finding.openedAt, until)),
    Math.max(0, over),
    finding.breached,
    finding.reopened,
    finding.exceptionUntil,
    finding.unread,
    finding.notes,
  ]
}

function* events(context: PayloadContext): Iterable<Row> {
  for (const finding of context.reader.findings(context.period)) {
    for (const event of context.reader.findingEvents(finding.id, context.period)) {
      yield [
        event.at,
        event.finding,
        event.kind,
        event.actor,
        event.scan,
        JSON.stringify(event.payload),
        event.ledgerSeq,
      ]
    }
  }
}

async function* writeExceptions(context: PayloadContext, tally: Tally): AsyncGenerator<number> {
  function* rows(exceptions: Iterable<Exception>): Iterable<Row> {
    for (const one of exceptions) {
      tally.exception(one.status)
      yield [
        one.id,
        one.finding,
        one.rule,
        looseIdCell(one.subject),
        one.status,
        one.requestedBy,
        one.requestedAt,
        one.decidedBy,
        one.decidedAt,
        one.reason,
        one.compensatingControl,
        one.expiresAt,
      ]
    }
  }
  yield* writeCsv(
    context,
    'data/04-remediation/exceptions.csv',
    [
      'Exception',
      'Finding',
      'Rule',
      'Resource',
      'Status',
      'Requested by',
      'Requested at',
      'Decided by',
      'Decided at',
      'Reason',
      'Compensating control',
      'Expires at',
    ],
    rows(context.reader.exceptions(context.period)),
  )
}
