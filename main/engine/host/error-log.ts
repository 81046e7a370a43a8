import { appendFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { WireError } from '../../../shared/contract/contract.ts'
import { CountersignError, type ErrorCode } from '../../../shared/model/errors.ts'

/** Operating-system errors that a person can act on, whatever code they came from. */
const systemCodes: Readonly<Record<string, ErrorCode>> = {
  ENOSPC: 'disk_full',
  EDQUOT: 'disk_full',
  ENOENT: 'file_not_found',
  EACCES: 'file_unreadable',
  EPERM: 'file_unreadable',
  EROFS: 'workspace_read_only',
}

function systemError(error: unknown): CountersignError | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null
  const code = systemCodes[error.code]
  const path = 'path' in error && typeof error.path === 'string' ? error.path : null
  return code ? new CountersignError(code, { path }, { cause: error }) : null
}

/**
 * Makes the function that turns a thrown value into what crosses to the client.
 * Known errors keep code and parameters; anything else becomes `internal`,
 * with its stack in `engine.log` under the cause id and nowhere else.
 */
export function errorDescriber(
  dataDir: string,
  now: () => Date,
  newId: () => string,
): (error: unknown, method: string) => WireError {
  return (error, method) => {
    const known = error instanceof CountersignError ? error : systemError(error)
    if (known) return { code: known.code, params: { ...known.params }, causeId: '' }
    const causeId = newId()
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
    try {
      mkdirSync(dataDir, { recursive: true })
      appendFileSync(join(dataDir, 'engine.log'), `${now().toISOString()} ${causeId} ${method}\n${stack}\n`)
    } catch {
      // The log is a help, not a promise: a full disk must not hide the error itself.
    }
    return { code: 'internal', params: { causeId }, causeId }
  }
}
