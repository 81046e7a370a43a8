import type { Progress } from '../../../shared/contract/contract.ts'
import { CountersignError } from '../../../shared/model/errors.ts'

/** What a handler may use of the call it serves. */
export interface CallContext {
  readonly signal: AbortSignal
  /** Reports progress; the dispatcher passes on at most ten a second, and always a stage's last. */
  progress(step: Omit<Progress, 'job' | 'method'>): void
  /** Lets other messages in, and throws `cancelled` once the caller has asked to stop. */
  breathe(): Promise<void>
}

/** Gives the event loop a turn, so that cancel and other calls are seen during long work. */
export function breathe(signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    setImmediate(() => {
      if (signal.aborted) reject(new CountersignError('cancelled'))
      else resolve()
    })
  })
}

/** A context for work without a caller who listens: tests, the demo's inner steps. */
export function quietContext(signal: AbortSignal = new AbortController().signal): CallContext {
  return { signal, progress: () => {}, breathe: () => breathe(signal) }
}
