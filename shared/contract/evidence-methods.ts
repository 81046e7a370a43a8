import { z } from 'zod'
import { ledgerHeadSchema } from '../model/ledger.ts'
import { instantSchema, sha256Schema } from '../model/provider.ts'
import { reviewItemSchema, reviewSessionSchema, reviewWeekSchema } from '../model/review.ts'
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
  populationSha256: sha256Schema,
  populationSize: z.number().int(),
  committedAt: instantSchema,
  seed: z.string().nullable(),
  seedBy: z.string().nullable(),
  size: z.number().int().nullable(),
  drawnAt: instantSchema.nullable(),
  items: z.array(z.object({ rank: z.number().int(), hash: z.string(), item: z.string() })),
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
  'sample.commit': command(z.object({ rule: z.string(), actor }), sampleDrawSchema),
  'sample.draw': command(
    z.object({
      sample: id,
      seed: z.string().min(1),
      seedBy: actor,
      size: z.number().int().positive(),
      actor,
    }),
    sampleDrawSchema,
  ),
  'sample.list': query(nothing, z.array(sampleDrawSchema)),

  'package.compile': job(
    z.object({
      outDir: z.string().min(1),
      name: z.string().optional(),
      actor,
      preparer: z.object({ fingerprint: sha256Schema, passphrase: z.string() }),
      reviewer: z.object({ fingerprint: sha256Schema, passphrase: z.string() }).optional(),
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
      /** A head known from an earlier package or a sealed session; the ledger must still hold that entry. */
      expectedLedgerHead: ledgerHeadSchema.optional(),
    }),
    verificationSchema,
  ),
} as const
