import { add, houseTags, tagList, type AwsEstate } from './item.ts'
import { arn, born, idOf, inVpc } from './network-parts.ts'
import { addGateways, addNetworkAcl, addRouteTable } from './network-routing.ts'
import { allVpcs, subnetId, subnetsOf, vpcId, vpcs, type Subnet, type Vpc } from './topology.ts'

/** VPCs with subnets, route tables, gateways, network ACLs and flow logs. */
export function addNetworks(estate: AwsEstate): void {
  for (const v of allVpcs) {
    addVpc(estate, v)
    for (const subnet of subnetsOf(v)) addSubnet(estate, subnet)
    addGateways(estate, v)
    for (const tier of v.isDefault ? (['public'] as const) : (['public', 'private', 'data'] as const))
      addRouteTable(estate, v, tier)
    addNetworkAcl(estate, v)
    // The unused default VPC of shared-services has no traffic to log.
    if (v !== vpcs.defaultShared) addFlowLog(estate, v)
  }
}

function addVpc(estate: AwsEstate, v: Vpc): void {
  const id = vpcId(estate.random, v)
  const tags: Record<string, string> = v.isDefault ? {} : houseTags(v.account, v.name, 'network')
  const cidrBlock = `${v.net}.0.0/16`
  add(estate, {
    account: v.account,
    region: v.region,
    type: 'AWS::EC2::VPC',
    id,
    arn: arn(v, 'vpc', id),
    zone: 'Multiple Availability Zones',
    created: born(estate, v),
    relationships: subnetsOf(v).map((s) => ({
      resourceType: 'AWS::EC2::Subnet',
      resourceId: subnetId(estate.random, s),
      name: 'Contains Subnet',
    })),
    describe: () => ({
      tags,
      configuration: {
        cidrBlock,
        dhcpOptionsId: idOf(estate, v, 'dopt', 'dhcp'),
        state: 'available',
        vpcId: id,
        ownerId: v.account.id,
        instanceTenancy: 'default',
        ipv6CidrBlockAssociationSet: [],
        cidrBlockAssociationSet: [
          {
            associationId: idOf(estate, v, 'vpc-cidr-assoc', 'assoc'),
            cidrBlock,
            cidrBlockState: { state: 'associated' },
          },
        ],
        isDefault: v.isDefault,
        tags: tagList(tags),
      },
    }),
  })
}

function addSubnet(estate: AwsEstate, s: Subnet): void {
  const v = s.vpc
  const id = subnetId(estate.random, s)
  const tags: Record<string, string> = v.isDefault
    ? {}
    : { ...houseTags(v.account, s.name, 'network'), Tier: s.tier }
  add(estate, {
    account: v.account,
    region: v.region,
    type: 'AWS::EC2::Subnet',
    id,
    arn: arn(v, 'subnet', id),
    zone: s.zone,
    created: born(estate, v),
    relationships: [inVpc(estate, v)],
    describe: () => ({
      tags,
      configuration: {
        availabilityZone: s.zone,
        availabilityZoneId: `${v.region === 'us-east-1' ? 'use1' : v.region === 'eu-west-1' ? 'euw1' : 'euc1'}-az${s.zone.charCodeAt(s.zone.length - 1) - 96}`,
        availableIpAddressCount: 4091,
        cidrBlock: s.cidr,
        defaultForAz: v.isDefault,
        mapPublicIpOnLaunch: v.isDefault,
        state: 'available',
        subnetId: id,
        vpcId: vpcId(estate.random, v),
        ownerId: v.account.id,
        assignIpv6AddressOnCreation: false,
        ipv6CidrBlockAssociationSet: [],
        subnetArn: arn(v, 'subnet', id),
        enableDns64: false,
        ipv6Native: false,
        privateDnsNameOptionsOnLaunch: {
          hostnameType: 'ip-name',
          enableResourceNameDnsARecord: false,
          enableResourceNameDnsAAAARecord: false,
        },
        tags: tagList(tags),
      },
    }),
  })
}

function addFlowLog(estate: AwsEstate, v: Vpc): void {
  const id = idOf(estate, v, 'fl', 'flowlog')
  add(estate, {
    account: v.account,
    region: v.region,
    type: 'AWS::EC2::FlowLog',
    id,
    arn: arn(v, 'vpc-flow-log', id),
    created: born(estate, v),
    ...(v === vpcs.robotLab ? { gone: 'aws-flowlog-robot-lab' } : {}),
    relationships: [
      { resourceType: 'AWS::EC2::VPC', resourceId: vpcId(estate.random, v), name: 'Is attached to Vpc' },
    ],
    describe: () => ({
      configuration: {
        creationTime: born(estate, v),
        deliverLogsStatus: 'SUCCESS',
        flowLogId: id,
        flowLogStatus: 'ACTIVE',
        resourceId: vpcId(estate.random, v),
        trafficType: 'ALL',
        logDestinationType: 's3',
        logDestination: `arn:aws:s3:::larkfield-flow-logs-${v.account.name}`,
        logFormat:
          '${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} ${protocol} ${packets} ${bytes} ${start} ${end} ${action} ${log-status}',
        maxAggregationInterval: 600,
        tags: [],
      },
    }),
  })
}
