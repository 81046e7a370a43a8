import { z } from 'zod'
import { packageDiffSchema } from '../model/package-diff.ts'
import {
  completionWindowSchema,
  daySchema,
  packageSeriesSchema,
  packageSettingsSchema,
} from '../model/package-lock.ts'
import { openedPackageSchema } from '../model/package-summary.ts'
import { sha256Schema } from '../model/provider.ts'
import { verificationSchema } from '../model/verification.ts'
import { command, job, nothing, query } from './method.ts'

const actor = z.string().min(1)
const path = z.string().min(1)

const packagesSchema = z.object({
  settings: packageSettingsSchema,
  series: z.array(packageSeriesSchema),
})

/** What happens to packages after they were compiled, and what a reader of received ones needs. */
export const packageMethods = {
  /** Every package of the open engagement, by series, with completion dates and addenda. */
  'package.list': query(nothing, packagesSchema),
  'package.settings': command(
    z.object({
      windowDays: completionWindowSchema.optional(),
      retentionYears: z.number().int().min(1).max(99).optional(),
      actor,
    }),
    packagesSchema,
  ),
  /**
   * Sets the documentation completion date of a package's series. `completedOn` is the last day on which the period may
   * be compiled again; left out, it is the whole window after the report's release.
   */
  'package.complete': command(
    z.object({
      packageId: sha256Schema,
      releasedOn: daySchema,
      completedOn: daySchema.optional(),
      actor,
    }),
    packagesSchema,
  ),
  /** Attaches a time stamping authority's answer to the query written at signing. */
  'package.timestamp': job(
    z.object({ bag: path, response: path, actor }),
    z.object({
      role: z.enum(['preparer', 'reviewer']),
      file: z.string(),
      /** The authority's time, RFC 3339 UTC. */
      at: z.string(),
      authority: z.string(),
      /** SHA-256 of the authority's certificate. */
      fingerprint: sha256Schema,
      /** Whether the open engagement compiled this package and so has the stamp in its ledger. */
      recorded: z.boolean(),
      verification: verificationSchema,
    }),
  ),
  /** Makes a signed addendum beside a package, chained to it; the package's own bytes stay as they are. */
  'package.addendum': job(
    z.object({
      package: path,
      files: z.array(path).min(1).max(10_000),
      reason: z.string().min(1).max(4_000),
      by: z.object({ fingerprint: sha256Schema, passphrase: z.string() }),
      /** Folder to make it in; beside the package unless given. */
      outDir: z.string().min(1).optional(),
      actor,
    }),
    z.object({
      addendumId: sha256Schema,
      packageId: sha256Schema,
      number: z.number().int().positive(),
      bag: z.string(),
      zip: z.string(),
      files: z.number().int(),
      bytes: z.number().int(),
      recorded: z.boolean(),
    }),
  ),
  /** Reads a received package or addendum, verifying it first; needs no engagement. */
  'package.open': job(
    z.object({ path, trustedFingerprints: z.array(sha256Schema).default([]) }),
    openedPackageSchema,
  ),
  /** Compares two received packages; needs no engagement. Refuses what does not verify unless told otherwise. */
  'package.diff': job(
    z.object({
      older: path,
      newer: path,
      allowUnverified: z.boolean().default(false),
      /** Findings shown of each kind of change; the counts are of all. */
      limit: z.number().int().min(0).max(10_000).default(200),
      /** Where to write every difference as a CSV file. */
      csv: z.string().min(1).optional(),
    }),
    packageDiffSchema,
  ),
} as const
