import { severities } from '../../../../shared/model/rule.ts'
import { accountCell } from '../payload/cells.ts'
import type { PayloadContext } from '../payload/context.ts'
import { authorisedWord } from '../payload/drift.ts'
import { fourColumns } from '../payload/remediation.ts'
import type { FindingCounts, PackageSummary } from '../payload/summary.ts'
import { count, minute } from '../report/words.ts'
import { html, type Content, type Markup } from './markup.ts'
import { columns, fileLink, most, numbers } from './parts.ts'
import { table } from './table.ts'

export function* findings({ reader, period }: PayloadContext, { totals }: PackageSummary): Iterable<Markup> {
  const row = (name: string, of: FindingCounts): Content[] => [
    name,
    ...[of.total, of.open, of.remediated, of.closed, of.overdue, of.breached, of.excepted].map(count),
  ]
  yield* table({
    caption: 'Findings that were open at some time in the period',
    columns: [
      ...columns('Severity'),
      ...numbers('Total', 'Open', 'Remediated', 'Closed', 'Overdue', 'Ever past due', 'Accepted risk'),
    ],
    rows: [...severities.map((one) => row(one, totals.findingsBySeverity[one])), row('all', totals.findings)],
    most: most.rows,
    total: severities.length + 1,
    all: null,
  })
  function* rows(): Iterable<Content[]> {
    for (const one of reader.findings(period))
      yield [
        `#${one.id}`,
        one.severity,
        one.ruleTitle,
        one.subjectName === '' ? one.subject : one.subjectName,
        accountCell(one.provider, one.account),
        one.status,
        one.owner,
        minute(one.openedAt),
        minute(one.dueAt),
        minute(one.closedAt),
      ]
  }
  yield* table({
    caption: 'Findings, the most severe first',
    columns: columns(
      'Finding',
      'Severity',
      'Misconfiguration',
      'Resource',
      'Account',
      'Status',
      'Owner',
      'Opened',
      'Due',
      'Closed',
    ),
    rows: rows(),
    most: most.rows,
    total: totals.findings.total,
    all: fileLink('data/04-remediation/sla.csv'),
    filter: true,
  })
}

export function* remediation(
  { reader, period }: PayloadContext,
  { totals }: PackageSummary,
): Iterable<Markup> {
  function* rows(): Iterable<Content[]> {
    for (const row of reader.remediations(period)) yield fourColumns(row)
  }
  yield* table({
    caption: 'Remediation log',
    columns: columns('Resource', 'Misconfiguration', 'Framework control', 'Remediation action'),
    rows: rows(),
    most: most.rows,
    total: totals.remediations,
    all: fileLink('data/04-remediation/remediation-log.csv'),
    filter: true,
  })
}

export function* drift(
  { reader, period }: PayloadContext,
  { totals: { drift: of } }: PackageSummary,
): Iterable<Markup> {
  yield html`<p>${count(of.total)} changes against the baseline: ${count(of.open)} still differ, ${count(of.authorised)} authorised, ${count(of.notAuthorised)} not authorised, ${count(of.undecided)} undecided.</p> `
  function* rows(): Iterable<Content[]> {
    for (const one of reader.driftEvents(period))
      yield [
        `#${one.id}`,
        minute(one.detectedAt),
        one.name === '' ? one.resourceId : one.name,
        one.kind,
        one.path,
        `v${one.baseline}`,
        authorisedWord(one.authorised),
        one.changeReference,
        minute(one.closedAt),
      ]
  }
  yield* table({
    caption: 'Drift from the approved baseline',
    columns: columns(
      'Event',
      'Detected',
      'Resource',
      'Change',
      'Property',
      'Baseline',
      'Decision',
      'Change reference',
      'Closed',
    ),
    rows: rows(),
    most: most.rows,
    total: of.total,
    all: fileLink('data/03-drift/drift-events.csv'),
    filter: true,
  })
}

export function* baselines({ reader, period }: PayloadContext, { totals }: PackageSummary): Iterable<Markup> {
  function* rows(): Iterable<Content[]> {
    for (const one of reader.baselines(period))
      yield [
        `v${one.version}`,
        minute(one.approvedAt),
        one.approvedBy,
        one.rationale,
        count(one.resources),
        html`<code>${one.sha256}</code>`,
      ]
  }
  yield* table({
    caption: 'Approved baselines',
    columns: [
      ...columns('Version', 'Approved', 'By', 'Rationale'),
      ...numbers('Resources'),
      ...columns('SHA-256'),
    ],
    rows: rows(),
    most: most.rows,
    total: totals.baselines,
    all: fileLink('data/02-baseline/approvals.csv'),
  })
}

export function* sessions(
  { reader, period }: PayloadContext,
  { totals: { reviews } }: PackageSummary,
): Iterable<Markup> {
  yield html`<p>${count(reviews.weeks)} weeks: ${count(reviews.sealed)} sealed, ${count(reviews.open)} open, ${count(reviews.missed)} missed.</p> `
  function* rows(): Iterable<Content[]> {
    const byId = new Map([...reader.sessions(period)].map((one) => [one.id, one]))
    for (const week of reader.weeks(period)) {
      const one = week.session === null ? undefined : byId.get(week.session)
      yield [
        week.week,
        week.standing,
        count(week.scans),
        one?.attendees.join(', '),
        one && count(one.items),
        one && count(one.decided),
        one?.sealedBy,
        one?.reviewedBy,
        one?.summary,
      ]
    }
  }
  yield* table({
    caption: 'Weekly review sessions',
    columns: [
      ...columns('Week', 'Standing'),
      ...numbers('Scans'),
      ...columns('Attendees'),
      ...numbers('Items', 'Decided'),
      ...columns('Sealed by', 'Countersigned by', 'Summary'),
    ],
    rows: rows(),
    most: most.rows,
    total: reviews.weeks,
    all: fileLink('data/08-workpapers/monday-sessions.csv'),
  })
}
