import { createHash } from 'node:crypto'
import { GeneralizedTime, Integer, ObjectIdentifier, OctetString, Sequence, UTCTime } from 'asn1js'
import type { BaseBlock } from 'asn1js'
import {
  AlgorithmIdentifier,
  Attribute,
  ContentInfo,
  EncapsulatedContentInfo,
  GeneralName,
  IssuerAndSerialNumber,
  SignedAndUnsignedAttributes,
  SignedData,
  SignerInfo,
} from 'pkijs'
import type { Certificate } from 'pkijs'
import { parseCertificate } from './certificate.ts'
import { cryptoEngine, exactBuffer } from './crypto-engine.ts'
import { assertValidAt, signingKey } from './identity.ts'
import type { SigningIdentity } from './identity.ts'
import { oid } from './oids.ts'

/**
 * A detached CMS SignedData (RFC 5652) over `content`, DER, with the signed attributes of
 * CAdES-BES (ETSI EN 319 122-1 5): content type, message digest, signing time, and the signing
 * certificate's SHA-256 (RFC 5035, signing-certificate-v2). Digest SHA-256; ECDSA or RSA PKCS#1 v1.5.
 *
 * `clock` is RFC 3339 UTC and becomes the claimed signing time, kept to the second.
 * Throws `certificate_expired` or `certificate_not_yet_valid` for a certificate outside its validity.
 */
export async function signDetached(
  content: Uint8Array,
  identity: SigningIdentity,
  clock: string,
): Promise<Uint8Array> {
  assertValidAt(identity.facts, clock)
  return signDigest(createHash('sha256').update(content).digest(), identity, [
    attribute(oid.signingTime, timeValue(clock)),
  ])
}

/**
 * As signDetached, for content known by its SHA-256 and with no signing time among the signed attributes: in a PDF the time stands
 * in the signature dictionary and ETSI EN 319 142-1 6.3 forbids the attribute.
 */
export function signUntimed(
  digest: Uint8Array,
  identity: SigningIdentity,
  clock: string,
): Promise<Uint8Array> {
  assertValidAt(identity.facts, clock)
  return signDigest(digest, identity, [])
}

async function signDigest(
  digest: Uint8Array,
  identity: SigningIdentity,
  more: readonly Attribute[],
): Promise<Uint8Array> {
  const certificate = parseCertificate(identity.certificate)
  const attributes = [
    attribute(oid.contentType, new ObjectIdentifier({ value: oid.data })),
    ...more,
    attribute(oid.messageDigest, new OctetString({ valueHex: exactBuffer(digest) })),
    attribute(oid.signingCertificateV2, signingCertificate(certificate, identity.certificate)),
  ]
  const signed = new SignedData({
    version: 1,
    encapContentInfo: new EncapsulatedContentInfo({ eContentType: oid.data }),
    certificates: [certificate, ...identity.chain.map(parseCertificate)],
    signerInfos: [
      new SignerInfo({
        version: 1,
        sid: new IssuerAndSerialNumber({
          issuer: certificate.issuer,
          serialNumber: certificate.serialNumber,
        }),
        digestAlgorithm: new AlgorithmIdentifier({ algorithmId: oid.sha256 }),
        signedAttrs: new SignedAndUnsignedAttributes({ type: 0, attributes: inDerOrder(attributes) }),
      }),
    ],
  })
  await signed.sign(await signingKey(identity), 0, 'SHA-256', undefined, cryptoEngine)
  const container = new ContentInfo({ contentType: oid.signedData, content: signed.toSchema(true) })
  return new Uint8Array(container.toSchema().toBER())
}

function attribute(type: string, value: BaseBlock): Attribute {
  return new Attribute({ type, values: [value] })
}

/** RFC 5652 11.3: UTCTime through 2049, GeneralizedTime after. */
function timeValue(clock: string): UTCTime | GeneralizedTime {
  const valueDate = new Date(Math.floor(Date.parse(clock) / 1000) * 1000)
  return valueDate.getUTCFullYear() < 2050 ? new UTCTime({ valueDate }) : new GeneralizedTime({ valueDate })
}

/** RFC 5035 SigningCertificateV2 with one ESSCertIDv2; SHA-256 is the default algorithm and so left out, as DER asks. */
function signingCertificate(certificate: Certificate, der: Uint8Array): Sequence {
  const hash = new OctetString({ valueHex: exactBuffer(createHash('sha256').update(der).digest()) })
  const issuer = new Sequence({ value: [new GeneralName({ type: 4, value: certificate.issuer }).toSchema()] })
  const serial = new Integer({ valueHex: exactBuffer(certificate.serialNumber.valueBlock.valueHexView) })
  const certId = new Sequence({ value: [hash, new Sequence({ value: [issuer, serial] })] })
  return new Sequence({ value: [new Sequence({ value: [certId] })] })
}

/** DER orders a SET OF by the encodings of its members; openssl and PDF readers re-encode and would fail otherwise. */
function inDerOrder(attributes: Attribute[]): Attribute[] {
  const encoded = attributes.map((one) => ({ one, der: Buffer.from(one.toSchema().toBER()) }))
  return encoded.toSorted((a, b) => Buffer.compare(a.der, b.der)).map(({ one }) => one)
}
