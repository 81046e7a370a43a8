import { v5 } from 'uuid'
import type { Framework } from '../../../../shared/model/framework.ts'

/** The root of all ids below (RFC 9562, version 5); never changes. */
const root = '7c0f5a52-5d0e-5a0e-9b61-2f1f3f0c5a11'

/**
 * Ids that follow from what they name: the same rule on the same resource has one id in every quarter of an engagement, so that
 * two packages can be compared.
 */
export type IdOf = (...name: readonly (string | number)[]) => string

/** Ids within one engagement. */
export function idsOf(engagement: string): IdOf {
  const own = v5(engagement, root)
  return (...name) => v5(JSON.stringify(name), own)
}

/** Ids of what is the same for everyone, such as the rule pack. */
export const sharedId: IdOf = (...name) => v5(JSON.stringify(name), root)

/** A control's id as OSCAL writes it: NIST's catalogues say `ac-2.1` for AC-2(1); other frameworks' ids are tokens already. */
export function oscalControl(framework: Framework, requirement: string): string {
  if (framework !== 'nist-800-53-r5' && !framework.startsWith('fedramp-')) return requirement
  return requirement.toLowerCase().replace(/\((\d+)\)/g, '.$1')
}

/** One line of text, never empty: what OSCAL takes for a title or the value of a property. */
export function line(text: string): string {
  const one = text.replaceAll(/\s+/g, ' ').trim()
  return one === '' ? 'none' : one
}
