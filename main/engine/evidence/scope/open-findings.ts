import type { FindingEvent } from '../../../../shared/model/finding.ts'
import type { Instant } from '../../../../shared/model/provider.ts'
import type { Severity } from '../../../../shared/model/rule.ts'

/** Open findings of each severity at an instant, and how many of all are past due and not under an exception. */
export interface OpenCounts {
  readonly open: Record<Severity, number>
  overdue: number
}

interface Clock {
  living: boolean
  dueAt: Instant | null
  excepted: boolean
}

/**
 * Counts findings as they stood at each of some instants, one finding after the other, from their events: what a scan's posture
 * point says of all findings, for those of a scope.
 * @param instants rising
 */
export function openCounter(instants: readonly Instant[]): {
  add(severity: Severity, events: Iterable<FindingEvent>): void
  readonly counts: readonly OpenCounts[]
} {
  const counts = instants.map((): OpenCounts => ({
    open: { critical: 0, high: 0, medium: 0, low: 0 },
    overdue: 0,
  }))
  return {
    counts,
    add(severity, events) {
      const clock: Clock = { living: false, dueAt: null, excepted: false }
      let next = 0
      const settle = (until: Instant | null): void => {
        for (; next < instants.length; next++) {
          const at = instants[next]
          const count = counts[next]
          if (at === undefined || count === undefined || (until !== null && at >= until)) return
          if (!clock.living) continue
          count.open[severity]++
          if (clock.dueAt !== null && clock.dueAt < at && !clock.excepted) count.overdue++
        }
      }
      for (const event of events) {
        // An event of the very instant belongs to it: a scan's findings are dated with the scan.
        settle(event.at)
        follow(clock, event)
      }
      settle(null)
    },
  }
}

function follow(clock: Clock, { kind, at, payload }: FindingEvent): void {
  const due = typeof payload['dueAt'] === 'string' ? payload['dueAt'] : null
  switch (kind) {
    case 'opened':
    case 'reopened':
      clock.living = true
      clock.dueAt = due ?? at
      if (kind === 'opened') clock.excepted = false
      break
    case 'verified-closed':
    case 'resource-removed':
      clock.living = false
      clock.excepted = false
      break
    case 'due-changed':
      clock.dueAt = due ?? clock.dueAt
      break
    case 'exception-approved':
      clock.excepted = true
      break
    case 'exception-revoked':
    case 'exception-expired':
      clock.excepted = false
      clock.dueAt = due ?? clock.dueAt
      break
    default:
      break
  }
}
