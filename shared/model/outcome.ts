import { z } from 'zod'
import { attestationSchema, frameworkSchema } from './framework.ts'
import type { JsonValue } from './json.ts'

export const outcomeStatuses = ['pass', 'fail', 'needs-review', 'not-applicable', 'not-evaluated'] as const
export const outcomeStatusSchema = z.enum(outcomeStatuses)
export type OutcomeStatus = (typeof outcomeStatuses)[number]

/** Why there is no verdict. */
export const notEvaluatedReasons = [
  'denied',
  'throttled',
  'failed',
  'malformed',
  'not-in-scan',
  'missing-data',
  'rule-error',
  'rule-disabled',
] as const
export const notEvaluatedReasonSchema = z.enum(notEvaluatedReasons)
export type NotEvaluatedReason = (typeof notEvaluatedReasons)[number]

/** What one rule says of one subject. */
export interface Verdict {
  readonly status: OutcomeStatus
  /** Set exactly when status is `not-evaluated`. */
  readonly reason: NotEvaluatedReason | null
  /** The missing path or the expression's error; empty otherwise. */
  readonly detail: string
  readonly observed: Readonly<Record<string, JsonValue>>
}

export const totalsSchema = z.object({
  pass: z.number().int().nonnegative(),
  fail: z.number().int().nonnegative(),
  needsReview: z.number().int().nonnegative(),
  notApplicable: z.number().int().nonnegative(),
  notEvaluated: z.number().int().nonnegative(),
  /** The sum of the five. */
  population: z.number().int().nonnegative(),
})
export type Totals = z.infer<typeof totalsSchema>

export const noTotals: Totals = {
  pass: 0,
  fail: 0,
  needsReview: 0,
  notApplicable: 0,
  notEvaluated: 0,
  population: 0,
}

/** Compliance score in [0, 1]: pass / (pass + fail); null when nothing was judged. */
export function score(totals: Totals): number | null {
  const judged = totals.pass + totals.fail
  return judged === 0 ? null : totals.pass / judged
}

/** Coverage in [0, 1]: share of the population that got a verdict or is not applicable; null for an empty population. */
export function coverage(totals: Totals): number | null {
  return totals.population === 0 ? null : (totals.population - totals.notEvaluated) / totals.population
}

/** Totals with one more outcome counted. */
export function countOutcome(totals: Totals, status: OutcomeStatus, times = 1): Totals {
  const next = { ...totals, population: totals.population + times }
  if (status === 'pass') next.pass += times
  else if (status === 'fail') next.fail += times
  else if (status === 'needs-review') next.needsReview += times
  else if (status === 'not-applicable') next.notApplicable += times
  else next.notEvaluated += times
  return next
}

/** Totals of one requirement at one scan. */
export const requirementTotalsSchema = z.object({
  framework: frameworkSchema,
  requirement: z.string(),
  title: z.string(),
  standing: z.enum(['rules', 'attestation', 'inherited', 'out-of-scope', 'uncovered']),
  /** Why no rule judges it; empty where rules do. */
  reason: z.string(),
  /** What a person brings in the rules' place; null where nothing is to be brought. */
  attestation: attestationSchema.nullable(),
  rules: z.number().int().nonnegative(),
  totals: totalsSchema,
})
export type RequirementTotals = z.infer<typeof requirementTotalsSchema>

/** Totals of one framework at one scan; an outcome counts once however many requirements its rule maps to. */
export const frameworkTotalsSchema = z.object({
  framework: frameworkSchema,
  title: z.string(),
  requirements: z.number().int().nonnegative(),
  covered: z.number().int().nonnegative(),
  totals: totalsSchema,
})
export type FrameworkTotals = z.infer<typeof frameworkTotalsSchema>

/** A rule's outcome on a subject, as people page through it. */
export const outcomeRowSchema = z.object({
  id: z.number().int().positive(),
  rule: z.string(),
  subject: z.string(),
  resource: z.number().int().positive().nullable(),
  provider: z.enum(['aws', 'azure', 'gcp']),
  account: z.string(),
  region: z.string(),
  status: outcomeStatusSchema,
  reason: notEvaluatedReasonSchema.nullable(),
  detail: z.string(),
  observed: z.record(z.string(), z.json()),
  documentSha256: z.string().nullable(),
  fromScan: z.number().int().positive(),
  fromAsOf: z.string(),
})
export type OutcomeRow = z.infer<typeof outcomeRowSchema>
