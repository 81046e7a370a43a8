import type { OutcomeStatus } from '../../../../shared/model/outcome.ts'
import { caseAccount, caseNow, caseResources, type ToNormal } from '../cases.ts'
import { readCases, type RuleCase } from '../pack/case-file.ts'
import { bindResource } from '../evaluate.ts'
import type { CelScopes } from '../cel/environment.ts'
import type { Variables } from '../cel/expression.ts'
import type { RulePack } from '../load.ts'
import { isMet, parseNeed } from '../needs.ts'
import type { PackProblem } from '../pack/problem.ts'
import type { Rule } from '../../../../shared/model/rule.ts'
import { repeated } from './rules.ts'
import { lintPaths, readShapes } from './shapes.ts'

/** Cases: every rule shows what it passes, fails and cannot judge, in shapes that have what it needs. */
export function lintCases(pack: RulePack, toNormal: ToNormal | undefined, scopes: CelScopes): PackProblem[] {
  const { cases, problems } = readCases(pack)
  const shapes = readShapes(pack.files)
  problems.push(...shapes.problems)
  for (const rule of pack.rules) {
    const where = pack.rulePaths.get(rule.id) ?? rule.id
    const own = cases.filter((one) => one.rule === rule.id)
    const expected = new Set(own.map(({ expect }) => expect))
    for (const status of statusesToShow(rule)) {
      if (!expected.has(status))
        problems.push({ where, code: 'case-missing', message: `no case expects ${status}` })
    }
    for (const name of repeated(own.map((one) => one.name)))
      problems.push({ where, code: 'duplicate-id', message: `two cases are named ${name}` })
    if (toNormal === undefined) continue
    const seen = documentsOf(rule, own, toNormal, problems)
    problems.push(...lintNeeds(rule, where, seen))
    if (!pack.ruleErrors.has(rule.id)) problems.push(...lintPaths(rule, where, scopes, shapes, seen))
  }
  return problems
}

function statusesToShow(rule: Rule): readonly OutcomeStatus[] {
  const statuses: OutcomeStatus[] = ['pass', 'fail', 'not-evaluated']
  if (rule.review !== undefined) statuses.push('needs-review')
  if (rule.applies.trim() !== 'true') statuses.push('not-applicable')
  return statuses
}

/** What the rule's cases let it see; items that cannot be read become problems. */
function documentsOf(
  rule: Rule,
  cases: readonly RuleCase[],
  toNormal: ToNormal,
  problems: PackProblem[],
): Variables[] {
  return cases.flatMap((one): Variables[] => {
    try {
      const resources = caseResources(one, rule.provider, toNormal)
      if (rule.scope === 'account') return [{ account: caseAccount(rule, one, resources) }]
      return resources.map((resource) => bindResource(resource, { now: caseNow }).variables)
    } catch (error) {
      problems.push({
        where: one.path,
        code: 'case-unsupported-item',
        message: error instanceof Error ? error.message : String(error),
      })
      return []
    }
  })
}

/** A need that no case's document has is a path nobody has seen: most likely misspelt. */
function lintNeeds(rule: Rule, where: string, seen: readonly Variables[]): PackProblem[] {
  return rule.needs.flatMap((text): PackProblem[] => {
    const need = parseNeed(text)
    return need === null || seen.some((variables) => isMet(need, variables))
      ? []
      : [{ where: `${where}#needs`, code: 'need-never-seen', message: `no case has ${need.path}` }]
  })
}
