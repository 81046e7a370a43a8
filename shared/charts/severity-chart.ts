import { createElement, type ReactElement } from 'react'
import { StackChart } from './stack-chart.ts'
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
  return createElement(StackChart, {
    parts: stack.map((severity) => ({ key: severity, title: severity, colour: theme.severity[severity] })),
    points: points.map(({ label, missed, critical, high, medium, low }) => ({
      label,
      missed,
      values: { critical, high, medium, low },
    })),
    theme,
    width,
    height,
  })
}
