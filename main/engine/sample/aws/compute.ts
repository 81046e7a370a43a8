import type { Watch } from '../story/timeline.ts'
import { add, createdAt, houseTags, tagList, type AwsEstate } from './item.ts'
import { legacyVolumes, machines, type Machine } from './machines.ts'
import { groupId, keyArn, subnetId, subnetIn, vpcId } from './topology.ts'
import { addLegacyVolume } from './volumes.ts'

/** EC2 instances with their network interface and volumes, and the loose legacy volumes. */
export function addCompute(estate: AwsEstate): void {
  for (const machine of machines) {
    addInstance(estate, machine)
    addInterface(estate, machine)
    addMachineVolume(estate, machine, 'root', 30)
    if (machine.dataGb > 0) addMachineVolume(estate, machine, 'data', machine.dataGb)
  }
  for (const volume of legacyVolumes) addLegacyVolume(estate, volume)
}

const uid = (m: Machine): string => `${m.vpc.account.id}/${m.name}`
const instanceId = (e: AwsEstate, m: Machine): string => `i-0${e.random.hex(`i/${uid(m)}`, 16)}`
const interfaceId = (e: AwsEstate, m: Machine): string => `eni-0${e.random.hex(`eni/${uid(m)}`, 16)}`
const volumeId = (e: AwsEstate, m: Machine, part: string): string =>
  `vol-0${e.random.hex(`vol/${uid(m)}/${part}`, 16)}`
const born = (e: AwsEstate, m: Machine): string =>
  m.lives === 'aws-telemetry-api-added' ? '2026-08-06T06:20:00.000Z' : createdAt(e.random, `i/${uid(m)}`)
const life = (m: Machine) => ({
  ...(m.lives === undefined ? {} : { lives: m.lives }),
  ...(m.gone === undefined ? {} : { gone: m.gone }),
})

function privateIp(e: AwsEstate, m: Machine): string {
  const subnet = subnetIn(m.vpc, m.tier, m.zone)
  return subnet.cidr.replace(/\.0\/20$/, `.${e.random.int(`ip/${uid(m)}`, 10, 250)}`)
}
const publicIp = (e: AwsEstate, m: Machine): string | null =>
  m.tier === 'public' ? `203.0.113.${e.random.int(`pip/${uid(m)}`, 2, 250)}` : null

function machineTags(m: Machine, story: Watch): Record<string, string> {
  const team = m.name.startsWith('telemetry-api') && story.is('aws-tags-owner') ? 'fleet-data' : m.team
  return { ...houseTags(m.vpc.account, m.name, team), ...m.oddTags }
}

function networkInterface(e: AwsEstate, m: Machine) {
  const ip = privateIp(e, m)
  const dns = `ip-${ip.replaceAll('.', '-')}.${m.vpc.region === 'us-east-1' ? 'ec2' : `${m.vpc.region}.compute`}.internal`
  const association =
    publicIp(e, m) === null
      ? {}
      : {
          association: {
            ipOwnerId: 'amazon',
            publicDnsName: `ec2-${publicIp(e, m)?.replaceAll('.', '-')}.${m.vpc.region}.compute.amazonaws.com`,
            publicIp: publicIp(e, m),
          },
        }
  return {
    ...association,
    attachment: {
      attachTime: born(e, m),
      attachmentId: `eni-attach-0${e.random.hex(`attach/${uid(m)}`, 16)}`,
      deleteOnTermination: true,
      deviceIndex: 0,
      status: 'attached',
      networkCardIndex: 0,
    },
    description: '',
    groups: [{ groupName: m.group, groupId: groupId(e.random, m.vpc, m.group) }],
    ipv6Addresses: [],
    macAddress: (e.random.hex(`mac/${uid(m)}`, 10).match(/../g) ?? []).reduce(
      (mac, pair) => `${mac}:${pair}`,
      '02',
    ),
    networkInterfaceId: interfaceId(e, m),
    ownerId: m.vpc.account.id,
    privateDnsName: dns,
    privateIpAddress: ip,
    privateIpAddresses: [{ ...association, primary: true, privateDnsName: dns, privateIpAddress: ip }],
    sourceDestCheck: true,
    status: 'in-use',
    subnetId: subnetId(e.random, subnetIn(m.vpc, m.tier, m.zone)),
    vpcId: vpcId(e.random, m.vpc),
    interfaceType: 'interface',
  }
}

function addInstance(e: AwsEstate, m: Machine): void {
  const id = instanceId(e, m)
  const { account, region } = m.vpc
  const nic = networkInterface(e, m)
  const device = (deviceName: string, part: string) => ({
    deviceName,
    ebs: {
      attachTime: born(e, m),
      deleteOnTermination: part === 'root',
      status: 'attached',
      volumeId: volumeId(e, m, part),
    },
  })
  add(e, {
    account,
    region,
    type: 'AWS::EC2::Instance',
    id,
    arn: `arn:aws:ec2:${region}:${account.id}:instance/${id}`,
    zone: region + m.zone,
    created: born(e, m),
    ...life(m),
    relationships: [
      {
        resourceType: 'AWS::EC2::NetworkInterface',
        resourceId: interfaceId(e, m),
        name: 'Contains NetworkInterface',
      },
      {
        resourceType: 'AWS::EC2::SecurityGroup',
        resourceId: groupId(e.random, m.vpc, m.group),
        name: 'Is associated with SecurityGroup',
      },
      { resourceType: 'AWS::EC2::Subnet', resourceId: nic.subnetId, name: 'Is contained in Subnet' },
      { resourceType: 'AWS::EC2::Volume', resourceId: volumeId(e, m, 'root'), name: 'Is attached to Volume' },
      { resourceType: 'AWS::EC2::VPC', resourceId: nic.vpcId, name: 'Is contained in Vpc' },
    ],
    describe: (story) => {
      const tags = machineTags(m, story)
      const instanceType =
        m.name === 'route-planner-01' && story.is('aws-instance-resize') ? 'm6i.xlarge' : m.type
      return {
        tags,
        configuration: {
          amiLaunchIndex: 0,
          imageId: `ami-0${e.random.hex(`ami/${region}`, 16)}`,
          instanceId: id,
          instanceType,
          keyName: m.tier === 'public' ? 'ops-2025' : null,
          launchTime: born(e, m),
          monitoring: { state: 'enabled' },
          placement: { availabilityZone: region + m.zone, groupName: '', tenancy: 'default' },
          privateDnsName: nic.privateDnsName,
          privateIpAddress: nic.privateIpAddress,
          productCodes: [],
          publicDnsName: '',
          publicIpAddress: publicIp(e, m),
          state: { code: 16, name: 'running' },
          stateTransitionReason: '',
          subnetId: nic.subnetId,
          vpcId: nic.vpcId,
          architecture: 'x86_64',
          blockDeviceMappings: [
            device('/dev/xvda', 'root'),
            ...(m.dataGb > 0 ? [device('/dev/sdf', 'data')] : []),
          ],
          ebsOptimized: true,
          enaSupport: true,
          hypervisor: 'xen',
          iamInstanceProfile: {
            arn: `arn:aws:iam::${account.id}:instance-profile/${m.team}-machine`,
            id: `AIPA${e.random.base32(`profile/${account.id}/${m.team}`, 17)}`,
          },
          networkInterfaces: [nic],
          rootDeviceName: '/dev/xvda',
          rootDeviceType: 'ebs',
          securityGroups: nic.groups,
          sourceDestCheck: true,
          tags: tagList(tags),
          virtualizationType: 'hvm',
          metadataOptions: {
            state: 'applied',
            httpTokens: 'required',
            httpPutResponseHopLimit: 1,
            httpEndpoint: 'enabled',
            httpProtocolIpv6: 'disabled',
            instanceMetadataTags: 'disabled',
          },
          platformDetails: 'Linux/UNIX',
        },
      }
    },
  })
}

function addInterface(e: AwsEstate, m: Machine): void {
  const id = interfaceId(e, m)
  const { account, region } = m.vpc
  add(e, {
    account,
    region,
    type: 'AWS::EC2::NetworkInterface',
    id,
    arn: `arn:aws:ec2:${region}:${account.id}:network-interface/${id}`,
    zone: region + m.zone,
    created: born(e, m),
    ...life(m),
    relationships: [
      { resourceType: 'AWS::EC2::Instance', resourceId: instanceId(e, m), name: 'Is attached to Instance' },
    ],
    describe: () => {
      const nic = networkInterface(e, m)
      return {
        configuration: {
          ...nic,
          availabilityZone: region + m.zone,
          attachment: { ...nic.attachment, instanceId: instanceId(e, m), instanceOwnerId: account.id },
          requesterManaged: false,
          tagSet: [],
        },
      }
    },
  })
}

function addMachineVolume(e: AwsEstate, m: Machine, part: 'root' | 'data', size: number): void {
  const id = volumeId(e, m, part)
  const { account, region } = m.vpc
  const tags = houseTags(account, `${m.name}-${part}`, m.team)
  add(e, {
    account,
    region,
    type: 'AWS::EC2::Volume',
    id,
    arn: `arn:aws:ec2:${region}:${account.id}:volume/${id}`,
    zone: region + m.zone,
    created: born(e, m),
    ...life(m),
    relationships: [
      { resourceType: 'AWS::EC2::Instance', resourceId: instanceId(e, m), name: 'Is attached to Instance' },
    ],
    describe: () => ({
      tags,
      configuration: {
        attachments: [
          {
            attachTime: born(e, m),
            device: part === 'root' ? '/dev/xvda' : '/dev/sdf',
            instanceId: instanceId(e, m),
            state: 'attached',
            volumeId: id,
            deleteOnTermination: part === 'root',
          },
        ],
        availabilityZone: region + m.zone,
        createTime: born(e, m),
        encrypted: true,
        kmsKeyId: keyArn(e.random, account, region, 'ebs'),
        size,
        snapshotId: '',
        state: 'in-use',
        volumeId: id,
        iops: 3000,
        tags: tagList(tags),
        volumeType: 'gp3',
        fastRestored: null,
        multiAttachEnabled: false,
        throughput: 125,
        outpostArn: null,
      },
    }),
  })
}
