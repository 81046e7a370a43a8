import { createElement, type ReactElement } from 'react'
import { coverage, score } from '../../../../shared/model/outcome.ts'
import { severities } from '../../../../shared/model/rule.ts'
import { SeverityChart, type SeverityChartProps } from '../../../../shared/charts/severity-chart.ts'
import { StackChart, type StackPoint } from '../../../../shared/charts/stack-chart.ts'
import { TrendChart, type TrendChartProps } from '../../../../shared/charts/trend-chart.ts'
import { dayLabel, paperTheme } from '../../../../shared/charts/theme.ts'
import { shortNames } from '../framework-names.ts'
import type { Period, TrendPoint } from '../reader.ts'
import { missedSpans, type CaptureSlot } from '../payload/calendar.ts'
import { renderChart } from './render.ts'

/** A drawn chart and the numbers it shows; `data` is JSON and complete: the picture can be drawn again from it. */
export interface DrawnChart {
  readonly name: string
  readonly title: string
  /** What it shows in words, for who cannot see it. */
  readonly says: string
  readonly data: object
  readonly svg: string
}

/** The package's charts by name, in their order. */
export const chartTitles = {
  'posture-trend': 'Compliance score per framework',
  'open-findings': 'Open findings by severity',
  'time-allowed': 'Open findings against the time allowed',
  coverage: 'Coverage per framework',
} as const

const size = { width: 720, trend: 300, severity: 240 } as const

/**
 * The package's charts: score per framework over the period, open findings by severity, open findings against the time allowed,
 * and coverage per framework; all with missed captures shown.
 */
export async function drawCharts(
  points: readonly TrendPoint[],
  slots: readonly CaptureSlot[],
  period: Period,
): Promise<DrawnChart[]> {
  const trend = trendData(points, slots, period, score)
  const covered = trendData(points, slots, period, coverage)
  const severity = severityData(points, slots)
  const clock = clockData(points, slots)
  return [
    {
      name: 'posture-trend',
      title: chartTitles['posture-trend'],
      says: trendWords(trend, 'score'),
      data: trend,
      svg: await drawTrend(trend),
    },
    {
      name: 'open-findings',
      title: chartTitles['open-findings'],
      says: severityWords(severity),
      data: severity,
      svg: await drawSeverity(severity),
    },
    {
      name: 'time-allowed',
      title: chartTitles['time-allowed'],
      says: clockWords(clock),
      data: clock,
      svg: await drawClock(clock),
    },
    {
      name: 'coverage',
      title: chartTitles.coverage,
      says: trendWords(covered, 'coverage'),
      data: covered,
      svg: await drawTrend(covered),
    },
  ]
}

type TrendData = Pick<TrendChartProps, 'series' | 'points' | 'gaps' | 'from' | 'to'>

function trendData(
  points: readonly TrendPoint[],
  slots: readonly CaptureSlot[],
  period: Period,
  measure: typeof score,
): TrendData {
  return {
    from: Date.parse(period.start),
    to: Date.parse(period.end),
    gaps: missedSpans(slots),
    series: (points.at(-1)?.frameworks ?? []).map((one) => ({
      key: one.framework,
      title: shortNames[one.framework],
    })),
    points: points.map((point) => ({
      at: Date.parse(point.asOf),
      partial: point.verdict === 'partial',
      values: Object.fromEntries(point.frameworks.map((one) => [one.framework, measure(one.totals)])),
    })),
  }
}

/** Every capture that was due or made, in time; `point` is null where none was made. */
function captures(
  points: readonly TrendPoint[],
  slots: readonly CaptureSlot[],
): { label: string; point: TrendPoint | null }[] {
  const missed = slots
    .filter((slot) => slot.standing === 'missed')
    .map((slot) => ({ at: Date.parse(slot.from), point: null }))
  return [...points.map((point) => ({ at: Date.parse(point.asOf), point })), ...missed]
    .sort((a, b) => a.at - b.at)
    .map(({ at, point }) => ({ label: dayLabel(at), point }))
}

function severityData(
  points: readonly TrendPoint[],
  slots: readonly CaptureSlot[],
): Pick<SeverityChartProps, 'points'> {
  return {
    points: captures(points, slots).map(({ label, point }) => ({
      label,
      missed: point === null,
      ...(point?.open ?? { critical: 0, high: 0, medium: 0, low: 0 }),
    })),
  }
}

/** Open findings past their due time at each capture, and those that were not. */
function clockData(
  points: readonly TrendPoint[],
  slots: readonly CaptureSlot[],
): { readonly points: readonly StackPoint[] } {
  return {
    points: captures(points, slots).map(({ label, point }) => {
      const open = point === null ? 0 : severities.reduce((sum, one) => sum + point.open[one], 0)
      const overdue = point?.overdue ?? 0
      return { label, missed: point === null, values: { overdue, within: open - overdue } }
    }),
  }
}

const spoken = (value: number | null | undefined): string =>
  value === null || value === undefined ? 'none' : `${(value * 100).toFixed(1)} %`

function trendWords({ series, points, gaps }: TrendData, what: 'score' | 'coverage'): string {
  const [first, last] = [points[0], points.at(-1)]
  if (first === undefined || last === undefined) return 'An empty chart: no scan was sealed in the period.'
  const lines = series.map(
    ({ key, title }) => `${title} from ${spoken(first.values[key])} to ${spoken(last.values[key])}`,
  )
  return `A line for the ${what} of each framework over ${points.length} scans, with ${gaps.length} gaps where a capture was missed: ${lines.join('; ')}. Every ${what} is in the table below.`
}

function severityWords({ points }: Pick<SeverityChartProps, 'points'>): string {
  const last = points.findLast((point) => !point.missed)
  if (last === undefined) return 'An empty chart: no scan was sealed in the period.'
  return `Stacked bars of the open findings at ${points.length} captures; at the last, ${last.label}: ${last.critical} critical, ${last.high} high, ${last.medium} medium, ${last.low} low. Every count is in the table below.`
}

function clockWords({ points }: { readonly points: readonly StackPoint[] }): string {
  const last = points.findLast((point) => !point.missed)
  if (last === undefined) return 'An empty chart: no scan was sealed in the period.'
  const { within = 0, overdue = 0 } = last.values
  return `Stacked bars of the open findings at ${points.length} captures; at the last, ${last.label}: ${within} within the time allowed, ${overdue} overdue. Every count is in the table below.`
}

const drawTrend = (data: TrendData): Promise<string> =>
  renderChart(element(TrendChart, { ...data, theme: paperTheme, width: size.width, height: size.trend }))
const drawSeverity = (data: Pick<SeverityChartProps, 'points'>): Promise<string> =>
  renderChart(
    element(SeverityChart, { ...data, theme: paperTheme, width: size.width, height: size.severity }),
  )

const drawClock = ({ points }: { readonly points: readonly StackPoint[] }): Promise<string> =>
  renderChart(
    element(StackChart, {
      parts: [
        { key: 'within', title: 'within the time allowed', colour: paperTheme.severity.low },
        { key: 'overdue', title: 'overdue', colour: paperTheme.severity.critical },
      ],
      points,
      theme: paperTheme,
      width: size.width,
      height: size.severity,
    }),
  )

const element = <P extends object>(component: (props: P) => ReactElement, props: P): ReactElement =>
  createElement(component, props)
