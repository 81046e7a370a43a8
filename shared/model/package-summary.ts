import { z } from 'zod'
import { ledgerHeadSchema } from './ledger.ts'
import { totalsSchema } from './outcome.ts'
import { instantSchema, sha256Schema } from './provider.ts'
import { verificationSchema } from './verification.ts'

const count = z.number().int().nonnegative()

export const findingCountsSchema = z.object({
  total: count,
  open: count,
  remediated: count,
  closed: count,
  overdue: count,
  breached: count,
  excepted: count,
})

export const frameworkFiguresSchema = z.object({
  framework: z.string(),
  title: z.string(),
  requirements: count,
  covered: count,
  totals: totalsSchema,
  score: z.number().nullable(),
  coverage: z.number().nullable(),
})
export type FrameworkFigures = z.infer<typeof frameworkFiguresSchema>

/**
 * The parts of `data/11-machine/package.json` that a reader of a received package needs. Written by whoever made the
 * package, so nothing is taken for granted: a package whose file does not fit is shown without these figures.
 */
export const packageFactsSchema = z.object({
  format: z.literal('countersign-package/1'),
  identity: z.object({
    engagement: z.string(),
    client: z.string(),
    name: z.string(),
    periodStart: instantSchema,
    periodEnd: instantSchema,
    timeZone: z.string(),
    revision: z.number().int().positive(),
    sample: z.boolean(),
    compiledAt: instantSchema,
    previousPackage: z.object({ tagmanifestSha256: sha256Schema, label: z.string() }).nullable(),
    /** The revision it takes the place of; absent in packages of an early format. */
    supersedes: sha256Schema.nullable().default(null),
    /** What it was narrowed to; null in each part where it was not. */
    scope: z
      .object({
        label: z.string(),
        frameworks: z.array(z.string()),
        providers: z.array(z.string()).nullable(),
        accounts: z.array(z.object({ provider: z.string(), account: z.string() })).nullable(),
      })
      .nullable()
      .default(null),
  }),
  tool: z.object({ name: z.string(), version: z.string(), build: z.string(), runtime: z.string() }),
  rulePack: z.object({ version: z.string(), sha256: z.string() }),
  scans: z.array(z.object({ id: z.number().int(), asOf: instantSchema, verdict: z.string() })),
  closingScan: z.number().int().nullable(),
  totals: z.object({
    frameworks: z.array(frameworkFiguresSchema),
    outcomes: totalsSchema,
    findings: findingCountsSchema,
    findingsBySeverity: z.record(z.string(), findingCountsSchema),
    drift: z.object({ total: count, open: count, authorised: count, notAuthorised: count, undecided: count }),
    remediations: count,
    baselines: count,
    reviews: z.object({ weeks: count, sealed: count, open: count, missed: count }),
    samples: count,
    documents: count,
  }),
  completeness: z.object({
    verdict: z.enum(['COMPLETE', 'PARTIAL']),
    holes: z.array(z.object({ kind: z.string(), count })),
  }),
  ledger: ledgerHeadSchema,
})
export type PackageFacts = z.infer<typeof packageFactsSchema>

/** A received package or addendum, read without unpacking or changing it. */
export const openedPackageSchema = z.object({
  /** What a verification says of it now; the rest is worth what this says. */
  verification: verificationSchema,
  /** Null for an addendum, and where package.json is missing or not of this form. */
  facts: packageFactsSchema
    .omit({ scans: true, completeness: true })
    .extend({
      scans: count,
      firstScan: instantSchema.nullable(),
      lastScan: instantSchema.nullable(),
      completeness: z.enum(['COMPLETE', 'PARTIAL']),
      /** Holes by kind: how many entries, and how many resources, items or outcomes they concern. */
      holes: z.array(z.object({ kind: z.string(), entries: count, concerned: count })),
    })
    .nullable(),
  /** Files an addendum adds: name in the addendum, name it had, bytes, hash. */
  added: z.array(z.object({ path: z.string(), name: z.string(), bytes: count, sha256: sha256Schema })),
  /** Addenda to this package that lie beside it, by number; each is verified on its own. */
  addenda: z.array(
    z.object({
      path: z.string(),
      addendumId: sha256Schema,
      number: count,
      by: z.string(),
      at: z.string(),
      reason: z.string(),
      verified: z.boolean(),
    }),
  ),
})
export type OpenedPackage = z.infer<typeof openedPackageSchema>
