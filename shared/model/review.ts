import { z } from 'zod'
import { instantSchema } from './provider.ts'

/** Why an item is in this week's queue. */
export const queueReasons = [
  'new',
  'reopened',
  'overdue',
  'due-soon',
  'drifted',
  'exception-expiring',
  'exception-expired',
  'remediation-disproved',
] as const
export const queueReasonSchema = z.enum(queueReasons)
export type QueueReason = (typeof queueReasons)[number]

export const reviewItemSchema = z.object({
  kind: z.enum(['finding', 'drift', 'exception']),
  /** Id of the finding, drift event or exception. */
  ref: z.number().int().positive(),
  reasons: z.array(queueReasonSchema),
  title: z.string(),
  subject: z.string(),
  severity: z.enum(['critical', 'high', 'medium', 'low']),
  decision: z.string().nullable(),
})
export type ReviewItem = z.infer<typeof reviewItemSchema>

export const reviewSessionSchema = z.object({
  id: z.number().int().positive(),
  /** The Monday it stands for, `2026-07-06`. */
  week: z.string().regex(/^\d{4}-\d\d-\d\d$/),
  startedAt: instantSchema,
  startedBy: z.string(),
  attendees: z.array(z.string()),
  scan: z.number().int().positive(),
  items: z.number().int().nonnegative(),
  decided: z.number().int().nonnegative(),
  sealedAt: instantSchema.nullable(),
  sealedBy: z.string().nullable(),
  reviewedBy: z.string().nullable(),
  summary: z.string(),
  ledgerSeq: z.number().int().positive().nullable(),
})
export type ReviewSession = z.infer<typeof reviewSessionSchema>

/** A week of the period: its session, or the fact that there was none. */
export const reviewWeekSchema = z.object({
  week: z.string(),
  session: z.number().int().positive().nullable(),
  scans: z.number().int().nonnegative(),
  standing: z.enum(['sealed', 'open', 'missed', 'future']),
})
export type ReviewWeek = z.infer<typeof reviewWeekSchema>
