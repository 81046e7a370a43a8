import { z } from 'zod'
import { observationSchema, resourceSchema } from '../model/resource.ts'
import { instantSchema, providerSchema } from '../model/provider.ts'
import { coverageHoleSchema, scanSchema } from '../model/scan.ts'
import { sourceFileSchema } from '../model/source.ts'
import { job, nothing, command, pageIn, pageOf, query } from './method.ts'

export const itemProblemSchema = z.object({
  file: z.string(),
  reason: z.string(),
  detail: z.string(),
  index: z.number(),
  offset: z.number(),
  line: z.number().nullable(),
  resourceId: z.string().nullable(),
})
export const refusedFileSchema = z.object({
  path: z.string(),
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
})

export const importResultSchema = z.object({
  scans: z.array(scanSchema),
  files: z.number().int(),
  refused: z.array(refusedFileSchema),
  items: z.number().int(),
  problems: z.number().int(),
  bytes: z.number().int(),
})

export const resourceFilterSchema = z.object({
  provider: providerSchema.optional(),
  account: z.string().optional(),
  type: z.string().optional(),
  text: z.string().optional(),
})

export const scanMethods = {
  /** Imports export files as one scan, evaluates it and detects drift. `asOf` overrides the newest capture time. */
  'scan.import': job(
    z.object({
      paths: z.array(z.string().min(1)).min(1),
      actor: z.string().min(1),
      label: z.string().default(''),
      asOf: instantSchema.optional(),
      /** A file that can't be read refuses the whole import unless this is set. */
      acceptRefused: z.boolean().default(false),
    }),
    importResultSchema,
  ),
  /** Goes on with a scan that was interrupted. */
  'scan.resume': job(z.object({ actor: z.string().min(1) }), importResultSchema),
  'scan.abandon': command(z.object({ actor: z.string().min(1) }), z.object({ abandoned: z.number().int() })),
  'scan.evaluate': job(
    z.object({ actor: z.string().min(1), full: z.boolean().default(false) }),
    z.object({
      scan: z.number().int(),
      evaluated: z.number().int(),
      reused: z.number().int(),
      changed: z.number().int(),
    }),
  ),
  'scan.list': query(nothing, z.array(scanSchema)),
  'scan.detail': query(
    z.object({ scan: z.number().int().positive() }),
    z.object({
      scan: scanSchema,
      sources: z.array(sourceFileSchema),
      holes: z.array(coverageHoleSchema),
      problems: z.array(itemProblemSchema),
      problemsTotal: z.number().int(),
    }),
  ),
  'resource.page': query(
    pageIn.extend({ filter: resourceFilterSchema.default({}) }),
    pageOf(resourceSchema.extend({ state: z.string() })),
  ),
  'resource.get': query(
    z.object({ resource: z.number().int().positive(), sha256: z.string().optional() }),
    z.object({
      resource: resourceSchema,
      observations: z.array(observationSchema),
      sha256: z.string().nullable(),
      /** The document as stored: normal form, redacted. */
      document: z.record(z.string(), z.json()).nullable(),
    }),
  ),
} as const
