import type { JsonValue } from '../../../../shared/model/json.ts'
import type { Instant } from '../../../../shared/model/provider.ts'

const rfc3339 = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:[.,](\d+))?(Z|z|UTC|[+-]\d\d:?\d\d)?$/

/**
 * A provider's time as ours. Takes RFC 3339 with any offset (`+00:00`, `+0000`), more digits than
 * milliseconds (cut, not rounded), no offset (UTC: AWS and GCP mean it), seconds or milliseconds
 * since 1970 (AWS CLI v1, API), `{ seconds, nanos }` (protobuf JSON of older GCP exports).
 * @returns null when there is none, `'bad'` when there is something that is no time.
 */
export function toInstant(value: JsonValue | undefined): Instant | null | 'bad' {
  if (value === undefined || value === null || value === '') return null
  if (typeof value === 'number') return fromMilliseconds(Math.abs(value) > 1e11 ? value : value * 1000)
  if (typeof value === 'string') return fromText(value)
  if (typeof value === 'object' && !Array.isArray(value)) {
    const seconds = Number(value['seconds'])
    const nanos = Number(value['nanos'] ?? 0)
    return fromMilliseconds(seconds * 1000 + Math.trunc(nanos / 1e6))
  }
  return 'bad'
}

/** UTC and a day that every month has, as nearly all times in exports are: only the fraction is brought to three digits. */
const plain = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?Z$/

function fromText(text: string): Instant | 'bad' {
  if (plain.test(text))
    return text.length === 24 ? text : `${text.slice(0, 19)}.${(text.slice(20, -1) + '000').slice(0, 3)}Z`
  const found = rfc3339.exec(text)
  if (found === null) return /^\d{9,13}(\.\d+)?$/.test(text) ? fromNumberText(text) : 'bad'
  const [, year, month, day, hour, minute, second, fraction, zone] = found
  const milliseconds = Number(((fraction ?? '') + '000').slice(0, 3))
  const local = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
    milliseconds,
  )
  if (new Date(local).toISOString().slice(0, 19) !== `${year}-${month}-${day}T${hour}:${minute}:${second}`)
    return 'bad'
  return fromMilliseconds(local - offsetOf(zone))
}

function fromNumberText(text: string): Instant | 'bad' {
  const number = Number(text)
  return fromMilliseconds(number > 1e11 ? number : number * 1000)
}

function offsetOf(zone: string | undefined): number {
  if (zone === undefined || /^[zU]/i.test(zone)) return 0
  const sign = zone.startsWith('-') ? -1 : 1
  const digits = zone.slice(1).replace(':', '')
  return sign * (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))) * 60_000
}

function fromMilliseconds(milliseconds: number): Instant | 'bad' {
  // Years 0001 to 9999: RFC 3339 has four digits.
  if (
    !Number.isFinite(milliseconds) ||
    milliseconds < -62_135_596_800_000 ||
    milliseconds > 253_402_300_799_999
  )
    return 'bad'
  return new Date(Math.round(milliseconds)).toISOString()
}
