import type { Instant } from '../../../../shared/model/provider.ts'
import type { EvidenceReader } from '../reader.ts'

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const

/** `6 July 2026` of an instant, in UTC. */
export function longDate(at: Instant): string {
  return `${Number(at.slice(8, 10))} ${months[Number(at.slice(5, 7)) - 1] ?? ''} ${at.slice(0, 4)}`
}

/** `30 September 2026` of the last day before a period's exclusive end, in UTC. */
export const lastDay = (end: Instant): string => longDate(new Date(Date.parse(end) - 1).toISOString())

/** `2026-07-06 09:00 UTC`, to the minute begun; the CSV files have the milliseconds. Empty for none. */
export const minute = (at: Instant | null): string =>
  at === null ? '' : `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`

/** `2026-07-06`; empty for none. */
export const day = (at: Instant | null): string => at?.slice(0, 10) ?? ''

/** `2026-07-01 00:00 Europe/Berlin (UTC+02:00)` of an instant; the zone's rules are those of the runtime. */
export function zoned(at: Instant, timeZone: string): string {
  if (timeZone === 'UTC') return minute(at)
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'longOffset',
  }).formatToParts(new Date(at))
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? ''
  const offset = part('timeZoneName').replace('GMT', 'UTC')
  return `${part('year')}-${part('month')}-${part('day')} ${part('hour')}:${part('minute')} ${timeZone} (${offset})`
}

/** `1 234 567` with thin separations that survive copying: a plain comma. */
export const count = (value: number): string => String(value).replace(/\B(?=(\d{3})+$)/g, ',')

/** `87.5 %` of a share in [0, 1]; `n/a` for none. */
export const percent = (share: number | null): string =>
  share === null ? 'n/a' : `${(share * 100).toFixed(1)} %`

/** `3 findings`, `1 finding`. */
export const plural = (value: number, one: string, many = `${one}s`): string =>
  `${count(value)} ${value === 1 ? one : many}`

/** Hours as people say them: `48 hours`, `7 days`. */
export const duration = (hours: number): string =>
  hours % 24 === 0 && hours > 48 ? plural(hours / 24, 'day') : plural(hours, 'hour')

/** Everyone with a role, by name; `not recorded` when there is none. */
export function peopleWith(reader: EvidenceReader, role: string): string {
  const names = [...reader.people()].filter((one) => one.roles.includes(role)).map((one) => one.name)
  return names.length === 0 ? 'not recorded' : names.join(', ')
}

export const standingWords = {
  rules: 'rules',
  attestation: 'attestation',
  inherited: 'inherited',
  'out-of-scope': 'out of scope',
  uncovered: 'uncovered',
} as const

/** Numbers in ascending order, three and more in a row as a span: `2, 5–9, 12`. */
export function spans(numbers: readonly number[]): string {
  const words: string[] = []
  const sorted = [...new Set(numbers)].sort((a, b) => a - b)
  for (let at = 0; at < sorted.length;) {
    const from = sorted[at] ?? 0
    let end = at
    while (sorted[end + 1] === (sorted[end] ?? 0) + 1) end++
    const to = sorted[end] ?? from
    if (end - at >= 2) words.push(`${from}–${to}`)
    else for (let one = from; one <= to; one++) words.push(String(one))
    at = end + 1
  }
  return words.join(', ')
}
