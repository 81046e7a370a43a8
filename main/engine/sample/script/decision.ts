import type { Instant, Provider } from '../../../../shared/model/provider.ts'
import type { Misconfiguration } from '../story/event.ts'

/**
 * Which findings a decision concerns: those of rules for the misconfiguration
 * and provider whose subject, resource name or provider id matches one of the
 * globs. Globs ignore case; `*` is any run of characters, `?` any one.
 */
export interface FindingSelector {
  readonly misconfiguration: Misconfiguration
  readonly provider: Provider
  readonly resources: readonly string[]
}

/** Which open drift events a decision concerns, by resource as above; `path` is a glob over the property's path, `*` for all. */
export interface DriftSelector {
  readonly provider: Provider
  readonly resources: readonly string[]
  readonly path: string
}

interface Common {
  /** When the person decides; decisions of a week are in the order of time. */
  readonly at: Instant
  /** The person's name. */
  readonly actor: string
}
export interface BaselineDecision extends Common {
  readonly kind: 'baseline'
  readonly version: number
  readonly rationale: string
  /** Resource filter as `baseline.approve` takes it; `{}` for all. */
  readonly filter: Readonly<Record<string, string>>
}
export interface AssignDecision extends Common {
  readonly kind: 'assign'
  readonly select: FindingSelector
  readonly owner: string
}
export interface NoteDecision extends Common {
  readonly kind: 'note'
  readonly select: FindingSelector
  readonly text: string
}
export interface RemediatedDecision extends Common {
  readonly kind: 'remediated'
  readonly select: FindingSelector
  readonly action: string
  /** When the work was done, as the person says. */
  readonly actedAt: Instant
}
export interface ExceptionDecision extends Common {
  readonly kind: 'exception'
  readonly select: FindingSelector
  readonly reason: string
  readonly compensatingControl: string
  readonly expiresAt: Instant
  readonly decision: 'approved' | 'rejected'
  /** Another person than the actor, who requests. */
  readonly decidedBy: string
  readonly decidedAt: Instant
}
export interface DriftDecision extends Common {
  readonly kind: 'drift'
  readonly select: DriftSelector
  readonly authorised: boolean
  /** A change number, or what is said in its place. */
  readonly changeReference: string
}
export type Decision =
  | BaselineDecision
  | AssignDecision
  | NoteDecision
  | RemediatedDecision
  | ExceptionDecision
  | DriftDecision

/** The Monday session of one capture. */
export interface SessionScript {
  readonly startedAt: Instant
  readonly startedBy: string
  readonly attendees: readonly string[]
  readonly sealedAt: Instant
  readonly sealedBy: string
  readonly summary: string
  /** The reviewer is another person than the one who seals. */
  readonly countersignedAt: Instant
  readonly countersignedBy: string
}

/** What people do from one capture until the next. */
export interface WeekScript {
  /** 0 to 12, the capture's number. */
  readonly week: number
  /** The Monday. */
  readonly day: string
  readonly session: SessionScript
  readonly decisions: readonly Decision[]
}
