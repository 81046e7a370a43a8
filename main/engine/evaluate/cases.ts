import type { JsonObject, JsonValue } from '../../../shared/model/json.ts'
import type { Verdict } from '../../../shared/model/outcome.ts'
import { canonicalJson } from '../../../shared/model/canonical.ts'
import type { Provider } from '../../../shared/model/provider.ts'
import type { EvaluationResource, NormalItem } from '../../../shared/model/resource.ts'
import type { Rule } from '../../../shared/model/rule.ts'
import type { Facet } from '../../../shared/model/source.ts'
import { compileRules, type CompiledRule } from './compile.ts'
import { bindResource, evaluateAccount, evaluateBound, notEvaluated, type AccountInput } from './evaluate.ts'
import type { RulePack } from './load.ts'
import { typeKey } from './plan.ts'
import { readCases, type RuleCase } from './pack/case-file.ts'
import type { PackProblem } from './pack/problem.ts'

/** Brings one provider item, as the provider writes it, into the normal form; passed in, because normalising is another stage. */
export type ToNormal = (provider: Provider, json: JsonObject, facet?: Facet) => NormalItem

/** The instant cases are judged at unless they name one. */
export const caseNow = '2026-07-06T09:00:00.000Z'

export interface CaseResult {
  readonly case: RuleCase
  readonly verdict: Verdict
  /** What came out otherwise than the case says; empty when it holds. */
  readonly differences: readonly string[]
}

/** Runs every case of the pack. A case whose items cannot be normalised is a result with that difference, never left out. */
export function runCases(
  pack: RulePack,
  toNormal: ToNormal,
): { results: CaseResult[]; problems: PackProblem[] } {
  const compiled = new Map(compileRules(pack.rules, pack.ruleErrors).map((rule) => [rule.rule.id, rule]))
  const { cases, problems } = readCases(pack)
  const results = cases.flatMap((one) => {
    const rule = compiled.get(one.rule)
    return rule === undefined ? [] : [runCase(rule, one, toNormal)]
  })
  return { results, problems }
}

function runCase(rule: CompiledRule, one: RuleCase, toNormal: ToNormal): CaseResult {
  let verdict: Verdict
  try {
    const resources = caseResources(one, rule.rule.provider, toNormal)
    verdict =
      rule.rule.scope === 'resource'
        ? judgeResource(rule, one, resources)
        : evaluateAccount(rule, caseAccount(rule.rule, one, resources), { now: one.now ?? caseNow })
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return {
      case: one,
      verdict: notEvaluated('malformed', message),
      differences: [`cannot be run: ${message}`],
    }
  }
  return { case: one, verdict, differences: differencesOf(one, verdict) }
}

function judgeResource(rule: CompiledRule, one: RuleCase, resources: readonly EvaluationResource[]): Verdict {
  const subject =
    one.subject === undefined
      ? resources[0]
      : resources.find(({ resourceId }) => resourceId.toLowerCase() === one.subject?.toLowerCase())
  if (subject === undefined)
    throw new Error(
      one.subject === undefined ? 'a resource case needs a resource' : `no resource ${one.subject}`,
    )
  const { provider, types } = rule.rule
  if (!types.some((type) => typeKey(provider, type) === typeKey(subject.provider, subject.type)))
    throw new Error(`the rule does not judge ${subject.type}`)
  return evaluateBound(rule, bindResource(subject, { now: one.now ?? caseNow }))
}

/** The account of an account-scope case, its documents under the types as the rule spells them. */
export function caseAccount(
  rule: Rule,
  one: RuleCase,
  resources: readonly EvaluationResource[],
): AccountInput {
  const id = one.subject ?? resources[0]?.account ?? ''
  const byType: Record<string, JsonObject[]> = {}
  for (const type of rule.types) {
    const own = resources.filter(
      (resource) =>
        resource.account === id && typeKey(resource.provider, resource.type) === typeKey(rule.provider, type),
    )
    if (own.length > 0) byType[type] = own.map(({ document }) => document)
  }
  return {
    id,
    provider: rule.provider,
    resources: byType,
    ...(one.read === undefined ? {} : { read: new Set(one.read) }),
    ...(one.unread === undefined ? {} : { unread: new Map(Object.entries(one.unread)) }),
  }
}

/** A case's resources in the normal form, the facets of one asset merged. Throws what `toNormal` throws. */
export function caseResources(one: RuleCase, provider: Provider, toNormal: ToNormal): EvaluationResource[] {
  const merged = new Map<string, EvaluationResource>()
  for (const [index, entry] of one.resources.entries()) {
    const item = 'item' in entry ? toNormal(entry.provider, entry.item, entry.facet) : { ...entry, provider }
    const key = item.resourceId.toLowerCase()
    const before = merged.get(key)
    const { resourceId, type, account, region, name } = before ?? item
    merged.set(key, {
      id: before?.id ?? index + 1,
      provider: item.provider,
      resourceId,
      type,
      account,
      region,
      name,
      sha256: '0'.repeat(64),
      document: before === undefined ? item.document : mergeFacets(before.document, item.document),
    })
  }
  return [...merged.values()]
}

/** A later facet adds what it carries; what it leaves null or out does not take anything away. */
function mergeFacets(first: JsonObject, second: JsonObject): JsonObject {
  return { ...first, ...Object.fromEntries(Object.entries(second).filter(([, value]) => value !== null)) }
}

function differencesOf(one: RuleCase, verdict: Verdict): string[] {
  const differences: string[] = []
  if (verdict.status !== one.expect) {
    const why = verdict.reason === null ? '' : ` (${verdict.reason}: ${verdict.detail})`
    differences.push(`expected ${one.expect}, got ${verdict.status}${why}`)
  } else if (one.reason !== undefined && verdict.reason !== one.reason) {
    differences.push(`expected reason ${one.reason}, got ${verdict.reason ?? 'none'}: ${verdict.detail}`)
  } else if (one.expect === 'not-evaluated' && one.reason === undefined && verdict.reason === 'rule-error') {
    differences.push(`a rule error counts only where the case names it: ${verdict.detail}`)
  }
  for (const [name, expected] of Object.entries(one.observed ?? {})) {
    const actual = verdict.observed[name]
    if (actual === undefined || canonicalJson(actual) !== canonicalJson(expected as JsonValue)) {
      differences.push(
        `observed ${name}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual ?? null)}`,
      )
    }
  }
  return differences
}
