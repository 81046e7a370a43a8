import { isJsonObject, type JsonObject } from '../../../../shared/model/json.ts'
import { escalationPaths } from './iam-escalation-paths.ts'
import { decide, saidOf, strongest, weakest, type Ask, type Grant, type Said } from './iam-grants.ts'
import { statementsOf } from './iam-statements.ts'
import type { RuleFunction } from './rule-function.ts'
import { asList, asMap, asStrings, asText } from './value.ts'

/** Every ask of every path once, so that a document is read once per ask however many paths and principals need it. */
const asks: readonly Ask[] = [
  ...new Map(
    escalationPaths
      .flatMap((path) => path.asks.flatMap((ask) => (isOneOf(ask) ? ask : [ask])))
      .map((ask) => [keyOf(ask), ask]),
  ).values(),
]

function keyOf(ask: Ask): string {
  return `${ask.action} ${ask.on} ${ask.passedTo ?? ''}`
}

function isOneOf(ask: Ask | readonly Ask[]): ask is readonly Ask[] {
  return Array.isArray(ask)
}

/** What a document says of each ask, in their order. */
type Reading = ReadonlyMap<string, Said>

/** Documents do not change; rules ask of the same one several times. */
const readings = new WeakMap<object, Reading>()

function readingOf(policy: unknown): Reading {
  const known = isJsonObject(policy) ? readings.get(policy) : undefined
  if (known !== undefined) return known
  const statements = statementsOf(policy)
  const reading = new Map(asks.map((ask) => [keyOf(ask), saidOf(statements, ask)]))
  if (isJsonObject(policy)) readings.set(policy, reading)
  return reading
}

const nothingSaid: Said = { allow: 'no', deny: 'no' }

/** How certain each path is that documents open together, within a boundary if there is one. */
function pathsOf(readings: readonly Reading[], boundary: Reading | null): Map<string, Grant> {
  const given = (ask: Ask): Grant => {
    const key = keyOf(ask)
    const grant = decide(readings.map((reading) => reading.get(key) ?? nothingSaid))
    if (grant === 'no' || boundary === null) return grant
    // The boundary gives nothing; it must allow what the policies allow. A boundary for named resources allows too little for a path.
    return weakest([grant, decide([boundary.get(key) ?? nothingSaid])])
  }
  const open = new Map<string, Grant>()
  for (const path of escalationPaths) {
    const grant = weakest(path.asks.map((ask) => (isOneOf(ask) ? strongest(ask.map(given)) : given(ask))))
    if (grant !== 'no') open.set(path.name, grant)
  }
  return open
}

function namesOf(policy: unknown, certainty: Grant): string[] {
  return [...pathsOf(asList(policy).map(readingOf), null)]
    .filter(([, grant]) => grant === certainty)
    .map(([name]) => name)
}

/**
 * Ways by which the holder of one policy (a document, or a list of documents taken together) can give itself more rights, by name.
 * Conditions that only say with MFA, from where or when do not count as an obstacle; named resources do.
 */
export function iamEscalations(policy: unknown): string[] {
  return namesOf(policy, 'yes')
}

/** Ways that a condition, or a Deny with a condition, may close: for a person to judge. */
export function iamConditionalEscalations(policy: unknown): string[] {
  return namesOf(policy, 'maybe')
}

/** Which of the actions a policy gives on every resource of their kind, conditions and denies considered; as written in the list. */
export function iamActionsOnAll(policy: unknown, actions: unknown): string[] {
  const statements = statementsOf(policy)
  return asStrings(actions).filter(
    (action) => decide([saidOf(statements, { action: action.toLowerCase(), on: 'all' })]) === 'yes',
  )
}

/** True when a policy denies the action on every resource with no condition, whoever asks: what a guardrail is. */
export function iamDeniesAll(policy: unknown, action: unknown): boolean {
  const asked = asText(action, 'action').toLowerCase()
  return saidOf(statementsOf(policy), { action: asked, on: 'all' }).deny === 'yes'
}

/** A principal that several policies together let escalate. */
interface Escalation {
  readonly principal: string
  readonly paths: readonly string[]
  /** `false` when a condition, or a policy or boundary that is not in the inventory, may close the paths. */
  readonly certain: boolean
}

/**
 * Users and roles whose policies together open a way that none of them opens alone: inline, attached customer managed, and those of the
 * user's groups, within the permissions boundary. Arguments are the normal-form documents of AWS::IAM::User, Group, Role and Policy.
 * Policies that AWS maintains are not in an inventory and are left out.
 */
export function iamCombinedEscalations(
  users: unknown,
  groups: unknown,
  roles: unknown,
  policies: unknown,
): JsonObject[] {
  const managed = new Map<string, Reading>()
  for (const policy of asList(policies)) {
    const config = configOf(policy)
    const version = asList(config['policyVersionList']).find(
      (one) => isJsonObject(one) && one['isDefaultVersion'] === true,
    )
    managed.set(
      asText(config['arn'], 'policy ARN'),
      readingOf(asMap(version, 'default version of a policy')['document']),
    )
  }
  const groupsByName = new Map(
    asList(groups).map((group) => [asText(configOf(group)['groupName'], 'group name'), configOf(group)]),
  )
  const found: Escalation[] = []
  for (const principal of [...asList(users), ...asList(roles)]) {
    const config = configOf(principal)
    const memberOf = asStrings(config['groupList']).map((name) => groupsByName.get(name))
    const holders = [config, ...memberOf.filter((group) => group !== undefined)]
    const arns = holders.flatMap((holder) => attachedOf(holder)).filter((arn) => !isOfAws(arn))
    const known = arns.map((arn) => managed.get(arn))
    const readings = [
      ...holders.flatMap((holder) => inlineOf(holder).map(readingOf)),
      ...known.filter((reading) => reading !== undefined),
    ]
    const boundaryArn = boundaryOf(config)
    const boundary = boundaryArn === null ? null : (managed.get(boundaryArn) ?? null)
    const alone = new Set(
      readings.flatMap((reading) =>
        [...pathsOf([reading], boundary)].filter(([, grant]) => grant === 'yes').map(([name]) => name),
      ),
    )
    const together = [...pathsOf(readings, boundary)].filter(([name]) => !alone.has(name))
    const complete =
      memberOf.every((group) => group !== undefined) &&
      known.every((reading) => reading !== undefined) &&
      (boundaryArn === null || boundary !== null)
    const certain = complete ? together.filter(([, grant]) => grant === 'yes') : []
    const shown = certain.length > 0 ? certain : together
    if (shown.length > 0)
      found.push({
        principal: asText(config['arn'], 'ARN'),
        paths: shown.map(([name]) => name),
        certain: certain.length > 0,
      })
  }
  return found.map(({ principal, paths, certain }) => ({ principal, paths: [...paths], certain }))
}

function configOf(document: unknown): JsonObject {
  return asMap(asMap(document, 'document')['config'], 'config')
}

function attachedOf(holder: JsonObject): string[] {
  return listed(holder, 'attachedManagedPolicies').map((one) =>
    asText(asMap(one, 'attached policy')['policyArn'], 'policy ARN'),
  )
}

function inlineOf(holder: JsonObject): unknown[] {
  const list = ['userPolicyList', 'groupPolicyList', 'rolePolicyList'].find((name) => name in holder)
  if (list === undefined) throw new TypeError('inline policies are not in the document')
  return listed(holder, list).map((one) => asMap(one, 'inline policy')['policyDocument'])
}

function listed(holder: JsonObject, name: string): readonly unknown[] {
  const value = holder[name]
  if (!Array.isArray(value)) throw new TypeError(`${name} is no list`)
  return value
}

function boundaryOf(config: JsonObject): string | null {
  const boundary = config['permissionsBoundary']
  if (boundary === undefined) return null
  return asText(asMap(boundary, 'permissions boundary')['permissionsBoundaryArn'], 'boundary ARN')
}

function isOfAws(arn: string): boolean {
  return /^arn:aws[a-z-]*:iam::aws:policy\//.test(arn)
}

export const functions: readonly RuleFunction[] = [
  {
    signature: 'iamEscalations(dyn): list',
    call: iamEscalations,
    doc: 'Ways by which the holder of an IAM policy can give itself more rights, e.g. `["role passed to an instance"]`.',
  },
  {
    signature: 'iamConditionalEscalations(dyn): list',
    call: iamConditionalEscalations,
    doc: 'Such ways that a condition may close.',
  },
  {
    signature: 'iamActionsOnAll(dyn, list): list',
    call: iamActionsOnAll,
    doc: 'Which of the actions an IAM policy gives on every resource, NotAction, conditions and denies considered.',
  },
  {
    signature: 'iamDeniesAll(dyn, string): bool',
    call: iamDeniesAll,
    doc: 'True when a policy denies the action on every resource without a condition.',
  },
  {
    signature: 'iamCombinedEscalations(list, list, list, list): list',
    call: iamCombinedEscalations,
    doc: 'Users and roles whose policies together open a way that none opens alone; takes the documents of users, groups, roles and policies.',
  },
]
