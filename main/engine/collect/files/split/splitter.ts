import { CountersignError } from '../../../../../shared/model/errors.ts'
import { beginCapture, carryCapture, dropCapture, endCapture, newCapture } from './capture.ts'
import type { Place, SplitHandlers, SplitLimits, Splitter } from './element.ts'
import { isBrokenLine, judgeLine } from './line.ts'
import { listPaths, longestPath, memberPaths, topList } from './list-paths.ts'
import { beginScan, newScan, scanOn } from './value-scan.ts'

/** Members beside the lists are small; only the list of unprocessed keys can grow. */
const maxMemberBytes = 16 * 1024 * 1024

const space = new Uint8Array(256)
for (const byte of [0x20, 0x09, 0x0a, 0x0d]) space[byte] = 1

interface Frame {
  readonly type: 'object' | 'list'
  readonly path: string
}

type State =
  | 'top' // between top-level values
  | 'skip-line' // inside a line that is no JSON and longer than the window
  | 'name-or-end'
  | 'name'
  | 'in-name'
  | 'colon'
  | 'member'
  | 'after-member'
  | 'element-or-end'
  | 'element'
  | 'after-element'
  | 'in-value'

/**
 * Cuts JSON text into its items while it streams by: elements of the lists a top-level object holds,
 * elements of a top-level list, or top-level values one after the other (NDJSON, or pretty-printed).
 * Memory is bounded by one item; no text is parsed here. Only the file's structure decides: names in
 * strings or deeper in the items are not looked at.
 */
export function createSplitter(handlers: SplitHandlers, limits: SplitLimits): Splitter {
  const scan = newScan(limits.maxDepth)
  const value = newCapture()
  const whole = newCapture()
  const frames: Frame[] = []
  let state: State = 'top'
  /** Absolute offset of the first byte of the chunk at hand. */
  let base = 0
  let before = 0
  let carry: Buffer | null = null
  let seenValue = false
  let dead = false
  /** The top-level object at hand has shown a list of items. */
  let container = false
  let name = ''
  let purpose: 'element' | 'member' | 'skip' = 'skip'
  let valuePlace: Place = { offset: 0, line: 1 }
  let topPlace: Place = { offset: 0, line: 1 }
  let topTooDeep = false
  let pending: [string, Buffer][] = []

  const placeAt = (at: number): Place => ({ offset: before + base + at, line: scan.lines + 1 })

  function malformed(at: number, found: number | undefined, expected: string): CountersignError {
    const place = placeAt(at)
    const shown = found === undefined ? '' : String.fromCharCode(found)
    const detail = `line ${place.line}: expected ${expected}, found ${shown}`
    return new CountersignError('file_malformed', {
      offset: place.offset,
      line: place.line,
      expected,
      found: shown,
      detail,
    })
  }

  function push(chunk: Buffer, shift = 0): boolean {
    before = shift
    if (dead) return false
    let bytes = chunk
    if (carry !== null) {
      base -= carry.length
      bytes = Buffer.concat([carry, chunk])
      carry = null
    }
    walk(bytes, false)
    return !dead
  }

  function end(): boolean {
    if (!dead && state === 'top') walk(carry ?? Buffer.alloc(0), true)
    if (dead) return false
    if (state === 'top' || state === 'skip-line') return true
    if (state === 'in-value' && scan.deepest > limits.maxDepth) {
      throw new CountersignError('nesting_too_deep', {
        offset: valuePlace.offset,
        line: valuePlace.line,
        limit: limits.maxDepth,
      })
    }
    throw new CountersignError('file_truncated', { offset: before + base, line: scan.lines + 1 })
  }

  function walk(bytes: Buffer, eof: boolean): void {
    if (carry !== null && eof) base -= carry.length
    carry = null
    const length = bytes.length
    let at = 0
    while (at < length && !dead) {
      if (state === 'in-value') {
        const next = scanOn(scan, bytes, at)
        if (scan.mismatch >= 0) {
          throw malformed(scan.mismatch, bytes[scan.mismatch], bytes[scan.mismatch] === 0x7d ? ']' : '}')
        }
        if (next < 0) break
        at = finishValue(bytes, next)
        continue
      }
      if (state === 'in-name') {
        const next = scanOn(scan, bytes, at)
        if (next < 0) break
        const raw = endCapture(value, bytes, next)
        name = raw === null ? '' : raw.toString('latin1', 1, raw.length - 1)
        at = next
        state = 'colon'
        continue
      }
      if (state === 'skip-line') {
        const next = bytes.indexOf(0x0a, at)
        if (next < 0) break
        at = next
        state = 'top'
        continue
      }
      const byte = bytes[at] as number
      if (space[byte] === 1) {
        if (byte === 0x0a) scan.lines++
        at++
        continue
      }
      if (state === 'top') {
        const next = top(bytes, at, byte, eof)
        if (next < 0) {
          carry = bytes.subarray(at)
          break
        }
        at = next
        continue
      }
      at = structure(bytes, at, byte)
    }
    carryCapture(value, bytes)
    carryCapture(whole, bytes)
    base += length
  }

  /** A top-level value begins at `at`. @returns where to go on, or -1 when more bytes are needed to tell. */
  function top(bytes: Buffer, at: number, byte: number, eof: boolean): number {
    if (byte === 0x5b) {
      seenValue = true
      frames.push({ type: 'list', path: topList })
      state = 'element-or-end'
      return at + 1
    }
    if (byte !== 0x7b && !seenValue) {
      dead = true
      return at
    }
    const newline = bytes.indexOf(0x0a, at)
    if (newline < 0 && !eof && bytes.length - at < limits.lineWindow) return -1
    const lineEnd = newline < 0 ? bytes.length : newline
    const wholeLine = lineEnd - at <= limits.lineWindow && (newline >= 0 || eof)
    if (byte !== 0x7b) {
      handlers.broken(
        'not-json',
        placeAt(at),
        '',
        bytes.subarray(at, Math.min(lineEnd, at + limits.lineWindow)),
      )
      if (newline < 0) state = 'skip-line'
      return lineEnd
    }
    seenValue = true
    if (!wholeLine) return beginObject(at)
    const lines = scan.lines
    const kind = judgeLine(scan, bytes, at, lineEnd, limits.maxDepth)
    scan.lines = lines
    scan.mismatch = -1
    if (kind.kind === 'open' || kind.kind === 'mismatch') {
      const broken = isBrokenLine(bytes, at, lineEnd, eof)
      if (broken === 'need-more') return -1
      if (!broken) return beginObject(at)
      handlers.broken('not-json', placeAt(at), '', bytes.subarray(at, lineEnd))
      return lineEnd
    }
    // A page of items may be deep or large as a whole: then each item is looked at.
    if (kind.kind === 'too-deep' || kind.end - at > limits.maxItemBytes) return beginObject(at)
    return handlers.line(bytes.subarray(at, kind.end), placeAt(at)) ? kind.end : beginObject(at)
  }

  function beginObject(at: number): number {
    frames.push({ type: 'object', path: '' })
    container = false
    topTooDeep = false
    pending = []
    topPlace = placeAt(at)
    beginCapture(whole, at, limits.maxItemBytes)
    state = 'name-or-end'
    return at + 1
  }

  /** One structural byte of the objects and lists that are walked rather than captured. */
  function structure(bytes: Buffer, at: number, byte: number): number {
    switch (state) {
      case 'name-or-end':
      case 'name':
        if (byte === 0x22) {
          beginScan(scan, byte, 0)
          beginCapture(value, at, longestPath + 2)
          state = 'in-name'
          return at
        }
        if (byte === 0x7d && state === 'name-or-end') return leave(bytes, at)
        throw malformed(at, byte, 'a name in quotes')
      case 'colon':
        if (byte !== 0x3a) throw malformed(at, byte, ':')
        state = 'member'
        return at + 1
      case 'member':
        return beginMember(at, byte)
      case 'after-member':
        if (byte === 0x7d) return leave(bytes, at)
        if (byte !== 0x2c) throw malformed(at, byte, ', or }')
        state = 'name'
        return at + 1
      case 'element-or-end':
      case 'element':
        if (byte === 0x5d && state === 'element-or-end') return leave(bytes, at)
        if (byte === 0x5d || byte === 0x7d || byte === 0x2c || byte === 0x3a)
          throw malformed(at, byte, 'a value')
        return beginValue(at, byte, 'element', 0, limits.maxItemBytes)
      default:
        if (byte === 0x5d) return leave(bytes, at)
        if (byte !== 0x2c) throw malformed(at, byte, ', or ]')
        state = 'element'
        return at + 1
    }
  }

  function beginMember(at: number, byte: number): number {
    if (byte === 0x2c || byte === 0x7d || byte === 0x5d || byte === 0x3a) throw malformed(at, byte, 'a value')
    const above = frames.at(-1)?.path ?? ''
    const path = above === '' ? name : `${above}.${name}`
    if (byte === 0x5b && listPaths.has(path)) {
      showList(path)
      frames.push({ type: 'list', path })
      state = 'element-or-end'
      return at + 1
    }
    if (byte === 0x7b && path === 'data') {
      frames.push({ type: 'object', path })
      state = 'name-or-end'
      return at + 1
    }
    if (!memberPaths.has(path)) return beginValue(at, byte, 'skip', frames.length, 0)
    return beginValue(at, byte, 'member', frames.length, maxMemberBytes)
  }

  function showList(path: string): void {
    container = true
    dropCapture(whole)
    handlers.listBegin(path, topPlace)
    for (const [member, bytes] of pending) handlers.member(member, bytes)
    pending = []
  }

  function beginValue(at: number, byte: number, use: typeof purpose, above: number, limit: number): number {
    valuePlace = placeAt(at)
    purpose = use
    beginScan(scan, byte, above)
    if (use !== 'skip') beginCapture(value, at, limit)
    state = 'in-value'
    return at
  }

  function finishValue(bytes: Buffer, end: number): number {
    const deep = scan.deepest > limits.maxDepth
    const captured = purpose === 'skip' ? null : endCapture(value, bytes, end)
    if (purpose === 'element') {
      const list = frames.at(-1)?.path ?? ''
      if (deep) handlers.broken('too-deep', valuePlace, list, null)
      else if (captured === null) handlers.broken('too-large', valuePlace, list, null)
      else handlers.element(captured, valuePlace, list)
      state = 'after-element'
      return end
    }
    if (deep) topTooDeep = true
    if (purpose === 'member' && captured !== null && !deep) {
      const above = frames.at(-1)?.path ?? ''
      const path = above === '' ? name : `${above}.${name}`
      if (container) handlers.member(path, captured)
      else pending.push([path, captured])
    }
    state = 'after-member'
    return end
  }

  /** The object or list at hand ends with the byte at `at`. */
  function leave(bytes: Buffer, at: number): number {
    frames.pop()
    const outer = frames.at(-1)
    if (outer !== undefined) {
      state = outer.type === 'object' ? 'after-member' : 'after-element'
      return at + 1
    }
    state = 'top'
    if (!whole.active) {
      if (container) handlers.containerEnd()
      container = false
      return at + 1
    }
    const captured = endCapture(whole, bytes, at + 1)
    if (topTooDeep) handlers.broken('too-deep', topPlace, '', null)
    else if (captured === null) handlers.broken('too-large', topPlace, '', null)
    else handlers.element(captured, topPlace, '')
    return at + 1
  }

  return { push, end }
}
