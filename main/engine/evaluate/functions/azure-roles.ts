import type { RuleFunction } from './rule-function.ts'
import { asList, asMap, asStrings, asText } from './value.ts'

/**
 * True when the permissions of a role definition allow the management operation, e.g. `Microsoft.Authorization/roleAssignments/write`.
 * Each permission gives its `actions` less its `notActions`; another permission may give back what one leaves out, as Azure evaluates
 * them. Patterns hold `*` for any text and are compared without case (RBAC operations have none).
 * Source: https://learn.microsoft.com/azure/role-based-access-control/role-definitions
 */
export function azureRoleAllows(permissions: unknown, operation: unknown): boolean {
  return allowed(permissions, asText(operation, 'operation'), 'actions', 'notActions')
}

/** As `azureRoleAllows`, for operations on data, e.g. `Microsoft.KeyVault/vaults/secrets/getSecret/action`. */
export function azureRoleAllowsData(permissions: unknown, operation: unknown): boolean {
  return allowed(permissions, asText(operation, 'operation'), 'dataActions', 'notDataActions')
}

function allowed(permissions: unknown, operation: string, give: string, take: string): boolean {
  if (!Array.isArray(permissions)) throw new TypeError('permissions are not a list')
  const wanted = operation.toLowerCase()
  return permissions
    .map((one) => asMap(one, 'permission'))
    .some(
      (permission) =>
        asStrings(permission[give]).some((pattern) => matches(pattern, wanted)) &&
        !asStrings(permission[take]).some((pattern) => matches(pattern, wanted)),
    )
}

/** Linear in both lengths: the parts between stars are looked for in order. */
function matches(pattern: string, text: string): boolean {
  const parts = pattern.toLowerCase().split('*')
  const [first = '', ...rest] = parts
  if (rest.length === 0) return text === first
  if (!text.startsWith(first)) return false
  const last = rest.pop() ?? ''
  let at = first.length
  for (const part of rest) {
    const found = text.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return text.length - last.length >= at && text.endsWith(last)
}

/**
 * The object ids that hold a role: the principals of assignments, and in place of a group its members. Lists in lists are laid out,
 * and every text appears once, in lower case, in the order of its first appearance.
 */
export function distinctTexts(values: unknown): string[] {
  const found = new Set<string>()
  const visit = (value: unknown): void => {
    if (typeof value === 'string') found.add(value.toLowerCase())
    else if (Array.isArray(value)) for (const inner of asList(value)) visit(inner)
    else throw new TypeError('a member is neither text nor a list')
  }
  visit(values)
  return [...found]
}

export const functions: readonly RuleFunction[] = [
  {
    signature: 'azureRoleAllows(dyn, string): bool',
    call: azureRoleAllows,
    doc: 'True when the permissions of a role definition (actions less notActions, with wildcards) allow the management operation.',
  },
  {
    signature: 'azureRoleAllowsData(dyn, string): bool',
    call: azureRoleAllowsData,
    doc: 'The same for operations on data (dataActions less notDataActions).',
  },
  {
    signature: 'distinctTexts(dyn): list',
    call: distinctTexts,
    doc: 'Every text of a list, and of lists in it, once and in lower case: `distinctTexts([["A"], "a", "b"])` is `["a", "b"]`.',
  },
]
