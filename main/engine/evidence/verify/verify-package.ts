import { plainFingerprint } from '../../../../shared/model/signing.ts'
import type { Verification, VerifiedSigner } from '../../../../shared/model/verification.ts'
import { CountersignError } from '../../../../shared/model/errors.ts'
import { ledgerPath } from '../bag/ledger-head.ts'
import { readAddendum } from '../addendum/index.ts'
import { sha256Hex } from '../sign/crypto-engine.ts'
import { checkAddendum } from './check-addendum.ts'
import { checkFiles } from './check-files.ts'
import { checkLedger } from './check-ledger.ts'
import { checkSignatures } from './check-signatures.ts'
import { newFindings } from './findings.ts'
import { openPackage } from './open-package.ts'

export interface VerifyOptions {
  /** RFC 3339 UTC, the verifier's clock. */
  readonly now: string
  /** SHA-256 fingerprints learned from the signers themselves, in any common spelling. The preparer's must be among them. */
  readonly trustedFingerprints?: readonly string[]
  /** A ledger head known from an earlier package or seal; the ledger must still contain that entry. */
  readonly expectedLedgerHead?: { readonly seq: number; readonly hash: string }
  /** The package an addendum belongs to, folder or ZIP; without it, it is looked for beside the addendum. */
  readonly original?: string
  /** Told after each listed file is hashed. */
  readonly onFile?: (path: string, bytes: number) => void
  readonly signal?: AbortSignal
}

/**
 * Verifies a package folder or its ZIP, and says everything that is wrong with it, each by its own id:
 * container (BagIt 1.0, RFC 8493), every file's hash, missing and extra files, CMS signatures (RFC 5652) and their
 * signers, the ledger's chain and head; of an addendum, the chain to its package. Nothing is unpacked or written; memory doesn't grow with file sizes.
 *
 * A damaged package is a result, not an error. Throws `package_not_found`, `invalid_input` for a malformed
 * fingerprint, and the signal's reason when cancelled.
 */
export async function verifyPackage(path: string, options: VerifyOptions): Promise<Verification> {
  const trusted = (options.trustedFingerprints ?? []).map((text) => {
    const plain = plainFingerprint(text)
    if (!plain)
      throw new CountersignError('invalid_input', {
        field: 'fingerprint',
        detail: 'must be the 64 hex digits of a SHA-256',
      })
    return plain
  })
  const findings = newFindings()
  const source = await openPackage(path, findings)
  try {
    const { onFile, signal } = options
    const { tagManifest, info, files, bytes, listed } = await checkFiles(source, findings, { onFile, signal })
    let signers: VerifiedSigner[] = []
    if (tagManifest) {
      const checks = { tagManifest, info, now: options.now, trusted: new Set(trusted) }
      signers = await checkSignatures(source, findings, checks)
    } else {
      findings.skip('signature_good')
    }
    const addendum = await checkAddendum(source, findings, { path, info, original: options.original })
    // An addendum has no ledger of its own; one that brings a ledger along is held to it all the same.
    const hasLedger = readAddendum(info) === undefined || source.files.has(ledgerPath)
    const ledger = hasLedger
      ? await checkLedger(source, findings, { info, listed, expected: options.expectedLedgerHead, signal })
      : null
    const { checks, omitted, exitCode } = findings.result()
    return {
      overall: exitCode === 0 ? 'verified' : 'failed',
      exitCode,
      path,
      checkedAt: options.now,
      packageId: tagManifest ? sha256Hex(tagManifest) : null,
      info: info.map(({ label, value }) => ({ label, value })),
      files,
      bytes,
      signers,
      ledger,
      addendum,
      checks,
      omitted,
    }
  } finally {
    source.close()
  }
}
