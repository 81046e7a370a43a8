import { loadPolicy, type Statement } from '@cloud-copilot/iam-policy'
import { isJsonObject, type JsonObject } from '../../../../shared/model/json.ts'

/** One restriction of a statement: `StringEquals: { aws:SourceVpce: [vpce-1] }`. */
export interface Condition {
  /** Base operator without set prefix and `IfExists`, lower case. */
  readonly operator: string
  /** True for `…IfExists`: a request without the key passes. */
  readonly ifExists: boolean
  /** `ForAllValues` passes a request without the key. */
  readonly set: 'ForAllValues' | 'ForAnyValue' | null
  /** Lower case; condition keys have no case. */
  readonly key: string
  readonly values: readonly string[]
}

/** What rules ask of one statement of an IAM policy; lists are null where the statement has no such element. */
export interface PolicyStatement {
  readonly raw: JsonObject
  readonly allow: boolean
  readonly actions: readonly string[] | null
  readonly notActions: readonly string[] | null
  readonly resources: readonly string[] | null
  readonly notResources: boolean
  /** Type and value, e.g. `AWS` `*`; null without a Principal element. */
  readonly principals: readonly { readonly type: string; readonly value: string }[] | null
  readonly notPrincipal: boolean
  readonly conditions: readonly Condition[]
}

/**
 * The statements of a parsed IAM policy document (IAM user guide, "IAM JSON policy elements"), single members and lists read alike.
 * Some Config items wrap the document in a list; its members are read one after the other.
 * Throws TypeError on anything that is no policy document: text that did not parse, a map without Statement, a statement without Effect.
 */
export function statementsOf(policy: unknown): PolicyStatement[] {
  if (Array.isArray(policy)) return policy.flatMap((one) => statementsOf(one))
  if (!isJsonObject(policy)) throw new TypeError('policy document is not a map')
  const written = policy['Statement']
  const members = Array.isArray(written) ? written : [written]
  for (const member of members) {
    if (!isJsonObject(member)) throw new TypeError('policy document has no Statement')
    if (member['Effect'] !== 'Allow' && member['Effect'] !== 'Deny') throw new TypeError('policy statement has no Effect')
  }
  return loadPolicy(policy).statements().map(read)
}

function read(statement: Statement): PolicyStatement {
  return {
    raw: statement.toJSON() as JsonObject,
    allow: statement.isAllow(),
    actions: statement.isActionStatement() ? statement.actions().map((action) => action.value()) : null,
    notActions: statement.isNotActionStatement() ? statement.notActions().map((action) => action.value()) : null,
    resources: statement.isResourceStatement() ? statement.resources().map((resource) => resource.value()) : null,
    notResources: statement.isNotResourceStatement(),
    principals: statement.isPrincipalStatement() ? statement.principals().map((principal) => ({ type: principal.type(), value: principal.value() })) : null,
    notPrincipal: statement.isNotPrincipalStatement(),
    conditions: statement.conditions().map((condition) => ({
      operator: condition.operation().baseOperator().toLowerCase().replace(/ifexists$/, ''),
      ifExists: condition.operation().isIfExists(),
      set: condition.operation().setOperator() ?? null,
      key: condition.conditionKey().toLowerCase(),
      values: condition.conditionValues().map(String),
    })),
  }
}
