import { readdir, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { CountersignError } from '../../../../../shared/model/errors.ts'
import type { ArchiveLimits } from '../events.ts'
import { openDisk, readHead } from './disk.ts'
import type { Input } from './source.ts'
import { isZip, listZip } from './zip.ts'

export interface InputList {
  readonly inputs: Input[]
  readonly leftOut: number
}

/**
 * Finds everything to read: files as given, folders recursively in name order, zips entry by entry.
 * Hidden names, links and what is no regular file are left out and counted; a path given by the
 * caller is taken whatever its name. A file that is reached twice is read once.
 * Throws `file_not_found`, `file_unreadable` or `nothing_to_import`.
 */
export async function listInputs(
  paths: readonly string[],
  limits: ArchiveLimits,
  signal?: AbortSignal,
): Promise<InputList> {
  const inputs: Input[] = []
  const seen = new Set<string>()
  let leftOut = 0

  async function addFile(path: string, size: number): Promise<void> {
    const key = resolve(path)
    if (seen.has(key)) return
    seen.add(key)
    const head = await guarded(path, () => readHead(path, 4))
    if (!isZip(head)) {
      inputs.push({
        ordinal: inputs.length,
        path,
        bytes: size,
        compression: 'none',
        refusal: null,
        open: () => openDisk(path),
      })
      return
    }
    const listed = await listZip(path, size, limits)
    leftOut += listed.leftOut
    for (const member of listed.members) inputs.push({ ordinal: inputs.length, ...member })
  }

  async function addFolder(folder: string): Promise<void> {
    if (signal?.aborted) throw new CountersignError('cancelled')
    const entries = await guarded(folder, () => readdir(folder, { withFileTypes: true }))
    entries.sort((a, b) => (a.name < b.name ? -1 : 1))
    for (const entry of entries) {
      const path = join(folder, entry.name)
      if (entry.name.startsWith('.')) leftOut++
      else if (entry.isDirectory()) await addFolder(path)
      else if (entry.isFile()) await addFile(path, (await guarded(path, () => stat(path))).size)
      else leftOut++
    }
  }

  for (const path of paths) {
    const found = await guarded(path, () => stat(path))
    if (found.isDirectory()) await addFolder(path)
    else if (found.isFile()) await addFile(path, found.size)
    else leftOut++
  }
  if (inputs.length === 0)
    throw new CountersignError('nothing_to_import', { path: paths.join(', '), leftOut })
  return { inputs, leftOut }
}

/** Turns a file system's refusal into ours, with the path. */
async function guarded<T>(path: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (error) {
    throw fileSystemError(error, path)
  }
}

/** @returns the error to throw or report in place of `error`; others than the file system's come back as they are. */
export function fileSystemError(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || !('code' in error) || !('syscall' in error)) return error
  if (error.code === 'ENOENT') return new CountersignError('file_not_found', { path }, { cause: error })
  return new CountersignError('file_unreadable', { path, detail: String(error.code) }, { cause: error })
}
