import { createElement, type ReactElement } from 'react'
import { CartesianGrid, Line, LineChart, ReferenceArea, XAxis, YAxis } from 'recharts'
import { legend } from './legend.ts'
import { dayLabel, seriesStroke, type ChartTheme } from './theme.ts'

export interface TrendSeries {
  readonly key: string
  readonly title: string
}

/** One scan: when (epoch ms) and the score in [0, 1] of each series, null where nothing was judged. */
export interface TrendChartPoint {
  readonly at: number
  readonly partial: boolean
  readonly values: Readonly<Record<string, number | null>>
}

export interface TrendChartProps {
  readonly series: readonly TrendSeries[]
  readonly points: readonly TrendChartPoint[]
  /** Spans in which captures were due and none was made, epoch ms. */
  readonly gaps: readonly { readonly from: number; readonly to: number }[]
  readonly from: number
  readonly to: number
  readonly theme: ChartTheme
  readonly width: number
  readonly height: number
}

interface Row {
  at: number
  partial: boolean
  [key: string]: number | boolean | null
}

/** Lowest value of the score axis: a tenth below the lowest score, never below 0. */
function floorOf(points: readonly TrendChartPoint[]): number {
  let low = 1
  for (const point of points)
    for (const value of Object.values(point.values)) if (value !== null && value < low) low = value
  return points.length === 0 ? 0 : Math.max(0, Math.floor((low - 0.05) * 10) / 10)
}

/** Series whose values are the same at every point, as one with all their names: one line drawn over another would hide it. */
export function mergeSeries(
  series: readonly TrendSeries[],
  points: readonly TrendChartPoint[],
): readonly TrendSeries[] {
  const merged = new Map<string, TrendSeries>()
  for (const one of series) {
    const values =
      points.length === 0 ? one.key : JSON.stringify(points.map((point) => point.values[one.key] ?? null))
    const same = merged.get(values)
    merged.set(values, same === undefined ? one : { key: same.key, title: `${same.title}, ${one.title}` })
  }
  return [...merged.values()]
}

/** Compliance score per framework over the period; a missed capture breaks the line instead of being drawn through. */
export function TrendChart(props: TrendChartProps): ReactElement {
  const { theme } = props
  const series = mergeSeries(props.series, props.points)
  const rows: Row[] = [
    ...props.points.map((point) => ({ at: point.at, partial: point.partial, ...point.values })),
    ...props.gaps.map((gap) => ({
      at: (gap.from + gap.to) / 2,
      partial: false,
      ...Object.fromEntries(series.map((one) => [one.key, null])),
    })),
  ].sort((a, b) => a.at - b.at)
  const entries = series.map((one, index) => {
    const stroke = seriesStroke(theme, index)
    return { title: one.title, colour: stroke.colour, dash: stroke.dash, shape: 'line' as const }
  })
  const extra = [
    ...(props.points.some((point) => point.partial)
      ? [{ title: 'partial scan', colour: theme.ink, dash: '', shape: 'ring' as const }]
      : []),
    ...(props.gaps.length > 0
      ? [{ title: 'no capture', colour: theme.gap, dash: '', shape: 'box' as const }]
      : []),
  ]
  const key = legend([...entries, ...extra], theme, 46, 0, props.width - 60)
  const floor = floorOf(props.points)
  const steps = Math.round((1 - floor) * 10)
  const every = steps > 5 ? 2 : 1
  const yTicks = Array.from(
    { length: Math.floor(steps / every) + 1 },
    (_, index) => Math.round((1 - index * every * 0.1) * 10) / 10,
  ).reverse()
  const tick = { fontSize: theme.fontSize, fontFamily: theme.fontFamily, fill: theme.muted }
  return createElement(
    LineChart,
    {
      width: props.width,
      height: props.height,
      data: rows,
      margin: { top: key.height + 8, right: 16, bottom: 4, left: 0 },
    },
    key.element,
    createElement(CartesianGrid, { key: 'grid', stroke: theme.grid, vertical: false }),
    ...props.gaps.map((gap, index) =>
      createElement(ReferenceArea, {
        key: `gap${index}`,
        x1: gap.from,
        x2: gap.to,
        fill: theme.gap,
        fillOpacity: 1,
        strokeOpacity: 0,
        ifOverflow: 'hidden',
      }),
    ),
    createElement(XAxis, {
      key: 'x',
      dataKey: 'at',
      type: 'number',
      domain: [props.from, props.to],
      ticks: dateTicks(props.from, props.to, Math.min(14, Math.max(2, Math.floor((props.width - 60) / 45)))),
      interval: 0,
      tickFormatter: dayLabel,
      tick,
      stroke: theme.muted,
      tickLine: true,
      allowDataOverflow: true,
    }),
    createElement(YAxis, {
      key: 'y',
      width: 46,
      domain: [floor, 1],
      ticks: yTicks,
      interval: 0,
      tickFormatter: (value: number) => `${Math.round(value * 100)} %`,
      tick,
      stroke: theme.muted,
      axisLine: false,
      tickLine: false,
      allowDataOverflow: true,
    }),
    ...series.map((one, index) => {
      const stroke = seriesStroke(theme, index)
      return createElement(Line, {
        key: one.key,
        dataKey: one.key,
        name: one.title,
        type: 'linear',
        stroke: stroke.colour,
        strokeWidth: 1.8,
        connectNulls: false,
        isAnimationActive: false,
        ...(stroke.dash === '' ? {} : { strokeDasharray: stroke.dash }),
        dot: (dot: DotProps) => scanDot(dot, stroke.colour, theme),
      })
    }),
  )
}

interface DotProps {
  readonly cx?: number
  readonly cy?: number
  readonly index?: number
  readonly value?: unknown
  readonly payload?: unknown
}

function scanDot(dot: DotProps, colour: string, theme: ChartTheme): ReactElement {
  const key = `dot${dot.index ?? 0}`
  const row = dot.payload as Row | undefined
  if (dot.cx === undefined || dot.cy === undefined || dot.value === null || dot.value === undefined)
    return createElement('g', { key })
  const partial = row?.partial === true
  return createElement('circle', {
    key,
    cx: dot.cx,
    cy: dot.cy,
    r: partial ? 3 : 2.2,
    fill: partial ? theme.paper : colour,
    stroke: colour,
    strokeWidth: 1.2,
  })
}

const day = 86_400_000

/** Mondays of the span, thinned to at most `most`; days when the span is shorter than a fortnight. */
export function dateTicks(from: number, to: number, most = 14): number[] {
  const step = to - from < 14 * day ? day : 7 * day
  const start = new Date(from)
  start.setUTCHours(0, 0, 0, 0)
  let at = start.getTime() + (step === day ? 0 : ((8 - start.getUTCDay()) % 7) * day)
  if (at < from) at += step
  const all: number[] = []
  for (; at <= to; at += step) all.push(at)
  const every = Math.max(1, Math.ceil(all.length / most))
  return all.filter((_, index) => index % every === 0)
}
