import { createPublicKey } from 'node:crypto'
import { BitString, OctetString, fromBER } from 'asn1js'
import { Certificate } from 'pkijs'
import type { RelativeDistinguishedNames } from 'pkijs'
import type { CertificateFacts, KeyAlgorithm } from '../../../../shared/model/signing.ts'
import { exactBuffer, sha256Hex } from './crypto-engine.ts'
import { oid } from './oids.ts'

const curves: Readonly<Record<string, readonly [KeyAlgorithm, number]>> = {
  prime256v1: ['ec-p256', 256],
  secp384r1: ['ec-p384', 384],
  secp521r1: ['ec-p521', 521],
}

/** Parses a DER certificate. Throws a plain Error when the bytes are not one. */
export function parseCertificate(der: Uint8Array): Certificate {
  return Certificate.fromBER(exactBuffer(der))
}

/** DER bytes of a parsed certificate, as they were signed. */
export function certificateDer(certificate: Certificate): Uint8Array {
  return new Uint8Array(certificate.toSchema(true).toBER())
}

/**
 * What a certificate says of its holder and key (RFC 5280).
 * Throws a plain Error for a key that is neither EC on a NIST curve nor RSA.
 */
export function certificateFacts(der: Uint8Array): CertificateFacts {
  const certificate = parseCertificate(der)
  const spki = publicKeyDer(certificate)
  const [algorithm, keyBits] = keyKind(spki)
  const subject = certificate.subject
  const organisation = attribute(subject, oid.organisation)
  const email = attribute(subject, oid.emailAddress)
  return {
    name: attribute(subject, oid.commonName) || organisation || email || '(no name)',
    organisation,
    email,
    fingerprint: sha256Hex(der),
    publicKeyHash: sha256Hex(spki),
    algorithm,
    keyBits,
    notBefore: certificate.notBefore.value.toISOString(),
    notAfter: certificate.notAfter.value.toISOString(),
    selfSigned: certificate.issuer.isEqual(subject),
  }
}

/** DER SubjectPublicKeyInfo of the certificate's key. */
export function publicKeyDer(certificate: Certificate): Uint8Array {
  return new Uint8Array(certificate.subjectPublicKeyInfo.toSchema().toBER())
}

/** True when the key usage extension is absent or allows digital signature or non-repudiation (RFC 5280 4.2.1.3). */
export function maySign(der: Uint8Array): boolean {
  const usage = parseCertificate(der).extensions?.find((extension) => extension.extnID === oid.keyUsage)
  if (!usage) return true
  const bits = fromBER(exactBuffer(usage.extnValue.valueBlock.valueHexView)).result
  if (!(bits instanceof BitString)) return false
  return ((bits.valueBlock.valueHexView[0] ?? 0) & 0b1100_0000) !== 0
}

/** The certificate as a PEM block with 64-character lines and a final newline. */
export function pem(der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}

/** DER bytes of every certificate in a PEM text; whatever stands between the blocks is left out. */
export function certificatesInPem(text: string): Uint8Array[] {
  const blocks = text.matchAll(/-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]*)-----END CERTIFICATE-----/g)
  return [...blocks].map((block) => new Uint8Array(Buffer.from(block[1] ?? '', 'base64')))
}

/** Wraps bytes as the OCTET STRING that carries an extension's value. */
export function octets(bytes: ArrayBuffer): OctetString {
  return new OctetString({ valueHex: bytes })
}

function attribute(names: RelativeDistinguishedNames, type: string): string {
  const found = names.typesAndValues.find((entry) => entry.type === type)
  if (!found) return ''
  const value: unknown = found.value.valueBlock.value
  return typeof value === 'string' ? value : ''
}

function keyKind(spki: Uint8Array): readonly [KeyAlgorithm, number] {
  const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' })
  if (key.asymmetricKeyType === 'rsa') return ['rsa', key.asymmetricKeyDetails?.modulusLength ?? 0]
  const curve = curves[key.asymmetricKeyDetails?.namedCurve ?? '']
  if (key.asymmetricKeyType === 'ec' && curve) return curve
  throw new Error(`unsupported key: ${key.asymmetricKeyType ?? 'unknown'}`)
}
