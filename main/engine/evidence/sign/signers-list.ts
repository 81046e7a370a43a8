import { plainFingerprint, readableFingerprint, signerRoles } from '../../../../shared/model/signing.ts'
import type { CertificateFacts, SignerRole } from '../../../../shared/model/signing.ts'
import { pem } from './certificate.ts'

export interface ListedSigner {
  readonly role: SignerRole
  readonly facts: CertificateFacts
  readonly certificate: Uint8Array
  readonly chain: readonly Uint8Array[]
  /** RFC 3339 UTC, the signer's own clock. */
  readonly claimedAt: string
}

/** What the signatures folder may hold; anything else in it is an extra file. */
export const signatureFiles: ReadonlySet<string> = new Set([
  'signatures/preparer.p7s',
  'signatures/reviewer.p7s',
  'signatures/signers.pem',
  'signatures/FINGERPRINTS.txt',
  'signatures/tagmanifest.tsq',
  'signatures/tagmanifest.tsr',
  'signatures/reviewer.tsq',
  'signatures/reviewer.tsr',
])

/** Where a role's signature, its time stamp response and the query for it live. */
export const signaturePath = (role: SignerRole): string => `signatures/${role}.p7s`
export const stampPath = (role: SignerRole): string =>
  role === 'preparer' ? 'signatures/tagmanifest.tsr' : 'signatures/reviewer.tsr'
export const queryPath = (role: SignerRole): string =>
  role === 'preparer' ? 'signatures/tagmanifest.tsq' : 'signatures/reviewer.tsq'

/** signers.pem: each signer's certificate and what came with it, under a line that names it. */
export function signersPem(signers: readonly ListedSigner[]): string {
  return signers
    .map(
      ({ role, facts, certificate, chain }) =>
        `${role}: ${facts.name}\n${[certificate, ...chain].map(pem).join('')}`,
    )
    .join('\n')
}

/** FINGERPRINTS.txt, to be compared by a person; its signer lines are `role  time  fingerprint  name`. */
export function fingerprintsText(signers: readonly ListedSigner[]): string {
  const lines = signers.map(
    ({ role, facts, claimedAt }) =>
      `${role}  ${claimedAt}  ${readableFingerprint(facts.fingerprint)}  ${facts.name}\n`,
  )
  return `Who signed this package: role, claimed signing time, SHA-256 fingerprint of the certificate, name.

Compare each fingerprint with the one the signer gave you by another way: in the engagement
letter, on the telephone, on paper. This file lies outside the signature; alone it proves nothing.
The time is the signer's own clock.

${lines.join('')}`
}

/** The fingerprints FINGERPRINTS.txt gives for each role; a role may be absent. */
export function listedFingerprints(text: string): ReadonlyMap<SignerRole, string> {
  const found = new Map<SignerRole, string>()
  for (const line of text.split('\n')) {
    const [, word, fingerprint] = /^(\w+) {2}\S+ {2}([0-9A-F:]+) {2}/.exec(line) ?? []
    const role = signerRoles.find((one) => one === word)
    const plain = plainFingerprint(fingerprint ?? '')
    if (role && plain) found.set(role, plain)
  }
  return found
}
