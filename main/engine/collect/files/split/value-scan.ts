/**
 * Finds where one JSON value ends, over any number of chunks, without parsing it: strings are
 * stepped over with their escapes, brackets are counted and matched by kind down to a depth.
 */
export interface ValueScan {
  /** Open brackets, the walker's own included. */
  depth: number
  inString: boolean
  escaped: boolean
  shape: 'container' | 'string' | 'scalar'
  /** The depth at which the value ends. */
  floor: number
  deepest: number
  /** Line breaks met outside strings. */
  lines: number
  /** Index of a closing bracket of the wrong kind, or -1. */
  mismatch: number
  /** Kind of each open bracket, as deep as `kinds` reaches. */
  readonly kinds: Uint8Array
}

export function newScan(maxDepth: number): ValueScan {
  return {
    depth: 0,
    inString: false,
    escaped: false,
    shape: 'scalar',
    floor: 0,
    deepest: 0,
    lines: 0,
    mismatch: -1,
    kinds: new Uint8Array(maxDepth + 2),
  }
}

const quote = 0x22
const backslash = 0x5c

const endsScalar = new Uint8Array(256)
for (const byte of [0x20, 0x09, 0x0a, 0x0d, 0x2c, 0x5d, 0x7d, 0x3a, 0x22, 0x5b, 0x7b]) endsScalar[byte] = 1

/** Sets the scan to begin with a value whose first byte is `first`, below `above` open brackets. */
export function beginScan(scan: ValueScan, first: number, above: number): void {
  scan.depth = above
  scan.floor = above
  scan.deepest = above
  scan.inString = false
  scan.escaped = false
  scan.mismatch = -1
  scan.shape = isOpening(first) ? 'container' : first === quote ? 'string' : 'scalar'
}

/**
 * Goes on from `from` (the value's first byte on the first call).
 * @returns the index after the value's last byte, or -1 when the chunk ended first.
 *          `scan.mismatch` is set where brackets do not match; the value is then no JSON.
 */
export function scanOn(scan: ValueScan, bytes: Buffer, from: number): number {
  if (scan.shape === 'scalar') {
    const end = bytes.length
    let at = from
    while (at < end && endsScalar[bytes[at] as number] === 0) at++
    return at < end ? at : -1
  }
  return scanDelimited(scan, bytes, from)
}

/** `[` and `{` differ in one bit, and so do `]` and `}`. */
function isOpening(byte: number): boolean {
  return (byte & 0xdf) === 0x5b
}

/** Strings are stepped over in a loop of their own: half of all bytes stand in them. */
function scanDelimited(scan: ValueScan, bytes: Buffer, from: number): number {
  const end = bytes.length
  const floor = scan.floor
  const kinds = scan.kinds
  let at = from
  let depth = scan.depth
  if (scan.inString) {
    at = afterString(scan, bytes, at)
    if (at < 0 || depth === floor) return at
  }
  while (at < end) {
    const byte = bytes[at++] as number
    if (byte === quote) {
      let inner = 0
      while (at < end && (inner = bytes[at++] as number) !== quote) {
        if (inner !== backslash) continue
        if (at === end) break
        at++
        inner = 0
      }
      if (inner !== quote) {
        scan.inString = true
        scan.escaped = inner === backslash
        scan.depth = depth
        return -1
      }
      if (depth === floor) return at
    } else if (byte > 0x5a) {
      if (isOpening(byte)) {
        if (depth < kinds.length) kinds[depth] = byte
        depth++
        if (depth > scan.deepest) scan.deepest = depth
      } else if ((byte & 0xdf) === 0x5d) {
        depth--
        // `{` and `}`, `[` and `]` are two apart in ASCII.
        if (depth < kinds.length && (kinds[depth] as number) + 2 !== byte) {
          scan.mismatch = at - 1
          return at
        }
        if (depth === floor) {
          scan.depth = depth
          return at
        }
      }
    } else if (byte === 0x0a) scan.lines++
  }
  scan.depth = depth
  return -1
}

/** Goes on inside a string that began in an earlier chunk. @returns the index after it, or -1. */
function afterString(scan: ValueScan, bytes: Buffer, from: number): number {
  let at = from
  if (scan.escaped && at < bytes.length) {
    scan.escaped = false
    at++
  }
  while (at < bytes.length) {
    const byte = bytes[at++]
    if (byte === quote) {
      scan.inString = false
      return at
    }
    if (byte !== backslash) continue
    if (at === bytes.length) scan.escaped = true
    else at++
  }
  return -1
}
