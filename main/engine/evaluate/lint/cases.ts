import type { OutcomeStatus } from '../../../../shared/model/outcome.ts'
import { caseAccount, caseNow, caseResources, type ToNormal } from '../cases.ts'
import { readCases, type RuleCase } from '../pack/case-file.ts'
import { bindResource } from '../evaluate.ts'
import type { Variables } from '../cel/expression.ts'
import type { RulePack } from '../load.ts'
import { isMet, parseNeed } from '../needs.ts'
import type { PackProblem } from '../pack/problem.ts'
import type { Rule } from '../../../../shared/model/rule.ts'
import { repeated } from './rules.ts'

/** Cases: every rule shows what it passes, fails and cannot judge, in shapes that have what it needs. */
export function lintCases(pack: RulePack, toNormal: ToNormal | undefined): PackProblem[] {
  const { cases, problems } = readCases(pack)
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
    if (toNormal !== undefined) problems.push(...lintNeeds(rule, where, own, toNormal))
  }
  return problems
}

function statusesToShow(rule: Rule): readonly OutcomeStatus[] {
  const statuses: OutcomeStatus[] = ['pass', 'fail', 'not-evaluated']
  if (rule.review !== undefined) statuses.push('needs-review')
  if (rule.applies.trim() !== 'true') statuses.push('not-applicable')
  return statuses
}

/** A need that no case's document has is a path nobody has seen: most likely misspelt. */
function lintNeeds(rule: Rule, where: string, cases: readonly RuleCase[], toNormal: ToNormal): PackProblem[] {
  const problems: PackProblem[] = []
  const seen = cases.flatMap((one): Variables[] => {
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
  for (const text of rule.needs) {
    const need = parseNeed(text)
    if (need !== null && !seen.some((variables) => isMet(need, variables)))
      problems.push({ where: `${where}#needs`, code: 'need-never-seen', message: `no case has ${need.path}` })
  }
  return problems
}
