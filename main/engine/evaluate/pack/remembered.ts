import type { PackFile } from './files.ts'

/**
 * A reader of pack files that reads a file again only when its text changed since this process last read one of that path.
 * Most of loading a pack is reading YAML, and a pack is loaded again at every lint, test and change of an engagement.
 * `read` must be pure, and nobody may change what it gives.
 */
export function remembered<T>(read: (file: PackFile) => T): (file: PackFile) => T {
  const known = new Map<string, { readonly text: string; readonly value: T }>()
  return (file) => {
    const before = known.get(file.path)
    if (before?.text === file.text) return before.value
    const value = read(file)
    known.set(file.path, { text: file.text, value })
    return value
  }
}
