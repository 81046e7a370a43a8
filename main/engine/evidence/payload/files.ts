import { createHash } from 'node:crypto'
import { mkdir, open, type FileHandle } from 'node:fs/promises'
import path from 'node:path'
import canonicalize from 'canonicalize'
import { CountersignError } from '../../../../shared/model/errors.ts'
import type { Sha256 } from '../../../../shared/model/provider.ts'

/** Facts of one written payload file; `path` is relative to the package, with `/`, e.g. `data/05-posture/outcomes.csv`. */
export interface WrittenFile {
  readonly path: string
  readonly bytes: number
  readonly sha256: Sha256
  /** Data rows or lines; null for files that have none. */
  readonly rows: number | null
}

/**
 * A name made of `[A-Za-z0-9._-]` only, at most 80 characters, never hidden or empty.
 * A name that had to change carries the first 8 digits of its SHA-256, so two names never meet, also not
 * on a disk that ignores case, nor a device name of Windows.
 */
export function safeName(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9._-]+/g, '_')
    .replace(/^[._-]+|[._-]+$/g, '')
  if (
    name !== '' &&
    plain === name &&
    name.length <= 80 &&
    name === name.toLowerCase() &&
    !/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/.test(name)
  )
    return name
  const mark = createHash('sha256').update(name).digest('hex').slice(0, 8)
  return `${plain.slice(0, 70) || 'x'}_${mark}`
}

/** A name in the same characters for where something else makes it unique (a hash before it); keeps the extension. */
export function plainName(name: string): string {
  const extension = /\.[A-Za-z0-9]{1,8}$/.exec(name)?.[0] ?? ''
  const stem = name
    .slice(0, name.length - extension.length)
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9-]+/g, '_')
    .replace(/^[_-]+|[_-]+$/g, '')
  return `${stem.slice(0, 60) || 'file'}${extension.toLowerCase()}`
}

/** RFC 8785 text of a JSON value. */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value)
  if (text === undefined) throw new TypeError('not a JSON value')
  return text
}

/** Hex SHA-256 of UTF-8 text or bytes. */
export const sha256Hex = (data: string | Uint8Array): Sha256 =>
  createHash('sha256').update(data).digest('hex')

/** One payload file being written: counts and hashes what passes, waits for the disk on each write. */
export interface PayloadFile {
  write(data: string | Uint8Array): Promise<void>
  close(rows?: number): Promise<WrittenFile>
  /** Closes the handle without a record; for an abandoned package. */
  abandon(): Promise<void>
}

/**
 * Opens `relative` under the package folder `root` for writing; its folder is made.
 * @throws CountersignError package_exists when the file is there already; disk_full
 */
export async function openFile(root: string, relative: string): Promise<PayloadFile> {
  const target = path.join(root, ...relative.split('/'))
  await mkdir(path.dirname(target), { recursive: true })
  const handle = await opened(target)
  const hash = createHash('sha256')
  let bytes = 0
  return {
    async write(data) {
      const chunk = typeof data === 'string' ? Buffer.from(data, 'utf8') : data
      hash.update(chunk)
      bytes += chunk.byteLength
      for (let done = 0; done < chunk.byteLength;) {
        done += (await guarded(handle.write(chunk, done, chunk.byteLength - done), target)).bytesWritten
      }
    },
    async close(rows) {
      await guarded(handle.close(), target)
      return { path: relative, bytes, sha256: hash.digest('hex'), rows: rows ?? null }
    },
    abandon: () => handle.close(),
  }
}

/** Writes a small file in one go. @throws as `openFile` */
export async function writeFile(
  root: string,
  relative: string,
  data: string | Uint8Array,
  rows?: number,
): Promise<WrittenFile> {
  const file = await openFile(root, relative)
  try {
    await file.write(data)
  } catch (error) {
    await file.abandon()
    throw error
  }
  return file.close(rows)
}

async function opened(target: string): Promise<FileHandle> {
  try {
    return await open(target, 'wx')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
      throw new CountersignError('package_exists', { path: target }, { cause: error })
    throw diskError(error, target)
  }
}

async function guarded<T>(work: Promise<T>, target: string): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw diskError(error, target)
  }
}

/** ENOSPC and EDQUOT as `disk_full`; everything else as it came. */
export function diskError(error: unknown, target: string): unknown {
  if (error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')) {
    return new CountersignError('disk_full', { path: target }, { cause: error })
  }
  return error
}
