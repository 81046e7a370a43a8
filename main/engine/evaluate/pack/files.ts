import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { CountersignError } from '../../../../shared/model/errors.ts'

/** One file of a rule pack: its path inside the pack with `/`, and its text. Files of the n-th extra folder begin with `+n/`. */
export interface PackFile {
  readonly path: string
  readonly text: string
}

/** Larger files cannot be rules; one would only slow every start. */
const largestFile = 2 * 1024 * 1024

/**
 * All files of a rules folder and of further folders, sorted by path. Hidden files and links are left out.
 * Line ends become LF, so that a checkout on Windows is the same pack.
 * Throws `rule_pack_not_found` when the first folder cannot be read or holds no pack.yaml, `rule_folder_missing` for a further one.
 */
export function readPackFiles(directory: string, extra: readonly string[] = []): PackFile[] {
  const files = readFolder(directory, '')
  if (!files.some(({ path }) => path === 'pack.yaml'))
    throw new CountersignError('rule_pack_not_found', { path: directory })
  for (const [index, folder] of extra.entries()) files.push(...readExtra(folder, `+${index + 1}/`))
  return files.sort((a, b) => (a.path < b.path ? -1 : 1))
}

/** A folder of the user's own that is gone must not be taken for one without rules. */
function readExtra(folder: string, prefix: string): PackFile[] {
  try {
    return readFolder(folder, prefix)
  } catch (cause) {
    throw new CountersignError('rule_folder_missing', { path: folder }, { cause })
  }
}

function readFolder(folder: string, prefix: string): PackFile[] {
  const files: PackFile[] = []
  try {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.name.startsWith('.')) continue
      const path = join(folder, entry.name)
      if (entry.isDirectory()) files.push(...readFolder(path, `${prefix}${entry.name}/`))
      else if (entry.isFile() && statSync(path).size <= largestFile)
        files.push({ path: prefix + entry.name, text: readFileSync(path, 'utf8').replaceAll('\r\n', '\n') })
    }
  } catch (cause) {
    if (cause instanceof CountersignError) throw cause
    throw new CountersignError('rule_pack_not_found', { path: folder }, { cause })
  }
  return files
}

/**
 * The pack's identity: SHA-256 over `path NUL sha256(content) LF` of all files, sorted by path.
 * Two packs with one hash hold the same rules, cases and catalogues.
 */
export function packHash(files: readonly PackFile[]): string {
  const whole = createHash('sha256')
  for (const { path, text } of files.toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
    whole.update(`${path}\0${createHash('sha256').update(text).digest('hex')}\n`)
  }
  return whole.digest('hex')
}
