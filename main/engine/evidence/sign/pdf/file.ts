import type { FileHandle } from 'node:fs/promises'
import { inflateSync } from 'node:zlib'
import { endOfValue, readArray, readDictionary, referenceNumber } from './syntax.ts'

/** One section of a PDF's cross-reference streams (ISO 32000-1 7.5.8), the newest first. */
interface Section {
  readonly entries: ReadonlyMap<string, string>
  /** Byte offset of an object of this section; null for one in an object stream; undefined for one it does not name. */
  offsetOf(id: number): number | null | undefined
}

/** A PDF whose cross-references are streams, as this program writes them, read in place: it may be larger than memory. */
export interface PdfFile {
  readonly bytes: number
  /** Where the newest cross-reference stream starts. */
  readonly crossReference: number
  /** The newest trailer. */
  readonly trailer: ReadonlyMap<string, string>
  /** The dictionary of an object that is not in an object stream. @throws Error for anything else */
  dictionary(id: number): Promise<Map<string, string>>
  /** The dictionary that a value is, or refers to. */
  resolve(value: string | undefined): Promise<Map<string, string> | null>
  read(from: number, length: number): Promise<Buffer>
}

const tail = 2048
const window = 64 * 1024

/** @throws Error for a file that is not such a PDF */
export async function openPdf(handle: FileHandle): Promise<PdfFile> {
  const { size: bytes } = await handle.stat()
  const read = async (from: number, length: number): Promise<Buffer> => {
    const wanted = Math.min(length, bytes - from)
    const buffer = Buffer.alloc(Math.max(0, wanted))
    let done = 0
    while (done < buffer.length) {
      const { bytesRead } = await handle.read(buffer, done, buffer.length - done, from + done)
      if (bytesRead === 0) throw new Error('the PDF ends too early')
      done += bytesRead
    }
    return buffer
  }
  const end = (await read(Math.max(0, bytes - tail), tail)).toString('latin1')
  const crossReference = Number(/startxref\s+(\d+)\s+%%EOF\s*$/.exec(end)?.[1] ?? Number.NaN)
  if (!Number.isSafeInteger(crossReference))
    throw new Error('the PDF does not say where its cross-references are')
  const sections: Section[] = []
  for (let at: number | null = crossReference; at !== null;) {
    const section: Section = await readSection(read, at)
    sections.push(section)
    const previous = section.entries.get('Prev')
    at = previous === undefined ? null : Number(previous)
    if (sections.length > 16) throw new Error('the PDF has more revisions than anybody makes')
  }
  const [newest] = sections
  if (newest === undefined) throw new Error('the PDF has no cross-references')
  const dictionary = async (id: number): Promise<Map<string, string>> => {
    for (const section of sections) {
      const offset = section.offsetOf(id)
      if (offset === undefined) continue
      if (offset === null) break
      return (await readObject(read, offset, id)).entries
    }
    throw new Error(`object ${id} of the PDF cannot be read`)
  }
  return {
    bytes,
    crossReference,
    trailer: newest.entries,
    dictionary,
    async resolve(value) {
      if (value?.startsWith('<<') === true) return readDictionary(value)
      const id = referenceNumber(value)
      return id === null ? null : dictionary(id)
    },
    read,
  }
}

type Read = (from: number, length: number) => Promise<Buffer>

/** The dictionary of the object at an offset, and where its stream's bytes begin. */
async function readObject(
  read: Read,
  offset: number,
  id: number | null,
): Promise<{ entries: Map<string, string>; next: number }> {
  for (let length = window; ; length *= 4) {
    const text = (await read(offset, length)).toString('latin1')
    const head = /^\s*(\d+)\s+0\s+obj\b/.exec(text)
    if (head === null || (id !== null && Number(head[1]) !== id))
      throw new Error(`no object ${id ?? ''} of the PDF at ${offset}`)
    let entries: Map<string, string>
    try {
      entries = readDictionary(text, head[0].length)
    } catch (error) {
      // A dictionary longer than what was read so far.
      if (text.length === length) continue
      throw error
    }
    const end = endOfValue(text, head[0].length)
    const stream = /^\s*stream\r?\n/.exec(text.slice(end, end + 16))
    return { entries, next: offset + end + (stream?.[0].length ?? 0) }
  }
}

async function readSection(read: Read, offset: number): Promise<Section> {
  const { entries, next } = await readObject(read, offset, null)
  if (entries.get('Type') !== '/XRef') throw new Error('the cross-references of the PDF are not a stream')
  const rows = inflateSync(await read(next, Number(entries.get('Length'))))
  const widths = readArray(entries.get('W')).map(Number)
  const [kindWidth = 0, fieldWidth = 0, lastWidth = 0] = widths
  const step = kindWidth + fieldWidth + lastWidth
  const index = readArray(entries.get('Index') ?? `[0 ${entries.get('Size') ?? '0'}]`).map(Number)
  const ranges: { readonly first: number; readonly count: number; readonly row: number }[] = []
  for (let at = 0, row = 0; at + 1 < index.length; at += 2) {
    const [first = 0, count = 0] = [index[at], index[at + 1]]
    ranges.push({ first, count, row })
    row += count
  }
  return {
    entries,
    offsetOf(id) {
      const range = ranges.find(({ first, count }) => id >= first && id < first + count)
      if (range === undefined) return undefined
      const at = (range.row + id - range.first) * step
      const kind = kindWidth === 0 ? 1 : rows.readUIntBE(at, kindWidth)
      return kind === 1 ? rows.readUIntBE(at + kindWidth, fieldWidth) : null
    },
  }
}
