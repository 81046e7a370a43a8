import { z } from 'zod'
import { instantSchema, sha256Schema } from '../../../../shared/model/provider.ts'

/** Where an addendum keeps what it is: RFC 8785 text of one object. */
export const sheetPath = 'data/addendum.json'

/** What an addendum is, in full. */
export const addendumSheetSchema = z.object({
  format: z.literal('countersign-addendum/1'),
  /** SHA-256 of the package's tagmanifest-sha256.txt. */
  to: sha256Schema,
  /** Name the package's folder had, for people; the identity above decides. */
  toName: z.string(),
  number: z.number().int().positive(),
  follows: sha256Schema.nullable(),
  reason: z.string(),
  by: z.object({ name: z.string(), organisation: z.string(), fingerprint: sha256Schema }),
  /** Who asked for it at the workstation. */
  actor: z.string(),
  at: instantSchema,
  files: z.array(
    z.object({
      path: z.string(),
      /** Name the file had. */
      name: z.string(),
      bytes: z.number().int().nonnegative(),
      sha256: sha256Schema,
    }),
  ),
})
export type AddendumSheet = z.infer<typeof addendumSheetSchema>
