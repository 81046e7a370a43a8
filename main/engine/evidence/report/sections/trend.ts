import { score } from '../../../../../shared/model/outcome.ts'
import { drawCharts } from '../../charts/posture-charts.ts'
import { captureCalendar, longestGapDays } from '../../payload/calendar.ts'
import { canonicalJson, sha256Hex } from '../../payload/files.ts'
import { paragraph, subheading } from '../blocks.ts'
import type { Section } from '../report.ts'
import { contentWidth, sheet, styles } from '../style.ts'
import { drawTable, type Column } from '../table.ts'
import { figureCell } from './totals.ts'
import { minute, percent, plural } from '../words.ts'

/** The period in two charts and the figures behind them, missed captures included. */
export const trendSection: Section = {
  title: 'Posture over the period',
  parts: [{ key: 'figures', title: 'Scans of the period' }],
  async *draw({ pen, context, mark }) {
    const { reader, period, scans, at } = context
    const slots = captureCalendar(period, scans, reader.expectedCaptureDays(), at)
    const missed = slots.filter((slot) => slot.standing === 'missed').length
    const points = [...reader.trend(period)]
    paragraph(pen, `${plural(scans.length, 'sealed scan')} in ${plural(slots.length, 'due capture')}${missed === 0 ? ', none missed' : `, ${missed} missed`}; the longest time without one was ${longestGapDays(period, scans, at)} days. A missed capture breaks the line: what happened in it is not known. Hollow marks are partial scans.`)
    for (const chart of await drawCharts(points, slots, period)) {
      const [width = 720, height = 300] = /width="(\d+)" height="(\d+)"/.exec(chart.svg)?.slice(1).map(Number) ?? []
      const ratio = height / width
      pen.need(contentWidth * ratio + 50)
      subheading(pen, chart.title, 0)
      pen.svg(chart.svg, sheet.left, pen.y, contentWidth, ratio)
      pen.y += contentWidth * ratio + 4
      paragraph(pen, `data/05-posture/charts/${chart.name}.svg; SHA-256 of its data ${sha256Hex(canonicalJson(chart.data))}`, styles.cellMono, { after: 10 })
    }
    mark('figures')
    subheading(pen, 'Scans of the period')
    const scores: Column[] = (points.at(-1)?.frameworks ?? []).map((one) => ({ title: one.title, width: 1, align: 'right' }))
    const counts: Column[] = ['Crit.', 'High', 'Med.', 'Low', 'Over-\ndue'].map((title) => ({ title, width: 28, points: true, align: 'right' }))
    yield* drawTable(
      pen,
      [{ title: 'Scan', width: 26, points: true }, { title: 'As of', width: 60, points: true }, { title: 'Verdict', width: 40, points: true, style: styles.cellMuted }, ...scores, ...counts],
      points.map((point) => [
        String(point.scan), minute(point.asOf), point.verdict, ...point.frameworks.map((one) => percent(score(one.totals))),
        figureCell(point.open.critical), figureCell(point.open.high), figureCell(point.open.medium), figureCell(point.open.low), figureCell(point.overdue),
      ]),
      { empty: 'No sealed scan lies in the period.', gutter: 6 },
    )
  },
}
