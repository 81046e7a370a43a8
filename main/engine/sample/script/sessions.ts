import type { CaptureTime } from '../calendar.ts'
import type { SessionScript } from './decision.ts'
import { people } from './people.ts'

const summaries: readonly string[] = [
  'First look at the estate. Owners named for what is worst; baseline 1 approved.',
  'SSH on the jump host is new. Four exceptions asked for and approved, each with an end.',
  'Public telemetry bucket found and closed this week. Root MFA of staging still without a key.',
  'RDP over IPv6 is new in staging. Demo-day bucket to be deleted on Friday.',
  'eu-central-1 of staging was denied to the collector: nothing there was judged. Access asked for.',
  'Second week without eu-central-1 of staging. Production trail was off over the weekend.',
  'All regions read again. Baseline 2 approved as the reference for the second half.',
  'First session after the missed week of 17 August. Jump host open again; five new incidents.',
  'Exception of the data lake policy ran out; the finding is open again.',
  'Root key of shared-services lost; replaced the next day. Contractor holds Owner.',
  'Recorder of shared-services stopped in us-east-1. Lab group closed at last.',
  'Flow log of robot-lab gone with a stack update. IPv6 SSH open on the robot arm.',
  'Last session of the period. What stays open is named with owner and date.',
]

/** The Monday session of a capture: led and sealed by Priya Raman, countersigned by Marcus Adeyemi. */
export function sessionOf({ week, day }: CaptureTime): SessionScript {
  const regulars = [people.priya, people.tom, people.ingrid, people.lea]
  const guests = [people.dmitri, people.sofia, people.helena].filter(
    (_, i) => (week + i) % 3 === 0 || week === 0 || week === 12,
  )
  return {
    startedAt: `${day}T09:00:00.000Z`,
    startedBy: people.priya.name,
    attendees: [...regulars, ...guests].map((person) => person.name),
    sealedAt: `${day}T10:45:00.000Z`,
    sealedBy: people.priya.name,
    summary: summaries[week] ?? '',
    countersignedAt: `${day}T15:30:00.000Z`,
    countersignedBy: people.marcus.name,
  }
}
