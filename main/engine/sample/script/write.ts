import type { Instant } from '../../../../shared/model/provider.ts'
import { storyEvents } from '../story/timeline.ts'
import type { StoryEvent } from '../story/event.ts'
import type { BaselineDecision, Decision, DriftSelector, FindingSelector } from './decision.ts'
import { people, type PersonKey } from './people.ts'

const byId = new Map(storyEvents.map((event) => [event.id, event]))
function eventOf(id: string): StoryEvent {
  const event = byId.get(id)
  if (event === undefined) throw new RangeError(`no story event ${id}`)
  return event
}

/** `07-06 09:40` of 2026. */
const when = (text: string): Instant => `2026-${text.replace(' ', 'T')}:00.000Z`
const nameOf = (key: PersonKey): string => people[key].name

/** Findings of a story event; further globs where a rule may name another subject. */
function findings(event: string, also: readonly string[] = []): FindingSelector {
  const { misconfiguration, provider, resource } = eventOf(event)
  if (misconfiguration === null) throw new RangeError(`${event} is no misconfiguration`)
  return { misconfiguration, provider, resources: [resource, `*${resource}*`, `event:${event}`, ...also] }
}
function drifts(event: string, path: string): DriftSelector {
  const { provider, resource } = eventOf(event)
  return { provider, resources: [resource, `event:${event}`], path }
}

// The script is written in these; `event:` globs become provider ids once the estate is built.
export const assign = (at: string, event: string, owner: PersonKey, also?: readonly string[]): Decision => ({
  kind: 'assign',
  at: when(at),
  actor: nameOf('priya'),
  select: findings(event, also),
  owner: nameOf(owner),
})
export const note = (
  at: string,
  event: string,
  actor: PersonKey,
  text: string,
  also?: readonly string[],
): Decision => ({ kind: 'note', at: when(at), actor: nameOf(actor), select: findings(event, also), text })
export const done = (
  at: string,
  event: string,
  actor: PersonKey,
  action: string,
  also?: readonly string[],
): Decision => {
  const acted = eventOf(event)
    .windows.map(({ to }) => to)
    .findLast((to): to is Instant => to !== null && to <= when(at))
  return {
    kind: 'remediated',
    at: when(at),
    actor: nameOf(actor),
    select: findings(event, also),
    action,
    actedAt: acted ?? when(at),
  }
}
export const except = (
  at: string,
  event: string,
  actor: PersonKey,
  expires: string,
  reason: string,
  compensatingControl: string,
): Decision => ({
  kind: 'exception',
  at: when(at),
  actor: nameOf(actor),
  select: findings(event),
  reason,
  compensatingControl,
  expiresAt: `${expires}T00:00:00.000Z`,
  decision: 'approved',
  decidedBy: nameOf('helena'),
  decidedAt: new Date(Date.parse(when(at)) + 25 * 60_000).toISOString(),
})
export const refuse = (...args: Parameters<typeof except>): Decision =>
  ({ ...except(...args), decision: 'rejected' }) as Decision
export const authorise = (at: string, event: string, changeReference: string, path = '*'): Decision => ({
  kind: 'drift',
  at: when(at),
  actor: nameOf('priya'),
  select: drifts(event, path),
  authorised: true,
  changeReference,
})
export const reject = (at: string, event: string, changeReference: string, path = '*'): Decision => ({
  kind: 'drift',
  at: when(at),
  actor: nameOf('priya'),
  select: drifts(event, path),
  authorised: false,
  changeReference,
})
export const baseline = (at: string, version: number, rationale: string): BaselineDecision => ({
  kind: 'baseline',
  version,
  at: when(at),
  actor: nameOf('helena'),
  rationale,
  filter: {},
})
