import { TrendChart } from '../../../shared/charts/trend-chart.ts'
import { dayLabel } from '../../../shared/charts/theme.ts'
import { score } from '../../../shared/model/outcome.ts'
import type { Output } from '../../../shared/contract/contract.ts'
import { percentText, plural } from '../../../shared/text/format.ts'
import { frameworkWords } from '../../../shared/text/labels.ts'
import type { EngagementState } from '../../data/engagement.ts'
import { useEngineQuery } from '../../data/queries.ts'
import { VerdictBadge } from '../../ui/badges.tsx'
import { ChartFrame } from '../../ui/chart.tsx'
import { Answer } from '../../ui/states.tsx'

type Trend = Output<'totals.trend'>
const day = 86_400_000
const week = 7 * day

/** Score per framework and scan; weeks without a scan break the line. Frameworks with one and the same line share it. */
export function PostureTrend({ state }: { readonly state: EngagementState }) {
  const trend = useEngineQuery('totals.trend', {})
  return <Answer query={trend}>{(data) => <Chart trend={data} state={state} />}</Answer>
}

function Chart({ trend, state }: { readonly trend: Trend; readonly state: EngagementState }) {
  const { engagement } = state
  const lines = distinctLines(trend, engagement.frameworks)
  // Room at the left, so that a first scan on the first day is seen whole.
  const from =
    -1.5 * day +
    Math.min(Date.parse(engagement.periodStart), ...trend.points.map(({ asOf }) => Date.parse(asOf)))
  const to = Math.max(Date.parse(engagement.periodEnd), ...trend.points.map(({ asOf }) => Date.parse(asOf)))
  const last = trend.points.at(-1)
  const summary = `Compliance score over ${plural(trend.points.length, 'scan')}${trend.missedWeeks.length > 0 ? `, ${plural(trend.missedWeeks.length, 'week')} without one` : ''}.${last ? ` Newest: ${last.frameworks.map(({ framework, totals }) => `${frameworkWords[framework]} ${percentText(score(totals))}`).join(', ')}.` : ''}`
  return (
    <ChartFrame
      summary={summary}
      height={250}
      chart={(theme, width) => (
        <TrendChart
          series={lines.map(({ key, title }) => ({ key, title }))}
          points={trend.points.map(({ asOf, verdict, frameworks }) => ({
            at: Date.parse(asOf),
            partial: verdict === 'partial',
            values: Object.fromEntries(lines.map(({ key }) => [key, scoreOf(frameworks, key)])),
          }))}
          gaps={trend.missedWeeks.map((monday) => ({
            from: Date.parse(monday),
            to: Date.parse(monday) + week,
          }))}
          from={from}
          to={to}
          theme={theme}
          width={width}
          height={250}
        />
      )}
      table={<TrendTable trend={trend} lines={lines} />}
    />
  )
}

interface TrendLine {
  readonly key: string
  readonly title: string
}

const scoreOf = (frameworks: Trend['points'][number]['frameworks'], key: string) => {
  const found = frameworks.find(({ framework }) => framework === key)
  return found ? score(found.totals) : null
}

/** One line per course of scores: seven lines on top of one another would be read as one. */
export function distinctLines(
  trend: Trend,
  frameworks: readonly (keyof typeof frameworkWords)[],
): TrendLine[] {
  const courses = new Map<string, TrendLine>()
  for (const framework of frameworks) {
    const course = trend.points.map((point) => scoreOf(point.frameworks, framework)).join()
    const same = courses.get(course)
    courses.set(
      course,
      same
        ? { key: same.key, title: `${same.title}, ${frameworkWords[framework]}` }
        : { key: framework, title: frameworkWords[framework] },
    )
  }
  const lines = [...courses.values()]
  return lines.length === 1 && frameworks.length > 1
    ? [{ key: lines[0]!.key, title: `All ${frameworks.length} frameworks` }]
    : lines
}

function TrendTable({ trend, lines }: { readonly trend: Trend; readonly lines: readonly TrendLine[] }) {
  const rows = [
    ...trend.points.map((point) => ({ at: point.asOf, point })),
    ...trend.missedWeeks.map((monday) => ({ at: `${monday}T00:00:00.000Z`, point: null })),
  ].sort((a, b) => (a.at < b.at ? -1 : 1))
  return (
    <table className="plain">
      <thead>
        <tr>
          <th scope="col">Scan</th>
          <th scope="col">Verdict</th>
          {lines.map(({ key, title }) => (
            <th key={key} scope="col" className="number">
              {title}
            </th>
          ))}
          <th scope="col" className="number">
            Open
          </th>
          <th scope="col" className="number">
            Overdue
          </th>
          <th scope="col" className="number">
            Drift
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ at, point }) => (
          <tr key={at}>
            <th scope="row" className="nowrap">
              {dayLabel(Date.parse(at))}
            </th>
            {point === null ? (
              <td colSpan={lines.length + 4}>Week without a scan</td>
            ) : (
              <>
                <td>
                  <VerdictBadge verdict={point.verdict} />
                </td>
                {lines.map(({ key }) => (
                  <td key={key} className="number">
                    {percentText(scoreOf(point.frameworks, key))}
                  </td>
                ))}
                <td className="number">
                  {point.open.critical + point.open.high + point.open.medium + point.open.low}
                </td>
                <td className="number">{point.overdue}</td>
                <td className="number">{point.drift}</td>
              </>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
