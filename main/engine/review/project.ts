import type { FindingEventKind, FindingProjection } from '../../../shared/model/finding.ts'
import type { JsonValue } from '../../../shared/model/json.ts'
import type { Instant } from '../../../shared/model/provider.ts'

export interface ProjectedEvent {
  readonly kind: FindingEventKind
  readonly at: Instant
  readonly payload: Readonly<Record<string, JsonValue>>
}

const text = (value: JsonValue | undefined): string | null => (typeof value === 'string' ? value : null)

/** The state before any event; `opened` fills it. */
export function unopened(at: Instant): FindingProjection {
  return {
    status: 'open',
    owner: null,
    openedAt: at,
    dueAt: at,
    breached: false,
    remediatedAt: null,
    closedAt: null,
    reopened: 0,
    exceptionUntil: null,
    unread: false,
    notes: 0,
  }
}

/** A finding's state after one more event. Folding all events from `unopened` gives the stored row. */
export function project(state: FindingProjection, event: ProjectedEvent): FindingProjection {
  const { payload, at } = event
  switch (event.kind) {
    case 'opened':
      return { ...unopened(at), owner: state.owner, dueAt: text(payload['dueAt']) ?? at }
    case 'reopened':
      return {
        ...state,
        status: 'open',
        openedAt: at,
        dueAt: text(payload['dueAt']) ?? at,
        breached: false,
        remediatedAt: null,
        closedAt: null,
        reopened: state.reopened + 1,
        unread: false,
      }
    case 'assigned':
      return { ...state, owner: text(payload['owner']) }
    case 'noted':
      return { ...state, notes: state.notes + 1 }
    case 'remediation-marked':
      return { ...state, status: 'remediated', remediatedAt: text(payload['actedAt']) ?? at }
    case 'remediation-disproved':
      return { ...state, status: 'open', remediatedAt: null }
    case 'verified-closed':
    case 'resource-removed':
      return { ...state, status: 'closed', closedAt: at, unread: false, exceptionUntil: null }
    case 'unread':
      return { ...state, unread: true }
    case 'read-again':
      return { ...state, unread: false }
    case 'due-changed':
      return { ...state, dueAt: text(payload['dueAt']) ?? state.dueAt }
    case 'breached':
      return { ...state, breached: true }
    case 'exception-approved':
      return { ...state, exceptionUntil: text(payload['expiresAt']) }
    case 'exception-revoked':
    case 'exception-expired':
      return { ...state, exceptionUntil: null, dueAt: text(payload['dueAt']) ?? state.dueAt }
    case 'exception-requested':
    case 'exception-rejected':
    case 'reviewed':
      return state
  }
}
