import { z } from 'zod'
import { instantSchema, sha256Schema } from './provider.ts'

export const keyAlgorithms = ['ec-p256', 'ec-p384', 'ec-p521', 'rsa'] as const
export type KeyAlgorithm = (typeof keyAlgorithms)[number]

/** What can be said of a certificate without its key. */
export const certificateFactsSchema = z.object({
  /** Subject common name; the person. */
  name: z.string(),
  /** Empty when the certificate names none. */
  organisation: z.string(),
  email: z.string(),
  /** SHA-256 of the certificate's DER bytes. */
  fingerprint: sha256Schema,
  /** SHA-256 of the public key (SubjectPublicKeyInfo); equal for two certificates over one key. */
  publicKeyHash: sha256Schema,
  algorithm: z.enum(keyAlgorithms),
  keyBits: z.number().int().positive(),
  notBefore: instantSchema,
  notAfter: instantSchema,
  selfSigned: z.boolean(),
})
export type CertificateFacts = z.infer<typeof certificateFactsSchema>

export const identityOriginSchema = z.enum(['made', 'imported'])
export type IdentityOrigin = z.infer<typeof identityOriginSchema>

/** A signing identity as listed, without its key. */
export const identitySummarySchema = certificateFactsSchema.extend({ origin: identityOriginSchema })
export type IdentitySummary = z.infer<typeof identitySummarySchema>

export const signerRoles = ['preparer', 'reviewer'] as const
export const signerRoleSchema = z.enum(signerRoles)
export type SignerRole = (typeof signerRoles)[number]

/** `AB:CD:…`, the form in which people compare fingerprints by eye or on the telephone. */
export function readableFingerprint(fingerprint: string): string {
  return (fingerprint.toUpperCase().match(/../g) ?? []).join(':')
}

/** Lower-case hex from any form people paste: colons, spaces, capitals. Undefined when it isn't a SHA-256. */
export function plainFingerprint(text: string): string | undefined {
  const plain = text.replace(/[\s:]/g, '').toLowerCase()
  return /^[0-9a-f]{64}$/.test(plain) ? plain : undefined
}
