import { createElement, type ReactElement } from 'react'
import { Bar, BarChart, CartesianGrid, XAxis, YAxis } from 'recharts'
import { legend } from './legend.ts'
import type { ChartTheme } from './theme.ts'

/** One part of every bar; `key` names its value in the points. */
export interface StackPart {
  readonly key: string
  readonly title: string
  readonly colour: string
}

/** One bar; `missed` marks a due capture that was not made: an empty place with its mark. */
export interface StackPoint {
  readonly label: string
  readonly missed: boolean
  readonly values: Readonly<Record<string, number>>
}

export interface StackChartProps {
  /** From the bottom up; the legend names them from the top down. */
  readonly parts: readonly StackPart[]
  readonly points: readonly StackPoint[]
  readonly theme: ChartTheme
  readonly width: number
  readonly height: number
}

/** Counts over the period as stacked bars. */
export function StackChart({ parts, points, theme, width, height }: StackChartProps): ReactElement {
  const entries = [...parts].reverse().map(({ title, colour }) => ({
    title,
    colour,
    dash: '',
    shape: 'box' as const,
  }))
  const missed = points.some((point) => point.missed)
    ? [{ title: '× no capture', colour: 'none', dash: '', shape: 'box' as const }]
    : []
  const key = legend([...entries, ...missed], theme, 46, 0, width - 60)
  const tick = { fontSize: theme.fontSize, fontFamily: theme.fontFamily, fill: theme.muted }
  const every = Math.max(1, Math.ceil(points.length / 14))
  const rows = points.map(({ label, missed: none, values }) => ({
    ...values,
    label: none ? `${label} ×` : label,
  }))
  const most = Math.max(
    1,
    ...points.map(({ values }) => parts.reduce((sum, part) => sum + (values[part.key] ?? 0), 0)),
  )
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
    ...parts.map((part) =>
      createElement(Bar, {
        key: part.key,
        dataKey: part.key,
        stackId: 'stack',
        fill: part.colour,
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
