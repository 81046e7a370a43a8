import { createHash } from 'node:crypto'
import { GeneralizedTime, ObjectIdentifier, OctetString, Sequence, UTCTime, fromBER } from 'asn1js'
import type { BaseBlock } from 'asn1js'
import { Certificate, ContentInfo, IssuerAndSerialNumber, SignedData } from 'pkijs'
import type { SignerInfo } from 'pkijs'
import type { CertificateFacts } from '../../../../shared/model/signing.ts'
import { certificateDer, certificateFacts } from './certificate.ts'
import { cryptoEngine, exactBuffer } from './crypto-engine.ts'
import { oid } from './oids.ts'

/** Why a signature does not hold. */
export type SignatureFault =
  | 'not_cms'
  | 'content_attached'
  | 'signer_count'
  | 'certificate_absent'
  | 'algorithm_unsupported'
  | 'attributes_malformed'
  | 'digest_differs'
  | 'certificate_not_bound'
  | 'signature_wrong'

export interface ValidSignature {
  readonly valid: true
  /** DER of the signer's certificate, and of the others that came along. */
  readonly certificate: Uint8Array
  readonly chain: readonly Uint8Array[]
  readonly facts: CertificateFacts
  /** The signer's own clock, RFC 3339 UTC; null when the signature carries none. */
  readonly signedAt: string | null
}

export type SignatureReading = ValidSignature | { readonly valid: false; readonly fault: SignatureFault }

const digestNames: Readonly<Record<string, 'SHA-256' | 'SHA-384' | 'SHA-512'>> = {
  [oid.sha256]: 'SHA-256',
  [oid.sha384]: 'SHA-384',
  [oid.sha512]: 'SHA-512',
}

const signatureOids = new Set<string>([
  oid.rsaEncryption,
  oid.sha256WithRsa,
  oid.sha384WithRsa,
  oid.sha512WithRsa,
  oid.ecdsaWithSha256,
  oid.ecdsaWithSha384,
  oid.ecdsaWithSha512,
])

/**
 * Judges a detached CMS signature (DER) over `content`: exactly one signer, its digest, its signature,
 * and the binding to its certificate (RFC 5652 5.6, RFC 5035). Says nothing of whether the certificate
 * is to be trusted or was valid in time.
 *
 * Content inside the p7s is refused: it would be verified instead of the file.
 */
export function verifyDetached(p7s: Uint8Array, content: Uint8Array): Promise<SignatureReading> {
  return verifyDetachedBy(p7s, (algorithm) => createHash(algorithm).update(content).digest())
}

/** Gives the digest of the signed content by an algorithm of node:crypto. */
export type Digester = (algorithm: string) => Buffer | Promise<Buffer>

/** As verifyDetached, for content that is too large to hold. */
export async function verifyDetachedBy(p7s: Uint8Array, digester: Digester): Promise<SignatureReading> {
  const signed = parseSignedData(p7s)
  if (!signed) return fault('not_cms')
  if (signed.encapContentInfo.eContent) return fault('content_attached')
  if (signed.encapContentInfo.eContentType !== oid.data) return fault('attributes_malformed')
  return verifySigner(signed, digester)
}

/** The SignedData of a DER ContentInfo; undefined when the bytes are anything else or go on after it. */
export function parseSignedData(der: Uint8Array): SignedData | undefined {
  try {
    const parsed = fromBER(exactBuffer(der))
    if (parsed.offset !== der.length) return undefined
    const container = new ContentInfo({ schema: parsed.result })
    if (container.contentType !== oid.signedData) return undefined
    return new SignedData({ schema: container.content })
  } catch {
    return undefined
  }
}

/** As verifyDetached, for a SignedData already parsed; `content` is what its digest must be of. */
export function verifySignerOf(signed: SignedData, content: Uint8Array): Promise<SignatureReading> {
  return verifySigner(signed, (algorithm) => createHash(algorithm).update(content).digest())
}

async function verifySigner(signed: SignedData, digester: Digester): Promise<SignatureReading> {
  const [signer, ...others] = signed.signerInfos
  if (!signer || others.length > 0) return fault('signer_count')
  const certificates = (signed.certificates ?? []).filter((one) => one instanceof Certificate)
  const certificate = certificates.find((one) => isSigner(signer, one))
  if (!certificate) return fault('certificate_absent')
  const digestName = digestNames[signer.digestAlgorithm.algorithmId]
  if (!digestName || !signatureOids.has(signer.signatureAlgorithm.algorithmId))
    return fault('algorithm_unsupported')

  const der = certificateDer(certificate)
  const attributes = readAttributes(signer)
  if (!attributes) return fault('attributes_malformed')
  if (attributes.contentType !== signed.encapContentInfo.eContentType) return fault('attributes_malformed')
  const digest = await digester(digestName.replace('-', ''))
  if (!digest.equals(attributes.messageDigest)) return fault('digest_differs')
  if (!bindsCertificate(attributes.signingCertificate, attributes.bindingVersion, der))
    return fault('certificate_not_bound')
  if (!(await signatureHolds(signer, certificate, digestName))) return fault('signature_wrong')

  try {
    const chain = certificates.filter((one) => one !== certificate).map(certificateDer)
    return {
      valid: true,
      certificate: der,
      chain,
      facts: certificateFacts(der),
      signedAt: attributes.signingTime,
    }
  } catch {
    return fault('algorithm_unsupported')
  }
}

async function signatureHolds(
  signer: SignerInfo,
  certificate: Certificate,
  digestName: string,
): Promise<boolean> {
  const signedBytes = signer.signedAttrs?.encodedValue
  if (!signedBytes) return false
  try {
    const { signature, signatureAlgorithm } = signer
    const key = certificate.subjectPublicKeyInfo
    return await cryptoEngine.verifyWithPublicKey(signedBytes, signature, key, signatureAlgorithm, digestName)
  } catch {
    return false
  }
}

interface SignedAttributes {
  readonly contentType: string
  readonly messageDigest: Uint8Array
  readonly signingTime: string | null
  readonly signingCertificate: BaseBlock
  readonly bindingVersion: 1 | 2
}

/** The attributes a CAdES-BES signature must have; undefined when one is missing, repeated or of the wrong type. */
function readAttributes(signer: SignerInfo): SignedAttributes | undefined {
  const found = new Map<string, BaseBlock>()
  for (const { type, values } of signer.signedAttrs?.attributes ?? []) {
    const value: unknown = values[0]
    if (found.has(type) || values.length !== 1 || !isBlock(value)) return undefined
    found.set(type, value)
  }
  const contentType = found.get(oid.contentType)
  const messageDigest = found.get(oid.messageDigest)
  const signingTime = found.get(oid.signingTime)
  const version2 = found.get(oid.signingCertificateV2)
  const signingCertificate = version2 ?? found.get(oid.signingCertificate)
  if (
    !(contentType instanceof ObjectIdentifier) ||
    !(messageDigest instanceof OctetString) ||
    !signingCertificate
  )
    return undefined
  if (signingTime && !(signingTime instanceof UTCTime) && !(signingTime instanceof GeneralizedTime))
    return undefined
  return {
    contentType: contentType.getValue(),
    messageDigest: messageDigest.valueBlock.valueHexView,
    signingTime: signingTime ? signingTime.toDate().toISOString() : null,
    signingCertificate,
    bindingVersion: version2 ? 2 : 1,
  }
}

/** The first certificate id of RFC 5035 (SHA-256 unless named) or RFC 2634 (SHA-1) must be the signer's. */
function bindsCertificate(value: BaseBlock, version: 1 | 2, der: Uint8Array): boolean {
  const certId = memberOf(memberOf(value, 0), 0)
  const first = memberOf(certId, 0)
  let algorithm = version === 1 ? 'sha1' : 'sha256'
  let hash = first
  if (version === 2 && first instanceof Sequence) {
    const named = memberOf(first, 0)
    const name = named instanceof ObjectIdentifier ? digestNames[named.getValue()] : undefined
    if (!name) return false
    algorithm = name.replace('-', '')
    hash = memberOf(certId, 1)
  }
  if (!(hash instanceof OctetString)) return false
  return createHash(algorithm).update(der).digest().equals(hash.valueBlock.valueHexView)
}

function memberOf(block: BaseBlock | undefined, index: number): BaseBlock | undefined {
  if (!(block instanceof Sequence)) return undefined
  return block.valueBlock.value[index]
}

function isSigner(signer: SignerInfo, certificate: Certificate): boolean {
  const { sid } = signer
  if (!(sid instanceof IssuerAndSerialNumber)) return false
  return certificate.issuer.isEqual(sid.issuer) && certificate.serialNumber.isEqual(sid.serialNumber)
}

function isBlock(value: unknown): value is BaseBlock {
  return typeof value === 'object' && value !== null && 'valueBlock' in value
}

function fault(kind: SignatureFault): SignatureReading {
  return { valid: false, fault: kind }
}
