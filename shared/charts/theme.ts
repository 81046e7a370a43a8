/** Colours and type of a chart; the window passes its own, the package passes `paperTheme`. CSS colours. */
export interface ChartTheme {
  readonly ink: string
  readonly muted: string
  readonly grid: string
  readonly paper: string
  /** Fill behind a span without captures. */
  readonly gap: string
  readonly fontFamily: string
  /** Font size in px. */
  readonly fontSize: number
  /** One colour per series, in order; series beyond the list start again with another dash. */
  readonly series: readonly string[]
  readonly severity: Readonly<Record<'critical' | 'high' | 'medium' | 'low', string>>
}

/** For white paper; told apart in greyscale too, because each series has its own dash. */
export const paperTheme: ChartTheme = {
  ink: '#14202b',
  muted: '#5a6673',
  grid: '#e1e6ea',
  paper: '#ffffff',
  gap: '#f1efe9',
  fontFamily: 'Inter',
  fontSize: 10,
  series: ['#0b4f6c', '#b5651d', '#3f7d4e', '#7a4b94', '#a33b4a', '#4f6d9b', '#6b6a2f'],
  severity: { critical: '#8f1d2c', high: '#cf6a1f', medium: '#d9a93c', low: '#7d9db5' },
}

const dashes = ['', '6 3', '2 2', '8 3 2 3', '4 2', '1 2', '10 4'] as const

/** Stroke of the nth series: colour and dash pattern (empty for solid). */
export function seriesStroke(theme: ChartTheme, index: number): { colour: string; dash: string } {
  const colour = theme.series[index % theme.series.length] ?? theme.ink
  return { colour, dash: dashes[index % dashes.length] ?? '' }
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

/** `6 Jul` of an instant in epoch milliseconds, in UTC. */
export function dayLabel(at: number): string {
  const date = new Date(at)
  return `${date.getUTCDate()} ${months[date.getUTCMonth()]}`
}
