import { isJsonObject, type JsonObject, type JsonValue } from '../../../../shared/model/json.ts'

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
    if (member['Effect'] !== 'Allow' && member['Effect'] !== 'Deny')
      throw new TypeError('policy statement has no Effect')
  }
  return (members as JsonObject[]).map(read)
}

/** An element that may be one value or a list of them; null where the statement does not have it. */
function listOf(statement: JsonObject, element: string): string[] | null {
  const value = statement[element]
  if (value === undefined) return null
  return (Array.isArray(value) ? value : [value]).map((member) => asText(member, element))
}

/** `"Principal": "*"` means every AWS principal, as `{ "AWS": "*" }` does (IAM user guide, "Principal"). */
function principalsOf(value: JsonValue | undefined): PolicyStatement['principals'] {
  if (value === undefined) return null
  if (typeof value === 'string') return [{ type: value === '*' ? 'AWS' : 'unknown', value }]
  if (!isJsonObject(value)) throw new TypeError('Principal is neither "*" nor a map')
  return Object.keys(value).flatMap((type) =>
    (listOf(value, type) ?? []).map((member) => ({ type, value: member })),
  )
}

function conditionsOf(block: JsonValue | undefined): Condition[] {
  if (block === undefined) return []
  if (!isJsonObject(block)) throw new TypeError('Condition is not a map')
  return Object.entries(block).flatMap(([written, keys]) => {
    if (!isJsonObject(keys)) throw new TypeError(`Condition ${written} is not a map`)
    const [, set, base = written] = /^(?:(ForAllValues|ForAnyValue):)?(.*)$/i.exec(written) ?? []
    const operator = base.toLowerCase()
    return Object.keys(keys).map((key) => ({
      operator: operator.replace(/ifexists$/, ''),
      ifExists: operator.endsWith('ifexists'),
      set:
        set === undefined
          ? null
          : set.toLowerCase() === 'forallvalues'
            ? ('ForAllValues' as const)
            : ('ForAnyValue' as const),
      key: key.toLowerCase(),
      values: listOf(keys, key) ?? [],
    }))
  })
}

function read(raw: JsonObject): PolicyStatement {
  return {
    raw,
    allow: raw['Effect'] === 'Allow',
    actions: listOf(raw, 'Action'),
    notActions: listOf(raw, 'NotAction'),
    resources: listOf(raw, 'Resource'),
    notResources: raw['NotResource'] !== undefined,
    principals: principalsOf(raw['Principal']),
    notPrincipal: raw['NotPrincipal'] !== undefined,
    conditions: conditionsOf(raw['Condition']),
  }
}

/** Booleans and numbers stand in conditions as such or as text; both mean the text. */
function asText(value: JsonValue, element: string): string {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return String(value)
  throw new TypeError(`${element} holds something that is no text`)
}
