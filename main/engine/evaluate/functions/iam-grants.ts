import { covers, reachOfResource } from './iam-glob.ts'
import type { Condition, PolicyStatement } from './iam-statements.ts'

/** Whether statements give an action: not, perhaps (a condition that may hold it back), or for certain. */
export type Grant = 'no' | 'maybe' | 'yes'

/** An action to be asked for, and on what it must be given to count. */
export interface Ask {
  /** `service:Action`, lower case. */
  readonly action: string
  /** `all`: only when given on every resource of the kind. `own`: also on the caller's own user. `any`: on whatever resource. */
  readonly on: 'all' | 'own' | 'any'
  /** For `iam:PassRole`: the service that must be able to receive the role, e.g. `ec2.amazonaws.com`. */
  readonly passedTo?: string
}

/**
 * Keys that say under which circumstances a request is made, not what it may do: with MFA, from an address, at a time, in a region.
 * Whoever holds the policy meets them in daily work, so they do not stop the holder.
 */
const circumstances = new Set([
  'aws:multifactorauthpresent',
  'aws:multifactorauthage',
  'aws:securetransport',
  's3:tlsversion',
  'aws:sourceip',
  'aws:vpcsourceip',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:currenttime',
  'aws:epochtime',
  'aws:tokenissuetime',
  'aws:requestedregion',
  'aws:useragent',
  'aws:referer',
  'aws:principalorgid',
  'aws:principalaccount',
])

/** What a set of statements says of one action, allows and denies apart so that several policies of a principal can be put together. */
export interface Said {
  readonly allow: Grant
  readonly deny: Grant
}

/**
 * What one policy says of an action. Allow statements with conditions other than circumstances may hold back: `maybe`. A Deny counts
 * where it covers the action on every resource; with conditions other than circumstances it counts as `maybe`, and one that hangs on
 * circumstances only (deny without MFA) stops nobody who meets them.
 */
export function saidOf(statements: readonly PolicyStatement[], ask: Ask): Said {
  let allow: Grant = 'no'
  let deny: Grant = 'no'
  for (const statement of statements) {
    if (!coversAction(statement, ask.action)) continue
    if (statement.allow) {
      if (allow === 'yes' || !reaches(statement, ask)) continue
      const held = holds(statement.conditions, ask)
      if (held !== 'no') allow = held === 'yes' ? 'yes' : 'maybe'
    } else if (coversAllResources(statement)) {
      if (statement.conditions.length === 0) deny = 'yes'
      else if (deny === 'no' && !statement.conditions.every(isCircumstance)) deny = 'maybe'
    }
  }
  return { allow, deny }
}

/** The outcome of several policies of one principal: a Deny anywhere wins (IAM user guide, "Policy evaluation logic"). */
export function decide(parts: readonly Said[]): Grant {
  const allow = strongest(parts.map((part) => part.allow))
  const deny = strongest(parts.map((part) => part.deny))
  if (allow === 'no' || deny === 'yes') return 'no'
  return allow === 'yes' && deny === 'no' ? 'yes' : 'maybe'
}

/** The weaker of two: what needs both has the weaker one's certainty. */
export function weakest(grants: readonly Grant[]): Grant {
  return grants.includes('no') ? 'no' : grants.includes('maybe') ? 'maybe' : 'yes'
}

export function strongest(grants: readonly Grant[]): Grant {
  return grants.includes('yes') ? 'yes' : grants.includes('maybe') ? 'maybe' : 'no'
}

function coversAction(statement: PolicyStatement, action: string): boolean {
  if (statement.actions !== null)
    return statement.actions.some((pattern) => covers(pattern.toLowerCase(), action))
  return (
    statement.notActions !== null &&
    !statement.notActions.some((pattern) => covers(pattern.toLowerCase(), action))
  )
}

/** `NotResource` leaves some out and gives the rest, which is near enough to all. */
function reaches(statement: PolicyStatement, ask: Ask): boolean {
  if (statement.notResources || ask.on === 'any') return true
  return (statement.resources ?? []).some((resource) => {
    const reach = reachOfResource(resource)
    return reach === 'all' || (ask.on === 'own' && reach === 'self')
  })
}

function coversAllResources(statement: PolicyStatement): boolean {
  return (statement.resources ?? []).some((resource) => reachOfResource(resource) === 'all')
}

function isCircumstance(condition: Condition): boolean {
  return circumstances.has(condition.key)
}

/** Whether conditions let the asked action through: for certain, perhaps, or never. */
function holds(conditions: readonly Condition[], ask: Ask): Grant {
  let held: Grant = 'yes'
  for (const condition of conditions) {
    if (isCircumstance(condition)) continue
    if (ask.passedTo !== undefined && condition.key === 'iam:passedtoservice') {
      const { passedTo } = ask
      const positive = /^string(?:equals|equalsignorecase|like)$/.test(condition.operator)
      const named = condition.values.some((value) => covers(value.toLowerCase(), passedTo))
      if (positive !== named) return 'no'
      continue
    }
    held = 'maybe'
  }
  return held
}
