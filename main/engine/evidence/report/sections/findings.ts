import type { Finding } from '../../../../../shared/model/finding.ts'
import { severities, type Severity } from '../../../../../shared/model/rule.ts'
import { judgedAt } from '../../payload/gather.ts'
import { isOverdue, type FindingCounts } from '../../payload/summary.ts'
import { paragraph, subheading } from '../blocks.ts'
import type { Report, Section } from '../report.ts'
import { colours, severityColour, styles } from '../style.ts'
import { drawTable, type CellContent, type Column, type Para, type TableRow } from '../table.ts'
import { figureCell } from './totals.ts'
import { day, duration, minute, plural } from '../words.ts'

/** Findings against their deadlines, then each of them. */
export const findingSection: Section = {
  title: 'Findings',
  parts: [
    { key: 'severity', title: 'By severity, against the time allowed' },
    { key: 'list', title: 'Every finding' },
  ],
  async *draw(report) {
    const { pen, context, summary, mark } = report
    const { findings, findingsBySeverity } = summary.totals
    paragraph(
      pen,
      `Every finding that was open at some time in the period, as it stood at ${minute(judgedAt(context))}. A finding is closed only by a later scan that read the resource and found it mended or gone; “remediated” is a person’s word that no scan has proved yet.`,
    )
    mark('severity')
    subheading(pen, 'By severity, against the time allowed')
    const figure = (title: string): Column => ({ title, width: 1, align: 'right' })
    yield* drawTable(
      pen,
      [
        { title: 'Severity', width: 60, points: true },
        { title: 'Time allowed', width: 62, points: true },
        figure('All'),
        figure('Open'),
        figure('Remediated'),
        figure('Closed'),
        figure('Overdue'),
        figure('Breached in the period'),
        figure('Under exception'),
      ],
      [
        ...severities.map((severity): TableRow => [
          severityCell(severity),
          duration(context.engagement.sla[severity]),
          ...countCells(findingsBySeverity[severity]),
        ]),
        [{ text: 'all', style: styles.cellStrong }, '', ...countCells(findings)],
      ],
      { empty: '' },
    )
    mark('list')
    subheading(pen, 'Every finding')
    yield* drawTable(
      pen,
      [
        { title: 'No.', width: 28, points: true, style: styles.cellMuted },
        { title: 'Misconfiguration', width: 8 },
        { title: 'Resource', width: 14 },
        { title: 'State, owner', width: 66, points: true },
        { title: 'Opened, due, closed', width: 98, points: true },
      ],
      rows(report),
      { empty: 'No finding was open in the period.' },
    )
  },
}

/** The word of a severity in its colour. */
export const severityCell = (severity: Severity): Para => ({
  text: severity,
  style: styles.cellStrong,
  colour: severityColour[severity],
})

const countCells = (counts: FindingCounts): CellContent[] => [
  figureCell(counts.total),
  figureCell(counts.open),
  figureCell(counts.remediated),
  figureCell(counts.closed),
  figureCell(counts.overdue, colours.bad),
  figureCell(counts.breached, colours.warn),
  figureCell(counts.excepted),
]

function* rows({ context, summary }: Report): Iterable<TableRow> {
  const at = judgedAt(context)
  let group: Severity | null = null
  for (const finding of context.reader.findings(context.period)) {
    if (finding.severity !== group) {
      group = finding.severity
      yield {
        group: `${group[0]?.toUpperCase()}${group.slice(1)}: ${plural(summary.totals.findingsBySeverity[group].total, 'finding')}`,
      }
    }
    yield row(finding, at)
  }
}

function row(finding: Finding, at: string): TableRow {
  const late = isOverdue(finding, at)
  const state: Para[] = [
    {
      text: finding.status,
      style: styles.cellStrong,
      colour: finding.status === 'closed' ? colours.good : colours.ink,
    },
  ]
  state.push({ text: finding.owner ?? 'no owner', style: styles.cellMuted })
  if (finding.exceptionUntil !== null)
    state.push({ text: `exception until ${day(finding.exceptionUntil)}`, style: styles.cellMuted })
  if (finding.reopened > 0)
    state.push({
      text: `reopened ${plural(finding.reopened, 'time')}`,
      style: styles.cellMuted,
      colour: colours.warn,
    })
  if (finding.unread)
    state.push({ text: 'not read by the newest scan', style: styles.cellMuted, colour: colours.warn })
  const dates: Para[] = [
    { text: `opened ${day(finding.openedAt)}`, style: styles.cellMuted },
    {
      text: `due ${day(finding.dueAt)}${late ? ', overdue' : finding.breached ? ', breached' : ''}`,
      style: styles.cellMuted,
      ...(late ? { colour: colours.bad } : {}),
    },
  ]
  if (finding.remediatedAt !== null)
    dates.push({ text: `remediated ${day(finding.remediatedAt)}`, style: styles.cellMuted })
  if (finding.closedAt !== null)
    dates.push({ text: `closed ${day(finding.closedAt)}`, style: styles.cellMuted })
  return [
    String(finding.id),
    [
      { text: finding.ruleTitle, style: styles.cell },
      { text: finding.rule, style: styles.cellMono },
    ],
    resourceParas(
      finding.subjectName,
      finding.subject,
      `${finding.provider} ${finding.account}${finding.region === '' ? '' : `, ${finding.region}`}`,
    ),
    state,
    dates,
  ]
}

/** A resource in a cell: its name, its whole id, where it is. */
export function resourceParas(name: string, id: string, where: string): Para[] {
  const paras: Para[] = name !== '' && name !== id ? [{ text: name, style: styles.cell }] : []
  return [...paras, { text: id, style: styles.cellMono }, { text: where, style: styles.cellMuted }]
}
