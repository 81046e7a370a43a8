import type { RuleFunction } from './rule-function.ts'
import { asText } from './value.ts'

const shape = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/

/**
 * Hours of an ISO 8601 duration in weeks, days, hours, minutes and seconds, e.g. `PT8H` or `P1DT30M`. Throws on text that is none, and
 * on years and months, which have no fixed length.
 */
export function isoHours(value: unknown): number {
  const text = asText(value, 'duration').trim().toUpperCase()
  const match = shape.exec(text)
  if (match === null || /[PT]$/.test(text)) throw new TypeError(`${text} is not a duration`)
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = match
    .slice(1)
    .map((part) => (part === undefined ? 0 : Number(part)))
  return (weeks * 7 + days) * 24 + hours + minutes / 60 + seconds / 3600
}

export const functions: readonly RuleFunction[] = [
  {
    signature: 'isoHours(string): double',
    call: isoHours,
    doc: 'Hours of an ISO 8601 duration such as `PT8H`, with fractions. An error on text that is none, and on months and years.',
  },
]
