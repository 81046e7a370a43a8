import type { Instant } from '../../../../shared/model/provider.ts'
import { awsEvents } from './aws-events.ts'
import { azureEvents } from './azure-events.ts'
import type { StoryEvent } from './event.ts'
import { gcpEvents } from './gcp-events.ts'

export const storyEvents: readonly StoryEvent[] = [...awsEvents, ...azureEvents, ...gcpEvents]
const byId = new Map(storyEvents.map((event) => [event.id, event]))

/** Whether an event holds at an instant: from its window's start until, exclusively, its end. */
export function holds(event: StoryEvent, at: Instant): boolean {
  return event.windows.some(({ from, to }) => (from === null || from <= at) && (to === null || at < to))
}

/** What a resource's generator asks of the story at the moment of one capture. */
export interface Watch {
  readonly at: Instant
  /** Whether the event holds now; a name the story does not know is a defect and throws. */
  is(event: string): boolean
  /** The last instant, not before `base`, at which anything asked about changed. */
  lastChange(base: Instant): Instant
  /** Ids of the events asked about so far. */
  asked(): readonly string[]
}

/** Provider ids of the resources that each event concerns; filled while the estate is built. */
export type Affected = Map<string, Set<string>>

/** Notes that everything the watch was asked about concerns this resource. */
export function noteAffected(affected: Affected, story: Watch, resourceId: string): void {
  for (const event of story.asked()) {
    const ids = affected.get(event) ?? new Set<string>()
    affected.set(event, ids.add(resourceId))
  }
}

/** A fresh watch for one resource at one capture. */
export function watch(at: Instant): Watch {
  const asked = new Set<StoryEvent>()
  return {
    at,
    is(id) {
      const event = byId.get(id)
      if (event === undefined) throw new RangeError(`no story event ${id}`)
      asked.add(event)
      return holds(event, at)
    },
    lastChange(base) {
      let last = base
      for (const { windows } of asked)
        for (const { from, to } of windows)
          for (const border of [from, to]) if (border !== null && border <= at && border > last) last = border
      return last
    },
    asked: () => [...asked].map((event) => event.id),
  }
}
