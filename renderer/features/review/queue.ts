import type { ReviewItem, ReviewWeek } from '../../../shared/model/review.ts'

/** Tells an item of the queue from all others; it stays the same while the queue is read again. */
export function keyOf(item: Pick<ReviewItem, 'kind' | 'ref'>): string {
  return `${item.kind}-${item.ref}`
}

export function decidedCount(items: readonly ReviewItem[]): number {
  return items.filter(({ decision }) => decision !== null).length
}

/**
 * The undecided item after (or before) one, going round at the end; null when none is left beside it.
 * @param from key of where to start; an unknown key starts at the top
 */
export function nextUndecided(
  items: readonly ReviewItem[],
  from: string | null,
  step: 1 | -1 = 1,
): string | null {
  const start = items.findIndex((item) => keyOf(item) === from)
  for (let distance = 1; distance <= items.length; distance += 1) {
    const base = start < 0 && step === -1 ? 0 : start
    const item = items[(base + step * distance + items.length * 2) % items.length]
    if (item && item.decision === null && keyOf(item) !== from) return keyOf(item)
  }
  return null
}

/** Weeks a session may be held for: this one, and those of the period that have none, newest first. */
export function weeksToHold(
  weeks: readonly ReviewWeek[],
  thisWeek: string,
): { readonly week: string; readonly late: boolean }[] {
  const free = weeks
    .filter(({ session, week }) => session === null && week < thisWeek)
    .map(({ week }) => ({ week, late: true }))
  const held = weeks.some(({ session, week }) => session !== null && week === thisWeek)
  return [...(held ? [] : [{ week: thisWeek, late: false }]), ...free.reverse()]
}

/** The Monday (UTC) of the week an instant lies in, `2026-07-06`. */
export function mondayOf(epochMs: number): string {
  const day = new Date(epochMs)
  const sinceMonday = (day.getUTCDay() + 6) % 7
  return new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate() - sinceMonday))
    .toISOString()
    .slice(0, 10)
}

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

/** `2026-07-06` → `6 Jul`. */
export function shortDay(day: string): string {
  const [date = '', month = ''] = longDay(day).split(' ')
  return `${date} ${month.slice(0, 3)}`
}

/** `2026-07-06` → `6 July 2026`. */
export function longDay(day: string): string {
  const [year = '', month = '1', date = '1'] = day.split('-')
  return `${Number(date)} ${months[Number(month) - 1] ?? month} ${year}`
}
