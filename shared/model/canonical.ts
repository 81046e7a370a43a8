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

/** How objects with the same keys in the same order are written. */
interface Plan {
  /** As they come. */
  readonly keys: readonly string[]
  /** As they are written: in order of UTF-16 code units (section 3.2.3), and each as `"key":`. */
  readonly sorted: readonly string[]
  readonly quoted: readonly string[]
}

/** Plans by first key: documents are of few shapes, and sorting the keys of each anew is a third of the work. */
const plans = new Map<string, Plan[]>()
/** Objects keyed by ids or tags would fill the cache: as many shapes are kept as a look through them is cheap. */
const plansLimit = 5_000
const plansOfOneKey = 8

function object(members: { readonly [key: string]: JsonValue }): string {
  const keys = Object.keys(members)
  const first = keys[0]
  if (first === undefined) return '{}'
  const { sorted, quoted } = keys.length > 64 ? planned(keys) : planOf(first, keys)
  let text = '{'
  for (let index = 0; index < sorted.length; index++) {
    const value = members[sorted[index] as string]
    if (value === undefined) continue
    text += (text.length > 1 ? ',' : '') + (quoted[index] as string) + canonicalJson(value)
  }
  return text + '}'
}

function planOf(first: string, keys: readonly string[]): Plan {
  let known = plans.get(first)
  if (known !== undefined) for (const plan of known) if (same(plan.keys, keys)) return plan
  const plan = planned(keys)
  if (known === undefined) {
    if (plans.size >= plansLimit) plans.clear()
    plans.set(first, (known = []))
  }
  if (known.length === plansOfOneKey) known.shift()
  known.push(plan)
  return plan
}

function same(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false
  // From the end: objects that begin alike differ later.
  for (let index = a.length - 1; index >= 0; index--) if (a[index] !== b[index]) return false
  return true
}

function planned(keys: readonly string[]): Plan {
  // Sorting without a comparator compares UTF-16 code units.
  const sorted = keys.toSorted()
  return { keys, sorted, quoted: sorted.map(quotedKey) }
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
