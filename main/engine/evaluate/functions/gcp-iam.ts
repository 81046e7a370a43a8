import type { JsonObject } from '../../../../shared/model/json.ts'
import type { RuleFunction } from './rule-function.ts'
import { asList, asMap, asStrings, asText } from './value.ts'

interface Binding {
  readonly role: string
  readonly members: readonly string[]
}

/** The bindings of an allow policy (google.iam.v1.Policy). A policy without bindings grants nothing. */
function bindingsOf(policy: unknown): Binding[] {
  const map: JsonObject = asMap(policy, 'policy')
  return asList(map['bindings']).map((value) => {
    const binding = asMap(value, 'binding')
    return { role: asText(binding['role'], 'role'), members: asStrings(binding['members']) }
  })
}

const publicMembers = new Set(['allUsers', 'allAuthenticatedUsers'])

/** Bindings of a policy that let everyone or every Google account in, as `role: member`; conditions do not make a public binding private. */
export function gcpPublicBindings(policy: unknown): string[] {
  return bindingsOf(policy).flatMap(({ role, members }) =>
    members.filter((member) => publicMembers.has(member)).map((member) => `${role}: ${member}`),
  )
}

/** The members that hold at least one of the roles, each once, in the policy's order. */
export function gcpHolders(policy: unknown, roles: unknown): string[] {
  const wanted = new Set(asStrings(roles))
  return [...new Set(bindingsOf(policy).flatMap(({ role, members }) => (wanted.has(role) ? members : [])))]
}

/** The members that hold at least one role of each of the two lists: duties that ought to be separate. */
export function gcpHoldersOfBoth(policy: unknown, first: unknown, second: unknown): string[] {
  const others = new Set(gcpHolders(policy, second))
  return gcpHolders(policy, first).filter((member) => others.has(member))
}

/** Google accounts that people make for themselves; no organisation can close them. */
const consumerDomains = new Set(['gmail.com', 'googlemail.com'])

/**
 * The people and groups of a policy that are not of the organisation's own domains; with no domains given, those with consumer
 * accounts. Service accounts and principals of a federation are not people of another domain and are left out.
 */
export function gcpOutsiders(policy: unknown, domains: unknown): string[] {
  const own = new Set(asStrings(domains).map((domain) => domain.toLowerCase()))
  const members = bindingsOf(policy).flatMap(({ members: listed }) => listed)
  return [...new Set(members)].filter((member) => {
    const domain = /^(?:user|group|domain):(?:[^@]*@)?([^@?]+)$/.exec(member)?.[1]?.toLowerCase()
    if (domain === undefined) return false
    return consumerDomains.has(domain) || (own.size > 0 && !own.has(domain))
  })
}

/** Permissions that make their holder more powerful by themselves: they change who may do what, or yield another identity's credentials. */
const alone = [
  /^resourcemanager\.(?:projects|folders|organizations)\.setIamPolicy$/,
  /^iam\.serviceAccounts\.(?:setIamPolicy|getAccessToken|getOpenIdToken|signBlob|signJwt|implicitDelegation)$/,
  /^iam\.serviceAccountKeys\.create$/,
  /^iam\.roles\.(?:create|update)$/,
  /^iam\.workloadIdentityPoolProviders\.(?:create|update)$/,
  /^orgpolicy\.policies\.(?:create|update|delete)$/,
  /^storage\.hmacKeys\.create$/,
  // Runs as a project-wide service agent that is Editor by default, without actAs.
  /^deploymentmanager\.deployments\.create$/,
]
/** Permissions that start something which runs as a service account: together with actAs the starter becomes that account. */
const starts =
  /^(?:compute\.instances\.(?:create|setServiceAccount)|cloudfunctions\.functions\.(?:create|update)|run\.(?:services|jobs)\.(?:create|update)|cloudbuild\.builds\.create|dataproc\.clusters\.create|dataflow\.jobs\.create|composer\.environments\.create|cloudscheduler\.jobs\.create|workflows\.workflows\.(?:create|update)|notebooks\.instances\.create|aiplatform\.customJobs\.create|appengine\.versions\.create|container\.clusters\.create)$/

/** Permissions of a custom role by which its holder can gain more than the role gives, in the role's order. */
export function gcpEscalations(permissions: unknown): string[] {
  const listed = asStrings(permissions)
  const actsAs = listed.includes('iam.serviceAccounts.actAs')
  const starters = actsAs && listed.some((permission) => starts.test(permission))
  return listed.filter(
    (permission) =>
      alone.some((pattern) => pattern.test(permission)) ||
      (starters && (permission === 'iam.serviceAccounts.actAs' || starts.test(permission))),
  )
}

export const functions: readonly RuleFunction[] = [
  {
    signature: 'gcpPublicBindings(dyn): list',
    call: gcpPublicBindings,
    doc: 'Bindings of an IAM policy for allUsers or allAuthenticatedUsers, e.g. `["roles/viewer: allUsers"]`.',
  },
  {
    signature: 'gcpHolders(dyn, list): list',
    call: gcpHolders,
    doc: 'Members of an IAM policy that hold at least one of the roles.',
  },
  {
    signature: 'gcpHoldersOfBoth(dyn, list, list): list',
    call: gcpHoldersOfBoth,
    doc: 'Members of an IAM policy that hold a role of the first list and one of the second.',
  },
  {
    signature: 'gcpOutsiders(dyn, list): list',
    call: gcpOutsiders,
    doc: 'Users, groups and domains of an IAM policy outside the domains listed; consumer accounts always, also when the list is empty.',
  },
  {
    signature: 'gcpEscalations(list): list',
    call: gcpEscalations,
    doc: 'Permissions of a custom role by which its holder can gain more than the role gives.',
  },
]
