import type { RuleFunction } from './rule-function.ts'
import { asMap, asText } from './value.ts'

/**
 * The texts of the first list that the second does not have, in their order; time linear in both lists, where a loop with `in` is not.
 * Throws on lists with anything but texts: a missing name must not look like a difference.
 */
export function listWithout(list: unknown, without: unknown): string[] {
  if (!Array.isArray(list) || !Array.isArray(without)) throw new TypeError('not a list')
  const known = new Set(without.map((value) => asText(value, 'list element')))
  return list.map((value) => asText(value, 'list element')).filter((value) => !known.has(value))
}

/** The values of a map whose keys are names of things (patches, regions), in the order of the keys. Throws on anything but a map. */
export function mapValues(map: unknown): unknown[] {
  return Object.entries(asMap(map, 'value'))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, value]) => value)
}

export const functions: readonly RuleFunction[] = [
  {
    signature: 'listWithout(dyn, dyn): list',
    call: listWithout,
    doc: 'The texts of the first list that the second does not have. Use it in place of `in` inside a loop, which goes over the list each time.',
  },
  {
    signature: 'mapValues(dyn): list',
    call: mapValues,
    doc: 'The values of a map whose keys are names of things (patches, regions), in the order of the keys.',
  },
]
