import { isUtf8 } from 'node:buffer'
import { CountersignError } from '../../../../../shared/model/errors.ts'

/** Passes content on as UTF-8 without its byte order mark, or says where it stops being UTF-8. */
export interface Utf8Check {
  /** @returns the bytes that may be read now; up to three are held back until their character is whole. */
  push(chunk: Buffer): Buffer
  /** @returns the bytes still held back; throws when the content ended inside a character. */
  end(): Buffer
  /** Bytes of the byte order mark that were left out, for offsets. */
  skipped(): number
}

/**
 * JSON.parse of bytes that are no UTF-8 would silently put U+FFFD into evidence, so such a file is refused:
 * `file_not_utf8` with `offset` (decompressed bytes) and what the encoding looks like.
 */
export function createUtf8Check(): Utf8Check {
  let base = 0
  let mark = 0
  let held: Buffer | null = null
  let first = true

  function push(chunk: Buffer): Buffer {
    let bytes = held === null ? chunk : Buffer.concat([held, chunk])
    held = null
    if (first) {
      if (bytes.length < 4) {
        held = bytes
        return Buffer.alloc(0)
      }
      bytes = begin(bytes)
    }
    return check(bytes, false)
  }

  function begin(bytes: Buffer): Buffer {
    first = false
    const wide = wideEncoding(bytes)
    if (wide !== null) throw new CountersignError('file_not_utf8', { offset: 0, looksLike: wide })
    if (bytes[0] !== 0xef || bytes[1] !== 0xbb || bytes[2] !== 0xbf) return bytes
    base = 3
    mark = 3
    return bytes.subarray(3)
  }

  function check(bytes: Buffer, last: boolean): Buffer {
    const whole = last ? bytes.length : wholeCharacters(bytes)
    const ready = bytes.subarray(0, whole)
    if (!isUtf8(ready)) {
      const at = firstInvalid(ready)
      throw new CountersignError('file_not_utf8', { offset: base + at, looksLike: narrowEncoding(ready, at) })
    }
    if (whole < bytes.length) held = bytes.subarray(whole)
    base += whole
    return ready
  }

  return {
    push,
    end() {
      const rest = held ?? Buffer.alloc(0)
      held = null
      const ready = first ? begin(rest) : rest
      if (!isUtf8(ready))
        throw new CountersignError('file_not_utf8', {
          offset: base + firstInvalid(ready),
          looksLike: 'text cut inside a character',
        })
      return ready
    },
    skipped: () => mark,
  }
}

/** How many bytes end with a whole character; a cut one has at most three bytes. */
function wholeCharacters(bytes: Buffer): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] as number
    if (byte < 0x80) return bytes.length
    if (byte >= 0xc0) {
      const needs = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
      return needs > back ? bytes.length - back : bytes.length
    }
  }
  return bytes.length
}

/** Halves the bytes until the first invalid character is found; cuts only at characters' beginnings. */
function firstInvalid(bytes: Buffer): number {
  let good = 0
  let bad = bytes.length
  while (bad - good > 8) {
    let middle = (good + bad) >> 1
    while (middle > good && ((bytes[middle] as number) & 0xc0) === 0x80) middle--
    if (middle === good) break
    if (isUtf8(bytes.subarray(good, middle))) good = middle
    else bad = middle
  }
  while (good < bad) {
    const byte = bytes[good] as number
    const size = byte < 0x80 ? 1 : byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 0
    if (size === 0 || !isUtf8(bytes.subarray(good, good + size)) || good + size > bytes.length) return good
    good += size
  }
  return good
}

/** UTF-16 and UTF-32, by their mark or by the zero bytes of ASCII text. */
function wideEncoding(bytes: Buffer): string | null {
  const [a, b, c, d] = [bytes[0], bytes[1], bytes[2], bytes[3]]
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 ? 'UTF-32 LE' : 'UTF-16 LE'
  if (a === 0xfe && b === 0xff) return 'UTF-16 BE'
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return 'UTF-32 BE'
  if (a === 0 && b === 0 && c === 0 && d !== 0) return 'UTF-32 BE'
  if (a !== 0 && b === 0 && c === 0 && d === 0) return 'UTF-32 LE'
  if (a !== 0 && b === 0 && c !== 0 && d === 0) return 'UTF-16 LE'
  if (a === 0 && b !== 0 && c === 0 && d !== 0) return 'UTF-16 BE'
  return null
}

/** Old one-byte encodings: a lone byte above 0x7f between ASCII letters; anything with zero bytes is binary. */
function narrowEncoding(bytes: Buffer, at: number): string {
  const around = bytes.subarray(Math.max(0, at - 512), at + 512)
  if (around.includes(0)) return 'binary data'
  const byte = bytes[at] as number
  return byte >= 0x80 && byte <= 0x9f ? 'Windows-1252' : 'ISO 8859-1 (Latin-1)'
}
