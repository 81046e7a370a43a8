import type { JsonObject } from '../../../../shared/model/json.ts'
import type { RuleFunction } from './rule-function.ts'
import { asList, asMap, asStrings, asText } from './value.ts'

/** What a policy says of its constraint. */
interface Stand {
  readonly constraint: string
  readonly restricts: boolean
}

/** `constraints/x`, `organizations/1/policies/x`, `x` → `x`. */
function constraintName(text: string): string {
  return text.slice(text.lastIndexOf('/') + 1)
}

/**
 * True when one of the organisation's policies puts the constraint in force without a condition: a boolean constraint is enforced, or a
 * list constraint denies everything, denies values or allows named values only. Policies come as documents of
 * `orgpolicy.googleapis.com/Policy` (v2) or as entries of Cloud Asset Inventory's ORG_POLICY content (v1); a dry run does not count.
 */
export function gcpConstraintInForce(policies: unknown, constraint: unknown): boolean {
  const wanted = asText(constraint, 'constraint')
  return asList(policies).some((value) => {
    const policy = asMap(value, 'policy')
    const { constraint: name, restricts } =
      policy['constraint'] === undefined ? current(asMap(policy['config'], 'config')) : former(policy)
    return restricts && name === wanted
  })
}

function current(policy: JsonObject): Stand {
  const spec = asMap(policy['spec'] ?? {}, 'spec')
  const rules = asList(spec['rules']).map((rule) => asMap(rule, 'rule'))
  return {
    constraint: constraintName(asText(policy['name'], 'name')),
    // A rule under a condition holds for tagged resources only; the rule without one is the rest.
    restricts: rules.some((rule) => rule['condition'] === undefined && inForce(rule)),
  }
}

function inForce(rule: JsonObject): boolean {
  if (rule['enforce'] === true || rule['denyAll'] === true) return true
  const values = asMap(rule['values'] ?? {}, 'values')
  return asStrings(values['allowedValues']).length > 0 || asStrings(values['deniedValues']).length > 0
}

function former(policy: JsonObject): Stand {
  const boolean = asMap(policy['booleanPolicy'] ?? {}, 'booleanPolicy')
  const list = asMap(policy['listPolicy'] ?? {}, 'listPolicy')
  return {
    constraint: constraintName(asText(policy['constraint'], 'constraint')),
    restricts:
      boolean['enforced'] === true ||
      // Protocol buffer exports write the enum as its number: 2 is DENY.
      list['allValues'] === 'DENY' ||
      list['allValues'] === 2 ||
      asStrings(list['allowedValues']).length > 0 ||
      asStrings(list['deniedValues']).length > 0,
  }
}

export const functions: readonly RuleFunction[] = [
  {
    signature: 'gcpConstraintInForce(list, string): bool',
    call: gcpConstraintInForce,
    doc: 'True when organisation policies, as documents or as entries of the ORG_POLICY content, put a constraint in force without a condition.',
  },
]
