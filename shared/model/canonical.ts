import type { JsonValue } from './json.ts'

/** `"key":` as it stands in canonical text, by key: the same few thousand property names come again in every document. */
const quotedKeys = new Map<string, string>()
/** Keys that are account ids, tags or ARNs would grow the cache without end. */
const quotedKeysLimit = 20_000

/** Everything that JSON.stringify would not copy as it is: quotes, backslash, controls, and surrogates (a lone one must not pass). */
// oxlint-disable-next-line no-control-regex
const needsCare = /["\\\u0000-\u001f\ud800-\udfff]/

/**
 * The canonical JSON text of a value by RFC 8785 (JCS): keys sorted by UTF-16 code units, numbers and strings as ECMAScript
 * writes them, no white space. Two values that are equal as JSON have equal texts, whatever order their keys were read in.
 *
 * In: a value as JSON.parse gives it. Out: text; hash its UTF-8 bytes.
 * Throws RangeError on a number JSON cannot say (NaN, Infinity) and TypeError on a lone surrogate (section 3.2.2.2) or a non-JSON value.
 * A property that is `undefined` is left out, as JSON.stringify does.
 */
export function canonicalJson(value: JsonValue): string {
  switch (typeof value) {
    case 'string':
      return quote(value)
    case 'number':
      if (!Number.isFinite(value)) throw new RangeError(`no canonical JSON for ${value}`)
      // ECMAScript's Number-to-string is what RFC 8785 asks for; it writes -0 as 0.
      return `${value}`
    case 'boolean':
      return value ? 'true' : 'false'
    case 'object':
      if (value === null) return 'null'
      return Array.isArray(value) ? list(value) : object(value)
    default:
      throw new TypeError(`no canonical JSON for a ${typeof value}`)
  }
}

function list(items: readonly JsonValue[]): string {
  let text = '['
  for (let index = 0; index < items.length; index++) {
    if (index > 0) text += ','
    text += canonicalJson(items[index] as JsonValue)
  }
  return text + ']'
}

function object(members: { readonly [key: string]: JsonValue }): string {
  const keys = Object.keys(members)
  // Array.prototype.sort without a comparator compares UTF-16 code units, which is the order of section 3.2.3.
  if (keys.length > 1 && !sorted(keys)) keys.sort()
  let text = '{'
  for (const key of keys) {
    const value = members[key]
    if (value === undefined) continue
    if (text.length > 1) text += ','
    text += quotedKey(key) + canonicalJson(value)
  }
  return text + '}'
}

function sorted(keys: readonly string[]): boolean {
  for (let index = 1; index < keys.length; index++) {
    if ((keys[index - 1] as string) > (keys[index] as string)) return false
  }
  return true
}

function quotedKey(key: string): string {
  const known = quotedKeys.get(key)
  if (known !== undefined) return known
  const text = `${quote(key)}:`
  if (quotedKeys.size >= quotedKeysLimit) quotedKeys.clear()
  quotedKeys.set(key, text)
  return text
}

function quote(text: string): string {
  if (!needsCare.test(text)) return `"${text}"`
  if (!text.isWellFormed()) throw new TypeError('no canonical JSON for a string with a lone surrogate')
  return JSON.stringify(text)
}
