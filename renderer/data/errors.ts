import { EngineError } from '../../shared/contract/client.ts'
import { describeError, errorRemedy } from '../../shared/text/errors.ts'
import { fileKindWords } from '../../shared/text/file-kinds.ts'
import type { ErrorCode, ErrorParams } from '../../shared/model/errors.ts'

/** An error as a person reads it. */
export interface ErrorView {
  readonly what: string
  readonly remedy: string
  readonly code: string
  /** All facts, for a report. */
  readonly details: string
}

/** Parameters with codes turned into words. */
function readable(params: ErrorParams): ErrorParams {
  const kind = params['looksLike']
  return typeof kind === 'string' && fileKindWords[kind] !== undefined
    ? { ...params, looksLike: fileKindWords[kind] }
    : params
}

/** Words of a code and its parameters. */
export function viewOfCode(code: ErrorCode, params: ErrorParams, causeId = ''): ErrorView {
  const shown = readable(causeId === '' ? params : { ...params, causeId })
  return {
    what: describeError(code, shown),
    remedy: errorRemedy(code, shown),
    code,
    details: JSON.stringify({ code, params, ...(causeId === '' ? {} : { causeId }) }, null, 2),
  }
}

/** Words for anything that was thrown or rejected. */
export function viewOfError(error: unknown): ErrorView {
  if (error instanceof EngineError) return viewOfCode(error.wire.code, error.wire.params, error.wire.causeId)
  const details = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return {
    what: describeError('internal', {}),
    remedy: errorRemedy('internal', {}),
    code: 'internal',
    details,
  }
}

/** Whether the error is of a code. */
export function hasCode(error: unknown, code: ErrorCode): boolean {
  return error instanceof EngineError && error.wire.code === code
}
