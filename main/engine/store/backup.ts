import BetterSqlite3 from 'better-sqlite3'
import { createHash } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readSync,
  rmSync,
  statSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { CountersignError } from '../../../shared/model/errors.ts'
import { connectionOf } from './connection.ts'
import { translateError } from './sqlite-errors.ts'
import type { Workspace } from './types.ts'

/**
 * A consistent copy as one file by `VACUUM INTO`, without this process's lease; works while reading only, too.
 * Out: size in bytes and SHA-256 of the copy, for the caller's ledger entry. `workspace_exists`, `disk_full`.
 */
export function backupWorkspace(
  ws: Workspace,
  path: string,
): { readonly bytes: number; readonly sha256: string } {
  const connection = connectionOf(ws)
  if (existsSync(path)) throw new CountersignError('workspace_exists', { path })
  const making = `${path}.new-${process.pid}`
  try {
    mkdirSync(dirname(path), { recursive: true })
    rmSync(making, { force: true })
    connection.db.prepare('VACUUM INTO ?').run(making)
    const copy = new BetterSqlite3(making)
    try {
      copy.exec('DELETE FROM lease')
    } finally {
      copy.close()
    }
    const facts = { bytes: statSync(making).size, sha256: hashAndSync(making) }
    linkSync(making, path)
    return facts
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
      throw new CountersignError('workspace_exists', { path }, { cause: error })
    throw translateError(error, path)
  } finally {
    for (const end of ['', '-journal']) rmSync(`${making}${end}`, { force: true })
  }
}

function hashAndSync(path: string): string {
  const file = openSync(path, 'r+')
  try {
    const hash = createHash('sha256')
    const chunk = Buffer.alloc(1024 * 1024)
    for (;;) {
      const read = readSync(file, chunk)
      if (read === 0) break
      hash.update(chunk.subarray(0, read))
    }
    fsyncSync(file)
    return hash.digest('hex')
  } finally {
    closeSync(file)
  }
}
