import type { Framework } from '../../../../shared/model/framework.ts'
import {
  countOutcome,
  noTotals,
  type FrameworkTotals,
  type RequirementTotals,
  type Totals,
} from '../../../../shared/model/outcome.ts'
import type { PackageScope } from '../../../../shared/model/package-scope.ts'
import type { EvidenceReader } from '../reader.ts'
import { accountsByProvider, placeMatcher } from './match.ts'

/** Totals over the outcomes of a scope, from the same mapping of rules to requirements as the whole's. */
export interface NarrowedTotals {
  requirements(scan: number, framework: Framework): RequirementTotals[]
  frameworks(scan: number): FrameworkTotals[]
}

/**
 * @param inScope whether a rule judges anything within the scope
 */
export function narrowedTotals(
  reader: EvidenceReader,
  scope: PackageScope,
  inScope: (rule: string) => boolean,
): NarrowedTotals {
  const matches = placeMatcher(scope)
  // Scans are asked one after the other; the newest asked is enough to remember.
  let remembered: { scan: number; totals: ReadonlyMap<string, Totals> } | null = null
  const rules = new Map<string, readonly string[]>()

  const ruleTotals = (scan: number): ReadonlyMap<string, Totals> => {
    if (remembered?.scan === scan) return remembered.totals
    const totals = reader.ruleTotals?.(scan, accountsByProvider(scope)) ?? walked(scan)
    remembered = { scan, totals }
    return totals
  }
  const walked = (scan: number): ReadonlyMap<string, Totals> => {
    const totals = new Map<string, Totals>()
    for (const one of reader.outcomes(scan))
      if (matches(one)) totals.set(one.rule, countOutcome(totals.get(one.rule) ?? noTotals, one.status))
    return totals
  }
  const rulesOf = (framework: Framework, requirement: string): readonly string[] => {
    const key = `${framework} ${requirement}`
    const known = rules.get(key) ?? [...reader.requirementRules(framework, requirement)].filter(inScope)
    rules.set(key, known)
    return known
  }
  const requirements = (scan: number, framework: Framework): RequirementTotals[] => {
    const totals = ruleTotals(scan)
    return [...reader.requirementTotals(scan, framework)].map((one) => {
      const mine = rulesOf(framework, one.requirement)
      const standing =
        one.standing === 'rules' && mine.length === 0
          ? {
              standing: 'out-of-scope' as const,
              reason: 'The rules that judge it read nothing within the scope of this package.',
            }
          : {}
      return { ...one, ...standing, rules: mine.length, totals: sum(mine, totals) }
    })
  }
  return {
    requirements,
    frameworks: (scan) =>
      [...reader.frameworkTotals(scan)]
        .filter(({ framework }) => scope.frameworks.includes(framework))
        .map((one) => {
          const rows = requirements(scan, one.framework)
          const mine = new Set(rows.flatMap(({ requirement }) => rulesOf(one.framework, requirement)))
          return {
            ...one,
            requirements: rows.length,
            covered: rows.filter(({ standing }) => standing === 'rules').length,
            totals: sum(mine, ruleTotals(scan)),
          }
        }),
  }
}

function sum(rules: Iterable<string>, totals: ReadonlyMap<string, Totals>): Totals {
  const all = { ...noTotals }
  for (const rule of rules) {
    const one = totals.get(rule) ?? noTotals
    for (const key of Object.keys(all) as (keyof Totals)[]) all[key] += one[key]
  }
  return all
}
