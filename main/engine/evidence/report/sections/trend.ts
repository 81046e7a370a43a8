import type { Framework } from '../../../../../shared/model/framework.ts'
import { coverage, score } from '../../../../../shared/model/outcome.ts'
import { severities } from '../../../../../shared/model/rule.ts'
import { drawCharts } from '../../charts/posture-charts.ts'
import { captureCalendar, longestGapDays } from '../../payload/calendar.ts'
import { canonicalJson, sha256Hex } from '../../payload/files.ts'
import { shortNames } from '../../framework-names.ts'
import type { TrendPoint } from '../../reader.ts'
import { paragraph, subheading } from '../blocks.ts'
import type { Section } from '../report.ts'
import { colours, contentWidth, sheet, styles } from '../style.ts'
import { drawTable, type Column } from '../table.ts'
import { figureCell } from './totals.ts'
import { minute, percent, plural } from '../words.ts'

/** The period in charts and the figures behind them, missed captures included. */
export const trendSection: Section = {
  title: 'Posture over the period',
  parts: [
    { key: 'scores', title: 'Scores of each scan' },
    { key: 'coverage', title: 'Coverage of each scan' },
    { key: 'open', title: 'Open findings at each scan' },
  ],
  async *draw({ pen, context, mark }) {
    const { reader, period, scans, at } = context
    const slots = captureCalendar(period, scans, reader.expectedCaptureDays(), at)
    const missed = slots.filter((slot) => slot.standing === 'missed').length
    const points = [...reader.trend(period)]
    paragraph(
      pen,
      `${plural(scans.length, 'sealed scan')} in ${plural(slots.length, 'due capture')}${missed === 0 ? ', none missed' : `, ${missed} missed`}; the longest time without one was ${longestGapDays(period, scans, at)} days. A missed capture breaks the line: what happened in it is not known. Hollow marks are partial scans.`,
    )
    for (const chart of await drawCharts(points, slots, period)) {
      const [width = 720, height = 300] =
        /width="(\d+)" height="(\d+)"/.exec(chart.svg)?.slice(1).map(Number) ?? []
      const ratio = height / width
      pen.need(contentWidth * ratio + 50)
      subheading(pen, chart.title, 0)
      pen.svg(chart.svg, sheet.left, pen.y, contentWidth, ratio, chart.says)
      pen.y += contentWidth * ratio + 4
      paragraph(
        pen,
        `data/05-posture/charts/${chart.name}.svg; SHA-256 of its data ${sha256Hex(canonicalJson(chart.data))}`,
        styles.cellMono,
        { after: 10 },
      )
    }
    const frameworks = points.at(-1)?.frameworks ?? []
    const shares: Column[] = frameworks.map((one) => ({
      title: shortNames[one.framework],
      width: 1,
      align: 'right',
    }))
    const scan: Column[] = [
      { title: 'Scan', width: 24, points: true, style: styles.cellStrong },
      { title: 'As of', width: 92, points: true, style: styles.cellMuted },
    ]
    const tables = [
      { key: 'scores', title: 'Scores of each scan', measure: score },
      { key: 'coverage', title: 'Coverage of each scan', measure: coverage },
    ]
    for (const { key, title, measure } of tables) {
      mark(key)
      subheading(pen, title)
      yield* drawTable(
        pen,
        [...scan, ...shares],
        points.map((point) => [
          String(point.scan),
          minute(point.asOf),
          ...frameworks.map(({ framework }) => shareCell(point, framework, measure)),
        ]),
        { empty: 'No sealed scan lies in the period.', gutter: 6 },
      )
    }
    mark('open')
    subheading(pen, 'Open findings at each scan')
    const counts: Column[] = ['Critical', 'High', 'Medium', 'Low', 'All', 'Overdue'].map((title) => ({
      title,
      width: 1,
      align: 'right',
    }))
    yield* drawTable(
      pen,
      [...scan, { title: 'Verdict', width: 60, points: true }, ...counts],
      points.map((point) => [
        String(point.scan),
        minute(point.asOf),
        {
          text: point.verdict,
          style: styles.cell,
          colour: point.verdict === 'complete' ? colours.good : colours.warn,
        },
        ...severities.map((severity) => figureCell(point.open[severity])),
        figureCell(severities.reduce((sum, severity) => sum + point.open[severity], 0)),
        figureCell(point.overdue, colours.bad),
      ]),
      { empty: 'No sealed scan lies in the period.' },
    )
  },
}

function shareCell(point: TrendPoint, framework: Framework, measure: typeof score): string {
  const one = point.frameworks.find((candidate) => candidate.framework === framework)
  return one === undefined ? '' : percent(measure(one.totals))
}
