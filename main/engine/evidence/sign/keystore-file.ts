import { createCipheriv, createDecipheriv, randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { canonicalJson } from '../../../../shared/model/canonical.ts'
import { CountersignError } from '../../../../shared/model/errors.ts'
import { identityOriginSchema } from '../../../../shared/model/signing.ts'
import { certificateFacts } from './certificate.ts'
import { sha256Hex } from './crypto-engine.ts'
import type { SigningIdentity } from './identity.ts'

const base64 = z.base64()

// The upper bounds keep a planted file from making us spend minutes or gigabytes on scrypt.
const kdfSchema = z.object({
  name: z.literal('scrypt'),
  N: z
    .number()
    .int()
    .min(16384)
    .max(1048576)
    .refine((n) => (n & (n - 1)) === 0),
  r: z.number().int().min(8).max(16),
  p: z.number().int().min(1).max(4),
  salt: base64,
})

const keystoreSchema = z.object({
  format: z.literal('countersign-identity'),
  version: z.literal(1),
  origin: identityOriginSchema,
  certificate: base64,
  chain: z.array(base64),
  kdf: kdfSchema,
  cipher: z.object({ name: z.literal('aes-256-gcm'), iv: base64, tag: base64 }),
  /** Second half of the derived bytes, hashed: tells a wrong passphrase from a damaged key. */
  check: z.string(),
  encryptedKey: base64,
  /** SHA-256 over the RFC 8785 form of everything else; finds damage without the passphrase. */
  digest: z.string(),
})
export type KeystoreFile = z.infer<typeof keystoreSchema>

// 128 MiB and about a third of a second: OWASP's first choice for scrypt is N = 2^17, r = 8, p = 1
const kdfCost = { N: 131072, r: 8, p: 1 }

/** The encrypted text of an identity under a passphrase. `random` gives that many fresh bytes. */
export async function sealIdentity(
  identity: SigningIdentity,
  passphrase: string,
  random: (length: number) => Uint8Array = randomBytes,
): Promise<string> {
  const kdf = { name: 'scrypt' as const, ...kdfCost, salt: encode(random(16)) }
  const [key, check] = await derive(passphrase, kdf)
  const iv = random(12)
  const open = {
    format: 'countersign-identity' as const,
    version: 1 as const,
    origin: identity.origin,
    certificate: encode(identity.certificate),
    chain: identity.chain.map(encode),
  }
  const cipher = createCipheriv('aes-256-gcm', key, iv)
  cipher.setAAD(Buffer.from(canonicalJson(open)))
  const encryptedKey = encode(Buffer.concat([cipher.update(identity.privateKey), cipher.final()]))
  const tag = encode(cipher.getAuthTag())
  const body = {
    ...open,
    kdf,
    cipher: { name: 'aes-256-gcm' as const, iv: encode(iv), tag },
    check,
    encryptedKey,
  }
  return `${JSON.stringify({ ...body, digest: sha256Hex(canonicalJson(body)) }, null, 2)}\n`
}

/** Reads a keystore file's text without its passphrase. Throws `keystore_damaged` naming `path`. */
export function parseKeystore(text: string, path: string): KeystoreFile {
  try {
    const parsed = keystoreSchema.parse(JSON.parse(text))
    const { digest, ...body } = parsed
    if (sha256Hex(canonicalJson(body)) !== digest) throw new Error('digest differs')
    return parsed
  } catch (error) {
    throw new CountersignError('keystore_damaged', { path }, { cause: error })
  }
}

/** Opens a parsed keystore. Throws `passphrase_wrong`, or `keystore_damaged` when the passphrase is right and the key is not. */
export async function openKeystore(
  stored: KeystoreFile,
  passphrase: string,
  path: string,
): Promise<SigningIdentity> {
  const [key, check] = await derive(passphrase, stored.kdf)
  if (
    check.length !== stored.check.length ||
    !timingSafeEqual(Buffer.from(check), Buffer.from(stored.check))
  ) {
    throw new CountersignError('passphrase_wrong', { what: path })
  }
  try {
    const { format, version, origin, certificate, chain } = stored
    const decipher = createDecipheriv('aes-256-gcm', key, decode(stored.cipher.iv), { authTagLength: 16 })
    decipher.setAAD(Buffer.from(canonicalJson({ format, version, origin, certificate, chain })))
    decipher.setAuthTag(decode(stored.cipher.tag))
    const privateKey = Uint8Array.from(
      Buffer.concat([decipher.update(decode(stored.encryptedKey)), decipher.final()]),
    )
    const der = decode(certificate)
    return { facts: certificateFacts(der), origin, certificate: der, chain: chain.map(decode), privateKey }
  } catch (error) {
    throw new CountersignError('keystore_damaged', { path }, { cause: error })
  }
}

async function derive(
  passphrase: string,
  kdf: z.infer<typeof kdfSchema>,
): Promise<[key: Buffer, check: string]> {
  // NFC, so that an accent typed on another keyboard still opens the file
  const bytes = await new Promise<Buffer>((resolve, reject) => {
    const limits = { N: kdf.N, r: kdf.r, p: kdf.p, maxmem: 256 * kdf.N * kdf.r }
    scrypt(passphrase.normalize('NFC'), decode(kdf.salt), 64, limits, (error, derived) => {
      if (error) reject(error)
      else resolve(derived)
    })
  })
  return [bytes.subarray(0, 32), sha256Hex(bytes.subarray(32))]
}

function encode(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}

function decode(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'base64'))
}
