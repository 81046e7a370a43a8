import { CountersignError } from '../../shared/model/errors.ts'
import type { Instant } from '../../shared/model/provider.ts'

/** A day (`2026-07-01`, midnight UTC) or an RFC 3339 time as an instant. `field` names the option in the error. */
export function instantOf(text: string, field: string): Instant {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text
  const date = new Date(time)
  const zoned = /^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/.test(time)
  // A day that the month does not have would otherwise become one of the next month.
  const real =
    Number.isFinite(date.getTime()) && (time !== `${text}T00:00:00Z` || date.toISOString().startsWith(text))
  if (!zoned || !real)
    throw new CountersignError('invalid_input', {
      field,
      detail: `${text} is neither a day (2026-07-01) nor a time with a zone (2026-07-01T09:00:00Z)`,
    })
  return date.toISOString()
}

/** A whole number from an option. */
export function numberOf(text: string, field: string): number {
  if (!/^\d+$/.test(text))
    throw new CountersignError('invalid_input', { field, detail: `${text} is not a whole number` })
  return Number(text)
}
