import { createElement, type ReactElement } from 'react'
import type { ChartTheme } from './theme.ts'

export interface LegendEntry {
  readonly title: string
  readonly colour: string
  readonly dash: string
  readonly shape: 'line' | 'box' | 'ring'
}

/** Width of a label in px without measuring: charts are also drawn where no text can be measured. */
const labelWidth = (title: string, size: number): number => {
  let ems = 0
  for (const letter of title)
    ems += /[A-Z×%]/.test(letter) ? 0.69 : /[ ijlt,.;:|'1]/.test(letter) ? 0.32 : 0.58
  return ems * size
}

/**
 * A legend drawn in SVG (the library's own is HTML and would be lost in an exported file).
 * Wraps to as many lines as the width needs; `height` is what it takes.
 */
export function legend(
  entries: readonly LegendEntry[],
  theme: ChartTheme,
  x: number,
  y: number,
  width: number,
): { element: ReactElement; height: number } {
  const line = theme.fontSize * 1.7
  const children: ReactElement[] = []
  let left = 0
  let top = 0
  entries.forEach((entry, index) => {
    const wide = 24 + labelWidth(entry.title, theme.fontSize) + 14
    if (left > 0 && left + wide > width) {
      left = 0
      top += line
    }
    const cy = y + top + line / 2
    children.push(
      createElement(
        'g',
        { key: index },
        mark(entry, x + left, cy, theme),
        createElement(
          'text',
          {
            x: x + left + 24,
            y: cy + theme.fontSize * 0.35,
            fontSize: theme.fontSize,
            fontFamily: theme.fontFamily,
            fill: theme.muted,
          },
          entry.title,
        ),
      ),
    )
    left += wide
  })
  return { element: createElement('g', { key: 'legend' }, ...children), height: top + line }
}

function mark(entry: LegendEntry, x: number, cy: number, theme: ChartTheme): ReactElement {
  if (entry.shape === 'box')
    return createElement('rect', { x: x + 4, y: cy - 5, width: 12, height: 10, fill: entry.colour })
  if (entry.shape === 'ring')
    return createElement('circle', {
      cx: x + 10,
      cy,
      r: 3,
      fill: theme.paper,
      stroke: entry.colour,
      strokeWidth: 1.4,
    })
  return createElement('line', {
    x1: x,
    x2: x + 20,
    y1: cy,
    y2: cy,
    stroke: entry.colour,
    strokeWidth: 2,
    ...(entry.dash === '' ? {} : { strokeDasharray: entry.dash }),
  })
}
