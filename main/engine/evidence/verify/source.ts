import type { Readable } from 'node:stream'
import type { FileDigest } from '../bag/hash-file.ts'

/** A package to be verified, as a folder or inside a ZIP: the same for everything that reads it. */
export interface PackageSource {
  /** Paths inside the package, in byte order. */
  readonly files: ReadonlySet<string>
  readonly open: (path: string) => Promise<Readable>
  readonly digest: (path: string, signal?: AbortSignal) => Promise<FileDigest>
  readonly close: () => void
}

/** A whole small file; undefined when it is absent, unreadable or longer than `longest` bytes. */
export async function readWhole(
  source: PackageSource,
  path: string,
  longest: number,
): Promise<Buffer | undefined> {
  if (!source.files.has(path)) return undefined
  const chunks: Buffer[] = []
  let bytes = 0
  try {
    for await (const chunk of (await source.open(path)) as AsyncIterable<Buffer>) {
      bytes += chunk.length
      if (bytes > longest) return undefined
      chunks.push(chunk)
    }
  } catch {
    return undefined
  }
  return Buffer.concat(chunks)
}
