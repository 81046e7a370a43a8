import { z } from 'zod'
import { ledgerHeadSchema } from './ledger.ts'
import { addendumFactsSchema } from './package-lock.ts'
import { instantSchema, sha256Schema } from './provider.ts'
import { keyAlgorithms, signerRoleSchema } from './signing.ts'

/**
 * Everything a verification can find, good or bad. verify.sh inside a package uses the same ids,
 * so what a shell and what Countersign say of a package can be laid side by side.
 */
export const checkIds = [
  // the container
  'bag_sound',
  'archive_damaged',
  'archive_unsafe_name',
  'archive_duplicate_name',
  'entry_not_a_file',
  'bag_incomplete',
  'bag_malformed',
  'manifest_malformed',
  'oxum_differs',
  // the files
  'tag_files_intact',
  'files_intact',
  'file_changed',
  'manifest_changed',
  'file_missing',
  'file_extra',
  'file_unreadable',
  // the signatures
  'signature_good',
  'signature_missing',
  'signature_invalid',
  'reviewer_absent',
  'timestamp_good',
  'timestamp_invalid',
  // the signers
  'signer_listed',
  'signer_foreign',
  'signer_not_declared',
  'signer_trusted',
  'signer_not_trusted',
  'different_people',
  'same_person',
  'certificate_expired',
  'certificate_not_yet_valid',
  'certificate_since_expired',
  'signed_in_future',
  // the ledger
  'ledger_whole',
  'ledger_missing',
  'ledger_malformed',
  'ledger_edited',
  'ledger_broken',
  'ledger_gap',
  'ledger_cut',
  'ledger_head_differs',
  'ledger_head_not_recorded',
  'ledger_head_unexpected',
  // an addendum and the package it adds to
  'addendum_malformed',
  'addendum_chained',
  'addendum_original_absent',
  'addendum_original_differs',
] as const
export const checkIdSchema = z.enum(checkIds)
export type CheckId = (typeof checkIds)[number]

export const checkStatuses = ['ok', 'warning', 'failed', 'not_checked'] as const

export const verificationCheckSchema = z.object({
  id: checkIdSchema,
  status: z.enum(checkStatuses),
  /** Path inside the package; null when the check is of the whole. */
  file: z.string().nullable(),
  /** Slots of the check's text in shared/text/verification.ts. */
  params: z.record(z.string(), z.union([z.string(), z.number()])),
})
export type VerificationCheck = z.infer<typeof verificationCheckSchema>

export const verifiedSignerSchema = z.object({
  role: signerRoleSchema,
  name: z.string(),
  organisation: z.string(),
  email: z.string(),
  fingerprint: sha256Schema,
  algorithm: z.enum(keyAlgorithms),
  keyBits: z.number().int().positive(),
  /** The signer's own clock: claimed, not proven. */
  claimedAt: instantSchema,
  notBefore: instantSchema,
  notAfter: instantSchema,
  selfSigned: z.boolean(),
  /** Among the fingerprints the verifier was given; null when none were given. */
  trusted: z.boolean().nullable(),
  /** A time stamping authority's time for this signature; null without a token. */
  stampedAt: instantSchema.nullable(),
  /** Name in that authority's certificate, as the authority wrote it; null without a token. */
  stampedBy: z.string().nullable(),
})
export type VerifiedSigner = z.infer<typeof verifiedSignerSchema>

export const verificationSchema = z.object({
  overall: z.enum(['verified', 'failed']),
  /** As `countersign verify` and verify.sh exit; 0 exactly when verified. */
  exitCode: z.number().int().nonnegative(),
  path: z.string(),
  checkedAt: instantSchema,
  /** SHA-256 of tagmanifest-sha256.txt: the package's identity; null when there is none to read. */
  packageId: sha256Schema.nullable(),
  /** bag-info.txt, in order. */
  info: z.array(z.object({ label: z.string(), value: z.string() })),
  /** Payload files read and their bytes. */
  files: z.number().int().nonnegative(),
  bytes: z.number().int().nonnegative(),
  signers: z.array(verifiedSignerSchema),
  /** Entries read and the head recomputed from them; null when the chain could not be followed to its end. */
  ledger: ledgerHeadSchema.nullable(),
  /** Set for an addendum, which has no ledger of its own; null for a package. */
  addendum: addendumFactsSchema.nullable(),
  checks: z.array(verificationCheckSchema),
  /** Findings beyond the first thousand of one kind, counted and left out of `checks`. */
  omitted: z.number().int().nonnegative(),
})
export type Verification = z.infer<typeof verificationSchema>
