import { CountersignError } from '../../../shared/model/errors.ts'

/**
 * What a failing SQLite or file call means to a person. Errors that are already ours, and those that are defects
 * (a constraint, a type), pass unchanged.
 * Codes: the extended result codes of SQLite as better-sqlite3 names them, and Node's system error codes.
 */
export function translateError(error: unknown, path: string): unknown {
  if (error instanceof CountersignError) return error
  const code = codeOf(error)
  const detail = error instanceof Error ? error.message : String(error)
  if (code === 'SQLITE_FULL' || code === 'SQLITE_IOERR_SHMSIZE' || code === 'ENOSPC' || code === 'EDQUOT')
    return new CountersignError('disk_full', { path }, { cause: error })
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED'))
    return new CountersignError(
      'workspace_busy',
      { path, holder: 'another process', since: null },
      { cause: error },
    )
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB' || code === 'SQLITE_IOERR_SHORT_READ')
    return new CountersignError('workspace_corrupt', { path, detail }, { cause: error })
  if (
    code.startsWith('SQLITE_READONLY') ||
    code.startsWith('SQLITE_CANTOPEN') ||
    code === 'EACCES' ||
    code === 'EROFS' ||
    code === 'EPERM'
  )
    return new CountersignError('workspace_read_only', { path }, { cause: error })
  // All triggers of the file guard what is sealed or append-only.
  if (code === 'SQLITE_CONSTRAINT_TRIGGER')
    return new CountersignError('sealed', { detail }, { cause: error })
  return error
}

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return ''
  return typeof error.code === 'string' ? error.code : ''
}
