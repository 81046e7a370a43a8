import type { RuleFunction } from './rule-function.ts'
import { asList, asMap, asText } from './value.ts'
import type { JsonObject } from '../../../../shared/model/json.ts'

/**
 * Security groups that no network interface has and no other group names in its permissions; a VPC's default group, which cannot be
 * deleted, does not count. Everything that uses a group in a VPC does so by an interface: load balancers, databases, functions too.
 * In: documents of security groups and network interfaces. Out: group ids, in the order given.
 */
export function awsUnusedGroups(groups: unknown, interfaces: unknown): string[] {
  const used = new Set<string>()
  for (const one of configs(interfaces, 'network interface'))
    for (const id of idsOf(one['groups'])) used.add(id)
  const all = configs(groups, 'security group').map((group) => ({
    group,
    id: asText(group['groupId'], 'groupId'),
  }))
  for (const { group, id } of all) {
    for (const value of [...asList(group['ipPermissions']), ...asList(group['ipPermissionsEgress'])]) {
      const permission = asMap(value, 'security group permission')
      for (const named of idsOf(permission['userIdGroupPairs'])) if (named !== id) used.add(named)
    }
  }
  return all.filter(({ group, id }) => group['groupName'] !== 'default' && !used.has(id)).map(({ id }) => id)
}

function idsOf(groups: unknown): string[] {
  return asList(groups).flatMap((value) => {
    const id = asMap(value, 'security group reference')['groupId']
    return typeof id === 'string' ? [id] : []
  })
}

/** The configurations of a list of documents; throws on a document that was not read. */
export function configs(documents: unknown, what: string): JsonObject[] {
  if (!Array.isArray(documents)) throw new TypeError(`${what}s are not a list`)
  return documents.map((document) => asMap(asMap(document, what)['config'], `configuration of a ${what}`))
}

export const functions: readonly RuleFunction[] = [
  {
    signature: 'awsUnusedGroups(list, list): list',
    call: awsUnusedGroups,
    doc: 'Of security group and network interface documents: ids of the groups that no interface has and no other group names.',
  },
]
