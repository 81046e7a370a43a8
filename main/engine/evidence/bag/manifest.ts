import { byPath, nameFault } from './names.ts'

export interface ManifestEntry {
  readonly path: string
  /** Lower-case hex SHA-256. */
  readonly sha256: string
}

export interface ManifestReading {
  /** Hash by path. */
  readonly entries: ReadonlyMap<string, string>
  /** Lines that are not `hash, two spaces, path`, name an unsafe path or repeat one; by line number from 1. */
  readonly faults: readonly {
    readonly line: number
    readonly reason: 'form' | 'name' | 'repeated' | 'place'
  }[]
}

/** A manifest's text: sorted by path, LF, in the form `sha256sum -c` reads. */
export function manifestText(entries: readonly ManifestEntry[]): string {
  const sorted = entries.toSorted((a, b) => byPath(a.path, b.path))
  return sorted.map(({ path, sha256 }) => `${sha256}  ${path}\n`).join('')
}

/**
 * Reads a manifest as strictly as we write it. `place` is what its paths must be: `payload` under `data/`,
 * `tag` anywhere else but in `signatures/`.
 */
export function readManifest(text: string, place: 'payload' | 'tag'): ManifestReading {
  const entries = new Map<string, string>()
  const faults: { line: number; reason: 'form' | 'name' | 'repeated' | 'place' }[] = []
  const lines = text.split('\n')
  // a final newline leaves one empty piece; a file without it lost its last bytes
  if (lines.pop() !== '') faults.push({ line: lines.length + 1, reason: 'form' })
  lines.forEach((line, index) => {
    const [, sha256, path] = /^([0-9a-f]{64}) {2}(.+)$/.exec(line) ?? []
    const fault = (reason: 'form' | 'name' | 'repeated' | 'place'): void =>
      void faults.push({ line: index + 1, reason })
    if (sha256 === undefined || path === undefined) fault('form')
    else if (nameFault(path)) fault('name')
    else if (path.startsWith('data/') !== (place === 'payload') || path.startsWith('signatures/'))
      fault('place')
    else if (entries.has(path)) fault('repeated')
    else entries.set(path, sha256)
  })
  return { entries, faults }
}
