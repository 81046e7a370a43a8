import { z } from 'zod'
import { frameworkFiguresSchema, findingCountsSchema } from './package-summary.ts'
import { totalsSchema } from './outcome.ts'
import { instantSchema, sha256Schema } from './provider.ts'

const count = z.number().int().nonnegative()

/**
 * What became of a finding between two packages. A finding is one rule on one subject of one provider.
 * - persisted: unresolved in both
 * - new: unresolved in the newer, unknown to the older
 * - reopened: closed in the older, unresolved in the newer
 * - closed: unresolved in the older; closed in the newer, or the same check now passes or no longer applies
 * - came-and-went: only in the newer, and closed there
 * - out-of-scope: unresolved in the older; its provider or account lies outside the newer package's boundary
 * - resource-gone: unresolved in the older; its resource is not in the newer population
 * - rule-gone: unresolved in the older; the newer package does not judge by this rule
 * - no-verdict: unresolved in the older; the newer package could not or did not judge it: neither open nor closed
 */
export const findingChanges = [
  'new',
  'reopened',
  'persisted',
  'closed',
  'came-and-went',
  'out-of-scope',
  'resource-gone',
  'rule-gone',
  'no-verdict',
] as const
export const findingChangeSchema = z.enum(findingChanges)
export type FindingChange = (typeof findingChanges)[number]

export const findingDifferenceSchema = z.object({
  change: findingChangeSchema,
  rule: z.string(),
  title: z.string(),
  severity: z.string(),
  provider: z.string(),
  account: z.string(),
  type: z.string(),
  subject: z.string(),
  name: z.string(),
  /** Status in the older and the newer package; empty where it is not listed. */
  before: z.string(),
  after: z.string(),
  /** What the newer package says where the finding is not listed in it: an outcome and its reason. */
  detail: z.string(),
})
export type FindingDifference = z.infer<typeof findingDifferenceSchema>

export const populationDifferenceSchema = z.object({
  provider: z.string(),
  type: z.string(),
  before: count,
  after: count,
  added: count,
  removed: count,
  /** In both, with another document. */
  changed: count,
})
export type PopulationDifference = z.infer<typeof populationDifferenceSchema>

export const baselineDifferenceSchema = z.object({
  version: z.number().int(),
  /**
   * `same`: in both; `approved`: in the newer only; `left`: in the older only, no longer in force;
   * `rewritten`: the same version of the same engagement with other contents, which must not be.
   */
  change: z.enum(['same', 'approved', 'left', 'rewritten']),
  sha256: sha256Schema,
  approvedAt: z.string(),
  approvedBy: z.string(),
  rationale: z.string(),
  resources: count,
})
export type BaselineDifference = z.infer<typeof baselineDifferenceSchema>

export const ruleDifferenceSchema = z.object({
  rule: z.string(),
  title: z.string(),
  change: z.enum(['added', 'removed', 'changed']),
  /** What differs: `text`, `severity`, `parameters`, `set otherwise`. */
  detail: z.string(),
})
export type RuleDifference = z.infer<typeof ruleDifferenceSchema>

export const packageSideSchema = z.object({
  path: z.string(),
  packageId: sha256Schema.nullable(),
  verified: z.boolean(),
  /** Ids of the failed checks, each once. */
  faults: z.array(z.string()),
  engagement: z.string(),
  client: z.string(),
  name: z.string(),
  periodStart: instantSchema,
  periodEnd: instantSchema,
  revision: count,
  compiledAt: instantSchema,
  sample: z.boolean(),
  completeness: z.enum(['COMPLETE', 'PARTIAL']),
  rulePackVersion: z.string(),
  rulePackSha256: z.string(),
  outcomes: totalsSchema,
  findings: findingCountsSchema,
})
export type PackageSide = z.infer<typeof packageSideSchema>

export const packageDiffSchema = z.object({
  older: packageSideSchema,
  newer: packageSideSchema,
  /** How the newer names the older: as the package it follows, the revision it takes the place of, or not at all. */
  chain: z.enum(['follows', 'supersedes', 'not-named']),
  /** Whether both were narrowed to the same providers and accounts; where not, what is missing may just be left out. */
  sameBoundary: z.boolean(),
  /** Whether the newer's ledger still holds the older's head; null for packages of different engagements. */
  ledgerContinues: z.boolean().nullable(),
  frameworks: z.array(
    z.object({
      framework: z.string(),
      title: z.string(),
      before: frameworkFiguresSchema.nullable(),
      after: frameworkFiguresSchema.nullable(),
    }),
  ),
  findings: z.object({
    counts: z.record(findingChangeSchema, count),
    /** In the order of `findingChanges`, then severity; at most the limit asked for. */
    rows: z.array(findingDifferenceSchema),
    total: count,
  }),
  /** Per provider and type, those without any change included. Null when a package holds no list of its resources. */
  populations: z.array(populationDifferenceSchema).nullable(),
  baselines: z.array(baselineDifferenceSchema),
  rules: z.object({ rows: z.array(ruleDifferenceSchema), added: count, removed: count, changed: count }),
  /** Rows written to the CSV file; null when none was asked for. */
  csv: z.object({ path: z.string(), rows: count }).nullable(),
})
export type PackageDiff = z.infer<typeof packageDiffSchema>
