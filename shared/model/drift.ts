import { z } from 'zod'
import { instantSchema, providerSchema, sha256Schema } from './provider.ts'

export const baselineSchema = z.object({
  version: z.number().int().positive(),
  scan: z.number().int().positive(),
  asOf: instantSchema,
  approvedBy: z.string(),
  approvedAt: instantSchema,
  rationale: z.string(),
  /** Which resources it holds: JSON of a resource filter; `{}` for all. */
  filter: z.string(),
  resources: z.number().int().nonnegative(),
  sha256: sha256Schema,
  ledgerSeq: z.number().int().positive(),
})
export type Baseline = z.infer<typeof baselineSchema>

export const driftKinds = ['changed', 'added', 'removed'] as const

/** One property that differs, in a path a person can read, e.g. `config.ipPermissions[tcp 22].ipRanges[0.0.0.0/0]`. */
export const propertyChangeSchema = z.object({
  path: z.string(),
  kind: z.enum(driftKinds),
  before: z.json().nullable(),
  after: z.json().nullable(),
})
export type PropertyChange = z.infer<typeof propertyChangeSchema>

/** A drift event: opens when a property leaves its baseline, closes when it returns or the baseline moves. */
export const driftEventSchema = z.object({
  id: z.number().int().positive(),
  resource: z.number().int().positive(),
  resourceId: z.string(),
  provider: providerSchema,
  account: z.string(),
  type: z.string(),
  name: z.string(),
  baseline: z.number().int().positive(),
  /** `changed` carries a path; `added` and `removed` concern the whole resource (path is empty). */
  kind: z.enum(driftKinds),
  path: z.string(),
  before: z.json().nullable(),
  after: z.json().nullable(),
  detectedScan: z.number().int().positive(),
  detectedAt: instantSchema,
  /** When the provider saw the drifted state. */
  capturedAt: instantSchema.nullable(),
  authorised: z.boolean().nullable(),
  changeReference: z.string().nullable(),
  authorisedBy: z.string().nullable(),
  authorisedAt: instantSchema.nullable(),
  closedAt: instantSchema.nullable(),
  closedBy: z.enum(['returned', 'changed-again', 'baseline-moved', 'resource-removed']).nullable(),
})
export type DriftEvent = z.infer<typeof driftEventSchema>
