import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { getFileNameLowLevel, openPromise, type Entry, type ZipFile } from 'yauzl'
import { CountersignError } from '../../../../../shared/model/errors.ts'
import type { ArchiveLimits } from '../events.ts'
import type { Input, OpenInput, RefusalCode } from './source.ts'

/** APPNOTE.TXT 4.3.7 and 4.3.16: a local file header, or the end record of an empty archive. */
export function isZip(head: Buffer): boolean {
  if (head.length < 4 || head[0] !== 0x50 || head[1] !== 0x4b) return false
  return (head[2] === 3 && head[3] === 4) || (head[2] === 5 && head[3] === 6)
}

type Member = Omit<Input, 'ordinal'>

/**
 * The entries of a zip as inputs, in name order; directories and hidden names are left out.
 * An archive that is unsafe as a whole (a name that climbs out, a name twice, a bomb, damage) comes
 * back as one input with its refusal, and nothing of it is read.
 */
export async function listZip(
  path: string,
  diskBytes: number,
  limits: ArchiveLimits,
): Promise<{ members: Member[]; leftOut: number }> {
  const whole = (code: RefusalCode, params: Record<string, string | number>) => ({
    members: [
      {
        path,
        bytes: diskBytes,
        compression: 'zip' as const,
        refusal: { code, params: { path, ...params } },
        open: neverOpened,
      },
    ],
    leftOut: 0,
  })
  let entries: { name: string; entry: Entry }[]
  try {
    entries = await readDirectory(path, limits)
  } catch (error) {
    if (error instanceof CountersignError)
      return whole(error.code as RefusalCode, error.params as Record<string, string | number>)
    return whole('archive_damaged', { detail: error instanceof Error ? error.message : String(error) })
  }
  const names = new Set<string>()
  let total = 0
  let packed = 0
  for (const { name, entry } of entries) {
    if (isUnsafeName(name)) return whole('archive_unsafe_name', { entry: name })
    if (names.has(name)) return whole('archive_duplicate_name', { entry: name })
    names.add(name)
    total += entry.uncompressedSize
    packed += entry.compressedSize
  }
  // Overlapping entries give out the same compressed bytes many times: the file's own size is the honest divisor.
  if (
    total > limits.maxBytes ||
    (total > limits.floorBytes && total > Math.min(packed, diskBytes) * limits.maxRatio)
  ) {
    return whole('archive_bomb', {
      decompressed: total,
      compressed: diskBytes,
      ratio: Math.round(total / diskBytes),
      limit: limits.maxRatio,
    })
  }
  if (names.has('[Content_Types].xml')) return whole('file_unknown_format', { kind: officeKind(names) })
  const files = entries.filter(({ name }) => !name.endsWith('/'))
  const taken = files.filter(({ name }) => !isHidden(name)).sort((a, b) => (a.name < b.name ? -1 : 1))
  if (taken.length === 0) return whole('file_empty', {})
  return {
    members: taken.map(({ name, entry }) => memberOf(path, name, entry)),
    leftOut: files.length - taken.length,
  }
}

function memberOf(archive: string, name: string, entry: Entry): Member {
  const path = `${archive}!/${name}`
  const refusal = entry.isEncrypted()
    ? { code: 'file_unreadable' as const, params: { path, detail: 'it is encrypted with a password' } }
    : entry.canDecodeFileData()
      ? null
      : {
          code: 'archive_damaged' as const,
          params: { path, detail: `compression method ${entry.compressionMethod} is not known` },
        }
  return {
    path,
    bytes: entry.uncompressedSize,
    compression: 'zip',
    refusal,
    open: () => openEntry(archive, path, entry),
  }
}

async function readDirectory(path: string, limits: ArchiveLimits): Promise<{ name: string; entry: Entry }[]> {
  const zip = await openPromise(path, { lazyEntries: true, autoClose: false, decodeStrings: false })
  try {
    const entries: { name: string; entry: Entry }[] = []
    for await (const entry of zip.eachEntry()) {
      const name = getFileNameLowLevel(
        entry.generalPurposeBitFlag,
        entry.fileNameRaw,
        entry.extraFields,
        true,
      )
      entries.push({ name, entry })
      if (entries.length > limits.maxEntries)
        throw new CountersignError('archive_bomb', { entries: entries.length, limit: limits.maxEntries })
    }
    return entries
  } finally {
    zip.close()
  }
}

/** Decompressed bytes of one entry; size and CRC-32 are checked against the directory. */
function openEntry(archive: string, path: string, entry: Entry): OpenInput {
  const hash = createHash('sha256')
  let bytes = 0
  async function* chunks(): AsyncGenerator<Buffer> {
    let zip: ZipFile | null = null
    try {
      zip = await openPromise(archive, { lazyEntries: true, autoClose: false, decodeStrings: false })
      const stream = await zip.openReadStreamPromise(entry)
      let sum = 0
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        hash.update(chunk)
        sum = crc32(chunk, sum)
        bytes += chunk.length
        yield chunk
      }
      if (sum !== entry.crc32)
        throw new CountersignError('archive_damaged', { path, detail: 'the checksum (CRC-32) does not fit' })
    } catch (error) {
      if (error instanceof CountersignError || isFileSystemError(error)) throw error
      throw new CountersignError(
        'archive_damaged',
        { path, detail: error instanceof Error ? error.message : String(error) },
        { cause: error },
      )
    } finally {
      zip?.close()
    }
  }
  return { chunks: chunks(), bytes: () => bytes, sha256: () => hash.digest('hex') }
}

function isFileSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error
}

function neverOpened(): never {
  throw new CountersignError('internal', { reason: 'a refused archive was opened' })
}

/** A name that would leave the folder an archive is unpacked in; we never unpack, but such an archive was made to do harm. */
export function isUnsafeName(name: string): boolean {
  if (name === '' || name.startsWith('/') || /^[A-Za-z]:/.test(name)) return true
  // oxlint-disable-next-line no-control-regex
  if (name.includes('\\') || /[\u0000-\u001f]/.test(name)) return true
  return name.split('/').some((part) => part === '..' || part === '.')
}

function isHidden(name: string): boolean {
  return name.startsWith('__MACOSX/') || name.split('/').some((part) => part.startsWith('.'))
}

function officeKind(names: ReadonlySet<string>): string {
  for (const name of names) {
    if (name.startsWith('xl/')) return 'xlsx'
    if (name.startsWith('word/')) return 'docx'
  }
  return 'office'
}
