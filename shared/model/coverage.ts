import { z } from 'zod'
import { attestationSchema } from './framework.ts'
import { totalsSchema } from './outcome.ts'
import { providerSchema } from './provider.ts'

/** What stands behind a benchmark's recommendation or a framework's requirement; each ends in exactly one. */
export const coverageStandings = [
  'rules',
  'rules-extra-api',
  'attestation',
  'inherited',
  'out-of-scope',
  'uncovered',
] as const
export const coverageStandingSchema = z.enum(coverageStandings)
export type CoverageStanding = (typeof coverageStandings)[number]

/** One recommendation or requirement with all that stands behind it. */
export const coverageRowSchema = z.object({
  /** A benchmark's id (`cis-aws`) or a framework. */
  of: z.string(),
  id: z.string(),
  title: z.string(),
  /** Section of a benchmark, group of a framework. */
  group: z.string(),
  level: z.number().int().nullable(),
  assessment: z.enum(['automated', 'manual']).nullable(),
  standing: coverageStandingSchema,
  /** Why no rule judges it; empty where rules do. */
  reason: z.string(),
  rules: z.array(z.string()),
  /** Interfaces beyond the inventory that its rules need. */
  apis: z.array(z.string()),
  attestation: attestationSchema.nullable(),
  /** Cases of its rules by the outcome they expect. */
  cases: totalsSchema,
  /** Its rules without a case that passes, one that fails and one that cannot be judged. */
  withoutCases: z.array(z.string()),
})
export type CoverageRow = z.infer<typeof coverageRowSchema>

/** A benchmark or framework in sum. */
export const coverageSummarySchema = z.object({
  of: z.string(),
  kind: z.enum(['benchmark', 'framework']),
  title: z.string(),
  /** Version of a benchmark, edition of a framework. */
  version: z.string(),
  provider: providerSchema.nullable(),
  /** Recommendations or requirements; the sum of the standings. */
  count: z.number().int(),
  standings: z.record(coverageStandingSchema, z.number().int()),
  rules: z.number().int(),
  cases: totalsSchema,
  withoutCases: z.number().int(),
})
export type CoverageSummary = z.infer<typeof coverageSummarySchema>
