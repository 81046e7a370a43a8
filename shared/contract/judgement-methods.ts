import { z } from 'zod'
import { baselineSchema, driftEventSchema } from '../model/drift.ts'
import {
  exceptionSchema,
  findingEventSchema,
  findingSchema,
  findingStatusSchema,
  remediationRowSchema,
} from '../model/finding.ts'
import { frameworkSchema } from '../model/framework.ts'
import {
  frameworkTotalsSchema,
  outcomeRowSchema,
  outcomeStatusSchema,
  requirementTotalsSchema,
  totalsSchema,
} from '../model/outcome.ts'
import { instantSchema, providerSchema } from '../model/provider.ts'
import { ruleInForceSchema, severitySchema } from '../model/rule.ts'
import { resourceFilterSchema } from './scan-methods.ts'
import { command, nothing, pageIn, pageOf, query } from './method.ts'

export const findingFilterSchema = z.object({
  status: z.array(findingStatusSchema).optional(),
  severity: z.array(severitySchema).optional(),
  provider: z.array(providerSchema).optional(),
  account: z.array(z.string()).optional(),
  rule: z.array(z.string()).optional(),
  /** Owner's name; empty string for findings without an owner. */
  owner: z.array(z.string()).optional(),
  overdue: z.boolean().optional(),
  excepted: z.boolean().optional(),
  /** Matches subject, name, rule title and owner. */
  text: z.string().optional(),
})
export const findingSortSchema = z.array(
  z.object({
    column: z.enum([
      'severity',
      'ruleTitle',
      'subjectName',
      'provider',
      'account',
      'status',
      'owner',
      'openedAt',
      'dueAt',
    ]),
    descending: z.boolean().default(false),
  }),
)
const facet = z.array(z.object({ value: z.string(), count: z.number().int() }))

export const trendPointSchema = z.object({
  scan: z.number().int(),
  asOf: instantSchema,
  verdict: z.enum(['complete', 'partial']),
  frameworks: z.array(z.object({ framework: frameworkSchema, totals: totalsSchema })),
  open: z.object({ critical: z.number(), high: z.number(), medium: z.number(), low: z.number() }),
  overdue: z.number().int(),
  drift: z.number().int(),
})

const actor = z.string().min(1)
const id = z.number().int().positive()

export const judgementMethods = {
  'totals.frameworks': query(z.object({ scan: id.optional() }), z.array(frameworkTotalsSchema)),
  'totals.requirements': query(
    z.object({ framework: frameworkSchema, scan: id.optional() }),
    z.array(requirementTotalsSchema),
  ),
  /** One point per evaluated scan, and the weeks of the period that have none. */
  'totals.trend': query(
    nothing,
    z.object({ points: z.array(trendPointSchema), missedWeeks: z.array(z.string()) }),
  ),
  'outcome.page': query(
    pageIn.extend({
      scan: id.optional(),
      rule: z.string().optional(),
      status: outcomeStatusSchema.optional(),
    }),
    pageOf(outcomeRowSchema),
  ),

  'finding.page': query(
    pageIn.extend({ filter: findingFilterSchema.default({}), sort: findingSortSchema.default([]) }),
    pageOf(findingSchema),
  ),
  'finding.facets': query(
    z.object({ filter: findingFilterSchema.default({}) }),
    z.object({ status: facet, severity: facet, provider: facet, account: facet, rule: facet, owner: facet }),
  ),
  'finding.get': query(
    z.object({ finding: id }),
    z.object({
      finding: findingSchema,
      rule: ruleInForceSchema.nullable(),
      outcome: outcomeRowSchema.nullable(),
      events: z.array(findingEventSchema),
      exceptions: z.array(exceptionSchema),
      /** Every requirement the rule maps to, FedRAMP baselines included. */
      requirements: z.array(z.object({ framework: frameworkSchema, id: z.string(), title: z.string() })),
      document: z.record(z.string(), z.json()).nullable(),
    }),
  ),
  'finding.assign': command(
    z.object({ findings: z.array(id).min(1), owner: z.string().nullable(), actor }),
    z.object({ changed: z.number() }),
  ),
  'finding.note': command(
    z.object({ findings: z.array(id).min(1), text: z.string().min(1), actor }),
    z.object({ changed: z.number() }),
  ),
  'finding.remediated': command(
    z.object({
      findings: z.array(id).min(1),
      action: z.string().min(1),
      actedAt: instantSchema.optional(),
      actor,
    }),
    z.object({ changed: z.number() }),
  ),
  'remediation.page': query(pageIn, pageOf(remediationRowSchema)),

  'exception.request': command(
    z.object({
      finding: id,
      reason: z.string().min(1),
      compensatingControl: z.string().min(1),
      expiresAt: instantSchema,
      actor,
    }),
    exceptionSchema,
  ),
  'exception.decide': command(
    z.object({ exception: id, decision: z.enum(['approved', 'rejected', 'revoked']), actor }),
    exceptionSchema,
  ),
  'exception.list': query(nothing, z.array(exceptionSchema)),

  'baseline.approve': command(
    z.object({
      scan: id.optional(),
      filter: resourceFilterSchema.default({}),
      rationale: z.string().min(1),
      actor,
    }),
    baselineSchema,
  ),
  'baseline.list': query(nothing, z.array(baselineSchema)),
  'drift.page': query(
    pageIn.extend({
      open: z.boolean().optional(),
      authorised: z.enum(['yes', 'no', 'undecided']).optional(),
      text: z.string().optional(),
    }),
    pageOf(driftEventSchema),
  ),
  'drift.decide': command(
    z.object({
      drifts: z.array(id).min(1),
      authorised: z.boolean(),
      changeReference: z.string().min(1),
      actor,
    }),
    z.object({ changed: z.number() }),
  ),
} as const
