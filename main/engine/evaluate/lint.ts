import { providers } from '../../../shared/model/provider.ts'
import type { ToNormal } from './cases.ts'
import { celScopes } from './cel/environment.ts'
import { functions as allFunctions } from './functions/index.ts'
import type { RuleFunction } from './functions/rule-function.ts'
import { lintCases } from './lint/cases.ts'
import { lintCatalogues } from './lint/catalogues.ts'
import { lintMappings } from './lint/mappings.ts'
import { lintRule } from './lint/rules.ts'
import { styleProblems } from './lint/style.ts'
import { lintStandings } from './lint/standings.ts'
import type { RulePack } from './load.ts'
import type { PackProblem } from './pack/problem.ts'

export interface LintOptions {
  /** Needed to see whether the paths rules need are in their cases' documents; without it that check is left out. */
  readonly toNormal?: ToNormal
  readonly functions?: readonly RuleFunction[]
}

/** Numbers of the common misconfigurations; each must be answered on each cloud. */
const misconfigurations = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] as const

/**
 * Everything wrong with a rule pack, sorted by place; empty for a sound one.
 * Cases are checked for being there and readable; `runCases` says whether they hold.
 */
export function lintPack(pack: RulePack, options: LintOptions = {}): PackProblem[] {
  const scopes = celScopes(options.functions ?? allFunctions)
  const rules = pack.rules
    .filter(({ id }) => !pack.ruleErrors.has(id))
    .flatMap((rule) => lintRule(rule, pack.rulePaths.get(rule.id) ?? rule.id, scopes))
  const told = new Set(pack.problems.map(({ where, message }) => `${where} ${message}`))
  const problems = [
    ...pack.problems,
    ...styleProblems(pack.files).filter((found) => !told.has(`${found.where} ${found.message}`)),
    ...rules,
    ...lintMappings(pack),
    ...lintCatalogues(pack),
    ...lintCases(pack, options.toNormal, scopes),
    ...lintCoverage(pack),
    ...lintStandings(pack),
  ]
  return problems.sort(
    (a, b) => compare(a.where, b.where) || compare(a.code, b.code) || compare(a.message, b.message),
  )
}

function lintCoverage(pack: RulePack): PackProblem[] {
  return providers.flatMap((provider) =>
    misconfigurations
      .filter(
        (number) =>
          !pack.rules.some((rule) => rule.provider === provider && rule.misconfiguration === number),
      )
      .filter(
        (number) =>
          !pack.notApplicable.some(
            (entry) => entry.provider === provider && entry.misconfiguration === number,
          ),
      )
      .map((number): PackProblem => ({
        where: provider,
        code: 'misconfiguration-uncovered',
        message: `misconfiguration ${number} has neither a rule nor a not-applicable entry`,
      })),
  )
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
