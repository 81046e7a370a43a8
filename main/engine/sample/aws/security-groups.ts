import type { JsonObject } from '../../../../shared/model/json.ts'
import type { Watch } from '../story/timeline.ts'
import { add, createdAt, houseTags, tagList, type AwsEstate } from './item.ts'
import { allVpcs, groupId, vpcId, vpcs, type Vpc } from './topology.ts'

const anywhere = '0.0.0.0/0'
const office = '203.0.113.0/24'

/** One ingress or egress rule as Config writes it: addresses both as strings (older) and as objects. */
export function permission(
  protocol: string,
  ports: readonly [number, number] | null,
  v4: readonly string[],
  v6: readonly string[] = [],
  groups: readonly JsonObject[] = [],
): JsonObject {
  return {
    ...(ports === null ? {} : { fromPort: ports[0], toPort: ports[1] }),
    ipProtocol: protocol,
    ipv6Ranges: v6.map((cidrIpv6) => ({ cidrIpv6 })),
    prefixListIds: [],
    userIdGroupPairs: [...groups],
    ipv4Ranges: v4.map((cidrIp) => ({ cidrIp })),
    ipRanges: [...v4],
  }
}

type Ingress = (estate: AwsEstate, v: Vpc, story: Watch) => JsonObject[]
const from = (estate: AwsEstate, v: Vpc, name: string): JsonObject => ({
  groupId: groupId(estate.random, v, name),
  userId: v.account.id,
})

/** The six groups every VPC of the company has. */
const standard: readonly (readonly [suffix: string, description: string, Ingress])[] = [
  [
    'web',
    'HTTPS from anywhere',
    (_e, v, story) => {
      const open = [
        permission('tcp', [443, 443], [anywhere], ['::/0']),
        permission('tcp', [80, 80], [anywhere]),
      ]
      return v === vpcs.fleetProd && story.is('aws-sg-web-8443')
        ? [...open, permission('tcp', [8443, 8443], [anywhere])]
        : open
    },
  ],
  [
    'app',
    'application port from the load balancers',
    (e, v) => [permission('tcp', [8080, 8090], [], [], [from(e, v, 'web')])],
  ],
  [
    'data',
    'databases from the application tier',
    (e, v) => [
      permission('tcp', [5432, 5432], [], [], [from(e, v, 'app')]),
      permission('tcp', [3306, 3306], [], [], [from(e, v, 'app')]),
    ],
  ],
  [
    'bastion',
    'SSH and RDP from the offices only',
    () => [
      permission('tcp', [22, 22], [office, '198.51.100.64/28']),
      permission('tcp', [3389, 3389], [office]),
    ],
  ],
  [
    'cache',
    'Redis from the application tier',
    (e, v) => [permission('tcp', [6379, 6379], [], [], [from(e, v, 'app')])],
  ],
  [
    'endpoints',
    'interface endpoints from the VPC',
    (_e, v) => [permission('tcp', [443, 443], [`${v.net}.0.0/16`])],
  ],
]

type Special = readonly [vpc: Vpc, name: string, description: string, ingress: Ingress]
/** Groups that exist once, among them the ones that open SSH and RDP. */
const special: readonly Special[] = [
  [
    vpcs.fleetProd,
    'ops-jumphost',
    'jump host of operations',
    (_e, _v, s) => [permission('tcp', [22, 22], s.is('aws-sg-jumphost-ssh') ? [office, anywhere] : [office])],
  ],
  [vpcs.fleetProd, 'telemetry-mqtt', 'robots over MQTT', () => [permission('tcp', [8883, 8883], [anywhere])]],
  [
    vpcs.fleetDr,
    'replica-sync',
    'replication from fleet-prod',
    () => [permission('tcp', [5432, 5432], ['10.10.0.0/16'])],
  ],
  [
    vpcs.stagingCentral,
    'legacy-rdp-gateway',
    'gateway of the old simulators',
    (_e, _v, s) => [permission('tcp', [3389, 3389], [office], s.is('aws-sg-rdp-v6') ? ['::/0'] : [])],
  ],
  [
    vpcs.robotLab,
    'robot-lab-any',
    'lab bench "everything" group',
    (_e, _v, s) => [
      permission(
        'tcp',
        s.is('aws-sg-lab-any') ? [0, 65535] : [8883, 8883],
        s.is('aws-sg-lab-any') ? [anywhere] : [office],
      ),
    ],
  ],
  [
    vpcs.robotLab,
    'vendor-calibration',
    'calibration vendor, SSH',
    (_e, _v, s) => [permission('tcp', [22, 22], s.is('aws-sg-vendor-ssh') ? [anywhere] : [office])],
  ],
  ...['1', '2', '3'].map((n): Special => [
    vpcs.robotLab,
    `bench-cell-${n}`,
    'bench cell',
    (_e, _v, s) => [permission('tcp', [22, 22], s.is('aws-sg-bench-cells') ? [anywhere] : [office])],
  ]),
  ...['1', '2'].map((n): Special => [
    vpcs.stagingCentral,
    `field-kit-${n}`,
    'field service kit',
    (_e, _v, s) => [permission('tcp', [3389, 3389], s.is('aws-sg-field-kit') ? [anywhere] : [office])],
  ]),
  [
    vpcs.robotLab,
    'ros-bridge',
    'ROS bridge in the lab',
    () => [
      permission('tcp', [9090, 9090], ['10.21.0.0/16']),
      permission('udp', [7400, 7500], ['10.21.0.0/16']),
    ],
  ],
  [vpcs.sharedCore, 'vpn-endpoint', 'client VPN', () => [permission('udp', [1194, 1194], [anywhere])]],
]

/** Security groups of every VPC: default, six standard ones and the special ones. */
export function addSecurityGroups(estate: AwsEstate): void {
  for (const v of allVpcs) {
    addGroup(estate, v, 'default', 'default VPC security group', (e, vpc, story) => {
      if (vpc.isDefault) return [permission('-1', null, [], [], [from(e, vpc, 'default')])]
      if (vpc === vpcs.edgeProd && story.is('aws-default-sg-open'))
        return [permission('tcp', [9000, 9100], ['10.0.0.0/8'])]
      return []
    })
    if (!v.isDefault)
      for (const [suffix, description, ingress] of standard) addGroup(estate, v, suffix, description, ingress)
  }
  for (const [v, name, description, ingress] of special) addGroup(estate, v, name, description, ingress)
}

function addGroup(estate: AwsEstate, v: Vpc, name: string, description: string, ingress: Ingress): void {
  const id = groupId(estate.random, v, name)
  const groupName =
    name === 'default' || name.includes('-')
      ? name
      : v === vpcs.fleetProd
        ? `fleet-${name}`
        : `${v.name}-${name}`
  const tags: Record<string, string> = name === 'default' ? {} : houseTags(v.account, groupName, 'network')
  const closed = name === 'default' && !v.isDefault
  add(estate, {
    account: v.account,
    region: v.region,
    type: 'AWS::EC2::SecurityGroup',
    id,
    name: groupName,
    arn: `arn:aws:ec2:${v.region}:${v.account.id}:security-group/${id}`,
    created: createdAt(estate.random, `sg/${id}`),
    relationships: [
      { resourceType: 'AWS::EC2::VPC', resourceId: vpcId(estate.random, v), name: 'Is contained in Vpc' },
    ],
    describe: (story) => ({
      tags,
      configuration: {
        description,
        groupName,
        ipPermissions: ingress(estate, v, story),
        ownerId: v.account.id,
        groupId: id,
        ipPermissionsEgress: closed ? [] : [permission('-1', null, [anywhere])],
        tags: tagList(tags),
        vpcId: vpcId(estate.random, v),
      },
    }),
  })
}
