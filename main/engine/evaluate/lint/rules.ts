import type { Provider } from '../../../../shared/model/provider.ts'
import type { Rule } from '../../../../shared/model/rule.ts'
import { plainPath, walk } from '../cel/ast.ts'
import type { CelScopes } from '../cel/environment.ts'
import { compileExpression } from '../cel/expression.ts'
import { ruleProblems } from '../compile.ts'
import { parseNeed } from '../needs.ts'
import { parameterFault, parameterUses } from '../parameters.ts'
import type { PackProblem, ProblemCode } from '../pack/problem.ts'

/** How each provider writes a type. */
const typeForms: Readonly<Record<Provider, RegExp>> = {
  aws: /^AWS(::[A-Za-z0-9]+){2,3}$/,
  azure: /^[A-Za-z][\w-]*(\.[A-Za-z][\w-]*)+(\/[\w.-]+)+$/,
  gcp: /^[a-z][a-z0-9.-]*\.googleapis\.com\/[A-Za-z]+$/,
}

/** What is wrong within a rule: expressions, needs, types. */
export function lintRule(rule: Rule, where: string, scopes: CelScopes): PackProblem[] {
  const problems: PackProblem[] = ruleProblems(rule, scopes).map(({ field, code, message }) => ({
    where: `${where}#${field}`,
    code: code as ProblemCode,
    message,
  }))
  for (const type of rule.types) {
    if (!typeForms[rule.provider].test(type))
      problems.push({
        where: `${where}#types`,
        code: 'invalid-field',
        message: `${type} is not how ${rule.provider} writes a type`,
      })
  }
  for (const type of repeated([...rule.types]))
    problems.push({ where: `${where}#types`, code: 'duplicate-id', message: `${type} is listed twice` })
  for (const type of rule.requires) {
    if (!rule.types.includes(type))
      problems.push({
        where: `${where}#requires`,
        code: 'undeclared-type',
        message: `${type} is not among the rule's types`,
      })
  }
  if (rule.scope === 'resource' && rule.requires.length > 0)
    problems.push({
      where: `${where}#requires`,
      code: 'scope-mismatch',
      message: 'only account-scope rules require types',
    })
  if (rule.scope === 'account') problems.push(...lintTypesRead(rule, where, scopes))
  problems.push(...lintParameters(rule, where, scopes))
  return problems
}

/** A parameter that nothing reads promises what it does not do; a default out of its own bounds could not be set back. */
function lintParameters(rule: Rule, where: string, scopes: CelScopes): PackProblem[] {
  const parameters = Object.entries(rule.parameters ?? {})
  if (parameters.length === 0) return []
  const used = new Set<string>()
  for (const source of [rule.applies, rule.review, rule.pass]) {
    const compiled = source === undefined ? null : compileExpression(scopes[rule.scope], source, 'any')
    if (compiled !== null && 'expression' in compiled)
      for (const name of parameterUses(rule, compiled.expression.root).used) used.add(name)
  }
  return parameters.flatMap(([name, parameter]) => {
    const field = `${where}#parameters.${name}`
    const fault = parameterFault(parameter, parameter.default)
    const problems: PackProblem[] = []
    if (!used.has(name))
      problems.push({
        where: field,
        code: 'parameter-unused',
        message: 'neither applies, review nor pass reads it',
      })
    if (fault !== null)
      problems.push({ where: field, code: 'parameter-invalid', message: `default ${fault}` })
    return problems
  })
}

/** An account rule that reads a type it does not list would not run again when that type changes; one it never reads makes it run for nothing. */
function lintTypesRead(rule: Rule, where: string, scopes: CelScopes): PackProblem[] {
  const read = new Set<string>()
  let whole = false
  const sources: [string, string | undefined][] = [
    ['applies', rule.applies],
    ['review', rule.review],
    ['pass', rule.pass],
    ...Object.entries(rule.observed).map(([name, source]): [string, string] => [`observed.${name}`, source]),
  ]
  const problems: PackProblem[] = []
  for (const [field, source] of sources) {
    const compiled = source === undefined ? null : compileExpression(scopes.account, source, 'any')
    if (compiled === null || !('expression' in compiled)) continue
    let counted = 0
    let seen = 0
    walk(compiled.expression.root, (node) => {
      const path = plainPath(node)
      if (path?.[0] !== 'account' || path[1] !== 'resources') return
      if (path.length === 2) seen++
      if (path.length !== 3) return
      counted++
      const type = path[2] as string
      read.add(type)
      if (!rule.types.includes(type))
        problems.push({
          where: `${where}#${field}`,
          code: 'undeclared-type',
          message: `${type} is not among the rule's types`,
        })
    })
    if (seen > counted) whole = true
  }
  for (const text of rule.needs) {
    const steps = parseNeed(text)?.steps
    if (steps?.[1] === 'resources' && typeof steps[2] === 'string') read.add(steps[2])
  }
  for (const type of rule.types) {
    if (!whole && !read.has(type))
      problems.push({
        where: `${where}#types`,
        code: 'undeclared-type',
        message: `${type} is listed but never read`,
      })
  }
  return problems
}

/** Values that occur more than once, each once. */
export function repeated(values: readonly string[]): string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))]
}
