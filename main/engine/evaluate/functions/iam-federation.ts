import { statementsOf, type Condition, type PolicyStatement } from './iam-statements.ts'
import type { RuleFunction } from './rule-function.ts'

const positive = new Set(['stringequals', 'stringequalsignorecase', 'stringlike'])

/** Issuers that AWS knows without a provider of the account's own; their tokens are bound to an application, not to a subject. */
const builtIn = new Map([
  ['cognito-identity.amazonaws.com', 'cognito-identity.amazonaws.com:aud'],
  ['accounts.google.com', 'accounts.google.com:aud'],
  ['www.amazon.com', 'www.amazon.com:app_id'],
  ['graph.facebook.com', 'graph.facebook.com:app_id'],
])

/**
 * Issuers of OpenID Connect tokens that a trust policy accepts without saying whose: no condition on the token's subject, or one that
 * leaves the tenant open, such as `repo:*`. Issuers such as GitHub serve everybody; the audience is the same for all of them.
 * Sorted, each once, e.g. `["token.actions.githubusercontent.com"]`.
 */
export function iamUnboundIssuers(trust: unknown): string[] {
  const unbound = statementsOf(trust)
    .filter((statement) => statement.allow)
    .flatMap((statement) => issuersOf(statement).filter((issuer) => !isBound(statement, issuer)))
  return [...new Set(unbound)].sort()
}

function issuersOf(statement: PolicyStatement): string[] {
  return (statement.principals ?? [])
    .filter((principal) => principal.type === 'Federated')
    .flatMap(({ value }) => {
      const issuer = /^arn:[^:]*:iam::\d{12}:oidc-provider\/(.+)$/.exec(value)?.[1]
      return issuer !== undefined ? [issuer.toLowerCase()] : builtIn.has(value) ? [value] : []
    })
}

function isBound(statement: PolicyStatement, issuer: string): boolean {
  const audience = builtIn.get(issuer)
  return statement.conditions.some((condition) => {
    if (!positive.has(condition.operator) || condition.ifExists || condition.set === 'ForAllValues')
      return false
    if (condition.values.length === 0) return false
    if (audience !== undefined) return condition.key === audience && condition.values.every(isFixed)
    return isClaim(condition, issuer) && condition.values.every((value) => namesTenant(value, condition.key))
  })
}

/** The subject, or a claim that names the tenant by itself. */
function isClaim(condition: Condition, issuer: string): boolean {
  if (!condition.key.startsWith(`${issuer}:`)) return false
  const claim = condition.key.slice(issuer.length + 1)
  return (
    claim === 'sub' ||
    /^(?:repository|repository_id|repository_owner|repository_owner_id|enterprise|job_workflow_ref|amr)$/.test(
      claim,
    )
  )
}

function isFixed(value: string): boolean {
  return value !== '' && !/[*?]/.test(value)
}

/**
 * `repo:acme/*`, `organization:acme:project:*`, `project_path:acme/*`: the tenant stands whole before the first wildcard.
 * `repo:acme*` also covers acme-evil. A Kubernetes subject must name the namespace.
 */
function namesTenant(value: string, key: string): boolean {
  if (isFixed(value)) return true
  const fixed = value.slice(0, value.search(/[*?]/))
  if (fixed.startsWith('system:serviceaccount:')) return /^system:serviceaccount:[^:]+/.test(fixed)
  if (!key.endsWith(':sub')) return /^[^/]+\//.test(fixed)
  return /^[^:]+:[^:/]+[:/]/.test(fixed)
}

/**
 * True when a trust policy lets people in by SAML without saying for which service the assertion was made (`SAML:aud`), so that an
 * assertion made for another service of the identity provider would do.
 */
export function iamSamlWithoutAudience(trust: unknown): boolean {
  return statementsOf(trust).some(
    (statement) =>
      statement.allow &&
      (statement.principals ?? []).some(
        (principal) => principal.type === 'Federated' && principal.value.includes(':saml-provider/'),
      ) &&
      !statement.conditions.some(
        (condition) =>
          (condition.key === 'saml:aud' || condition.key === 'saml:recipient') &&
          positive.has(condition.operator) &&
          !condition.ifExists &&
          condition.values.length > 0 &&
          condition.values.every((value) => !/^[*?]/.test(value)),
      ),
  )
}

export const functions: readonly RuleFunction[] = [
  {
    signature: 'iamUnboundIssuers(dyn): list',
    call: iamUnboundIssuers,
    doc: 'Issuers of OpenID Connect tokens that a trust policy accepts without saying whose, e.g. `["token.actions.githubusercontent.com"]`.',
  },
  {
    signature: 'iamSamlWithoutAudience(dyn): bool',
    call: iamSamlWithoutAudience,
    doc: 'True when a trust policy accepts SAML assertions made for any service.',
  },
]
