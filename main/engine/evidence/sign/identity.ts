import { webcrypto } from 'node:crypto'
import { BitString, IA5String, Integer, ObjectIdentifier, Sequence, Set as Asn1Set, Utf8String } from 'asn1js'
import type { BaseBlock } from 'asn1js'
import { BasicConstraints, Certificate, ExtKeyUsage, Extension, RelativeDistinguishedNames } from 'pkijs'
import { CountersignError } from '../../../../shared/model/errors.ts'
import type { CertificateFacts, IdentityOrigin } from '../../../../shared/model/signing.ts'
import { certificateDer, certificateFacts, octets } from './certificate.ts'
import { cryptoEngine, exactBuffer } from './crypto-engine.ts'
import { oid } from './oids.ts'

/** A person who can sign: certificate, key and whatever chain came with them. Holds the private key in the clear. */
export interface SigningIdentity {
  readonly facts: CertificateFacts
  readonly origin: IdentityOrigin
  /** DER. */
  readonly certificate: Uint8Array
  /** DER, issuers of the certificate, nearest first as far as known; empty for a self-made one. */
  readonly chain: readonly Uint8Array[]
  /** DER PKCS#8, unencrypted. */
  readonly privateKey: Uint8Array
}

export interface NewIdentity {
  /** The person's name; becomes the subject's common name. */
  readonly name: string
  readonly organisation?: string
  readonly email?: string
  /** Default `ec-p256`. */
  readonly algorithm?: 'ec-p256' | 'rsa-3072'
  /** RFC 3339 UTC; kept to the second, as certificates are. */
  readonly notBefore: string
  readonly notAfter: string
  /** 16 random bytes; made positive here (RFC 5280 4.1.2.2). */
  readonly serial: Uint8Array
}

/**
 * Makes a key and a certificate signed by that same key (RFC 5280): subject from the person's
 * name, key usage digitalSignature and nonRepudiation, extended key usage emailProtection
 * (openssl cms asks for it), not a CA.
 *
 * Throws `invalid_input` for an empty or over-long name, a malformed email or an empty validity.
 */
export async function createIdentity(wanted: NewIdentity): Promise<SigningIdentity> {
  const name = cleanText(wanted.name, 'name', 64)
  const notBefore = wholeSecond(wanted.notBefore, 'notBefore')
  const notAfter = wholeSecond(wanted.notAfter, 'notAfter')
  if (notAfter <= notBefore)
    throw new CountersignError('invalid_input', { field: 'notAfter', detail: 'must be later than notBefore' })
  if (wanted.serial.length < 8 || wanted.serial.length > 20) {
    throw new CountersignError('invalid_input', { field: 'serial', detail: 'must be 8 to 20 bytes' })
  }

  const keys = await webcrypto.subtle.generateKey(keyParameters(wanted.algorithm ?? 'ec-p256'), true, [
    'sign',
    'verify',
  ])
  const certificate = new Certificate()
  certificate.version = 2
  certificate.serialNumber = new Integer({ valueHex: exactBuffer(positiveSerial(wanted.serial)) })
  certificate.notBefore.value = notBefore
  certificate.notAfter.value = notAfter
  if (notBefore.getUTCFullYear() > 2049) certificate.notBefore.type = 1
  if (notAfter.getUTCFullYear() > 2049) certificate.notAfter.type = 1

  const subject = subjectName(name, wanted)
  certificate.subject = RelativeDistinguishedNames.fromBER(subject)
  certificate.issuer = RelativeDistinguishedNames.fromBER(subject)

  await certificate.subjectPublicKeyInfo.importKey(keys.publicKey, cryptoEngine)
  certificate.extensions = await certificateExtensions(certificate)
  await certificate.sign(keys.privateKey, 'SHA-256', cryptoEngine)

  const der = certificateDer(certificate)
  const privateKey = new Uint8Array(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey))
  return { facts: certificateFacts(der), origin: 'made', certificate: der, chain: [], privateKey }
}

/**
 * Refuses a certificate outside its validity at `clock` (RFC 3339 UTC).
 * Throws `certificate_expired` or `certificate_not_yet_valid`.
 */
export function assertValidAt(facts: CertificateFacts, clock: string): void {
  if (clock < facts.notBefore) {
    throw new CountersignError('certificate_not_yet_valid', { name: facts.name, at: facts.notBefore, clock })
  }
  if (clock > facts.notAfter) {
    throw new CountersignError('certificate_expired', { name: facts.name, at: facts.notAfter, clock })
  }
}

/** WebCrypto private key of the identity, for signing with SHA-256. */
export async function signingKey(identity: SigningIdentity): Promise<webcrypto.CryptoKey> {
  const { algorithm } = identity.facts
  const parameters =
    algorithm === 'rsa'
      ? { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
      : {
          name: 'ECDSA',
          namedCurve: { 'ec-p256': 'P-256', 'ec-p384': 'P-384', 'ec-p521': 'P-521' }[algorithm],
        }
  return webcrypto.subtle.importKey('pkcs8', exactBuffer(identity.privateKey), parameters, false, ['sign'])
}

/** DER of the distinguished name. Built by hand: pkijs writes all parts into one multi-valued name. */
function subjectName(name: string, wanted: NewIdentity): ArrayBuffer {
  const parts: (readonly [string, BaseBlock])[] = [[oid.commonName, new Utf8String({ value: name })]]
  if (wanted.organisation) {
    parts.push([
      oid.organisation,
      new Utf8String({ value: cleanText(wanted.organisation, 'organisation', 64) }),
    ])
  }
  if (wanted.email) {
    const value = cleanText(wanted.email, 'email', 255)
    if (!/^[\x21-\x7e]+@[\x21-\x7e]+$/.test(value)) {
      throw new CountersignError('invalid_input', { field: 'email', detail: 'must be name@host in ASCII' })
    }
    parts.push([oid.emailAddress, new IA5String({ value })])
  }
  const sets = parts.map(([type, value]) => {
    const pair = new Sequence({ value: [new ObjectIdentifier({ value: type }), value] })
    return new Asn1Set({ value: [pair] })
  })
  return new Sequence({ value: sets }).toBER()
}

function keyParameters(
  algorithm: 'ec-p256' | 'rsa-3072',
): webcrypto.EcKeyGenParams | webcrypto.RsaHashedKeyGenParams {
  if (algorithm === 'ec-p256') return { name: 'ECDSA', namedCurve: 'P-256' }
  return {
    name: 'RSASSA-PKCS1-v1_5',
    hash: 'SHA-256',
    modulusLength: 3072,
    publicExponent: new Uint8Array([1, 0, 1]),
  }
}

async function certificateExtensions(certificate: Certificate): Promise<Extension[]> {
  const keyBits = certificate.subjectPublicKeyInfo.subjectPublicKey.valueBlock.valueHexView
  const keyIdentifier = await webcrypto.subtle.digest('SHA-1', exactBuffer(keyBits))
  // digitalSignature is bit 0 and nonRepudiation bit 1, hence six unused bits
  const usage = new BitString({ valueHex: new Uint8Array([0b1100_0000]).buffer, unusedBits: 6 })
  const notAuthority = new BasicConstraints({ cA: false })
  const purposes = new ExtKeyUsage({ keyPurposes: [oid.emailProtection] })
  return [
    extension(oid.basicConstraints, true, notAuthority.toSchema().toBER()),
    extension(oid.keyUsage, true, usage.toBER()),
    extension(oid.extendedKeyUsage, false, purposes.toSchema().toBER()),
    extension(oid.subjectKeyIdentifier, false, octets(keyIdentifier).toBER()),
  ]
}

function extension(extnID: string, critical: boolean, extnValue: ArrayBuffer): Extension {
  return new Extension({ extnID, critical, extnValue })
}

function positiveSerial(random: Uint8Array): Uint8Array {
  const serial = Uint8Array.from(random)
  // top bit clear keeps the integer positive, next bit set keeps DER's shortest form at full length
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40
  return serial
}

function cleanText(text: string, field: string, longest: number): string {
  const clean = text.normalize('NFC').trim()
  if (clean === '' || [...clean].length > longest || /\p{Cc}/u.test(clean)) {
    throw new CountersignError('invalid_input', {
      field,
      detail: `must be 1 to ${String(longest)} printable characters`,
    })
  }
  return clean
}

function wholeSecond(instant: string, field: string): Date {
  const time = Date.parse(instant)
  if (Number.isNaN(time))
    throw new CountersignError('invalid_input', { field, detail: 'must be an RFC 3339 time in UTC' })
  return new Date(Math.floor(time / 1000) * 1000)
}
