import { add, houseTags, tagList, type AwsEstate } from './item.ts'
import { arn, born, idOf, inVpc } from './network-parts.ts'
import { subnetId, subnetIn, subnetsOf, vpcId, type Tier, type Vpc } from './topology.ts'

export function addGateways(estate: AwsEstate, v: Vpc): void {
  const internet = idOf(estate, v, 'igw', 'igw')
  add(estate, {
    account: v.account,
    region: v.region,
    type: 'AWS::EC2::InternetGateway',
    id: internet,
    arn: arn(v, 'internet-gateway', internet),
    zone: 'Multiple Availability Zones',
    created: born(estate, v),
    relationships: [inVpc(estate, v)],
    describe: () => ({
      configuration: {
        attachments: [{ state: 'available', vpcId: vpcId(estate.random, v) }],
        internetGatewayId: internet,
        ownerId: v.account.id,
        tags: [],
      },
    }),
  })
  if (v.isDefault) return
  const nat = idOf(estate, v, 'nat', 'nat')
  const address = idOf(estate, v, 'eipalloc', 'eip')
  const publicIp = `198.51.100.${estate.random.int(`natip/${v.name}`, 2, 250)}`
  const subnet = subnetIn(v, 'public', 'a')
  const tags = houseTags(v.account, `${v.name}-nat`, 'network')
  const networkInterfaceId = idOf(estate, v, 'eni', 'nateni')
  add(estate, {
    account: v.account,
    region: v.region,
    type: 'AWS::EC2::NatGateway',
    id: nat,
    arn: arn(v, 'natgateway', nat),
    created: born(estate, v),
    relationships: [inVpc(estate, v)],
    describe: () => ({
      tags,
      configuration: {
        createTime: born(estate, v),
        natGatewayAddresses: [
          { allocationId: address, networkInterfaceId, privateIp: `${v.net}.0.12`, publicIp },
        ],
        natGatewayId: nat,
        state: 'available',
        subnetId: subnetId(estate.random, subnet),
        vpcId: vpcId(estate.random, v),
        connectivityType: 'public',
        tags: tagList(tags),
      },
    }),
  })
  add(estate, {
    account: v.account,
    region: v.region,
    type: 'AWS::EC2::EIP',
    id: address,
    name: publicIp,
    arn: arn(v, 'eip-allocation', address),
    created: born(estate, v),
    describe: () => ({
      tags,
      configuration: {
        publicIp,
        allocationId: address,
        associationId: idOf(estate, v, 'eipassoc', 'eipassoc'),
        domain: 'vpc',
        networkInterfaceId,
        networkInterfaceOwnerId: v.account.id,
        privateIpAddress: `${v.net}.0.12`,
        publicIpv4Pool: 'amazon',
        networkBorderGroup: v.region,
        tags: tagList(tags),
      },
    }),
  })
}

export function addRouteTable(estate: AwsEstate, v: Vpc, tier: Tier): void {
  const id = `rtb-0${estate.random.hex(`rtb/${v.account.id}/${v.region}/${v.name}/${tier}`, 16)}`
  const tags: Record<string, string> = v.isDefault ? {} : houseTags(v.account, `${v.name}-${tier}`, 'network')
  const route = (destinationCidrBlock: string, target: Record<string, string>, origin: string) => ({
    destinationCidrBlock,
    ...target,
    origin,
    state: 'active',
  })
  const routes = [route(`${v.net}.0.0/16`, { gatewayId: 'local' }, 'CreateRouteTable')]
  if (tier === 'public')
    routes.push(route('0.0.0.0/0', { gatewayId: idOf(estate, v, 'igw', 'igw') }, 'CreateRoute'))
  if (tier === 'private')
    routes.push(route('0.0.0.0/0', { natGatewayId: idOf(estate, v, 'nat', 'nat') }, 'CreateRoute'))
  const main = v.isDefault || tier === 'data'
  const members = v.isDefault ? [] : subnetsOf(v).filter((s) => s.tier === tier)
  const association = (subnet: string | null, n: number) => ({
    main: subnet === null,
    routeTableAssociationId: `rtbassoc-0${estate.random.hex(`rtbassoc/${id}/${n}`, 16)}`,
    routeTableId: id,
    ...(subnet === null ? {} : { subnetId: subnet }),
    associationState: { state: 'associated' },
  })
  add(estate, {
    account: v.account,
    region: v.region,
    type: 'AWS::EC2::RouteTable',
    id,
    arn: arn(v, 'route-table', id),
    created: born(estate, v),
    relationships: [inVpc(estate, v)],
    describe: () => ({
      tags,
      configuration: {
        associations: [
          ...(main ? [association(null, 9)] : []),
          ...members.map((s, n) => association(subnetId(estate.random, s), n)),
        ],
        propagatingVgws: [],
        routeTableId: id,
        routes,
        vpcId: vpcId(estate.random, v),
        ownerId: v.account.id,
        tags: tagList(tags),
      },
    }),
  })
}

export function addNetworkAcl(estate: AwsEstate, v: Vpc): void {
  const id = idOf(estate, v, 'acl', 'acl')
  const entry = (
    egress: boolean,
    ruleNumber: number,
    ruleAction: string,
    port?: number,
    protocol = '6',
    cidrBlock = '0.0.0.0/0',
  ) => ({
    cidrBlock,
    egress,
    ...(port === undefined ? { protocol: '-1' } : { portRange: { from: port, to: port }, protocol }),
    ruleAction,
    ruleNumber,
  })
  // The company's own lists let SSH and RDP in from the offices only; a default VPC has the list it came with.
  const guarded = v.isDefault
    ? []
    : [22, 3389].flatMap((port, i) => [
        entry(false, 40 + i * 20, 'allow', port, '6', '203.0.113.0/24'),
        entry(false, 45 + i * 20, 'allow', port, '6', '10.0.0.0/8'),
        entry(false, 50 + i * 20, 'deny', port, '6'),
        entry(false, 55 + i * 20, 'deny', port, '17'),
      ])
  add(estate, {
    account: v.account,
    region: v.region,
    type: 'AWS::EC2::NetworkAcl',
    id,
    arn: arn(v, 'network-acl', id),
    zone: 'Multiple Availability Zones',
    created: born(estate, v),
    relationships: [inVpc(estate, v)],
    describe: () => ({
      configuration: {
        associations: subnetsOf(v).map((s) => ({
          networkAclAssociationId: `aclassoc-0${estate.random.hex(`aclassoc/${id}/${s.name}`, 16)}`,
          networkAclId: id,
          subnetId: subnetId(estate.random, s),
        })),
        entries: [
          entry(true, 100, 'allow'),
          entry(true, 32767, 'deny'),
          ...guarded,
          entry(false, 100, 'allow'),
          entry(false, 32767, 'deny'),
        ],
        isDefault: v.isDefault,
        networkAclId: id,
        vpcId: vpcId(estate.random, v),
        ownerId: v.account.id,
        tags: [],
      },
    }),
  })
}
