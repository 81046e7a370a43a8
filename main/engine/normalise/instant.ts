/**
 * A provider's time as RFC 3339 in UTC with milliseconds. Reads ISO 8601 with any offset (with or without colon, any fraction) and
 * epoch numbers: seconds, as the AWS CLI prints them, or milliseconds, told apart by size. Null for anything else.
 */
export function toInstant(value: unknown): string | null {
  if (typeof value === 'string' && value.length === 24 && plain.test(value)) return value
  const at =
    typeof value === 'number'
      ? Math.abs(value) < 100_000_000_000
        ? value * 1000
        : value
      : typeof value === 'string'
        ? fromText(value)
        : Number.NaN
  // Date holds ±8.64e15 ms; years outside 0000–9999 would not be RFC 3339.
  if (Number.isNaN(at) || at < -62_167_219_200_000 || at > 253_402_300_799_999) return null
  // Digits beyond milliseconds are cut; the epsilon is for seconds with a fraction that a double cannot hold.
  return new Date(Math.floor(at + 0.0001)).toISOString()
}

/** In our form already, on a day that every month has: nearly all times are. */
const plain = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/

const shape = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(\.\d{1,3})?\d*(Z|[+-]\d\d:?\d\d)?$/i

function fromText(text: string): number {
  const match = shape.exec(text)
  if (match === null) return Number.NaN
  const [, day, time, fraction = '', zone = 'Z'] = match
  return Date.parse(
    `${day}T${time}${fraction}${/^[+-]\d{4}$/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone.toUpperCase()}`,
  )
}
