/**
 * The first place where a text stops being the beginning of a JSON value (RFC 8259), found by a
 * plain grammar walk. Used to say where a file is malformed, and to tell a broken line of NDJSON
 * from the first line of a value that goes on.
 */
export type PrefixResult =
  | { readonly kind: 'complete'; readonly end: number }
  | { readonly kind: 'unfinished' }
  | { readonly kind: 'invalid'; readonly at: number; readonly expected: string }

const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const unfinishedNumber = /-?(?:(?:0|[1-9]\d*)(?:\.\d*)?(?:[eE][+-]?\d*)?)?$/y
const literals = ['true', 'false', 'null'] as const

/** @param text read as one value from `start`, spaces before it allowed; what follows the value is not looked at. */
export function readPrefix(text: string, start = 0): PrefixResult {
  const open: ('{' | '[')[] = []
  let at = start
  let expect: 'value' | 'value-or-end' | 'key' | 'key-or-end' | 'colon' | 'comma-or-end' = 'value'
  for (;;) {
    at = skipSpace(text, at)
    if (at >= text.length) return { kind: 'unfinished' }
    const char = text[at] as string
    if (expect === 'colon') {
      if (char !== ':') return { kind: 'invalid', at, expected: ':' }
      at++
      expect = 'value'
      continue
    }
    const within = open.at(-1)
    if (expect === 'comma-or-end' || expect === 'value-or-end' || expect === 'key-or-end') {
      if (char === (within === '{' ? '}' : ']')) {
        open.pop()
        at++
        if (open.length === 0) return { kind: 'complete', end: at }
        expect = 'comma-or-end'
        continue
      }
      if (expect === 'comma-or-end') {
        if (char !== ',') return { kind: 'invalid', at, expected: within === '{' ? ', or }' : ', or ]' }
        at++
        expect = within === '{' ? 'key' : 'value'
        continue
      }
    }
    if (expect === 'key' || expect === 'key-or-end') {
      if (char !== '"')
        return {
          kind: 'invalid',
          at,
          expected: expect === 'key' ? 'a name in quotes' : 'a name in quotes or }',
        }
      const end = readString(text, at)
      if (typeof end !== 'number') return end
      at = end
      expect = 'colon'
      continue
    }
    if (char === '{' || char === '[') {
      open.push(char)
      at++
      expect = char === '{' ? 'key-or-end' : 'value-or-end'
      continue
    }
    const end = readScalar(text, at)
    if (typeof end !== 'number') return end
    at = end
    if (open.length === 0) return { kind: 'complete', end: at }
    expect = 'comma-or-end'
  }
}

function skipSpace(text: string, from: number): number {
  let at = from
  while (at < text.length && ' \t\n\r'.includes(text[at] as string)) at++
  return at
}

function readScalar(text: string, at: number): number | PrefixResult {
  if (text[at] === '"') return readString(text, at)
  for (const literal of literals) {
    if (text.startsWith(literal, at)) return at + literal.length
    const rest = text.slice(at, at + literal.length)
    if (at + rest.length === text.length && literal.startsWith(rest)) return { kind: 'unfinished' }
  }
  number.lastIndex = at
  const found = number.exec(text)
  unfinishedNumber.lastIndex = at
  if (unfinishedNumber.test(text) && at < text.length) return { kind: 'unfinished' }
  return found === null ? { kind: 'invalid', at, expected: 'a value' } : at + found[0].length
}

function readString(text: string, from: number): number | PrefixResult {
  let at = from + 1
  while (at < text.length) {
    const char = text.charCodeAt(at)
    if (char === 0x22) return at + 1
    if (char < 0x20) return { kind: 'invalid', at, expected: 'a string without raw control characters' }
    if (char === 0x5c) {
      const escape = text[at + 1]
      if (escape === undefined) return { kind: 'unfinished' }
      if (escape === 'u') {
        const digits = text.slice(at + 2, at + 6)
        if (!/^[0-9a-fA-F]*$/.test(digits))
          return { kind: 'invalid', at, expected: 'four hexadecimal digits after \\u' }
        if (digits.length < 4) return { kind: 'unfinished' }
        at += 6
        continue
      }
      if (!'"\\/bfnrt'.includes(escape))
        return { kind: 'invalid', at, expected: 'one of the escapes of JSON' }
      at += 2
      continue
    }
    at++
  }
  return { kind: 'unfinished' }
}
