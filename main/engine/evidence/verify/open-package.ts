import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { CountersignError } from '../../../../shared/model/errors.ts'
import { hashFile } from '../bag/hash-file.ts'
import { walk } from '../bag/walk.ts'
import { openArchive } from './archive.ts'
import type { Findings } from './findings.ts'
import type { PackageSource } from './source.ts'

/**
 * Opens a package folder or ZIP without unpacking anything. What is wrong with its entries (links, unsafe
 * or repeated names, a damaged ZIP) goes into `findings`; such entries are left out of `files`.
 * Throws `package_not_found`. `shallow` lists a folder's own files only, for a look at what it is.
 */
export async function openPackage(
  path: string,
  findings: Findings,
  depth: 'whole' | 'shallow' = 'whole',
): Promise<PackageSource> {
  const kind = await stat(path).catch(() => undefined)
  if (!kind) throw new CountersignError('package_not_found', { path })
  return kind.isDirectory() ? openFolder(path, findings, depth) : openArchive(path, findings)
}

async function openFolder(
  folder: string,
  findings: Findings,
  depth: 'whole' | 'shallow',
): Promise<PackageSource> {
  const { files, others } = depth === 'whole' ? await walk(folder) : await topFiles(folder)
  for (const path of others) findings.fail('entry_not_a_file', path)
  // Files with impossible names stay in the list: they come out as extra, by name.
  return {
    files: new Set(files),
    open: async (path) => createReadStream(join(folder, path)),
    digest: (path, signal) => hashFile(join(folder, path), signal),
    close: () => undefined,
  }
}

async function topFiles(folder: string): Promise<{ files: string[]; others: string[] }> {
  const entries = await readdir(folder, { withFileTypes: true })
  return { files: entries.filter((entry) => entry.isFile()).map(({ name }) => name), others: [] }
}
