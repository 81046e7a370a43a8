import type { Instant } from '../../../shared/model/provider.ts'

/** Q3 2026; the end is exclusive. */
export const period = { start: '2026-07-01T00:00:00.000Z', end: '2026-10-01T00:00:00.000Z' } as const

/** The one Monday without a capture: the collector's host was being rebuilt. */
export const missedWeeks: readonly string[] = ['2026-08-17']

export interface CaptureTime {
  /** 0 for the capture before the period opens, 12 for the last. */
  readonly week: number
  /** The Monday, `2026-07-06`. */
  readonly day: string
  /** When the exports were taken. */
  readonly at: Instant
}

const days = [
  '2026-06-29',
  '2026-07-06',
  '2026-07-13',
  '2026-07-20',
  '2026-07-27',
  '2026-08-03',
  '2026-08-10',
  '2026-08-24',
  '2026-08-31',
  '2026-09-07',
  '2026-09-14',
  '2026-09-21',
  '2026-09-28',
] as const

/** The 13 weekly captures, oldest first; each a few minutes after 05:00 UTC. */
export const captureTimes: readonly CaptureTime[] = days.map((day, week) => ({
  week,
  day,
  at: `${day}T05:0${(week * 3) % 7}:${String(11 + ((week * 17) % 48)).padStart(2, '0')}.000Z`,
}))

/** An instant so many milliseconds later. */
export function later(instant: Instant, ms: number): Instant {
  return new Date(Date.parse(instant) + ms).toISOString()
}
