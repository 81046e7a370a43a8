import { z } from 'zod'
import { ledgerHeadSchema } from '../model/ledger.ts'
import { frameworkSchema } from '../model/framework.ts'
import { packageScopeRequestSchema } from '../model/package-scope.ts'
import { instantSchema, sha256Schema } from '../model/provider.ts'
import { reviewItemSchema, reviewSessionSchema, reviewWeekSchema } from '../model/review.ts'
import { sampleRiskSchema, sampleTableSchema, stratificationSchema } from '../model/sampling.ts'
import { identitySummarySchema } from '../model/signing.ts'
import { verificationSchema } from '../model/verification.ts'
import { command, job, nothing, query } from './method.ts'

const actor = z.string().min(1)
const id = z.number().int().positive()

export const compiledPackageSchema = z.object({
  /** SHA-256 of tagmanifest-sha256.txt: the package's identity. */
  packageId: sha256Schema,
  bag: z.string(),
  zip: z.string(),
  files: z.number().int(),
  bytes: z.number().int(),
  completeness: z.enum(['COMPLETE', 'PARTIAL']),
  preparer: identitySummarySchema,
  reviewer: identitySummarySchema.nullable(),
})

export const sampleDrawSchema = z.object({
  id,
  population: z.string(),
  framework: frameworkSchema.nullable(),
  requirement: z.string().nullable(),
  populationSha256: sha256Schema,
  populationSize: z.number().int(),
  committedAt: instantSchema,
  stratifiedBy: stratificationSchema.nullable(),
  /** By name; `size` is 0 until it is drawn. */
  strata: z.array(z.object({ stratum: z.string(), population: z.number().int(), size: z.number().int() })),
  /** The drawn sample of the same population whose place it takes, and why. */
  redrawOf: id.nullable(),
  redrawReason: z.string(),
  seed: z.string().nullable(),
  seedBy: z.string().nullable(),
  size: z.number().int().nullable(),
  risk: sampleRiskSchema.nullable(),
  rationale: z.string(),
  drawnAt: instantSchema.nullable(),
  /** By rank; replacements last, what they replace stays. */
  items: z.array(
    z.object({
      rank: z.number().int(),
      hash: z.string(),
      item: z.string(),
      stratum: z.string(),
      replaces: z.string().nullable(),
      reason: z.string(),
      replacedBy: z.string().nullable(),
      replacedAt: instantSchema.nullable(),
    }),
  ),
})

export const evidenceMethods = {
  'review.start': command(
    z.object({ attendees: z.array(z.string()).default([]), week: z.string().optional(), actor }),
    reviewSessionSchema,
  ),
  'review.queue': query(
    nothing,
    z.object({ session: reviewSessionSchema.nullable(), items: z.array(reviewItemSchema) }),
  ),
  'review.decide': command(
    z.object({
      kind: z.enum(['finding', 'drift', 'exception']),
      ref: id,
      decision: z.string().min(1),
      actor,
    }),
    reviewSessionSchema,
  ),
  'review.seal': command(z.object({ summary: z.string().default(''), actor }), reviewSessionSchema),
  'review.countersign': command(z.object({ session: id, actor }), reviewSessionSchema),
  'review.weeks': query(
    nothing,
    z.object({ weeks: z.array(reviewWeekSchema), sessions: z.array(reviewSessionSchema) }),
  ),

  'identity.list': query(nothing, z.array(identitySummarySchema)),
  'identity.create': command(
    z.object({
      name: actor,
      organisation: z.string().default(''),
      email: z.string().default(''),
      algorithm: z.enum(['ec-p256', 'rsa-3072']).default('ec-p256'),
      passphrase: z.string().min(8),
      years: z.number().int().min(1).max(10).default(3),
    }),
    identitySummarySchema,
  ),
  'identity.import': command(
    z.object({ path: z.string().min(1), p12Passphrase: z.string(), passphrase: z.string().min(8) }),
    identitySummarySchema,
  ),

  /** Commits the population's hash to the ledger; the seed is asked for only afterwards. */
  'sample.commit': command(
    z.object({
      rule: z.string(),
      /** What the sample serves, where it serves one requirement. */
      framework: frameworkSchema.optional(),
      requirement: z.string().min(1).optional(),
      stratifiedBy: stratificationSchema.optional(),
      /** A population that was drawn from is drawn from again only with a reason. */
      redraw: z.object({ of: id, reason: z.string().trim().min(1) }).optional(),
      actor,
    }),
    sampleDrawSchema,
  ),
  'sample.draw': command(
    z.object({
      sample: id,
      seed: z.string().min(1),
      seedBy: actor,
      /** Left out, the firm's table says how many, by `risk` (moderate unless named). */
      size: z.number().int().positive().optional(),
      risk: sampleRiskSchema.optional(),
      rationale: z.string().optional(),
      actor,
    }),
    sampleDrawSchema,
  ),
  /** The next item of the order stands in for one that cannot be tested. */
  'sample.replace': command(
    z.object({ sample: id, rank: id, reason: z.string().trim().min(1), actor }),
    sampleDrawSchema,
  ),
  'sample.list': query(nothing, z.array(sampleDrawSchema)),
  /** The firm's sample sizes by population and risk. */
  'sample.table': query(nothing, sampleTableSchema),
  /** Null goes back to the table that came with the program. */
  'sample.setTable': command(z.object({ table: sampleTableSchema.nullable(), actor }), sampleTableSchema),

  'package.compile': job(
    z.object({
      outDir: z.string().min(1),
      name: z.string().optional(),
      actor,
      preparer: z.object({ fingerprint: sha256Schema, passphrase: z.string() }),
      reviewer: z.object({ fingerprint: sha256Schema, passphrase: z.string() }).optional(),
      /** What the package holds; left out, the engagement's whole period and everything in it. */
      scope: packageScopeRequestSchema.optional(),
      replace: z.boolean().default(false),
    }),
    compiledPackageSchema,
  ),
  /** The reviewer signs a package folder; answers with what a verification says of it then. */
  'package.countersign': job(
    z.object({
      bag: z.string().min(1),
      reviewer: z.object({ fingerprint: sha256Schema, passphrase: z.string() }),
    }),
    verificationSchema,
  ),
  'package.verify': job(
    z.object({
      path: z.string().min(1),
      trustedFingerprints: z.array(sha256Schema).default([]),
      /** The package an addendum belongs to; without it, it is looked for beside the addendum. */
      original: z.string().min(1).optional(),
      /** A head known from an earlier package or a sealed session; the ledger must still hold that entry. */
      expectedLedgerHead: ledgerHeadSchema.optional(),
    }),
    verificationSchema,
  ),
} as const
