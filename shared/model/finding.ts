import { z } from 'zod'
import { instantSchema, providerSchema, type Instant } from './provider.ts'
import { severitySchema, type Severity } from './rule.ts'

/**
 * open: failing now. remediated: a person says it is done, no scan has proved it yet.
 * closed: a later scan read the resource and the rule no longer fails (or the resource is gone).
 * A finding is never closed by hand.
 */
export const findingStatuses = ['open', 'remediated', 'closed'] as const
export const findingStatusSchema = z.enum(findingStatuses)
export type FindingStatus = (typeof findingStatuses)[number]

export const findingEventKinds = [
  'opened',
  'reopened',
  'assigned',
  'noted',
  'remediation-marked',
  'remediation-disproved', // a later scan still fails
  'verified-closed',
  'resource-removed',
  'unread', // the resource could not be read; stays open
  'read-again',
  'due-changed',
  'breached',
  'exception-requested',
  'exception-approved',
  'exception-rejected',
  'exception-revoked',
  'exception-expired',
  'reviewed',
] as const
export const findingEventKindSchema = z.enum(findingEventKinds)
export type FindingEventKind = (typeof findingEventKinds)[number]

/** Append-only; the finding's current state is a projection of these. */
export const findingEventSchema = z.object({
  id: z.number().int().positive(),
  finding: z.number().int().positive(),
  at: instantSchema,
  /** A person's name, or `countersign` for what a scan found. */
  actor: z.string(),
  kind: findingEventKindSchema,
  /** Owner, note text, action taken, scan id, … by kind. */
  payload: z.record(z.string(), z.json()),
  scan: z.number().int().positive().nullable(),
  ledgerSeq: z.number().int().positive().nullable(),
})
export type FindingEvent = z.infer<typeof findingEventSchema>

export const findingSchema = z.object({
  id: z.number().int().positive(),
  rule: z.string(),
  ruleTitle: z.string(),
  severity: severitySchema,
  provider: providerSchema,
  account: z.string(),
  region: z.string(),
  /** The resource's provider id, or the account id for account-scope rules. */
  subject: z.string(),
  subjectName: z.string(),
  resource: z.number().int().positive().nullable(),
  type: z.string(),
  status: findingStatusSchema,
  owner: z.string().nullable(),
  openedAt: instantSchema,
  dueAt: instantSchema,
  breached: z.boolean(),
  remediatedAt: instantSchema.nullable(),
  closedAt: instantSchema.nullable(),
  reopened: z.number().int().nonnegative(),
  exceptionUntil: instantSchema.nullable(),
  /** The newest scan could not read the resource. */
  unread: z.boolean(),
  notes: z.number().int().nonnegative(),
})
export type Finding = z.infer<typeof findingSchema>

/** The part of a finding that follows from its events: folding them gives it, the store keeps it. */
export interface FindingProjection {
  readonly status: FindingStatus
  readonly owner: string | null
  readonly openedAt: Instant
  readonly dueAt: Instant
  readonly breached: boolean
  readonly remediatedAt: Instant | null
  readonly closedAt: Instant | null
  readonly reopened: number
  readonly exceptionUntil: Instant | null
  readonly unread: boolean
  readonly notes: number
}

/** Hours a finding may stay open, by severity. Critical 48 h and high 7 days are the house's promise. */
export const slaSchema = z.object({
  critical: z.number().positive(),
  high: z.number().positive(),
  medium: z.number().positive(),
  low: z.number().positive(),
})
export type Sla = Readonly<Record<Severity, number>>
export const defaultSla: Sla = { critical: 48, high: 7 * 24, medium: 30 * 24, low: 90 * 24 }

export const exceptionSchema = z.object({
  id: z.number().int().positive(),
  finding: z.number().int().positive(),
  rule: z.string(),
  subject: z.string(),
  requestedBy: z.string(),
  requestedAt: instantSchema,
  reason: z.string(),
  compensatingControl: z.string(),
  expiresAt: instantSchema,
  status: z.enum(['requested', 'approved', 'rejected', 'revoked', 'expired']),
  decidedBy: z.string().nullable(),
  decidedAt: instantSchema.nullable(),
})
export type Exception = z.infer<typeof exceptionSchema>

/** The four-column remediation log, with what an auditor looks up beside it. */
export const remediationRowSchema = z.object({
  resource: z.string(),
  misconfiguration: z.string(),
  frameworkControl: z.string(),
  remediationAction: z.string(),
  // beside the four columns
  finding: z.number().int().positive(),
  severity: severitySchema,
  owner: z.string().nullable(),
  detectedAt: instantSchema,
  dueAt: instantSchema,
  actionAt: instantSchema.nullable(),
  verifiedAt: instantSchema.nullable(),
  verifyingScan: z.number().int().positive().nullable(),
  breached: z.boolean(),
  status: findingStatusSchema,
})
export type RemediationRow = z.infer<typeof remediationRowSchema>
