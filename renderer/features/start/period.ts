/** The calendar quarter of a date, in UTC: its days as `YYYY-MM-DD` and its name. */
export function quarterOf(date: Date): {
  readonly first: string
  readonly last: string
  readonly title: string
} {
  const year = date.getUTCFullYear()
  const quarter = Math.floor(date.getUTCMonth() / 3)
  const day = (month: number, of: number) => new Date(Date.UTC(year, month, of)).toISOString().slice(0, 10)
  const name = ['first', 'second', 'third', 'fourth'][quarter] ?? ''
  return { first: day(quarter * 3, 1), last: day(quarter * 3 + 3, 0), title: `${name} quarter ${year}` }
}

const isDay = (text: string) =>
  /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00.000Z`))

/** What is wrong with a period of two days, or null. */
export function problemOfPeriod(first: string, last: string): string | null {
  if (!isDay(first) || !isDay(last)) return 'Give both days as YYYY-MM-DD.'
  return first > last ? 'The last day lies before the first.' : null
}

/** First and last day, both inclusive, as the engine's half-open period. */
export function toPeriod(
  first: string,
  last: string,
): { readonly periodStart: string; readonly periodEnd: string } {
  const end = new Date(Date.parse(`${last}T00:00:00.000Z`) + 86_400_000)
  return { periodStart: `${first}T00:00:00.000Z`, periodEnd: end.toISOString() }
}
