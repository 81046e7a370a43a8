import { configs } from './aws-group-use.ts'
import { cidrContains } from './cidr.ts'
import type { RuleFunction } from './rule-function.ts'
import { asList, asMap, asText } from './value.ts'
import type { JsonObject } from '../../../../shared/model/json.ts'

/** How much of the peer a route reaches: more than it has, all it has, or a part; `unknown` for a prefix list. */
type Width = 'wider' | 'whole' | 'part' | 'unknown'

/**
 * The routes that lead over a VPC peering connection, and how wide they are measured by the address ranges of the VPC at the far end.
 * In: documents of route tables and peering connections. Out: a map each with `table`, `destination`, `peering` and `width`.
 * Throws when a route's peering connection is not among the documents. Source of the fields: the EC2 API's Route and VpcPeeringConnectionVpcInfo.
 */
export function awsPeeringRoutes(routeTables: unknown, peerings: unknown): JsonObject[] {
  const known = new Map(
    configs(peerings, 'peering connection').map((one) => [
      asText(one['vpcPeeringConnectionId'], 'vpcPeeringConnectionId'),
      one,
    ]),
  )
  return configs(routeTables, 'route table').flatMap((table) =>
    asList(table['routes']).flatMap((value) => {
      const route = asMap(value, 'route')
      const id = route['vpcPeeringConnectionId']
      if (typeof id !== 'string' || id === '') return []
      const peering = known.get(id)
      if (peering === undefined) throw new TypeError(`peering connection ${id} was not read`)
      const destination = route['destinationCidrBlock'] ?? route['destinationIpv6CidrBlock']
      const width =
        typeof destination === 'string'
          ? widthOf(destination, rangesOf(farEnd(peering, asText(table['vpcId'], 'vpcId'))))
          : 'unknown'
      return [
        {
          table: asText(table['routeTableId'], 'routeTableId'),
          destination: destination ?? route['destinationPrefixListId'] ?? null,
          peering: id,
          width,
        },
      ]
    }),
  )
}

function farEnd(peering: JsonObject, vpc: string): JsonObject {
  const ends = ['requesterVpcInfo', 'accepterVpcInfo'].map((key) => asMap(peering[key], key))
  return ends.find((end) => end['vpcId'] !== vpc) ?? (ends[0] as JsonObject)
}

function rangesOf(end: JsonObject): string[] {
  const list = (key: string, member: string): unknown[] =>
    asList(end[key]).map((value) => asMap(value, key)[member])
  const ranges = [
    end['cidrBlock'],
    ...list('cidrBlockSet', 'cidrBlock'),
    ...list('ipv6CidrBlockSet', 'ipv6CidrBlock'),
  ].filter((range) => typeof range === 'string')
  if (ranges.length === 0) throw new TypeError('the far end of a peering connection names no address range')
  return ranges
}

function widthOf(destination: string, ranges: readonly string[]): Width {
  const holders = ranges.filter((range) => cidrContains(range, destination))
  if (holders.length === 0) return 'wider'
  return holders.every((range) => cidrContains(destination, range)) ? 'whole' : 'part'
}

export const functions: readonly RuleFunction[] = [
  {
    signature: 'awsPeeringRoutes(list, list): list',
    call: awsPeeringRoutes,
    doc: 'Of route table and peering connection documents: the routes over peering, each with `width`: `wider` than the peer’s ranges, `whole`, `part` or `unknown`.',
  },
]
