import type { Finding } from '../../shared/model/finding.ts'
import type { Instant } from '../../shared/model/provider.ts'
import { absoluteTime, dayOf, relativeTime, spanOf } from '../../shared/text/format.ts'
import { useNow } from '../data/clock.ts'
import { Icon } from './icon.tsx'

/** An instant with its zone, and how long ago that is. `day` leaves out the hour. */
export function Time({
  at,
  day = false,
  plain = false,
}: {
  readonly at: Instant
  readonly day?: boolean
  readonly plain?: boolean
}) {
  const now = useNow()
  return (
    <time dateTime={at} title={`${absoluteTime(at)} (${relativeTime(at, now)})`}>
      {day ? dayOf(at) : absoluteTime(at)}
      {!plain && <span className="muted"> · {relativeTime(at, now)}</span>}
    </time>
  )
}

/** The state of a finding's due clock at an instant (epoch ms). Soon is within two days. */
export function dueState(
  finding: Pick<Finding, 'status' | 'dueAt' | 'exceptionUntil' | 'closedAt'>,
  now: number,
): 'closed' | 'accepted' | 'overdue' | 'soon' | 'running' {
  if (finding.status === 'closed') return 'closed'
  if (finding.exceptionUntil !== null) return 'accepted'
  const left = Date.parse(finding.dueAt) - now
  return left < 0 ? 'overdue' : left < 48 * 3_600_000 ? 'soon' : 'running'
}

/** How long a finding has left, or by how much it is late; in words and with a sign. */
export function DueClock({
  finding,
}: {
  readonly finding: Pick<Finding, 'status' | 'dueAt' | 'exceptionUntil' | 'closedAt' | 'breached'>
}) {
  const now = useNow()
  const state = dueState(finding, now)
  const title = `Due ${absoluteTime(finding.dueAt)}`
  if (state === 'closed')
    return (
      <span className="due muted" title={title}>
        {finding.breached ? 'Closed late' : 'Closed in time'}
      </span>
    )
  if (state === 'accepted')
    return <span className="due muted">Until {dayOf(finding.exceptionUntil ?? finding.dueAt)}</span>
  const words = spanOf(Date.parse(finding.dueAt) - now)
  return (
    <span className={`due ${state}`} title={title}>
      <Icon name={state === 'overdue' ? 'alert' : 'clock'} size={13} />
      {state === 'overdue' ? `${words} overdue` : `${words} left`}
    </span>
  )
}
