import { isJsonObject, type JsonObject } from '../../../../shared/model/json.ts'

/** A list as it is, nothing as an empty list, anything else as a list of one: exports write single members without brackets. */
export function asList(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return []
  return Array.isArray(value) ? value : [value]
}

/** The strings of a list or a single string; other members are left out. */
export function asStrings(value: unknown): string[] {
  return asList(value).filter((member) => typeof member === 'string')
}

/** A map, or a TypeError that names what was expected: a rule on a wrong shape is not evaluated. */
export function asMap(value: unknown, what: string): JsonObject {
  if (!isJsonObject(value)) throw new TypeError(`${what} is not a map`)
  return value
}

/** A text, or a TypeError that names what was expected. */
export function asText(value: unknown, what: string): string {
  if (typeof value !== 'string') throw new TypeError(`${what} is not a string`)
  return value
}

/** A word in lower case, from text or a number; a TypeError otherwise, so that a missing protocol is never read as harmless. */
export function asWord(value: unknown, what: string): string {
  if (typeof value === 'string') return value.trim().toLowerCase()
  if (typeof value === 'number' || typeof value === 'bigint') return value.toString()
  throw new TypeError(`${what} is not a word or a number`)
}

/** A whole number from a CEL integer (bigint), a JSON number or decimal text; a TypeError otherwise. */
export function asInteger(value: unknown, what: string): number {
  const number =
    typeof value === 'string' && /^-?\d{1,15}$/.test(value)
      ? Number(value)
      : typeof value === 'bigint'
        ? Number(value)
        : value
  if (typeof number !== 'number' || !Number.isSafeInteger(number))
    throw new TypeError(`${what} is not a whole number`)
  return number
}

/** The first of several spellings of a member that is there. */
export function member(map: JsonObject, ...names: readonly string[]): unknown {
  for (const name of names) {
    const value = map[name]
    if (value !== undefined && value !== null) return value
  }
  return undefined
}
