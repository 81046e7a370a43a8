import type { DriftEvent } from '../../../shared/model/drift.ts'
import type { Exception, Finding } from '../../../shared/model/finding.ts'
import type { Instant } from '../../../shared/model/provider.ts'
import type { QueueReason, ReviewItem } from '../../../shared/model/review.ts'
import { severities } from '../../../shared/model/rule.ts'

/** How far ahead a due date or an expiry is announced: until the next Monday. */
const aheadMs = 7 * 24 * 3_600_000

export interface QueueInput {
  /** Findings not closed, or changed since the last sealed session. */
  readonly findings: readonly Finding[]
  readonly drifts: readonly DriftEvent[]
  readonly exceptions: readonly Exception[]
  /** Findings whose remediation a scan disproved since the last sealed session. */
  readonly disproved: ReadonlySet<number>
  readonly lastSealedAt: Instant | null
  readonly now: Instant
}

function findingReasons(finding: Finding, input: QueueInput): QueueReason[] {
  const since = input.lastSealedAt ?? ''
  const soon = new Date(Date.parse(input.now) + aheadMs).toISOString()
  const reasons: QueueReason[] = []
  if (finding.status === 'closed') return reasons
  if (finding.openedAt > since) reasons.push(finding.reopened > 0 ? 'reopened' : 'new')
  if (input.disproved.has(finding.id)) reasons.push('remediation-disproved')
  if (finding.exceptionUntil !== null) return reasons
  if (finding.dueAt <= input.now) reasons.push('overdue')
  else if (finding.dueAt <= soon) reasons.push('due-soon')
  return reasons
}

function exceptionReasons(exception: Exception, input: QueueInput): QueueReason[] {
  const soon = new Date(Date.parse(input.now) + aheadMs).toISOString()
  if (exception.status === 'approved' && exception.expiresAt <= soon) return ['exception-expiring']
  if (exception.status === 'expired' && exception.expiresAt > (input.lastSealedAt ?? ''))
    return ['exception-expired']
  if (exception.status === 'requested') return ['new']
  return []
}

/**
 * What a Monday session must look at since the last sealed one: new, reopened, overdue, soon due,
 * drifted and not yet decided on, exceptions that wait, expire or have expired.
 * Worst severity first, then in the order found.
 */
export function reviewQueue(input: QueueInput): ReviewItem[] {
  const byId = new Map(input.findings.map((finding) => [finding.id, finding]))
  const items: ReviewItem[] = []
  for (const finding of input.findings) {
    const reasons = findingReasons(finding, input)
    if (reasons.length === 0) continue
    items.push({
      kind: 'finding',
      ref: finding.id,
      reasons,
      title: finding.ruleTitle,
      subject: finding.subject,
      severity: finding.severity,
      decision: null,
    })
  }
  for (const drift of input.drifts) {
    // Once a session has looked at a change it is on record; it comes back only as a new change.
    if (
      drift.closedAt !== null ||
      drift.authorised !== null ||
      drift.detectedAt <= (input.lastSealedAt ?? '')
    )
      continue
    const title = drift.path === '' ? `Resource ${drift.kind}` : `${drift.path} ${drift.kind}`
    items.push({
      kind: 'drift',
      ref: drift.id,
      reasons: ['drifted'],
      title,
      subject: drift.resourceId,
      severity: 'medium',
      decision: null,
    })
  }
  for (const exception of input.exceptions) {
    const reasons = exceptionReasons(exception, input)
    if (reasons.length === 0) continue
    const severity = byId.get(exception.finding)?.severity ?? 'medium'
    items.push({
      kind: 'exception',
      ref: exception.id,
      reasons,
      title: exception.reason,
      subject: exception.subject,
      severity,
      decision: null,
    })
  }
  return items.sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity))
}
