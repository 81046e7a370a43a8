import './chart.css'
import { useState, type ReactElement, type ReactNode } from 'react'
import { paperTheme, type ChartTheme } from '../../shared/charts/theme.ts'
import { useStore } from '../data/store.ts'
import { look } from '../data/theme.ts'
import { Button } from './button.tsx'
import { useWidth } from './measure.ts'

/** Colours of the window's charts, from the same custom properties as the rest of it. */
function useChartTheme(width: number): ChartTheme {
  // Read again whenever the look of the window changes.
  useStore(look)
  const style = getComputedStyle(document.documentElement)
  const colour = (name: string) => style.getPropertyValue(`--${name}`).trim()
  return {
    ...paperTheme,
    ink: colour('ink'),
    muted: colour('muted'),
    grid: colour('chart-grid'),
    paper: colour('surface'),
    gap: colour('chart-gap'),
    fontFamily: colour('font'),
    fontSize: width < 560 ? 10 : 11,
    series: [1, 2, 3, 4, 5, 6, 7].map((index) => colour(`chart-${index}`)),
    severity: {
      critical: colour('bar-critical'),
      high: colour('bar-high'),
      medium: colour('bar-medium'),
      low: colour('bar-low'),
    },
  }
}

export interface ChartFrameProps {
  /** What the picture says, for those who cannot see it. */
  readonly summary: string
  readonly height: number
  readonly chart: (theme: ChartTheme, width: number) => ReactElement
  /** The same numbers as a table. */
  readonly table: ReactNode
}

/** A chart as wide as its place, with its numbers as a table one press away. */
export function ChartFrame({ summary, height, chart, table }: ChartFrameProps) {
  const [asTable, setAsTable] = useState(false)
  const [ref, width] = useWidth<HTMLDivElement>()
  const theme = useChartTheme(width)
  return (
    <div className="chart">
      <div className="chart-switch">
        <Button tone="quiet" pressed={asTable} onPress={() => setAsTable(!asTable)}>
          {asTable ? 'Show the chart' : 'Show as a table'}
        </Button>
      </div>
      {asTable ? (
        <div
          className="chart-table"
          style={{ maxHeight: height }}
          tabIndex={0}
          role="region"
          aria-label={`${summary} As a table`}
        >
          {table}
        </div>
      ) : (
        <div ref={ref} className="chart-area" style={{ height }} role="img" aria-label={summary}>
          {width > 0 && <div inert>{chart(theme, width)}</div>}
        </div>
      )}
    </div>
  )
}
