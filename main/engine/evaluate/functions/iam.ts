import { isJsonObject, type JsonObject } from '../../../../shared/model/json.ts'
import { reachOf } from './cidr.ts'
import { statementsOf, type Condition, type PolicyStatement } from './iam-statements.ts'
import type { RuleFunction } from './rule-function.ts'
import { asList, asMap, asStrings, member } from './value.ts'

/** Patterns that match every action: `*`, `*:*`, and pointless doublings of them. */
const everyAction = /^[*?]*\*[*?]*(?::[*?]*\*[*?]*)?$/
/** Patterns that match every resource: `*`, `arn:*`, `arn:aws:*:*:*:*`. */
const everyResource = /^(?:\*+|arn:(?:\*|aws[a-z-]*)?(?::\*)*:?\*)$/

/**
 * Statements that give every action on every resource with nothing to hold them back.
 * Conditional statements are not among them (see `iamConditionalAdminStatements`); none remains where the same policy denies everything.
 */
export function iamAdminStatements(policy: unknown): JsonObject[] {
  const statements = statementsOf(policy)
  if (
    statements.some(
      (statement) => !statement.allow && statement.conditions.length === 0 && everything(statement),
    )
  )
    return []
  return statements
    .filter((statement) => statement.allow && statement.conditions.length === 0 && everything(statement))
    .map((statement) => statement.raw)
}

/** Statements that come near: everything under a condition, or everything but a list of actions (`NotAction`) on every resource. */
export function iamConditionalAdminStatements(policy: unknown): JsonObject[] {
  return statementsOf(policy)
    .filter(
      (statement) =>
        statement.allow &&
        allResources(statement) &&
        ((everything(statement) && statement.conditions.length > 0) || statement.notActions !== null),
    )
    .map((statement) => statement.raw)
}

/** Allow statements written by exclusion, `NotAction` or `NotResource`: they also give what AWS or a colleague adds tomorrow. */
export function iamInvertedStatements(policy: unknown): JsonObject[] {
  return statementsOf(policy)
    .filter((statement) => statement.allow && (statement.notActions !== null || statement.notResources))
    .map((statement) => statement.raw)
}

/** Services whose every action (`service:*`) the policy gives on every resource without a condition, lower case, sorted, each once. */
export function iamWildcardServices(policy: unknown): string[] {
  const services = new Set<string>()
  for (const statement of statementsOf(policy)) {
    if (!statement.allow || statement.conditions.length > 0 || !allResources(statement)) continue
    for (const action of statement.actions ?? []) {
      const service = /^([a-z0-9-]+):\*+$/i.exec(action)?.[1]
      if (service !== undefined) services.add(service.toLowerCase())
    }
  }
  return [...services].sort()
}

function everything(statement: PolicyStatement): boolean {
  return (statement.actions ?? []).some((action) => everyAction.test(action)) && allResources(statement)
}

function allResources(statement: PolicyStatement): boolean {
  return (statement.resources ?? []).some((resource) => everyResource.test(resource))
}

/**
 * Statements of a resource policy that let anyone in: Allow for principal `*` (or for all but some, `NotPrincipal`) with no condition
 * that ties the caller to known values. The keys that tie are those by which Amazon S3 decides that a policy is not public
 * (S3 user guide, "The meaning of public").
 */
export function iamPublicStatements(policy: unknown): JsonObject[] {
  return statementsOf(policy)
    .filter(
      (statement) =>
        statement.allow &&
        (statement.notPrincipal || (statement.principals ?? []).some((principal) => principal.value === '*')),
    )
    .filter((statement) => !statement.conditions.some(ties))
    .map((statement) => statement.raw)
}

const tyingKeys = new Set([
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:principalaccount',
  'aws:principalarn',
  'aws:sourceaccount',
  'aws:sourcearn',
  'aws:sourceorgid',
  'aws:sourceorgpaths',
  'aws:sourceowner',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:userid',
  'aws:username',
  'aws:sourceip',
  's3:dataaccesspointaccount',
  's3:dataaccesspointarn',
  'kms:calleraccount',
  'lambda:functionurlauthtype',
  'sns:endpoint',
])
const tyingOperators = new Set([
  'stringequals',
  'stringequalsignorecase',
  'stringlike',
  'arnequals',
  'arnlike',
  'ipaddress',
])

/**
 * True for a condition that ties the caller, or the resource a service acts for, to known values: a positive operator on one of the
 * keys above, which does not pass a request without the key, with values that do not begin with a wildcard.
 */
export function ties(condition: Condition): boolean {
  // Only who can reach a mount target in the VPC mounts the file system (EFS user guide, "IAM authorization").
  if (condition.key === 'elasticfilesystem:accessedviamounttarget')
    return (
      condition.operator === 'bool' &&
      !condition.ifExists &&
      condition.values.every((value) => value === 'true')
    )
  if (
    condition.ifExists ||
    condition.set === 'ForAllValues' ||
    !tyingOperators.has(condition.operator) ||
    !tyingKeys.has(condition.key)
  )
    return false
  if (condition.values.length === 0) return false
  if (condition.key === 'aws:sourceip') {
    const reach = reachOf(condition.values)
    return !reach.v4 && !reach.v6
  }
  if (condition.key === 'lambda:functionurlauthtype')
    return condition.values.every((value) => value === 'AWS_IAM')
  // An account or organisation id is tied to when it is whole: `o-*` is every organisation.
  if (/(?:orgid|account|owner)$/.test(condition.key))
    return condition.values.every((value) => !/[*?]/.test(value))
  return condition.values.every((value) => !startsWild(value))
}

/** A pattern that begins with a wildcard ties to nobody; neither does an ARN with one in its account, or at the start of its name where it has no account (S3). */
function startsWild(value: string): boolean {
  if (!value.startsWith('arn:')) return /^[*?]/.test(value)
  const [account = '', ...name] = value.split(':').slice(4)
  return account === '' ? /^(?:[*?]|$)/.test(name.join(':')) : /[*?]/.test(account)
}

/** Grants of an S3 access control list to everyone or to every AWS account holder: the group and the permission, e.g. `AllUsers Read`. */
export function s3PublicGrants(acl: unknown): string[] {
  const list = asMap(acl, 'access control list')
  const grants = asList(member(list, 'grantList', 'Grants', 'grants'))
  return grants.flatMap((grant) => {
    const entry = asMap(grant, 'grant')
    const grantee = member(entry, 'grantee', 'Grantee')
    const names = isJsonObject(grantee)
      ? asStrings([member(grantee, 'uri', 'URI', 'id', 'displayName')])
      : asStrings([grantee])
    const group = names
      .map((name) => /(?:^|\/)(AllUsers|AuthenticatedUsers)$/.exec(name)?.[1])
      .find((found) => found !== undefined)
    return group === undefined
      ? []
      : [`${group} ${asStrings([member(entry, 'permission', 'Permission')]).join()}`.trim()]
  })
}

export const functions: readonly RuleFunction[] = [
  {
    signature: 'iamAdminStatements(dyn): list',
    call: iamAdminStatements,
    doc: 'Statements of an IAM policy that give every action on every resource without a condition.',
  },
  {
    signature: 'iamConditionalAdminStatements(dyn): list',
    call: iamConditionalAdminStatements,
    doc: 'Statements that give everything under a condition, or everything but some actions, on every resource.',
  },
  {
    signature: 'iamInvertedStatements(dyn): list',
    call: iamInvertedStatements,
    doc: 'Allow statements that give by exclusion, with `NotAction` or `NotResource`.',
  },
  {
    signature: 'iamWildcardServices(dyn): list',
    call: iamWildcardServices,
    doc: 'Services of which an IAM policy gives every action on every resource without a condition, e.g. `["kms", "s3"]`.',
  },
  {
    signature: 'iamPublicStatements(dyn): list',
    call: iamPublicStatements,
    doc: 'Statements of a resource policy that let anyone in, conditions considered.',
  },
  {
    signature: 's3PublicGrants(dyn): list',
    call: s3PublicGrants,
    doc: 'Grants of an S3 access control list to everyone or to every AWS account holder, e.g. `["AllUsers Read"]`.',
  },
]
