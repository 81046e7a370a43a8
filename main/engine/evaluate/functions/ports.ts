import type { RuleFunction } from './rule-function.ts'
import { asInteger, asText } from './value.ts'

/**
 * True when a port specification holds the port. Specifications: `22`, `20-25`, `22,3389`, `*`, a number; the empty text holds none
 * (Azure leaves it beside a filled list). Throws on anything else, so that an unknown spelling is never read as closed.
 */
export function portIn(specification: unknown, port: unknown): boolean {
  const wanted = asInteger(port, 'port')
  if (typeof specification === 'number' || typeof specification === 'bigint')
    return asInteger(specification, 'port specification') === wanted
  const text = asText(specification, 'port specification').trim()
  if (text === '') return false
  return text.split(',').some((part) => partHolds(part.trim(), wanted))
}

function partHolds(part: string, port: number): boolean {
  if (part === '*' || part.toLowerCase() === 'any') return true
  const match = /^(\d{1,5})(?:\s*-\s*(\d{1,5}))?$/.exec(part)
  if (match === null) throw new TypeError(`${part} is not a port or a range of ports`)
  const from = Number(match[1])
  const to = match[2] === undefined ? from : Number(match[2])
  if (from > to || to > 65_535) throw new RangeError(`${part} is not a range of ports`)
  return port >= from && port <= to
}

export const functions: readonly RuleFunction[] = [
  {
    signature: 'portIn(dyn, int): bool',
    call: portIn,
    doc: 'True when a port specification (`22`, `20-25`, `22,3389`, `*`, a number) holds the port. An error on an unknown spelling.',
  },
]
