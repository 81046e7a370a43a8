import type { RuleFunction } from './rule-function.ts'
import { asText } from './value.ts'

/** RFC 3339 with the variations exports have: no colon in the offset, any number of fraction digits, a missing offset (UTC). */
const shape = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(\.\d+)?(Z|[+-]\d\d:?\d\d)?$/i

function milliseconds(value: unknown): number {
  const text = asText(value, 'time').trim()
  const match = shape.exec(text)
  if (match === null) throw new TypeError(`${text} is not a time`)
  const [, day, time, fraction = '', zone = 'Z'] = match
  const offset = /^[+-]\d{4}$/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone.toUpperCase()
  const at = Date.parse(`${day}T${time}${fraction.slice(0, 4)}${offset}`)
  if (Number.isNaN(at)) throw new TypeError(`${text} is not a time`)
  return at
}

/** Days from the first time to the second, with fractions; negative when the second is earlier. Throws on text that is no time. */
export function daysBetween(from: unknown, to: unknown): number {
  return (milliseconds(to) - milliseconds(from)) / 86_400_000
}

export const functions: readonly RuleFunction[] = [
  {
    signature: 'daysBetween(string, string): double',
    call: daysBetween,
    doc: 'Days from the first RFC 3339 time to the second, with fractions; negative when the second is earlier.',
  },
]
