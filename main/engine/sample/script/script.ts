import { captureTimes } from '../calendar.ts'
import type { Affected } from '../story/timeline.ts'
import { august } from './august.ts'
import type { Decision, WeekScript } from './decision.ts'
import { driftOfIncidents } from './drift.ts'
import { july } from './july.ts'
import { september } from './september.ts'
import { sessionOf } from './sessions.ts'

/** Puts the provider ids of the built estate in the place of `event:` globs. */
function resolve(decision: Decision, affected: Affected): Decision {
  if (decision.kind === 'baseline') return decision
  const globs = decision.select.resources.flatMap((glob) =>
    glob.startsWith('event:') ? [...(affected.get(glob.slice(6)) ?? [])].sort() : [glob],
  )
  const resources = [...new Set(globs)]
  return decision.kind === 'drift'
    ? { ...decision, select: { ...decision.select, resources } }
    : { ...decision, select: { ...decision.select, resources } }
}

/** The human side of the quarter, week by week, each week's decisions in the order of time. */
export function writeScript(affected: Affected): WeekScript[] {
  const all = [...july, ...august, ...september, ...driftOfIncidents()]
    .map((decision) => resolve(decision, affected))
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
  return captureTimes.map((capture, i) => {
    const next = captureTimes[i + 1]?.at ?? '9999'
    return {
      week: capture.week,
      day: capture.day,
      session: sessionOf(capture),
      decisions: all.filter(({ at }) => at >= capture.at && at < next),
    }
  })
}
