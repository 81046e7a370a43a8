import { z } from 'zod'
import { instantSchema, providerSchema, sha256Schema } from './provider.ts'

/** A hole in what a scan could read; its resources are `not evaluated` with this reason. */
export const coverageHoleSchema = z.object({
  provider: providerSchema,
  account: z.string(),
  region: z.string(),
  reason: z.enum(['denied', 'throttled', 'failed', 'malformed', 'not-in-scan']),
  operation: z.string(),
  message: z.string(),
  /** Resources known from before that this hole hides. */
  resources: z.number().int().nonnegative(),
})
export type CoverageHole = z.infer<typeof coverageHoleSchema>

/** A scan as people see it; only sealed scans are visible. */
export const scanSchema = z.object({
  id: z.number().int().positive(),
  /** The instant the scan stands for: the newest capture time in it, or as the user said. */
  asOf: instantSchema,
  startedAt: instantSchema,
  sealedAt: instantSchema,
  kind: z.enum(['import', 'live']),
  label: z.string(),
  verdict: z.enum(['complete', 'partial']),
  files: z.number().int().nonnegative(),
  items: z.number().int().nonnegative(),
  problems: z.number().int().nonnegative(),
  present: z.number().int().nonnegative(),
  added: z.number().int().nonnegative(),
  changed: z.number().int().nonnegative(),
  removed: z.number().int().nonnegative(),
  unread: z.number().int().nonnegative(),
  contentSha256: sha256Schema,
  ledgerSeq: z.number().int().positive(),
  rulePackSha256: sha256Schema.nullable(),
})
export type Scan = z.infer<typeof scanSchema>
