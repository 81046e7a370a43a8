import { createHash } from 'node:crypto'
import { Integer, OctetString, fromBER } from 'asn1js'
import {
  AlgorithmIdentifier,
  ExtKeyUsage,
  MessageImprint,
  SignedData,
  TSTInfo,
  TimeStampReq,
  TimeStampResp,
} from 'pkijs'
import { parseCertificate } from './certificate.ts'
import { verifySignerOf } from './cms-verify.ts'
import { exactBuffer } from './crypto-engine.ts'
import { oid } from './oids.ts'

/**
 * An RFC 3161 query (DER, the `.tsq` that a time stamping authority takes) for `content`:
 * SHA-256 imprint, certificate asked for. `nonce` is 8 to 20 random bytes.
 */
export function timestampQuery(content: Uint8Array, nonce: Uint8Array): Uint8Array {
  const imprint = new MessageImprint({
    hashAlgorithm: new AlgorithmIdentifier({ algorithmId: oid.sha256 }),
    hashedMessage: new OctetString({ valueHex: exactBuffer(createHash('sha256').update(content).digest()) }),
  })
  const positive = Uint8Array.from(nonce)
  positive[0] = ((positive[0] ?? 0) & 0x7f) | 0x40
  const query = new TimeStampReq({
    version: 1,
    messageImprint: imprint,
    nonce: new Integer({ valueHex: exactBuffer(positive) }),
    certReq: true,
  })
  return new Uint8Array(query.toSchema().toBER())
}

export type TimestampFault =
  | 'not_granted'
  | 'malformed'
  | 'other_content'
  | 'other_nonce'
  | 'other_policy'
  | 'signature_wrong'
  | 'not_an_authority'

export type TimestampReading =
  | { readonly valid: true; readonly at: string; readonly authority: string; readonly fingerprint: string }
  | { readonly valid: false; readonly fault: TimestampFault }

/**
 * Reads an RFC 3161 response (`.tsr`) and checks that it is over `content` and signed by the
 * certificate it carries, whose only purpose is time stamping (RFC 3161 2.3). `at` is the
 * authority's time, RFC 3339 UTC. Whether that authority is to be trusted is the reader's to
 * decide (`openssl ts -verify -CAfile`).
 */
export async function verifyTimestamp(response: Uint8Array, content: Uint8Array): Promise<TimestampReading> {
  const token = readToken(response)
  if (typeof token === 'string') return { valid: false, fault: token }
  const { hashAlgorithm, hashedMessage } = token.info.messageImprint
  if (hashAlgorithm.algorithmId !== oid.sha256) return { valid: false, fault: 'malformed' }
  const digest = createHash('sha256').update(content).digest()
  if (!digest.equals(hashedMessage.valueBlock.valueHexView)) return { valid: false, fault: 'other_content' }
  const reading = await verifySignerOf(token.signed, token.infoDer)
  if (!reading.valid) return { valid: false, fault: 'signature_wrong' }
  if (!isAuthority(reading.certificate)) return { valid: false, fault: 'not_an_authority' }
  const { name, fingerprint } = reading.facts
  return { valid: true, at: token.info.genTime.toISOString(), authority: name, fingerprint }
}

/**
 * As verifyTimestamp, and that the response answers this very `query` (DER `.tsq`): the same nonce, so that an old
 * answer can't be passed off as a new one, and the policy asked for, where one was (RFC 3161 2.4.2).
 */
export async function verifyAnswer(
  response: Uint8Array,
  query: Uint8Array,
  content: Uint8Array,
): Promise<TimestampReading> {
  const reading = await verifyTimestamp(response, content)
  if (!reading.valid) return reading
  const token = readToken(response)
  const asked = readQuery(query)
  if (typeof token === 'string' || !asked) return { valid: false, fault: 'malformed' }
  const digest = createHash('sha256').update(content).digest()
  if (!digest.equals(asked.messageImprint.hashedMessage.valueBlock.valueHexView))
    return { valid: false, fault: 'other_content' }
  if (asked.nonce && (!token.info.nonce || !asked.nonce.isEqual(token.info.nonce)))
    return { valid: false, fault: 'other_nonce' }
  if (asked.reqPolicy && asked.reqPolicy !== token.info.policy) return { valid: false, fault: 'other_policy' }
  return reading
}

function readQuery(query: Uint8Array): TimeStampReq | undefined {
  try {
    const parsed = fromBER(exactBuffer(query))
    return parsed.offset === query.length ? new TimeStampReq({ schema: parsed.result }) : undefined
  } catch {
    return undefined
  }
}

/** RFC 3161 2.3: one extended key usage, critical, and nothing in it but time stamping. */
function isAuthority(certificate: Uint8Array): boolean {
  const usages = (parseCertificate(certificate).extensions ?? []).filter(
    ({ extnID }) => extnID === oid.extendedKeyUsage,
  )
  const [usage] = usages
  if (usages.length !== 1 || !usage?.critical || !(usage.parsedValue instanceof ExtKeyUsage)) return false
  const { keyPurposes } = usage.parsedValue
  return keyPurposes.length === 1 && keyPurposes[0] === oid.timeStamping
}

function readToken(
  response: Uint8Array,
): 'not_granted' | 'malformed' | { signed: SignedData; info: TSTInfo; infoDer: Uint8Array } {
  try {
    const parsed = fromBER(exactBuffer(response))
    if (parsed.offset !== response.length) return 'malformed'
    const answer = new TimeStampResp({ schema: parsed.result })
    // RFC 3161 2.4.2: 0 granted, 1 granted with modifications
    if (Number(answer.status.status) > 1) return 'not_granted'
    if (!answer.timeStampToken) return 'malformed'
    const signed = new SignedData({ schema: answer.timeStampToken.content })
    const content = signed.encapContentInfo.eContent
    if (signed.encapContentInfo.eContentType !== oid.timestampInfo || !content) return 'malformed'
    const infoDer = new Uint8Array(content.getValue())
    return { signed, info: TSTInfo.fromBER(exactBuffer(infoDer)), infoDer }
  } catch {
    return 'malformed'
  }
}
