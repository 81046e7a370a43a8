import { captureCalendar } from '../../payload/calendar.ts'
import type { Hole } from '../../payload/completeness.ts'
import { callout, subheading } from '../blocks.ts'
import type { Section } from '../report.ts'
import { colours, styles } from '../style.ts'
import { drawTable, type TableRow } from '../table.ts'
import { count, day, minute, plural } from '../words.ts'

const kinds: Readonly<Record<Hole['kind'], string>> = {
  'no-scan': 'no scan',
  'missed-capture': 'missed capture',
  unread: 'not read',
  'call-failure': 'failed call',
  'refused-file': 'refused file',
  'unusable-items': 'unusable items',
  'other-rules': 'judged by other rules',
  'no-verdict': 'no verdict',
}

/** What the package lacks, one by one, and the calendar of captures. */
export const coverageSection: Section = {
  title: 'Coverage and errors',
  parts: [
    { key: 'holes', title: 'Every hole' },
    { key: 'scans', title: 'What each scan read' },
    { key: 'calendar', title: 'Due captures' },
  ],
  async *draw({ pen, context, summary, mark }) {
    const { verdict, holes } = summary.completeness
    callout(
      pen,
      verdict,
      verdict === 'COMPLETE'
        ? 'There is no hole in the evidence of the period.'
        : `${plural(holes.length, 'hole')}. A resource that could not be read has no verdict for that scan; it is counted as not evaluated, never as passed or failed.`,
      verdict === 'COMPLETE' ? colours.good : colours.warn,
    )
    mark('holes')
    subheading(pen, 'Every hole')
    yield* drawTable(
      pen,
      [
        { title: 'Kind', width: 58, points: true, style: styles.cellStrong },
        { title: 'Scan', width: 54, points: true, style: styles.cellMuted },
        { title: 'Where', width: 5 },
        { title: 'What', width: 8 },
        { title: 'Said', width: 9 },
        { title: 'Con-\ncerns', width: 34, points: true, align: 'right' },
      ],
      holes.map(holeRow),
      { empty: 'There is none.' },
    )
    mark('scans')
    subheading(pen, 'What each scan read')
    const figure = (title: string): { title: string; width: number; align: 'right' } => ({
      title,
      width: 1,
      align: 'right',
    })
    yield* drawTable(
      pen,
      [
        { title: 'Scan', width: 28, points: true, style: styles.cellStrong },
        { title: 'As of', width: 62, points: true, style: styles.cellMuted },
        { title: 'Verdict', width: 44, points: true },
        figure('Files'),
        figure('Items'),
        figure('Prob-\nlems'),
        figure('Present'),
        figure('Added'),
        figure('Chan-\nged'),
        figure('Remo-\nved'),
        figure('Unread'),
      ],
      summary.scans.map((scan) => [
        String(scan.id),
        minute(scan.asOf),
        {
          text: scan.verdict,
          style: styles.cell,
          colour: scan.verdict === 'complete' ? colours.good : colours.warn,
        },
        ...[
          scan.files,
          scan.items,
          scan.problems,
          scan.present,
          scan.added,
          scan.changed,
          scan.removed,
          scan.unread,
        ].map(count),
      ]),
      { empty: 'No sealed scan lies in the period.', gutter: 6 },
    )
    mark('calendar')
    subheading(pen, 'Due captures')
    const tone = { captured: colours.good, missed: colours.bad, future: colours.muted } as const
    yield* drawTable(
      pen,
      [
        { title: 'From', width: 70, points: true },
        { title: 'Until', width: 70, points: true },
        { title: 'Standing', width: 70, points: true },
        { title: 'Scans', width: 1 },
        { title: 'Days since the capture before', width: 90, points: true, align: 'right' },
      ],
      captureCalendar(context.period, context.scans, context.reader.expectedCaptureDays(), context.at).map(
        (slot) => [
          day(slot.from),
          day(slot.to),
          { text: slot.standing, style: styles.cellStrong, colour: tone[slot.standing] },
          slot.scans.map((scan) => scan.id).join(', '),
          slot.gapDays === null ? '' : slot.gapDays.toFixed(1),
        ],
      ),
      { empty: 'No capture was due.' },
    )
  },
}

function holeRow(hole: Hole): TableRow {
  const where = [hole.provider, hole.account, hole.region]
    .filter((part) => part !== null && part !== '')
    .join(' ')
  return [
    kinds[hole.kind],
    `${hole.scan === null ? '' : `scan ${hole.scan}\n`}${day(hole.at)}`,
    where,
    [
      { text: hole.reason, style: styles.cellStrong },
      { text: hole.what, style: styles.cellMono },
    ],
    hole.detail,
    hole.count === 0 ? '' : count(hole.count),
  ]
}
