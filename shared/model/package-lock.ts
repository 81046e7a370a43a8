import { z } from 'zod'
import { ledgerHeadSchema } from './ledger.ts'
import { instantSchema, sha256Schema } from './provider.ts'

/**
 * Days between the report's release and the last day on which its documentation may still be put together:
 * 14 (PCAOB AS 1215.15 as amended), 45 (AS 1215.15 before), 60 (AICPA AU-C 230.16, AT-C 105.34).
 */
export const completionWindows = [14, 45, 60] as const
export const completionWindowSchema = z.union([z.literal(14), z.literal(45), z.literal(60)])
export type CompletionWindow = z.infer<typeof completionWindowSchema>

/** How long after its report a package may be compiled again, and how long it is kept. */
export const packageSettingsSchema = z.object({
  windowDays: completionWindowSchema,
  /** Years from the report's release: 7 under PCAOB AS 1215.14, at least 5 under AU-C 230.17. */
  retentionYears: z.number().int().min(1).max(99),
})
export type PackageSettings = z.infer<typeof packageSettingsSchema>
export const defaultPackageSettings: PackageSettings = { windowDays: 60, retentionYears: 7 }

/** A calendar day, `2026-11-30`, read in UTC. */
export const daySchema = z.iso.date()

export const completionSchema = z.object({
  /** Day on which the report was released. */
  releasedOn: daySchema,
  /** Documentation completion date: the last day on which the period may be compiled again. */
  completedOn: daySchema,
  /** The window that was in force when the date was set. */
  windowDays: completionWindowSchema,
  /** The first instant after `completedOn` in UTC; from then on only addenda. */
  locksAt: instantSchema,
  by: z.string(),
  at: instantSchema,
})
export type Completion = z.infer<typeof completionSchema>

export const addendumRecordSchema = z.object({
  addendumId: sha256Schema,
  number: z.number().int().positive(),
  reason: z.string(),
  by: z.string(),
  at: instantSchema,
})
export type AddendumRecord = z.infer<typeof addendumRecordSchema>

/** One package that this engagement compiled. */
export const packageRecordSchema = z.object({
  /** SHA-256 of tagmanifest-sha256.txt. */
  packageId: sha256Schema,
  /** Packages of one series are revisions of each other: the same period and the same scope. */
  series: z.string(),
  name: z.string(),
  periodStart: instantSchema,
  periodEnd: instantSchema,
  revision: z.number().int().positive(),
  /** The revision before; null for the first. */
  supersedes: sha256Schema.nullable(),
  compiledAt: instantSchema,
  compiledBy: z.string(),
  completeness: z.enum(['COMPLETE', 'PARTIAL']),
  ledger: ledgerHeadSchema,
  /** Addenda made from here, by number. */
  addenda: z.array(addendumRecordSchema),
})
export type PackageRecord = z.infer<typeof packageRecordSchema>

/** All revisions of one period and scope, oldest first, and the date after which there is no further one. */
export const packageSeriesSchema = z.object({
  series: z.string(),
  completion: completionSchema.nullable(),
  /** At the time of asking. */
  locked: z.boolean(),
  packages: z.array(packageRecordSchema),
})
export type PackageSeries = z.infer<typeof packageSeriesSchema>

/** What an addendum says of itself, from its `bag-info.txt`, and whether the package it belongs to was at hand. */
export const addendumFactsSchema = z.object({
  /** Identity of the package it adds to. */
  to: sha256Schema,
  number: z.number().int().positive(),
  /** The addendum it follows; null for the first. */
  follows: sha256Schema.nullable(),
  by: z.string(),
  at: z.string(),
  reason: z.string(),
  original: z.enum(['found', 'not-found', 'differs']),
})
export type AddendumFacts = z.infer<typeof addendumFactsSchema>
