import type { ASTNode } from '@marcbachmann/cel-js'
import type { Parameter, ParameterValue, Rule } from '../../../shared/model/rule.ts'
import { childrenOf, plainPath } from './cel/ast.ts'

/** Each parameter's value by name; null for a rule without parameters. */
export function parametersOf(rule: Rule): Readonly<Record<string, ParameterValue>> | null {
  if (rule.parameters === undefined) return null
  return Object.fromEntries(
    Object.entries(rule.parameters).map(([name, parameter]) => [
      name,
      rule.override?.parameters?.[name] ?? parameter.default,
    ]),
  )
}

/**
 * Parameters an expression reads, and in words what it reads that the rule does not have.
 * A misspelt name must be the rule's error: at run time it would look like data that is missing.
 */
export function parameterUses(
  rule: Rule,
  root: ASTNode,
): { readonly used: ReadonlySet<string>; readonly unknown: string | null } {
  const used = new Set<string>()
  let unknown: string | null = null
  const visit = (node: ASTNode): void => {
    const path = plainPath(node)
    if (path?.[0] !== 'params') {
      for (const child of childrenOf(node)) visit(child)
      return
    }
    const name = path[1]
    if (name === undefined) unknown ??= 'params is read by name: params.<name>'
    else if (!Object.hasOwn(rule.parameters ?? {}, name)) unknown ??= `the rule has no parameter ${name}`
    else used.add(name)
  }
  visit(root)
  return { used, unknown }
}

/** What is wrong with a value for a parameter, in words; null when it will do. */
export function parameterFault(parameter: Parameter, value: ParameterValue): string | null {
  const list = Array.isArray(parameter.default)
  if (Array.isArray(value)) return list ? null : 'is a list, but the parameter is a number'
  if (list) return 'is a number, but the parameter is a list'
  if (parameter.min !== undefined && value < parameter.min) return `is below ${parameter.min}`
  if (parameter.max !== undefined && value > parameter.max) return `is above ${parameter.max}`
  return null
}
