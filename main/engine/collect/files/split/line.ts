import { readPrefix } from './prefix.ts'
import { beginScan, scanOn, type ValueScan } from './value-scan.ts'

/** What the line at hand is, when it begins a top-level object. */
export type LineKind =
  | { readonly kind: 'value'; readonly end: number }
  | { readonly kind: 'too-deep' }
  | { readonly kind: 'open' } // goes on after the line
  | { readonly kind: 'mismatch' }

const lookAhead = 64 * 1024

/** Looks at `bytes[from..end)`, whose first byte is `{`, for one object that ends within the line. */
export function judgeLine(
  scan: ValueScan,
  bytes: Buffer,
  from: number,
  end: number,
  maxDepth: number,
): LineKind {
  const line = bytes.subarray(from, end)
  beginScan(scan, 0x7b, 0)
  const valueEnd = scanOn(scan, line, 0)
  if (scan.mismatch >= 0) return { kind: 'mismatch' }
  if (valueEnd < 0) return { kind: 'open' }
  return scan.deepest > maxDepth ? { kind: 'too-deep' } : { kind: 'value', end: from + valueEnd }
}

/**
 * True when the lines from `from` on can't be one value: then the first of them is broken and the
 * next begins anew. Three further lines are enough: a cut line whose end happens to fit the next
 * line's beginning does not fit the one after.
 * @param eof nothing follows `bytes`
 */
export function isBrokenLine(
  bytes: Buffer,
  from: number,
  lineEnd: number,
  eof: boolean,
): boolean | 'need-more' {
  let end = lineEnd
  for (let lines = 0; lines < 3;) {
    const start = end + 1
    const next = bytes.indexOf(0x0a, start)
    if (next < 0 || next - lineEnd > lookAhead) {
      if (!eof && bytes.length - lineEnd < lookAhead) return 'need-more'
      end = Math.min(bytes.length, lineEnd + lookAhead)
      break
    }
    if (!isBlank(bytes, start, next)) lines++
    end = next
  }
  // An ASCII view keeps indices; what is outside ASCII can only stand in strings, where any character may.
  return readPrefix(bytes.toString('latin1', from, end)).kind === 'invalid'
}

export function isBlank(bytes: Buffer, from: number, end: number): boolean {
  for (let at = from; at < end; at++) {
    const byte = bytes[at] as number
    if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0d && byte !== 0x0a) return false
  }
  return true
}
