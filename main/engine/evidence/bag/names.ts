import { CountersignError } from '../../../../shared/model/errors.ts'

/** Longest path inside a package, in characters, so that it still opens under a deep folder on Windows. */
export const longestPath = 179

/**
 * What is wrong with a path inside a package, or undefined when nothing is.
 * Allowed are parts of `A-Z a-z 0-9 . _ -` joined by `/`: BagIt percent-encodes `%`, CR and LF in manifests and
 * `sha256sum -c` then can't find the file, spaces break shell loops, and other characters differ between systems.
 */
export function nameFault(path: string): 'too_long' | 'character' | 'part' | 'reserved' | undefined {
  if (path.length > longestPath) return 'too_long'
  if (!/^[A-Za-z0-9._/-]+$/.test(path)) return 'character'
  for (const part of path.split('/')) {
    // a leading hyphen reads as an option in a shell; Windows drops a trailing dot
    if (part === '' || part === '.' || part === '..' || part.startsWith('-') || part.endsWith('.'))
      return 'part'
    if (/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(part)) return 'reserved'
  }
  return undefined
}

/**
 * Refuses paths that a package can't hold: bad names, and names that differ only in case, which
 * are one file on Windows and macOS. Throws `package_invalid` naming the file.
 */
export function assertNames(paths: Iterable<string>): void {
  const seen = new Map<string, string>()
  for (const path of paths) {
    const fault = nameFault(path)
    if (fault)
      throw new CountersignError('package_invalid', {
        path,
        detail: `name not allowed in a package: ${fault}`,
      })
    const folded = path.toLowerCase()
    const other = seen.get(folded)
    if (other !== undefined)
      throw new CountersignError('package_invalid', { path, detail: `differs from ${other} only in case` })
    seen.set(folded, path)
  }
}

/** Byte order of ASCII paths, the order of `LC_ALL=C sort`. */
export function byPath(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
