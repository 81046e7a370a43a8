import type { Instant } from '../../../../shared/model/provider.ts'
import { captureTimes, type CaptureTime } from '../calendar.ts'
import { holds, storyEvents } from '../story/timeline.ts'
import type { StoryEvent } from '../story/event.ts'
import type { Decision } from './decision.ts'
import { authorise, reject } from './write.ts'

/** Week whose scan the reference was approved on: baseline 2 is approved at the end of week 6's session. */
const referenceWeek = (week: number): number => (week <= 6 ? 0 : 6)

/** The first capture at or after an instant. */
const firstSince = (instant: Instant): CaptureTime | undefined => captureTimes.find(({ at }) => at >= instant)

/**
 * What the Monday sessions say of the drift that incidents and their mending leave: an incident that
 * left the baseline is refused, the mending of what the baseline held is authorised by its change.
 * Sessions decide it after the assignments, from six minutes past ten.
 */
export function driftOfIncidents(): Decision[] {
  const perWeek = new Map<number, number>()
  const slot = ({ week, day }: CaptureTime): string => {
    const n = perWeek.get(week) ?? 0
    perWeek.set(week, n + 1)
    return `${day.slice(5)} 10:${String(6 + (n % 12)).padStart(2, '0')}`
  }
  let change = 1100
  const decisions: Decision[] = []
  for (const event of storyEvents.filter(({ misconfiguration }) => misconfiguration !== null)) {
    for (const { from, to } of event.windows) {
      const opened = from === null ? undefined : firstSince(from)
      if (opened !== undefined && differs(event, opened))
        decisions.push(reject(slot(opened), event.id, 'none: made without a change'))
      const mended = to === null ? undefined : firstSince(to)
      if (mended !== undefined && differs(event, mended))
        decisions.push(authorise(slot(mended), event.id, `CHG-${++change}`))
    }
  }
  return decisions
}

/** Whether the event stands otherwise at this capture than in the baseline in force. */
function differs(event: StoryEvent, capture: CaptureTime): boolean {
  const reference = captureTimes[referenceWeek(capture.week)]
  return reference !== undefined && holds(event, capture.at) !== holds(event, reference.at)
}
