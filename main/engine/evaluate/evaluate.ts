import { isJsonObject, type JsonObject } from '../../../shared/model/json.ts'
import type { NotEvaluatedReason, Verdict } from '../../../shared/model/outcome.ts'
import type { Instant, Provider } from '../../../shared/model/provider.ts'
import type { EvaluationResource } from '../../../shared/model/resource.ts'
import type { UnreadReason } from '../../../shared/model/source.ts'
import { failureOf, type Variables } from './cel/expression.ts'
import type { CompiledRule } from './compile.ts'
import { isMet } from './needs.ts'
import { observe } from './observed.ts'

export interface EvaluationOptions {
  /** The instant the snapshot stands for, as RFC 3339; the only clock rules have. */
  readonly now: Instant
}

/** All an account-scope rule may read of an account. */
export interface AccountInput {
  readonly id: string
  readonly provider: Provider
  /** Normal-form documents by type, spelled as rules spell it or in lower case. A rule sees the types it lists, each at least as an empty list. */
  readonly resources: Readonly<Record<string, readonly JsonObject[]>>
  /** Types that the scan proves complete for the account, so that "none" is an answer. */
  readonly read?: ReadonlySet<string>
  /** Types of which at least a part could not be read: rules that need them give no verdict. */
  readonly unread?: ReadonlyMap<string, UnreadReason>
}

/** A resource made ready for any number of rules; make it once per resource. */
export interface BoundResource {
  readonly variables: Variables
  /** Parts the document does not have as objects. */
  readonly lacks: ReadonlySet<string>
}

const nothing: Readonly<Record<string, never>> = Object.freeze({})
const notApplicable: Verdict = Object.freeze({
  status: 'not-applicable',
  reason: null,
  detail: '',
  observed: nothing,
})
const none: ReadonlySet<string> = new Set()

/** The outcome for a subject that could not be read, or of which data is missing. */
export function notEvaluated(reason: NotEvaluatedReason, detail: string): Verdict {
  return { status: 'not-evaluated', reason, detail, observed: nothing }
}

/**
 * The variables rules see of a resource: `resource` is the document's own top-level fields with the resource's identity over them
 * (`id` is the provider's), `config` and `supplementary` are the document's.
 */
export function bindResource(resource: EvaluationResource, options: EvaluationOptions): BoundResource {
  const { document, provider, resourceId, type, account, region, name } = resource
  const { config, supplementary } = document
  const lacks = isJsonObject(config)
    ? isJsonObject(supplementary)
      ? none
      : onlySupplementary
    : isJsonObject(supplementary)
      ? onlyConfig
      : bothParts
  return {
    variables: {
      resource: { ...document, provider, id: resourceId, type, account, region, name },
      config: isJsonObject(config) ? config : nothing,
      supplementary: isJsonObject(supplementary) ? supplementary : nothing,
      now: options.now,
    },
    lacks,
  }
}
const onlyConfig: ReadonlySet<string> = new Set(['config'])
const onlySupplementary: ReadonlySet<string> = new Set(['supplementary'])
const bothParts: ReadonlySet<string> = new Set(['config', 'supplementary'])

/**
 * What a resource-scope rule says of a resource. Never throws: an error in an expression is `not evaluated`.
 * Same rule, document and `now`: same verdict.
 */
export function evaluateResource(
  rule: CompiledRule,
  resource: EvaluationResource,
  options: EvaluationOptions,
): Verdict {
  return evaluateBound(rule, bindResource(resource, options))
}

/** As `evaluateResource`, for a resource that was made ready once for many rules. */
export function evaluateBound(rule: CompiledRule, bound: BoundResource): Verdict {
  const { override } = rule.rule
  if (override?.disabled === true) return notEvaluated('rule-disabled', override.reason)
  if (rule.error !== null) return notEvaluated('rule-error', rule.error)
  if (bound.lacks !== none) {
    for (const part of rule.parts) if (bound.lacks.has(part)) return notEvaluated('missing-data', part)
  }
  return judge(rule, bound.variables)
}

/** What an account-scope rule says of an account. Never throws. */
export function evaluateAccount(
  rule: CompiledRule,
  account: AccountInput,
  options: EvaluationOptions,
): Verdict {
  const { override } = rule.rule
  if (override?.disabled === true) return notEvaluated('rule-disabled', override.reason)
  if (rule.error !== null) return notEvaluated('rule-error', rule.error)
  const resources: Record<string, readonly JsonObject[]> = {}
  for (const type of rule.rule.types) {
    const unread = account.unread?.get(type)
    if (unread !== undefined) return notEvaluated(unread, type)
    // Only what the rule lists: a type read in secret would not make the rule run again when it changes.
    resources[type] = documentsOf(account, type)
  }
  for (const type of rule.rule.requires) {
    if (documentsOf(account, type).length === 0 && account.read?.has(type) !== true)
      return notEvaluated('missing-data', type)
  }
  return judge(rule, { account: { id: account.id, provider: account.provider, resources }, now: options.now })
}

function documentsOf(account: AccountInput, type: string): readonly JsonObject[] {
  return account.resources[type] ?? account.resources[type.toLowerCase()] ?? []
}

function judge(rule: CompiledRule, document: Variables): Verdict {
  const variables = rule.params === null ? document : { ...document, params: rule.params }
  for (const need of rule.needs) if (!isMet(need, variables)) return notEvaluated('missing-data', need.path)
  let field = 'applies'
  try {
    if (rule.applies !== null) {
      const applies = rule.applies.run(variables, document)
      if (applies === false) return notApplicable
      if (applies !== true) return notBoolean(field, applies)
    }
    if (rule.review !== null) {
      field = 'review'
      const review = rule.review.run(variables, document)
      if (review === true)
        return {
          status: 'needs-review',
          reason: null,
          detail: '',
          observed: observe(rule.observed, variables, document),
        }
      if (review !== false) return notBoolean(field, review)
    }
    field = 'pass'
    const pass = rule.pass?.run(variables, document)
    if (pass !== true && pass !== false) return notBoolean(field, pass)
    return {
      status: pass ? 'pass' : 'fail',
      reason: null,
      detail: '',
      observed: observe(rule.observed, variables, document),
    }
  } catch (error) {
    const { missing, detail } = failureOf(error)
    return missing ? notEvaluated('missing-data', detail) : notEvaluated('rule-error', `${field}: ${detail}`)
  }
}

function notBoolean(field: string, value: unknown): Verdict {
  const kind =
    value === null
      ? 'null'
      : Array.isArray(value)
        ? 'a list'
        : typeof value === 'object'
          ? 'an object'
          : `a ${typeof value}`
  return notEvaluated('rule-error', `${field}: gives ${kind}, not true or false`)
}
