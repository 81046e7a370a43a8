import { ties } from './iam.ts'
import { statementsOf, type Condition, type PolicyStatement } from './iam-statements.ts'
import type { RuleFunction } from './rule-function.ts'
import { asStrings, asText } from './value.ts'

/**
 * Accounts of AWS that write load balancer logs into customers' buckets, one a region (Elastic Load Balancing user guide, "Enable access
 * logs"). Policies that let them in are what the guide asks for.
 */
const logWriters = new Set([
  '127311923021',
  '033677994240',
  '027434742980',
  '797873946194',
  '098369216593',
  '754344448648',
  '589379963580',
  '718504428378',
  '383597477331',
  '600734575887',
  '114774131450',
  '783225319266',
  '582318560864',
  '985666609251',
  '054676820928',
  '156460612806',
  '652711504416',
  '635631232127',
  '009996457667',
  '897822967062',
  '076674570225',
  '507241528517',
  '048591011584',
  '190560391635',
])

/** Keys by which an organisation, or a secret agreed with the other side, holds back whoever else the other account lets in. */
const agreementKeys = new Set([
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:sourceorgid',
  'aws:sourceorgpaths',
  'aws:resourceorgid',
  'sts:externalid',
])
const positive = new Set(['stringequals', 'stringequalsignorecase', 'stringlike', 'arnequals', 'arnlike'])

/** Keys whose values name the account of the caller where the principal is `*`. */
const accountKeys = new Set([
  'aws:principalaccount',
  'aws:principalarn',
  'aws:sourceaccount',
  'aws:sourceowner',
  'aws:sourcearn',
  'kms:calleraccount',
  's3:dataaccesspointaccount',
])

/** Somebody of another account that a policy lets in: a whole account, or one user or role of it. */
interface Stranger {
  readonly account: string
  readonly whole: boolean
  /** As the policy writes it. */
  readonly text: string
}

/**
 * Accounts that a resource or trust policy lets in as a whole, not only one of their users or roles, without a condition on the
 * organisation or an external id: their own administrators decide who comes. Sorted, each once.
 * `own` is the resource's account; accounts in `trusted` are left out, as are services and everyone (`iamPublicStatements`).
 */
export function iamForeignAccounts(policy: unknown, own: unknown, trusted: unknown): string[] {
  return sorted(
    strangersOf(policy, own, trusted)
      .filter((one) => one.whole)
      .map((one) => one.account),
  )
}

/** Single users, roles and sessions of other accounts, as the policy writes them; principals that no longer exist (`AROA…`) too. */
export function iamForeignPrincipals(policy: unknown, own: unknown, trusted: unknown): string[] {
  return sorted(
    strangersOf(policy, own, trusted)
      .filter((one) => !one.whole)
      .map((one) => one.text),
  )
}

function strangersOf(policy: unknown, own: unknown, trusted: unknown): Stranger[] {
  const home = asText(own, 'account')
  if (!/^\d{12}$/.test(home)) throw new TypeError(`${home} is not an account id`)
  const known = new Set([home, ...asStrings(trusted), ...logWriters])
  return statementsOf(policy)
    .filter((statement) => statement.allow && !statement.conditions.some(agrees))
    .flatMap(peopleOf)
    .filter((one) => !known.has(one.account))
}

function agrees(condition: Condition): boolean {
  return (
    agreementKeys.has(condition.key) &&
    positive.has(condition.operator) &&
    !condition.ifExists &&
    condition.set !== 'ForAllValues' &&
    condition.values.length > 0 &&
    condition.values.every((value) => !/^[*?]/.test(value))
  )
}

function peopleOf(statement: PolicyStatement): Stranger[] {
  const found: Stranger[] = []
  for (const { type, value } of statement.principals ?? []) {
    if (type === 'CanonicalUser')
      found.push({ account: value, whole: false, text: `canonical user ${value}` })
    if (type !== 'AWS') continue
    if (value === '*') found.push(...namedByConditions(statement.conditions))
    else found.push(...strangerOf(value))
  }
  return found
}

/** A principal by ARN, account id or unique id. Identities of CloudFront (account `cloudfront`) are a service of the bucket's owner. */
function strangerOf(principal: string): Stranger[] {
  if (/^\d{12}$/.test(principal)) return [{ account: principal, whole: true, text: principal }]
  if (/^A[A-Z]{3}[A-Z0-9]{12,}$/.test(principal))
    return [{ account: principal, whole: false, text: principal }]
  const [, account, name = ''] = /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):(.*)$/.exec(principal) ?? []
  if (account === undefined) return []
  return [{ account, whole: name === 'root' || /^(?:\*|(?:role|user)\/\*)$/.test(name), text: principal }]
}

/** Everyone, narrowed by a condition to certain accounts, is those accounts. */
function namedByConditions(conditions: readonly Condition[]): Stranger[] {
  return conditions
    .filter((condition) => accountKeys.has(condition.key) && ties(condition))
    .flatMap((condition) => condition.values)
    .flatMap(strangerOf)
}

/**
 * Services that a resource or trust policy lets in for whoever makes them act: no condition says for which account or resource
 * (IAM user guide, "The confused deputy problem"). Sorted, each once, e.g. `["sns.amazonaws.com"]`.
 */
export function iamUntiedServices(policy: unknown): string[] {
  return sorted(
    statementsOf(policy)
      .filter((statement) => statement.allow && !statement.conditions.some(tiesService))
      .flatMap((statement) => statement.principals ?? [])
      .filter((principal) => principal.type === 'Service')
      .map((principal) => principal.value.toLowerCase()),
  )
}

function tiesService(condition: Condition): boolean {
  if (ties(condition) || agrees(condition)) return true
  // An Alexa skill names itself by a token.
  if (condition.key === 'lambda:eventsourcetoken')
    return positive.has(condition.operator) && !condition.ifExists
  // IAM Roles Anywhere ties by the certificate's names.
  return (
    condition.key.startsWith('aws:principaltag/x509') &&
    positive.has(condition.operator) &&
    !condition.ifExists
  )
}

function sorted(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort()
}

export const functions: readonly RuleFunction[] = [
  {
    signature: 'iamForeignAccounts(dyn, string, list): list',
    call: iamForeignAccounts,
    doc: 'Other accounts that a resource or trust policy lets in whole, without a condition on organisation or external id; takes the own account and those trusted.',
  },
  {
    signature: 'iamForeignPrincipals(dyn, string, list): list',
    call: iamForeignPrincipals,
    doc: 'Single users and roles of other accounts that a policy lets in without such a condition.',
  },
  {
    signature: 'iamUntiedServices(dyn): list',
    call: iamUntiedServices,
    doc: 'Services that a policy lets in without saying for which account or resource they may act, e.g. `["sns.amazonaws.com"]`.',
  },
]
