import { configs } from './aws-group-use.ts'
import { readPermissions, reachOfPort, portProtocols } from './aws-permissions.ts'
import { openSpans } from './open-spans.ts'
import type { RuleFunction } from './rule-function.ts'
import { asList, asMap, asText } from './value.ts'
import type { JsonObject } from '../../../../shared/model/json.ts'

/** True when an active route of the table leads to an internet gateway (`igw-…`); an egress-only one lets nobody in. */
function leadsOut(table: JsonObject): boolean {
  if (!Array.isArray(table['routes'])) throw new TypeError('routes of a route table are not a list')
  return table['routes'].some((value) => {
    const route = asMap(value, 'route')
    const gateway = route['gatewayId']
    return typeof gateway === 'string' && gateway.startsWith('igw-') && route['state'] !== 'blackhole'
  })
}

/**
 * The subnets whose route table leads to an internet gateway: the table associated with the subnet, else the main one of its VPC.
 * In: documents of route tables and subnets. Out: subnet ids, in the order given. Throws when a subnet's table is not among them.
 * Source: Amazon VPC user guide, "Subnet types" and "Main route table".
 */
export function awsPublicSubnets(routeTables: unknown, subnets: unknown): string[] {
  const bySubnet = new Map<string, boolean>()
  const byVpc = new Map<string, boolean>()
  for (const table of configs(routeTables, 'route table')) {
    const out = leadsOut(table)
    for (const value of asList(table['associations'])) {
      const association = asMap(value, 'association of a route table')
      if (typeof association['subnetId'] === 'string') bySubnet.set(association['subnetId'], out)
      if (association['main'] === true) byVpc.set(asText(table['vpcId'], 'vpcId of a route table'), out)
    }
  }
  return configs(subnets, 'subnet')
    .map((subnet) => ({ id: asText(subnet['subnetId'], 'subnetId'), vpc: asText(subnet['vpcId'], 'vpcId') }))
    .filter(({ id, vpc }) => {
      const out = bySubnet.get(id) ?? byVpc.get(vpc)
      if (out === undefined) throw new TypeError(`no route table of subnet ${id} was read`)
      return out
    })
    .map(({ id }) => id)
}

/**
 * Instances that the internet can reach without anything between: a public address, a subnet among the public ones, and security groups
 * that together let any address in by some TCP or UDP port. Terminated instances do not count.
 * In: documents of instances and security groups, ids of the public subnets. Out: instance ids, in the order given.
 * Throws when a group of an instance in question is not among the documents.
 */
export function awsExposedInstances(instances: unknown, publicSubnets: unknown, groups: unknown): string[] {
  const open = new Set(asList(publicSubnets))
  const permissions = new Map(
    configs(groups, 'security group').map((group) => [
      asText(group['groupId'], 'groupId'),
      group['ipPermissions'],
    ]),
  )
  return configs(instances, 'instance')
    .filter((instance) => open.has(instance['subnetId']) && hasPublicAddress(instance))
    .filter((instance) => {
      const own = asList(instance['securityGroups']).flatMap((value) => {
        const id = asText(asMap(value, 'security group of an instance')['groupId'], 'groupId')
        if (!permissions.has(id)) throw new TypeError(`security group ${id} was not read`)
        return readPermissions(permissions.get(id))
      })
      return portProtocols.some((protocol) => {
        const entries = own.filter((entry) => entry.protocols.includes(protocol))
        return (
          openSpans(entries, (port) => {
            const reach = reachOfPort(entries, protocol, port)
            return reach.v4 || reach.v6
          }).length > 0
        )
      })
    })
    .map((instance) => asText(instance['instanceId'], 'instanceId'))
}

function hasPublicAddress(instance: JsonObject): boolean {
  const state = instance['state']
  const name = typeof state === 'object' && state !== null && !Array.isArray(state) ? state['name'] : state
  if (name === 'terminated' || name === 'shutting-down') return false
  if (typeof instance['publicIpAddress'] === 'string' && instance['publicIpAddress'] !== '') return true
  return asList(instance['networkInterfaces']).some((value) => {
    const network = asMap(value, 'network interface of an instance')
    return asList(network['ipv6Addresses']).length > 0
  })
}

export const functions: readonly RuleFunction[] = [
  {
    signature: 'awsPublicSubnets(list, list): list',
    call: awsPublicSubnets,
    doc: 'Of route table and subnet documents: ids of the subnets whose own or main route table leads to an internet gateway.',
  },
  {
    signature: 'awsExposedInstances(list, list, list): list',
    call: awsExposedInstances,
    doc: 'Of instance documents, ids of public subnets and security group documents: ids of instances that any address can reach directly.',
  },
]
