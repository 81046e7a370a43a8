import { plainFingerprint } from '../../../../shared/model/signing.ts'
import type { CertificateFacts, SignerRole } from '../../../../shared/model/signing.ts'
import type { VerifiedSigner } from '../../../../shared/model/verification.ts'
import { bagInfoValue } from '../bag/bag-info.ts'
import type { BagInfoField } from '../bag/bag-info.ts'
import { certificatesInPem } from '../sign/certificate.ts'
import { verifyDetached } from '../sign/cms-verify.ts'
import { sha256Hex } from '../sign/crypto-engine.ts'
import { samePerson } from '../sign/same-person.ts'
import { listedFingerprints, signaturePath, stampPath } from '../sign/signers-list.ts'
import { verifyTimestamp } from '../sign/timestamp.ts'
import type { Findings } from './findings.ts'
import { readWhole } from './source.ts'
import type { PackageSource } from './source.ts'

const longestSignature = 1024 * 1024

export interface SignatureChecks {
  readonly tagManifest: Buffer
  readonly info: readonly BagInfoField[]
  /** RFC 3339 UTC, the verifier's clock. */
  readonly now: string
  /** Plain hex; empty when the verifier knows none. */
  readonly trusted: ReadonlySet<string>
}

interface Listing {
  readonly certificates: ReadonlySet<string>
  readonly roles: ReadonlyMap<SignerRole, string>
}

/** Both signatures, who made them and when they say so, and whether the two are different people. */
export async function checkSignatures(
  source: PackageSource,
  findings: Findings,
  checks: SignatureChecks,
): Promise<VerifiedSigner[]> {
  const listing = await readListing(source)
  const preparer = await checkRole('preparer', source, findings, checks, listing)
  const reviewer = await checkRole('reviewer', source, findings, checks, listing)
  if (preparer && reviewer) {
    if (samePerson(preparer.facts, reviewer.facts)) {
      findings.fail('same_person', signaturePath('reviewer'), {
        preparer: preparer.facts.name,
        reviewer: reviewer.facts.name,
      })
    } else {
      findings.ok('different_people')
    }
  }
  return [preparer, reviewer].flatMap((signer) => (signer ? [signer.verified] : []))
}

async function checkRole(
  role: SignerRole,
  source: PackageSource,
  findings: Findings,
  checks: SignatureChecks,
  listing: Listing,
): Promise<{ facts: CertificateFacts; verified: VerifiedSigner } | undefined> {
  const file = signaturePath(role)
  const p7s = await readWhole(source, file, longestSignature)
  if (!p7s) {
    if (source.files.has(file)) findings.fail('signature_invalid', file, { role, detail: 'unreadable' })
    // a listed reviewer without a signature means that the signature was taken away
    else if (role === 'preparer' || listing.roles.has(role))
      findings.fail('signature_missing', file, { role })
    else findings.warn('reviewer_absent')
    return undefined
  }
  const reading = await verifyDetached(p7s, checks.tagManifest)
  if (!reading.valid || reading.signedAt === null) {
    findings.fail('signature_invalid', file, {
      role,
      detail: reading.valid ? 'signing_time_absent' : reading.fault,
    })
    return undefined
  }
  const { facts, signedAt } = reading
  const claimed = { role, name: facts.name, fingerprint: facts.fingerprint }
  findings.ok('signature_good', file, { ...claimed, claimedAt: signedAt })

  const isListed =
    listing.certificates.has(facts.fingerprint) && listing.roles.get(role) === facts.fingerprint
  if (isListed) findings.ok('signer_listed', file, claimed)
  else findings.fail('signer_foreign', file, { ...claimed, expected: listing.roles.get(role) ?? 'none' })
  const declared = role === 'preparer' ? bagInfoValue(checks.info, 'Preparer-Fingerprint') : undefined
  if (declared !== undefined && plainFingerprint(declared) !== facts.fingerprint) {
    findings.fail('signer_not_declared', file, { ...claimed, expected: declared })
  }
  const trusted = checks.trusted.size === 0 ? null : checks.trusted.has(facts.fingerprint)
  if (trusted === true) findings.ok('signer_trusted', file, claimed)
  // One fingerprint given is the preparer's; a reviewer nobody vouched for is worth a word, not a failure.
  if (trusted === false)
    (role === 'preparer' ? findings.fail : findings.warn)('signer_not_trusted', file, claimed)
  checkTimes(facts, signedAt, checks.now, file, role, findings)

  const stamp = await checkStamp(role, p7s, source, findings)
  const { name, organisation, email, fingerprint, algorithm, keyBits, notBefore, notAfter, selfSigned } =
    facts
  const person = {
    name,
    organisation,
    email,
    fingerprint,
    algorithm,
    keyBits,
    notBefore,
    notAfter,
    selfSigned,
  }
  const stamped = { stampedAt: stamp?.at ?? null, stampedBy: stamp?.authority ?? null }
  return { facts, verified: { role, ...person, claimedAt: signedAt, trusted, ...stamped } }
}

function checkTimes(
  facts: CertificateFacts,
  signedAt: string,
  now: string,
  file: string,
  role: SignerRole,
  findings: Findings,
): void {
  const params = { role, name: facts.name, claimedAt: signedAt }
  if (signedAt > facts.notAfter)
    findings.fail('certificate_expired', file, { ...params, notAfter: facts.notAfter })
  else if (signedAt < facts.notBefore)
    findings.fail('certificate_not_yet_valid', file, { ...params, notBefore: facts.notBefore })
  else if (now > facts.notAfter)
    findings.warn('certificate_since_expired', file, { ...params, notAfter: facts.notAfter })
  if (signedAt > now) findings.warn('signed_in_future', file, { ...params, now })
}

async function checkStamp(
  role: SignerRole,
  p7s: Buffer,
  source: PackageSource,
  findings: Findings,
): Promise<{ readonly at: string; readonly authority: string } | null> {
  const file = stampPath(role)
  if (!source.files.has(file)) return null
  const response = await readWhole(source, file, longestSignature)
  const reading = response && (await verifyTimestamp(response, p7s))
  if (!reading?.valid) {
    findings.fail('timestamp_invalid', file, { role, detail: reading?.fault ?? 'unreadable' })
    return null
  }
  const { at, authority, fingerprint } = reading
  findings.ok('timestamp_good', file, { role, at, authority, fingerprint })
  return { at, authority }
}

async function readListing(source: PackageSource): Promise<Listing> {
  const pem = (await readWhole(source, 'signatures/signers.pem', longestSignature))?.toString('utf8') ?? ''
  const text =
    (await readWhole(source, 'signatures/FINGERPRINTS.txt', longestSignature))?.toString('utf8') ?? ''
  return { certificates: new Set(certificatesInPem(pem).map(sha256Hex)), roles: listedFingerprints(text) }
}
