import { createElement, type ReactElement } from 'react'
import { score } from '../../../../shared/model/outcome.ts'
import { SeverityChart, type SeverityChartProps } from '../../../../shared/charts/severity-chart.ts'
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

const size = { width: 720, trend: 300, severity: 240 } as const

/** The package's charts: score per framework over the period, and open findings by severity, both with missed captures shown. */
export async function drawCharts(
  points: readonly TrendPoint[],
  slots: readonly CaptureSlot[],
  period: Period,
): Promise<DrawnChart[]> {
  const trend = trendData(points, slots, period)
  const severity = severityData(points, slots)
  return [
    {
      name: 'posture-trend',
      title: 'Compliance score per framework',
      says: trendWords(trend),
      data: trend,
      svg: await drawTrend(trend),
    },
    {
      name: 'open-findings',
      title: 'Open findings by severity',
      says: severityWords(severity),
      data: severity,
      svg: await drawSeverity(severity),
    },
  ]
}

type TrendData = Pick<TrendChartProps, 'series' | 'points' | 'gaps' | 'from' | 'to'>

function trendData(points: readonly TrendPoint[], slots: readonly CaptureSlot[], period: Period): TrendData {
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
      values: Object.fromEntries(point.frameworks.map((one) => [one.framework, score(one.totals)])),
    })),
  }
}

function severityData(
  points: readonly TrendPoint[],
  slots: readonly CaptureSlot[],
): Pick<SeverityChartProps, 'points'> {
  const missed = slots
    .filter((slot) => slot.standing === 'missed')
    .map((slot) => ({ at: Date.parse(slot.from), point: null }))
  const all = [...points.map((point) => ({ at: Date.parse(point.asOf), point })), ...missed].sort(
    (a, b) => a.at - b.at,
  )
  return {
    points: all.map(({ at, point }) => ({
      label: dayLabel(at),
      missed: point === null,
      ...(point?.open ?? { critical: 0, high: 0, medium: 0, low: 0 }),
    })),
  }
}

const spoken = (value: number | null | undefined): string =>
  value === null || value === undefined ? 'no score' : `${(value * 100).toFixed(1)} %`

function trendWords({ series, points, gaps }: TrendData): string {
  const [first, last] = [points[0], points.at(-1)]
  if (first === undefined || last === undefined) return 'An empty chart: no scan was sealed in the period.'
  const lines = series.map(
    ({ key, title }) => `${title} from ${spoken(first.values[key])} to ${spoken(last.values[key])}`,
  )
  return `A line for each framework over ${points.length} scans, with ${gaps.length} gaps where a capture was missed: ${lines.join('; ')}. Every score is in the table below.`
}

function severityWords({ points }: Pick<SeverityChartProps, 'points'>): string {
  const last = points.findLast((point) => !point.missed)
  if (last === undefined) return 'An empty chart: no scan was sealed in the period.'
  return `Stacked bars of the open findings at ${points.length} captures; at the last, ${last.label}: ${last.critical} critical, ${last.high} high, ${last.medium} medium, ${last.low} low. Every count is in the table below.`
}

const drawTrend = (data: TrendData): Promise<string> =>
  renderChart(element(TrendChart, { ...data, theme: paperTheme, width: size.width, height: size.trend }))
const drawSeverity = (data: Pick<SeverityChartProps, 'points'>): Promise<string> =>
  renderChart(
    element(SeverityChart, { ...data, theme: paperTheme, width: size.width, height: size.severity }),
  )

const element = <P extends object>(component: (props: P) => ReactElement, props: P): ReactElement =>
  createElement(component, props)
