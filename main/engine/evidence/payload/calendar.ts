import type { Scan } from '../../../../shared/model/scan.ts'
import type { Period } from '../reader.ts'
import type { Instant } from '../../../../shared/model/provider.ts'

const day = 86_400_000

/** One expected capture: a slot of the cadence, the scans that fell into it, and whether it was missed. */
export interface CaptureSlot {
  readonly from: Instant
  /** Exclusive. */
  readonly to: Instant
  readonly scans: readonly Scan[]
  /** `future` when the slot ends after the package was compiled and nothing was captured yet. */
  readonly standing: 'captured' | 'missed' | 'future'
  /** Days since the capture before the first one in this slot (or since the period's start), one decimal; null without a scan. */
  readonly gapDays: number | null
}

const instant = (at: number): Instant => new Date(at).toISOString()

/**
 * The capture calendar: expected against actual. Weekly cadences run from Monday to Monday (UTC), as the review weeks do;
 * any other number of days runs from the period's start. The days before the first Monday are due to no one and are left out
 * unless something was captured in them; a slot that the period's end cuts short is missed only when half of it lies inside.
 */
export function captureCalendar(
  period: Period,
  scans: readonly Scan[],
  everyDays: number,
  at: Instant,
): CaptureSlot[] {
  const start = Date.parse(period.start)
  const end = Date.parse(period.end)
  const step = everyDays * day
  const slots: CaptureSlot[] = []
  let previous = start
  let next = 0
  for (let from = start; from < end;) {
    const to = Math.min(end, everyDays === 7 ? nextMonday(from) : from + step)
    const inside: Scan[] = []
    for (let scan = scans[next]; scan !== undefined && scan.asOf < instant(to); scan = scans[++next])
      inside.push(scan)
    const first = inside[0]
    const lead = from === start && everyDays === 7 && new Date(start).getUTCDay() !== 1
    if (first !== undefined || (!lead && to - from >= step / 2)) {
      slots.push({
        from: instant(from),
        to: instant(to),
        scans: inside,
        standing: first !== undefined ? 'captured' : instant(to) > at ? 'future' : 'missed',
        gapDays:
          first === undefined ? null : Math.round(((Date.parse(first.asOf) - previous) / day) * 10) / 10,
      })
    }
    const last = inside.at(-1)
    if (last !== undefined) previous = Date.parse(last.asOf)
    from = to
  }
  return slots
}

function nextMonday(from: number): number {
  const date = new Date(from)
  const midnight = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate())
  return midnight + ((8 - date.getUTCDay()) % 7 || 7) * day
}

/** Longest time without a capture in days, the ends of the period (or the compile time, if earlier) included. */
export function longestGapDays(period: Period, scans: readonly Scan[], at: Instant): number {
  const end = at < period.end ? at : period.end
  const marks = [period.start, ...scans.map((scan) => scan.asOf), end].map((mark) => Date.parse(mark))
  let most = 0
  for (let index = 1; index < marks.length; index++)
    most = Math.max(most, (marks[index] ?? 0) - (marks[index - 1] ?? 0))
  return Math.round((most / day) * 10) / 10
}

/** Missed slots as spans for a chart, joined where they touch, epoch ms. */
export function missedSpans(slots: readonly CaptureSlot[]): { from: number; to: number }[] {
  const spans: { from: number; to: number }[] = []
  for (const slot of slots) {
    if (slot.standing !== 'missed') continue
    const last = spans.at(-1)
    const from = Date.parse(slot.from)
    if (last !== undefined && last.to === from) last.to = Date.parse(slot.to)
    else spans.push({ from, to: Date.parse(slot.to) })
  }
  return spans
}
