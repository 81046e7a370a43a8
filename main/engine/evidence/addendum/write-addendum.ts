import { createReadStream } from 'node:fs'
import { mkdir, rename, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { CountersignError } from '../../../../shared/model/errors.ts'
import { canonicalJson, openFile, plainName, writeFile } from '../payload/files.ts'
import { sheetPath } from './sheet.ts'
import type { AddendumSheet } from './sheet.ts'

export type AddedFile = AddendumSheet['files'][number]

const mostFiles = 10_000

/**
 * Copies `sources` under `data/files/` of an unfinished addendum, each named by the beginning of its hash and its own
 * name. What is hashed is what was written, so a file that changes while it is read is kept as it was read.
 *
 * Throws `file_not_found` for what is no regular file, `invalid_input` when two sources hold the same bytes under the
 * same name or there are too many, `disk_full`, and the signal's reason when cancelled.
 */
export async function copyAddedFiles(
  folder: string,
  sources: readonly string[],
  onFile: (path: string) => Promise<void>,
): Promise<AddedFile[]> {
  if (sources.length > mostFiles)
    throw new CountersignError('invalid_input', { field: 'files', detail: `at most ${mostFiles} files` })
  await mkdir(join(folder, 'data/files'), { recursive: true })
  const added: AddedFile[] = []
  for (const [index, source] of sources.entries()) {
    if (!(await stat(source).catch(() => undefined))?.isFile())
      throw new CountersignError('file_not_found', { path: source })
    await onFile(source)
    const name = basename(source)
    const written = await copy(folder, source, `data/files/.part-${index}`)
    const path = `data/files/${written.sha256.slice(0, 12)}_${plainName(name)}`
    if (added.some((one) => one.path.toLowerCase() === path.toLowerCase()))
      throw new CountersignError('invalid_input', { field: 'files', detail: `${name} is given twice` })
    await rename(join(folder, written.path), join(folder, path))
    added.push({ path, name, bytes: written.bytes, sha256: written.sha256 })
  }
  return added
}

async function copy(folder: string, source: string, relative: string): Promise<AddedFile> {
  const file = await openFile(folder, relative)
  let finished = false
  try {
    for await (const chunk of createReadStream(source) as AsyncIterable<Buffer>) await file.write(chunk)
    finished = true
  } catch (error) {
    if (error instanceof CountersignError) throw error
    throw new CountersignError('file_unreadable', { path: source }, { cause: error })
  } finally {
    if (!finished) await file.abandon()
  }
  const { bytes, sha256 } = await file.close()
  return { path: relative, name: relative, bytes, sha256 }
}

/** Writes the sheet of an addendum. */
export async function writeSheet(folder: string, sheet: AddendumSheet): Promise<void> {
  await writeFile(folder, sheetPath, `${canonicalJson(sheet)}\n`)
}
