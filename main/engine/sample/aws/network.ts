import { add, createdAt, houseTags, tagList, type AwsEstate, type Relationship } from './item.ts'
import { allVpcs, subnetId, subnetIn, subnetsOf, vpcId, vpcs, type Subnet, type Tier, type Vpc } from './topology.ts'

/** VPCs with subnets, route tables, gateways, network ACLs and flow logs. */
export function addNetworks(estate: AwsEstate): void {
  for (const v of allVpcs) {
    addVpc(estate, v)
    for (const subnet of subnetsOf(v)) addSubnet(estate, subnet)
    addGateways(estate, v)
    for (const tier of v.isDefault ? (['public'] as const) : (['public', 'private', 'data'] as const)) addRouteTable(estate, v, tier)
    addNetworkAcl(estate, v)
    // The unused default VPC of shared-services has no traffic to log.
    if (v !== vpcs.defaultShared) addFlowLog(estate, v)
  }
}

const arn = (v: Vpc, kind: string, id: string): string => `arn:aws:ec2:${v.region}:${v.account.id}:${kind}/${id}`
const inVpc = (estate: AwsEstate, v: Vpc): Relationship => ({ resourceType: 'AWS::EC2::VPC', resourceId: vpcId(estate.random, v), name: 'Is contained in Vpc' })
const born = (estate: AwsEstate, v: Vpc): string => createdAt(estate.random, `vpc/${v.account.id}/${v.region}/${v.name}`)
const idOf = (estate: AwsEstate, v: Vpc, prefix: string, what: string): string => `${prefix}-0${estate.random.hex(`${what}/${v.account.id}/${v.region}/${v.name}`, 16)}`

function addVpc(estate: AwsEstate, v: Vpc): void {
  const id = vpcId(estate.random, v)
  const tags: Record<string, string> = v.isDefault ? {} : houseTags(v.account, v.name, 'network')
  const cidrBlock = `${v.net}.0.0/16`
  add(estate, {
    account: v.account, region: v.region, type: 'AWS::EC2::VPC', id, arn: arn(v, 'vpc', id), zone: 'Multiple Availability Zones', created: born(estate, v),
    relationships: subnetsOf(v).map((s) => ({ resourceType: 'AWS::EC2::Subnet', resourceId: subnetId(estate.random, s), name: 'Contains Subnet' })),
    describe: () => ({
      tags,
      configuration: {
        cidrBlock, dhcpOptionsId: idOf(estate, v, 'dopt', 'dhcp'), state: 'available', vpcId: id, ownerId: v.account.id, instanceTenancy: 'default', ipv6CidrBlockAssociationSet: [],
        cidrBlockAssociationSet: [{ associationId: idOf(estate, v, 'vpc-cidr-assoc', 'assoc'), cidrBlock, cidrBlockState: { state: 'associated' } }],
        isDefault: v.isDefault, tags: tagList(tags),
      },
    }),
  })
}

function addSubnet(estate: AwsEstate, s: Subnet): void {
  const v = s.vpc
  const id = subnetId(estate.random, s)
  const tags: Record<string, string> = v.isDefault ? {} : { ...houseTags(v.account, s.name, 'network'), Tier: s.tier }
  add(estate, {
    account: v.account, region: v.region, type: 'AWS::EC2::Subnet', id, arn: arn(v, 'subnet', id), zone: s.zone, created: born(estate, v), relationships: [inVpc(estate, v)],
    describe: () => ({
      tags,
      configuration: {
        availabilityZone: s.zone, availabilityZoneId: `${v.region === 'us-east-1' ? 'use1' : v.region === 'eu-west-1' ? 'euw1' : 'euc1'}-az${s.zone.charCodeAt(s.zone.length - 1) - 96}`,
        availableIpAddressCount: 4091, cidrBlock: s.cidr, defaultForAz: v.isDefault, mapPublicIpOnLaunch: v.isDefault, state: 'available', subnetId: id, vpcId: vpcId(estate.random, v),
        ownerId: v.account.id, assignIpv6AddressOnCreation: false, ipv6CidrBlockAssociationSet: [], subnetArn: arn(v, 'subnet', id), enableDns64: false, ipv6Native: false,
        privateDnsNameOptionsOnLaunch: { hostnameType: 'ip-name', enableResourceNameDnsARecord: false, enableResourceNameDnsAAAARecord: false }, tags: tagList(tags),
      },
    }),
  })
}

function addGateways(estate: AwsEstate, v: Vpc): void {
  const internet = idOf(estate, v, 'igw', 'igw')
  add(estate, {
    account: v.account, region: v.region, type: 'AWS::EC2::InternetGateway', id: internet, arn: arn(v, 'internet-gateway', internet), zone: 'Multiple Availability Zones', created: born(estate, v), relationships: [inVpc(estate, v)],
    describe: () => ({ configuration: { attachments: [{ state: 'available', vpcId: vpcId(estate.random, v) }], internetGatewayId: internet, ownerId: v.account.id, tags: [] } }),
  })
  if (v.isDefault) return
  const nat = idOf(estate, v, 'nat', 'nat')
  const address = idOf(estate, v, 'eipalloc', 'eip')
  const publicIp = `198.51.100.${estate.random.int(`natip/${v.name}`, 2, 250)}`
  const subnet = subnetIn(v, 'public', 'a')
  const tags = houseTags(v.account, `${v.name}-nat`, 'network')
  const networkInterfaceId = idOf(estate, v, 'eni', 'nateni')
  add(estate, {
    account: v.account, region: v.region, type: 'AWS::EC2::NatGateway', id: nat, arn: arn(v, 'natgateway', nat), created: born(estate, v), relationships: [inVpc(estate, v)],
    describe: () => ({
      tags,
      configuration: {
        createTime: born(estate, v), natGatewayAddresses: [{ allocationId: address, networkInterfaceId, privateIp: `${v.net}.0.12`, publicIp }],
        natGatewayId: nat, state: 'available', subnetId: subnetId(estate.random, subnet), vpcId: vpcId(estate.random, v), connectivityType: 'public', tags: tagList(tags),
      },
    }),
  })
  add(estate, {
    account: v.account, region: v.region, type: 'AWS::EC2::EIP', id: address, name: publicIp, arn: arn(v, 'eip-allocation', address), created: born(estate, v),
    describe: () => ({ tags, configuration: { publicIp, allocationId: address, associationId: idOf(estate, v, 'eipassoc', 'eipassoc'), domain: 'vpc', networkInterfaceId, networkInterfaceOwnerId: v.account.id, privateIpAddress: `${v.net}.0.12`, publicIpv4Pool: 'amazon', networkBorderGroup: v.region, tags: tagList(tags) } }),
  })
}

function addRouteTable(estate: AwsEstate, v: Vpc, tier: Tier): void {
  const id = `rtb-0${estate.random.hex(`rtb/${v.account.id}/${v.region}/${v.name}/${tier}`, 16)}`
  const tags: Record<string, string> = v.isDefault ? {} : houseTags(v.account, `${v.name}-${tier}`, 'network')
  const route = (destinationCidrBlock: string, target: Record<string, string>, origin: string) => ({ destinationCidrBlock, ...target, origin, state: 'active' })
  const routes = [route(`${v.net}.0.0/16`, { gatewayId: 'local' }, 'CreateRouteTable')]
  if (tier === 'public') routes.push(route('0.0.0.0/0', { gatewayId: idOf(estate, v, 'igw', 'igw') }, 'CreateRoute'))
  if (tier === 'private') routes.push(route('0.0.0.0/0', { natGatewayId: idOf(estate, v, 'nat', 'nat') }, 'CreateRoute'))
  const main = v.isDefault || tier === 'data'
  const members = v.isDefault ? [] : subnetsOf(v).filter((s) => s.tier === tier)
  const association = (subnet: string | null, n: number) => ({
    main: subnet === null, routeTableAssociationId: `rtbassoc-0${estate.random.hex(`rtbassoc/${id}/${n}`, 16)}`, routeTableId: id, ...(subnet === null ? {} : { subnetId: subnet }), associationState: { state: 'associated' },
  })
  add(estate, {
    account: v.account, region: v.region, type: 'AWS::EC2::RouteTable', id, arn: arn(v, 'route-table', id), created: born(estate, v), relationships: [inVpc(estate, v)],
    describe: () => ({
      tags,
      configuration: {
        associations: [...(main ? [association(null, 9)] : []), ...members.map((s, n) => association(subnetId(estate.random, s), n))],
        propagatingVgws: [], routeTableId: id, routes, vpcId: vpcId(estate.random, v), ownerId: v.account.id, tags: tagList(tags),
      },
    }),
  })
}

function addNetworkAcl(estate: AwsEstate, v: Vpc): void {
  const id = idOf(estate, v, 'acl', 'acl')
  const entry = (egress: boolean, ruleNumber: number, ruleAction: string, port?: number, protocol = '6', cidrBlock = '0.0.0.0/0') => ({ cidrBlock, egress, ...(port === undefined ? { protocol: '-1' } : { portRange: { from: port, to: port }, protocol }), ruleAction, ruleNumber })
  // The company's own lists let SSH and RDP in from the offices only; a default VPC has the list it came with.
  const guarded = v.isDefault ? [] : [22, 3389].flatMap((port, i) => [entry(false, 40 + i * 20, 'allow', port, '6', '203.0.113.0/24'), entry(false, 45 + i * 20, 'allow', port, '6', '10.0.0.0/8'), entry(false, 50 + i * 20, 'deny', port, '6'), entry(false, 55 + i * 20, 'deny', port, '17')])
  add(estate, {
    account: v.account, region: v.region, type: 'AWS::EC2::NetworkAcl', id, arn: arn(v, 'network-acl', id), zone: 'Multiple Availability Zones', created: born(estate, v), relationships: [inVpc(estate, v)],
    describe: () => ({
      configuration: {
        associations: subnetsOf(v).map((s) => ({ networkAclAssociationId: `aclassoc-0${estate.random.hex(`aclassoc/${id}/${s.name}`, 16)}`, networkAclId: id, subnetId: subnetId(estate.random, s) })),
        entries: [entry(true, 100, 'allow'), entry(true, 32767, 'deny'), ...guarded, entry(false, 100, 'allow'), entry(false, 32767, 'deny')],
        isDefault: v.isDefault, networkAclId: id, vpcId: vpcId(estate.random, v), ownerId: v.account.id, tags: [],
      },
    }),
  })
}

function addFlowLog(estate: AwsEstate, v: Vpc): void {
  const id = idOf(estate, v, 'fl', 'flowlog')
  add(estate, {
    account: v.account, region: v.region, type: 'AWS::EC2::FlowLog', id, arn: arn(v, 'vpc-flow-log', id), created: born(estate, v),
    ...(v === vpcs.robotLab ? { gone: 'aws-flowlog-robot-lab' } : {}),
    relationships: [{ resourceType: 'AWS::EC2::VPC', resourceId: vpcId(estate.random, v), name: 'Is attached to Vpc' }],
    describe: () => ({
      configuration: {
        creationTime: born(estate, v), deliverLogsStatus: 'SUCCESS', flowLogId: id, flowLogStatus: 'ACTIVE', resourceId: vpcId(estate.random, v), trafficType: 'ALL', logDestinationType: 's3',
        logDestination: `arn:aws:s3:::larkfield-flow-logs-${v.account.name}`, logFormat: '${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} ${protocol} ${packets} ${bytes} ${start} ${end} ${action} ${log-status}',
        maxAggregationInterval: 600, tags: [],
      },
    }),
  })
}
