import { CountersignError } from '../../../../shared/model/errors.ts'
import type { LedgerHead } from '../../../../shared/model/ledger.ts'
import type { Verification } from '../../../../shared/model/verification.ts'
import type { CallContext } from '../context.ts'
import type { Engine } from '../engine.ts'

export interface VerifyRequest {
  readonly path: string
  readonly trustedFingerprints?: readonly string[]
  readonly expectedLedgerHead?: LedgerHead | undefined
  /** The package an addendum belongs to. */
  readonly original?: string | undefined
}

/** Verifies as a call does: by the engine's clock, with progress, and `cancelled` when its caller stops it. */
export function verifier(engine: Engine) {
  return async (
    { path, trustedFingerprints = [], expectedLedgerHead, original }: VerifyRequest,
    context: CallContext,
  ): Promise<Verification> => {
    // Cryptography takes most of the time to load and few calls need it.
    const { verifyPackage } = await import('../../evidence/verify/index.ts')
    let files = 0
    const onFile = (file: string) => {
      files += 1
      context.progress({ stage: 'verify', done: files, total: null, unit: 'files', note: file })
    }
    return verifyPackage(path, {
      now: engine.now(),
      trustedFingerprints,
      onFile,
      signal: context.signal,
      ...(expectedLedgerHead ? { expectedLedgerHead } : {}),
      ...(original === undefined ? {} : { original }),
    }).catch((error: unknown) => {
      throw context.signal.aborted ? new CountersignError('cancelled') : error
    })
  }
}
