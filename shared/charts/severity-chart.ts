import { createElement, type ReactElement } from 'react'
import { Bar, BarChart, CartesianGrid, XAxis, YAxis } from 'recharts'
import { legend } from './legend.ts'
import type { ChartTheme } from './theme.ts'

/** Open findings as of one scan; `missed` marks a due capture that was not made. */
export interface SeverityChartPoint {
  readonly label: string
  readonly missed: boolean
  readonly critical: number
  readonly high: number
  readonly medium: number
  readonly low: number
}

export interface SeverityChartProps {
  readonly points: readonly SeverityChartPoint[]
  readonly theme: ChartTheme
  readonly width: number
  readonly height: number
}

const stack = ['low', 'medium', 'high', 'critical'] as const

/** Open findings by severity over the period, critical on top; a missed capture is an empty place with its mark. */
export function SeverityChart({ points, theme, width, height }: SeverityChartProps): ReactElement {
  const entries = [...stack].reverse().map((severity) => ({
    title: severity,
    colour: theme.severity[severity],
    dash: '',
    shape: 'box' as const,
  }))
  const missed = points.some((point) => point.missed)
    ? [{ title: '× no capture', colour: theme.paper, dash: '', shape: 'box' as const }]
    : []
  const key = legend([...entries, ...missed], theme, 46, 0, width - 60)
  const tick = { fontSize: theme.fontSize, fontFamily: theme.fontFamily, fill: theme.muted }
  const every = Math.max(1, Math.ceil(points.length / 14))
  const rows = points.map((point) => ({ ...point, label: point.missed ? `${point.label} ×` : point.label }))
  const most = Math.max(1, ...points.map((point) => point.critical + point.high + point.medium + point.low))
  const ticks = countTicks(most)
  return createElement(
    BarChart,
    {
      width,
      height,
      data: rows,
      margin: { top: key.height + 8, right: 16, bottom: 4, left: 0 },
      barCategoryGap: '28%',
    },
    key.element,
    createElement(CartesianGrid, { key: 'grid', stroke: theme.grid, vertical: false }),
    createElement(XAxis, {
      key: 'x',
      dataKey: 'label',
      interval: every - 1,
      tick,
      stroke: theme.muted,
      tickLine: false,
    }),
    createElement(YAxis, {
      key: 'y',
      width: 46,
      domain: [0, ticks.at(-1) ?? 1],
      ticks,
      interval: 0,
      allowDecimals: false,
      tick,
      stroke: theme.muted,
      axisLine: false,
      tickLine: false,
    }),
    ...stack.map((severity) =>
      createElement(Bar, {
        key: severity,
        dataKey: severity,
        stackId: 'open',
        fill: theme.severity[severity],
        isAnimationActive: false,
        maxBarSize: 34,
      }),
    ),
  )
}

/** Round steps of 1, 2 or 5 times a power of ten, from 0 to at least `most`, at most six of them. */
export function countTicks(most: number): number[] {
  let step = 1
  while (most / step > 5) step *= String(step).startsWith('2') ? 2.5 : 2
  const ticks: number[] = []
  for (let at = 0; at < most + step; at += step) ticks.push(at)
  return ticks
}
