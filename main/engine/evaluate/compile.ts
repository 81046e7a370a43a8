import { createHash } from 'node:crypto'
import { canonicalJson } from '../../../shared/model/canonical.ts'
import type { JsonValue } from '../../../shared/model/json.ts'
import type { ParameterValue, Rule } from '../../../shared/model/rule.ts'
import { celScopes, type CelScopes } from './cel/environment.ts'
import { compileExpression, type Expression } from './cel/expression.ts'
import { functions as allFunctions } from './functions/index.ts'
import type { RuleFunction } from './functions/rule-function.ts'
import { parseNeed, type Need } from './needs.ts'
import { parametersOf, parameterUses } from './parameters.ts'

/** Raised when the same rule over the same document would now give another outcome: all outcomes are then made anew. */
const evaluationVersion = 1

/** A rule with its expressions compiled. Made once per pack; holds no state that an evaluation changes. */
export interface CompiledRule {
  readonly rule: Rule
  /** SHA-256 of the rule's canonical content, the helper functions' signatures and the evaluation's version. */
  readonly hash: string
  /** True when an expression reads `now`: an unchanged document is then judged again. */
  readonly clockDependent: boolean
  /** Why the rule cannot judge; its resources become `not evaluated: rule error` with this. */
  readonly error: string | null
  readonly needs: readonly Need[]
  /** Variables beside `resource` that the document must have, because an expression reads them. */
  readonly parts: readonly ('config' | 'supplementary')[]
  /** Null where `applies` is the plain `true` of most rules. */
  readonly applies: Expression | null
  readonly review: Expression | null
  readonly pass: Expression | null
  readonly observed: readonly (readonly [name: string, expression: Expression])[]
  /** What expressions read as `params`: each parameter's value; null for a rule without parameters. */
  readonly params: Readonly<Record<string, ParameterValue>> | null
}

export interface RuleProblem {
  /** Field of the rule, e.g. `pass` or `observed.port`. */
  readonly field: string
  readonly code: string
  readonly message: string
}

/**
 * Compiles rules for evaluation.
 * In: rules; `ruleErrors` by rule id for those that could not be read whole; the helper functions.
 * Out: one compiled rule per rule, in the same order; a rule with an error is there, with the error.
 */
export function compileRules(
  rules: readonly Rule[],
  ruleErrors: ReadonlyMap<string, string> = new Map(),
  functions: readonly RuleFunction[] = allFunctions,
): CompiledRule[] {
  const scopes = celScopes(functions)
  const version = functionsVersion(functions)
  return rules.map((rule) => {
    const known = functions === allFunctions ? compiledOf.get(rule) : undefined
    const compiled = known ?? compileRule(rule, scopes, version).compiled
    if (functions === allFunctions) compiledOf.set(rule, compiled)
    const error = ruleErrors.get(rule.id)
    return error === undefined ? compiled : { ...compiled, error }
  })
}
/** A pack that is loaded again has the same objects for the rules whose files did not change. */
const compiledOf = new WeakMap<Rule, CompiledRule>()

/** Everything wrong with a rule's expressions and needs; empty when it can judge. */
export function ruleProblems(
  rule: Rule,
  scopes: CelScopes = celScopes(allFunctions),
): readonly RuleProblem[] {
  return compileRule(rule, scopes, '').problems
}

function compileRule(
  rule: Rule,
  scopes: CelScopes,
  version: string,
): { compiled: CompiledRule; problems: RuleProblem[] } {
  const problems: RuleProblem[] = []
  const scope = scopes[rule.scope]
  const compile = (field: string, source: string, gives: 'bool' | 'any'): Expression | null => {
    const result = compileExpression(scope, source, gives)
    if ('expression' in result) {
      const { unknown } = parameterUses(rule, result.expression.root)
      if (unknown === null) return result.expression
      problems.push({ field, code: 'parameter-unknown', message: unknown })
      return null
    }
    problems.push({ field, code: result.code, message: result.message })
    return null
  }
  const applies = rule.applies.trim() === 'true' ? null : compile('applies', rule.applies, 'bool')
  const review = rule.review === undefined ? null : compile('review', rule.review, 'bool')
  const pass = compile('pass', rule.pass, 'bool')
  const needs = rule.needs.flatMap((text) => {
    const need = parseNeed(text)
    if (need === null)
      problems.push({ field: 'needs', code: 'need-invalid', message: `${text} is not a path` })
    else if (!rootsOf(rule.scope).has(String(need.steps[0])))
      problems.push({
        field: 'needs',
        code: 'need-invalid',
        message: `${text} must begin with ${[...rootsOf(rule.scope)].join(', ')}`,
      })
    else return [need]
    return []
  })
  // A value that cannot be shown does not take the verdict away, so it does not count as the rule's error.
  const judging = problems.length
  const observed = Object.entries(rule.observed).flatMap(([name, source]) => {
    const expression = compile(`observed.${name}`, source, 'any')
    return expression === null ? [] : [[name, expression] as const]
  })
  const expressions = [applies, review, pass].filter((expression) => expression !== null)
  const first = problems[0]
  const compiled: CompiledRule = {
    rule,
    hash: sha256(canonicalJson([evaluationVersion, version, rule as unknown as JsonValue])),
    clockDependent: [...expressions, ...observed.map(([, expression]) => expression)].some(({ uses }) =>
      uses.has('now'),
    ),
    error: judging > 0 && first !== undefined ? `${first.field}: ${first.message}` : null,
    needs,
    parts: (['config', 'supplementary'] as const).filter((part) =>
      expressions.some(({ uses }) => uses.has(part)),
    ),
    applies,
    review,
    pass,
    observed,
    params: parametersOf(rule),
  }
  return { compiled, problems }
}

function rootsOf(scope: Rule['scope']): ReadonlySet<string> {
  return new Set(scope === 'account' ? ['account'] : ['resource', 'config', 'supplementary'])
}

/** Hash of what expressions can call; the order functions are listed in does not matter. */
export function functionsVersion(functions: readonly RuleFunction[]): string {
  return sha256(
    functions
      .map(({ signature }) => signature)
      .toSorted()
      .join('\n'),
  )
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
