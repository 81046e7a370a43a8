import { z } from 'zod'
import { engagementSchema } from '../model/engagement.ts'
import { errorCodes } from '../model/errors.ts'
import { frameworkSchema } from '../model/framework.ts'
import { slaSchema } from '../model/finding.ts'
import { ledgerEntrySchema, ledgerHeadSchema } from '../model/ledger.ts'
import { instantSchema } from '../model/provider.ts'
import { rulePackSchema } from '../model/rule.ts'
import { scanSchema } from '../model/scan.ts'
import { command, job, nothing, pageIn, pageOf, query } from './method.ts'

export const engagementStateSchema = z.object({
  path: z.string(),
  readOnly: z.boolean(),
  engagement: engagementSchema,
  scans: z.number().int().nonnegative(),
  lastScan: scanSchema.nullable(),
  evaluatedScan: z.number().int().nullable(),
  resources: z.number().int().nonnegative(),
  /** Empty where `rulePackProblem` says why. */
  rulePack: rulePackSchema,
  /** Why nothing can be judged: a rule folder of the engagement is gone. */
  rulePackProblem: z
    .object({
      code: z.enum(errorCodes),
      params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
    })
    .nullable(),
  ledger: ledgerHeadSchema,
  unfinishedScans: z.number().int().nonnegative(),
})

const newEngagement = z.object({
  client: z.string().min(1),
  name: z.string().min(1),
  periodStart: instantSchema,
  periodEnd: instantSchema,
  timeZone: z.string().default('UTC'),
  frameworks: z.array(frameworkSchema).min(1),
  sla: slaSchema.optional(),
  sample: z.boolean().default(false),
})

export const doctorCheckSchema = z.object({
  id: z.string(),
  status: z.enum(['ok', 'warning', 'failed']),
  detail: z.string(),
})

export const engagementMethods = {
  'engagement.create': command(
    z.object({ path: z.string().min(1), engagement: newEngagement, actor: z.string().min(1) }),
    engagementStateSchema,
  ),
  'engagement.open': command(
    z.object({ path: z.string().min(1), readOnly: z.boolean().default(false) }),
    engagementStateSchema,
  ),
  'engagement.close': command(nothing, nothing),
  'engagement.state': query(nothing, engagementStateSchema.nullable()),
  'engagement.settings': command(
    z.object({
      sla: slaSchema.optional(),
      frameworks: z.array(frameworkSchema).min(1).optional(),
      actor: z.string().min(1),
    }),
    engagementStateSchema,
  ),
  'engagement.backup': job(
    z.object({ path: z.string().min(1), actor: z.string().min(1) }),
    z.object({ path: z.string(), bytes: z.number() }),
  ),
  'engagement.doctor': job(nothing, z.object({ ok: z.boolean(), checks: z.array(doctorCheckSchema) })),
  /** Makes the built-in sample engagement: exports, scans, decisions of a quarter. */
  'engagement.sample': job(
    z.object({
      path: z.string().min(1),
      exportsDir: z.string().min(1),
      replace: z.boolean().default(false),
      seed: z.number().int().default(1),
    }),
    engagementStateSchema,
  ),
  'ledger.page': query(pageIn, pageOf(ledgerEntrySchema)),
} as const
