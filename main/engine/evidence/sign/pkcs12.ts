import { createPrivateKey, createPublicKey, timingSafeEqual } from 'node:crypto'
import { OctetString } from 'asn1js'
import {
  AuthenticatedSafe,
  CertBag,
  EncryptedData,
  PFX,
  PKCS8ShroudedKeyBag,
  PrivateKeyInfo,
  SafeContents,
} from 'pkijs'
import type { ContentInfo } from 'pkijs'
import { CountersignError } from '../../../../shared/model/errors.ts'
import { certificateFacts, maySign, parseCertificate, publicKeyDer } from './certificate.ts'
import { exactBuffer } from './crypto-engine.ts'
import type { SigningIdentity } from './identity.ts'
import { oid } from './oids.ts'
import { decryptUnder, pkcs12Mac, unsupported } from './pkcs12-decrypt.ts'

interface Contents {
  readonly keys: Uint8Array[]
  readonly certificates: Uint8Array[]
}

/**
 * A signing identity from the bytes of a PKCS#12 file (RFC 7292; .p12, .pfx) with an EC or RSA key.
 *
 * Throws `passphrase_wrong`; `p12_unsupported` with the detail for a file that is no PKCS#12, has no
 * private key with its certificate, uses a scheme not known here, a key too weak (RSA under 2048 bits)
 * or a certificate whose key usage forbids signing. `path` only names the file in errors.
 */
export function importPkcs12(
  bytes: Uint8Array,
  passphrase: string,
  path = 'the PKCS#12 file',
): SigningIdentity {
  try {
    return readIdentity(bytes, passphrase)
  } catch (error) {
    if (!(error instanceof CountersignError)) throw error
    throw new CountersignError(error.code, { ...error.params, path, what: path }, { cause: error })
  }
}

function readIdentity(bytes: Uint8Array, passphrase: string): SigningIdentity {
  const contents = readContents(bytes, passphrase)
  for (const privateKey of contents.keys) {
    const spki = publicPart(privateKey)
    const certificate = contents.certificates.find(
      (der) => Buffer.compare(publicKeyDer(parseCertificate(der)), spki) === 0,
    )
    if (certificate) return identityOf(privateKey, certificate, contents.certificates)
  }
  throw unsupported(contents.keys.length === 0 ? 'private key absent' : 'certificate absent', 'contents')
}

function identityOf(
  privateKey: Uint8Array,
  certificate: Uint8Array,
  all: readonly Uint8Array[],
): SigningIdentity {
  let facts
  try {
    facts = certificateFacts(certificate)
  } catch {
    throw unsupported('key', 'neither RSA nor EC on P-256, P-384 or P-521')
  }
  if (facts.algorithm === 'rsa' && facts.keyBits < 2048)
    throw unsupported('key', `RSA ${String(facts.keyBits)}`)
  if (!maySign(certificate)) throw unsupported('key usage', 'not for signatures')
  const chain = all.filter((der) => der !== certificate)
  return { facts, origin: 'imported', certificate, chain, privateKey }
}

function readContents(bytes: Uint8Array, passphrase: string): Contents {
  const pfx = parse(bytes)
  if (pfx.authSafe.contentType !== oid.data) throw unsupported('integrity', 'public-key mode')
  const safe = octetsOf(pfx.authSafe)
  checkMac(pfx, passphrase, safe)
  const contents: Contents = { keys: [], certificates: [] }
  try {
    for (const part of AuthenticatedSafe.fromBER(exactBuffer(safe)).safeContents) {
      const plain = part.contentType === oid.encryptedData ? decryptPart(part, passphrase) : octetsOf(part)
      collect(SafeContents.fromBER(exactBuffer(plain)), passphrase, contents)
    }
  } catch (error) {
    if (error instanceof CountersignError) throw error
    // With a MAC the passphrase is proven right by now; without one, nonsense after decryption is how a wrong one shows.
    if (!pfx.macData) throw new CountersignError('passphrase_wrong', {}, { cause: error })
    throw unsupported('contents', 'malformed')
  }
  return contents
}

function parse(bytes: Uint8Array): PFX {
  try {
    return PFX.fromBER(exactBuffer(bytes))
  } catch {
    throw unsupported('file', 'not PKCS#12')
  }
}

function checkMac(pfx: PFX, passphrase: string, safe: Uint8Array): void {
  if (!pfx.macData) return
  const { mac, macSalt, iterations } = pfx.macData
  const expected = mac.digest.valueBlock.valueHexView
  const salt = macSalt.valueBlock.valueHexView
  const made = pkcs12Mac(mac.digestAlgorithm.algorithmId, passphrase, salt, iterations ?? 1, safe)
  if (made.length !== expected.length || !timingSafeEqual(made, expected))
    throw new CountersignError('passphrase_wrong')
}

function decryptPart(part: ContentInfo, passphrase: string): Uint8Array {
  const { encryptedContentInfo } = new EncryptedData({ schema: part.content })
  const content = encryptedContentInfo.getEncryptedContent()
  return decryptUnder(encryptedContentInfo.contentEncryptionAlgorithm, passphrase, new Uint8Array(content))
}

function collect(safe: SafeContents, passphrase: string, into: Contents): void {
  for (const { bagId, bagValue } of safe.safeBags) {
    if (bagValue instanceof PKCS8ShroudedKeyBag) {
      const data = bagValue.encryptedData.getValue()
      into.keys.push(decryptUnder(bagValue.encryptionAlgorithm, passphrase, new Uint8Array(data)))
    } else if (bagValue instanceof PrivateKeyInfo) {
      into.keys.push(new Uint8Array(bagValue.toSchema().toBER()))
    } else if (
      bagId === oid.certBag &&
      bagValue instanceof CertBag &&
      bagValue.certId === oid.x509Certificate
    ) {
      const value: unknown = bagValue.certValue
      if (value instanceof OctetString) into.certificates.push(new Uint8Array(value.getValue()))
    }
  }
}

function octetsOf(part: ContentInfo): Uint8Array {
  const content: unknown = part.content
  if (part.contentType === oid.data && content instanceof OctetString)
    return new Uint8Array(content.getValue())
  throw unsupported('contents', part.contentType)
}

function publicPart(privateKey: Uint8Array): Buffer {
  try {
    const key = createPrivateKey({ key: Buffer.from(privateKey), format: 'der', type: 'pkcs8' })
    return createPublicKey(key).export({ format: 'der', type: 'spki' })
  } catch {
    throw unsupported('key', 'unreadable')
  }
}
