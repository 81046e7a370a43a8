import { Environment } from '@marcbachmann/cel-js'
import type { RuleFunction } from '../functions/rule-function.ts'
import { remembered, type Memo } from './memo.ts'
import { charge, meterFunction, type Meter } from './meter.ts'

export type Scope = 'resource' | 'account'

/** Variables that expressions of a scope may read; `now` makes a rule depend on the clock. */
const variables: Readonly<Record<Scope, readonly (readonly [name: string, type: string])[]>> = {
  resource: [
    ['resource', 'map'],
    ['config', 'map'],
    ['supplementary', 'map'],
    ['params', 'map'],
    ['now', 'string'],
  ],
  account: [
    ['account', 'map'],
    ['params', 'map'],
    ['now', 'string'],
  ],
}

/** Steps one evaluation may take before it is `not evaluated: rule error`; about a quarter of a second and two seconds. */
const stepLimits: Readonly<Record<Scope, number>> = { resource: 500_000, account: 5_000_000 }

/** Where expressions of one scope are checked (as authors write them) and run (with the meter). */
export interface CelScope {
  readonly check: Environment
  readonly run: Environment
  readonly meter: Meter
  readonly memo: Memo
}

export type CelScopes = Readonly<Record<Scope, CelScope>>

/** Environments for both scopes with the helper functions declared. Throws when a function's signature is not CEL. */
export function celScopes(functions: readonly RuleFunction[]): CelScopes {
  return { resource: celScope('resource', functions), account: celScope('account', functions) }
}

function celScope(scope: Scope, functions: readonly RuleFunction[]): CelScope {
  const meter: Meter = { spent: 0, limit: stepLimits[scope] }
  const memo: Memo = { owner: null, results: new Map() }
  const declare = (): Environment => {
    const environment = new Environment({
      enableOptionalTypes: true,
      unlistedVariablesAreDyn: false,
      limits: { maxAstNodes: 5000, maxDepth: 60 },
    })
    for (const [name, type] of variables[scope]) environment.registerVariable(name, type)
    for (const { signature, call } of functions) {
      environment.registerFunction(signature, (...values: unknown[]) => {
        // Charged whether remembered or not: the budget must not depend on what was evaluated before.
        for (const value of values) charge(meter, value)
        return remembered(memo, signature, call, values)
      })
    }
    return environment
  }
  const run = declare().registerFunction(`${meterFunction}(dyn): dyn`, (value: unknown) => {
    charge(meter, value)
    return value
  })
  return { check: declare(), run, meter, memo }
}
