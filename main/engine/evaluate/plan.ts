import type { Provider } from '../../../shared/model/provider.ts'
import type { CompiledRule } from './compile.ts'

/** Compiled rules by what they judge, so that a resource meets only the rules of its type. */
export interface RuleIndex {
  readonly byId: ReadonlyMap<string, CompiledRule>
  /** Resource-scope rules for a type. */
  readonly forType: (provider: Provider, type: string) => readonly CompiledRule[]
  /** Account-scope rules that read a type. */
  readonly accountRulesForType: (provider: Provider, type: string) => readonly CompiledRule[]
  readonly accountRules: readonly CompiledRule[]
}

/** The form in which types are compared: Resource Graph writes Azure's types in lower case, ARM does not. */
export function typeKey(provider: Provider, type: string): string {
  return `${provider} ${provider === 'azure' ? type.toLowerCase() : type}`
}

/** Indexes compiled rules by type, in the pack's order. */
export function indexRules(rules: readonly CompiledRule[]): RuleIndex {
  const resource = new Map<string, CompiledRule[]>()
  const account = new Map<string, CompiledRule[]>()
  for (const compiled of rules) {
    const { scope, provider, types, requires } = compiled.rule
    const map = scope === 'resource' ? resource : account
    for (const key of new Set([...types, ...requires].map((type) => typeKey(provider, type)))) {
      const list = map.get(key)
      if (list === undefined) map.set(key, [compiled])
      else list.push(compiled)
    }
  }
  return {
    byId: new Map(rules.map((compiled) => [compiled.rule.id, compiled])),
    forType: (provider, type) => resource.get(typeKey(provider, type)) ?? [],
    accountRulesForType: (provider, type) => account.get(typeKey(provider, type)) ?? [],
    accountRules: rules.filter(({ rule }) => rule.scope === 'account'),
  }
}

/** A resource whose document is new, different or gone since the previous evaluation. */
export interface ChangedResource {
  readonly id: number
  readonly provider: Provider
  readonly type: string
  readonly account: string
  /** True when it is gone: it has no outcomes any more, but account rules that read its type run again. */
  readonly gone?: boolean
}

/** A part of an account that became readable or unreadable. */
export interface ChangedCoverage {
  readonly provider: Provider
  readonly account: string
  readonly types: '*' | readonly string[]
}

export interface PlanInput {
  readonly rules: readonly CompiledRule[]
  /** Rule id → hash at the previous evaluation; empty at the first. */
  readonly previous: ReadonlyMap<string, string>
  readonly changed: Iterable<ChangedResource>
  readonly changedCoverage?: Iterable<ChangedCoverage>
  /** True when `now` is not that of the previous evaluation; clock-dependent rules then run on everything. */
  readonly clockMoved: boolean
}

export interface EvaluationPlan {
  /** Rules to run over every present resource of their types, or every account: new, changed, or looking at the clock. */
  readonly everywhere: readonly CompiledRule[]
  /** Resource id → further rules to run on it. */
  readonly resources: ReadonlyMap<number, readonly CompiledRule[]>
  /** Further accounts to run account-scope rules on. */
  readonly accounts: readonly {
    readonly rule: CompiledRule
    readonly provider: Provider
    readonly account: string
  }[]
  /** Rules of the previous evaluation that the pack no longer has: their outcomes end. */
  readonly retired: readonly string[]
}

/**
 * Which (rule, resource) and (rule, account) must be evaluated; all others keep their outcome.
 * Pure: what is in the store is passed in, and what to read from it comes out.
 */
export function planEvaluation(input: PlanInput): EvaluationPlan {
  const everywhere: CompiledRule[] = []
  const settled: CompiledRule[] = []
  for (const compiled of input.rules) {
    const same = input.previous.get(compiled.rule.id) === compiled.hash
    if (same && !(compiled.clockDependent && input.clockMoved)) settled.push(compiled)
    else everywhere.push(compiled)
  }
  const index = indexRules(settled)
  const resources = new Map<number, readonly CompiledRule[]>()
  const accounts = new Map<string, { rule: CompiledRule; provider: Provider; account: string }>()
  const touch = (rules: readonly CompiledRule[], provider: Provider, account: string): void => {
    for (const rule of rules) accounts.set(`${rule.rule.id} ${account}`, { rule, provider, account })
  }
  for (const { id, provider, type, account, gone } of input.changed) {
    const rules = index.forType(provider, type)
    if (gone !== true && rules.length > 0) resources.set(id, rules)
    touch(index.accountRulesForType(provider, type), provider, account)
  }
  for (const { provider, account, types } of input.changedCoverage ?? []) {
    if (types === '*')
      touch(
        index.accountRules.filter(({ rule }) => rule.provider === provider),
        provider,
        account,
      )
    else for (const type of types) touch(index.accountRulesForType(provider, type), provider, account)
  }
  const ids = new Set(input.rules.map(({ rule }) => rule.id))
  return {
    everywhere,
    resources,
    accounts: [...accounts.values()],
    retired: [...input.previous.keys()].filter((id) => !ids.has(id)).toSorted(),
  }
}
