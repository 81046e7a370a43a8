import type { FindingEventKind, FindingStatus, Sla } from '../../../shared/model/finding.ts'
import type { JsonValue } from '../../../shared/model/json.ts'
import type { OutcomeStatus } from '../../../shared/model/outcome.ts'
import type { Instant } from '../../../shared/model/provider.ts'
import type { Severity } from '../../../shared/model/rule.ts'
import { dueAt } from './sla.ts'

/** A finding's state, as far as its life depends on it. */
export interface FindingState {
  readonly status: FindingStatus
  readonly openedAt: Instant
  readonly dueAt: Instant
  readonly breached: boolean
  readonly remediatedAt: Instant | null
  readonly exceptionUntil: Instant | null
  readonly unread: boolean
}

/** What a scan says of the subject: an outcome, or `gone` when the resource is no longer there. */
export type Said = OutcomeStatus | 'gone'

export interface PlannedEvent {
  readonly kind: FindingEventKind
  readonly payload: Readonly<Record<string, JsonValue>>
}

/** A subject fails for the first time. */
export function openingEvents(at: Instant, severity: Severity, sla: Sla): PlannedEvent[] {
  return [{ kind: 'opened', payload: { dueAt: dueAt(at, severity, sla) } }]
}

/** True when the SLA clock ran out before the fault was mended; an approved exception stops the clock. */
function late(finding: FindingState, at: Instant): boolean {
  if (finding.breached || finding.status === 'closed') return false
  if (finding.exceptionUntil !== null) return false
  const mendedAt = finding.remediatedAt ?? at
  return mendedAt > finding.dueAt && at > finding.dueAt
}

function breach(finding: FindingState, at: Instant): PlannedEvent[] {
  return late(finding, at) ? [{ kind: 'breached', payload: { dueAt: finding.dueAt } }] : []
}

/**
 * What happens to a finding when a scan speaks of its subject.
 * Only a scan closes a finding, and only one that read the resource.
 * `needs-review` neither closes nor reopens: it is no verdict.
 */
export function eventsAtScan(
  finding: FindingState,
  said: Said,
  at: Instant,
  severity: Severity,
  sla: Sla,
): PlannedEvent[] {
  if (said === 'not-evaluated') {
    return finding.status === 'closed' || finding.unread
      ? breach(finding, at)
      : [{ kind: 'unread', payload: {} }, ...breach(finding, at)]
  }
  if (said === 'gone')
    return finding.status === 'closed'
      ? []
      : [...breach(finding, at), { kind: 'resource-removed', payload: {} }]
  const readAgain: PlannedEvent[] = finding.unread ? [{ kind: 'read-again', payload: {} }] : []
  if (said === 'pass' || said === 'not-applicable') {
    return finding.status === 'closed'
      ? []
      : [...breach(finding, at), ...readAgain, { kind: 'verified-closed', payload: { outcome: said } }]
  }
  if (said === 'needs-review') return [...readAgain, ...breach(finding, at)]
  if (finding.status === 'closed') return [{ kind: 'reopened', payload: { dueAt: dueAt(at, severity, sla) } }]
  if (finding.status === 'remediated' && finding.remediatedAt !== null && finding.remediatedAt < at) {
    const open = { ...finding, status: 'open' as const, remediatedAt: null }
    return [...readAgain, { kind: 'remediation-disproved', payload: {} }, ...breach(open, at)]
  }
  return [...readAgain, ...breach(finding, at)]
}

/**
 * What the passing of time alone does: an expired exception reopens its finding with a new due date,
 * an open finding past its due date is breached.
 */
export function eventsAtTime(
  finding: FindingState,
  now: Instant,
  severity: Severity,
  sla: Sla,
): PlannedEvent[] {
  if (finding.status === 'closed') return []
  if (finding.exceptionUntil !== null && finding.exceptionUntil <= now) {
    return [
      {
        kind: 'exception-expired',
        payload: { expiredAt: finding.exceptionUntil, dueAt: dueAt(finding.exceptionUntil, severity, sla) },
      },
    ]
  }
  return breach(finding, now)
}
