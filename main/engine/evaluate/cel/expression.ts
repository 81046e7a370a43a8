import { serialize, type ASTNode } from '@marcbachmann/cel-js'
import { calls, plainPath, variablesOf } from './ast.ts'
import type { CelScope } from './environment.ts'
import { ownMemo } from './memo.ts'
import { instrument, sameMeaning, tooLarge } from './meter.ts'

/** A checked expression, ready to run as often as wanted. */
export interface Expression {
  readonly source: string
  readonly root: ASTNode
  /** Variables it reads. */
  readonly uses: ReadonlySet<string>
  /** Keys from a variable down, where the expression does nothing else; read without CEL. */
  readonly path: readonly string[] | null
  /**
   * Runs it over the variables. Throws what CEL throws: turn it into a verdict with `failureOf`.
   * `document` stands for the document at hand where the variables are made anew for each rule: helpers' results are kept for it.
   */
  readonly run: (variables: Variables, document?: object) => unknown
}

/** Values by variable name. CEL only reads them. */
export type Variables = Record<string, unknown>

export type ExpressionCode = 'cel-syntax' | 'cel-check' | 'cel-matches' | 'cel-not-boolean'

export type Compiled =
  | { readonly expression: Expression }
  | { readonly code: ExpressionCode; readonly message: string }

/**
 * Parses and checks one expression.
 * In: CEL source and what it must give. Out: the expression, or what is wrong with it (unknown variable or function, wrong types,
 * `matches`, which is JavaScript's backtracking RegExp: `re()` does the same in linear time).
 */
export function compileExpression(scope: CelScope, source: string, gives: 'bool' | 'any'): Compiled {
  let root: ASTNode
  try {
    root = scope.check.parse(source).ast
  } catch (error) {
    return { code: 'cel-syntax', message: summaryOf(error) }
  }
  if (calls(root, 'matches'))
    return { code: 'cel-matches', message: 'matches() can take seconds on one string; use re(text, pattern)' }
  const { valid, type, error } = scope.check.check(source)
  if (!valid) return { code: 'cel-check', message: summaryOf(error) }
  if (gives === 'bool' && type !== 'bool' && type !== 'dyn')
    return { code: 'cel-not-boolean', message: `gives ${type}, not true or false` }
  const program = programOf(scope, source, root)
  if (program === null)
    return { code: 'cel-syntax', message: 'cannot be metered: write numbers with at most nine decimals' }
  const { meter, memo } = scope
  return {
    expression: {
      source,
      root,
      uses: variablesOf(root),
      path: plainPath(root),
      run: (variables, document = variables) => {
        meter.spent = 0
        ownMemo(memo, document)
        const value: unknown = program(variables)
        // `exists` and `||` forgive an error where another branch decides; the budget is not forgiven.
        if (meter.spent > meter.limit) throw new Error(tooLarge(meter))
        return value
      },
    },
  }
}

function programOf(
  scope: CelScope,
  source: string,
  root: ASTNode,
): ((variables: Variables) => unknown) | null {
  const metered = instrument(root)
  if (metered === null) return scope.run.parse(source)
  try {
    const program = scope.run.parse(metered)
    return sameMeaning(root, program.ast) ? program : null
  } catch {
    return null
  }
}

/** Codes of cel-js that mean "the document does not have it" rather than "the rule is wrong". */
const missingCodes: ReadonlySet<unknown> = new Set([
  'no_such_key',
  'index_out_of_bounds',
  'optional_value_missing',
])

/** What an evaluation's error means: the path that is missing, or the rule's error in words. */
export function failureOf(error: unknown): { readonly missing: boolean; readonly detail: string } {
  const { code, node } = (error ?? {}) as { code?: unknown; node?: ASTNode }
  if (!missingCodes.has(code)) return { missing: false, detail: summaryOf(error) }
  const path = node === undefined ? '' : pathText(node)
  return { missing: true, detail: path === '' ? summaryOf(error) : path }
}

function pathText(node: ASTNode): string {
  try {
    return serialize(node).replaceAll('metered__', '').slice(0, 300)
  } catch {
    return ''
  }
}

function summaryOf(error: unknown): string {
  const { summary, message } = (error ?? {}) as { summary?: unknown; message?: unknown }
  return String(summary ?? message ?? error).slice(0, 500)
}
