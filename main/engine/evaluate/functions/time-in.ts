import type { RuleFunction } from './rule-function.ts'
import { asText } from './value.ts'

const written = /(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?: (?:GMT|UTC)|Z)?/

/**
 * The first time inside a sentence as RFC 3339 in UTC, e.g. of EC2's `User initiated (2026-01-15 10:00:00 GMT)`; the empty text when there
 * is none. Reads times in UTC only, which is what AWS writes.
 */
export function timeIn(text: unknown): string {
  const match = written.exec(asText(text, 'text'))
  return match === null ? '' : `${match[1] ?? ''}T${match[2] ?? ''}.000Z`
}

export const functions: readonly RuleFunction[] = [
  {
    signature: 'timeIn(string): string',
    call: timeIn,
    doc: 'The first time (UTC) inside a sentence as RFC 3339, e.g. of `User initiated (2026-01-15 10:00:00 GMT)`; empty when there is none.',
  },
]
