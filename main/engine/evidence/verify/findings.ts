import type { CheckId, VerificationCheck } from '../../../../shared/model/verification.ts'
import { exitCodeFor } from './exit-codes.ts'

type Params = VerificationCheck['params']

// A package of which every file was changed must not become a result too large to show.
const mostPerKind = 1000

/** Gathers what a verification finds. Failures beyond the first thousand of a kind are counted, not kept. */
export interface Findings {
  readonly ok: (id: CheckId, file?: string | null, params?: Params) => void
  readonly warn: (id: CheckId, file?: string | null, params?: Params) => void
  readonly fail: (id: CheckId, file?: string | null, params?: Params) => void
  readonly skip: (id: CheckId, file?: string | null, params?: Params) => void
  /** True when any of these ids has failed. */
  readonly has: (...ids: CheckId[]) => boolean
  readonly result: () => { checks: VerificationCheck[]; omitted: number; exitCode: number }
}

export function newFindings(): Findings {
  const checks: VerificationCheck[] = []
  const failed = new Map<CheckId, number>()
  let omitted = 0
  const add =
    (status: VerificationCheck['status']) =>
    (id: CheckId, file: string | null = null, params: Params = {}) => {
      if (status === 'failed') {
        const count = (failed.get(id) ?? 0) + 1
        failed.set(id, count)
        if (count > mostPerKind) {
          omitted++
          return
        }
      }
      checks.push({ id, status, file, params })
    }
  return {
    ok: add('ok'),
    warn: add('warning'),
    fail: add('failed'),
    skip: add('not_checked'),
    has: (...ids) => ids.some((id) => failed.has(id)),
    result: () => ({ checks, omitted, exitCode: exitCodeFor(failed.keys()) }),
  }
}
