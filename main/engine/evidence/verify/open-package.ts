import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
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
 * Throws `package_not_found`.
 */
export async function openPackage(path: string, findings: Findings): Promise<PackageSource> {
  const kind = await stat(path).catch(() => undefined)
  if (!kind) throw new CountersignError('package_not_found', { path })
  return kind.isDirectory() ? openFolder(path, findings) : openArchive(path, findings)
}

async function openFolder(folder: string, findings: Findings): Promise<PackageSource> {
  const { files, others } = await walk(folder)
  for (const path of others) findings.fail('entry_not_a_file', path)
  // Files with impossible names stay in the list: they come out as extra, by name.
  return {
    files: new Set(files),
    open: async (path) => createReadStream(join(folder, path)),
    digest: (path, signal) => hashFile(join(folder, path), signal),
    close: () => undefined,
  }
}
