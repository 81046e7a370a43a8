import type { JsonObject } from '../../../../shared/model/json.ts'
import type { Watch } from '../story/timeline.ts'
import {
  add,
  computeLink,
  computeName,
  createdAt,
  dataLab,
  fleetProd,
  type GcpEstate,
  type Project,
} from './item.ts'

export interface Network {
  readonly project: Project
  readonly name: string
  readonly subnets: readonly (readonly [name: string, region: string, range: string, flowLogs: boolean])[]
  readonly lives?: string
}
export const networks: readonly Network[] = [
  {
    project: fleetProd,
    name: 'fleet',
    subnets: [
      ['fleet-planner', 'europe-west4', '10.60.0.0/20', true],
      ['fleet-data', 'europe-west4', '10.60.16.0/20', true],
      ['fleet-gke', 'europe-west4', '10.60.32.0/20', true],
      ['fleet-edge', 'europe-west1', '10.60.48.0/20', true],
      ['fleet-ops', 'europe-west1', '10.60.64.0/20', true],
    ],
  },
  {
    project: fleetProd,
    name: 'ledger',
    subnets: [
      ['ledger-app', 'europe-west4', '10.61.0.0/20', true],
      ['ledger-data', 'europe-west4', '10.61.16.0/20', true],
    ],
  },
  {
    project: dataLab,
    name: 'lab',
    subnets: [
      ['lab-notebooks', 'europe-west4', '10.62.0.0/20', true],
      ['lab-training', 'europe-west4', '10.62.16.0/20', true],
      ['lab-pipeline', 'europe-west4', '10.62.32.0/20', true],
      ['lab-subnet-bench', 'europe-west4', '10.62.48.0/20', false],
      ['lab-subnet-guest', 'europe-west1', '10.62.64.0/20', false],
    ],
  },
  {
    project: dataLab,
    name: 'default',
    lives: 'gcp-default-network',
    subnets: [['default', 'europe-west4', '10.164.0.0/20', false]],
  },
]

interface Firewall {
  readonly name: string
  readonly network: Network
  readonly allowed?: readonly JsonObject[]
  readonly denied?: readonly JsonObject[]
  readonly from: readonly string[]
  readonly lives?: string
  readonly disabled?: boolean
  readonly priority?: number
}
const tcp = (...ports: string[]): JsonObject => ({ IPProtocol: 'tcp', ports })
const [fleet, ledger, lab, standard] = networks as [Network, Network, Network, Network]
const iap = '35.235.240.0/20'
const probes = ['35.191.0.0/16', '130.211.0.0/22']

const firewalls: readonly Firewall[] = [
  { name: 'fleet-allow-iap-ssh', network: fleet, allowed: [tcp('22')], from: [iap] },
  { name: 'fleet-allow-probes', network: fleet, allowed: [tcp('8080')], from: probes },
  {
    name: 'fleet-allow-internal',
    network: fleet,
    allowed: [{ IPProtocol: 'tcp' }, { IPProtocol: 'udp' }, { IPProtocol: 'icmp' }],
    from: ['10.60.0.0/16'],
  },
  { name: 'fleet-allow-https', network: fleet, allowed: [tcp('443')], from: ['0.0.0.0/0'] },
  { name: 'fleet-allow-mqtt', network: fleet, allowed: [tcp('8883')], from: ['0.0.0.0/0'] },
  { name: 'fleet-deny-rdp', network: fleet, denied: [tcp('3389')], from: ['0.0.0.0/0'], priority: 100 },
  { name: 'fleet-old-ssh', network: fleet, allowed: [tcp('22')], from: ['0.0.0.0/0'], disabled: true },
  {
    name: 'allow-ssh-temp',
    network: fleet,
    allowed: [tcp('20-25')],
    from: ['0.0.0.0/0'],
    lives: 'gcp-fw-ssh',
  },
  {
    name: 'fleet-allow-office',
    network: fleet,
    allowed: [tcp('22', '443', '3389')],
    from: ['203.0.113.0/24'],
  },
  {
    name: 'fleet-allow-vpn',
    network: fleet,
    allowed: [{ IPProtocol: 'udp', ports: ['1194'] }],
    from: ['198.51.100.0/24'],
  },
  { name: 'ledger-allow-iap-ssh', network: ledger, allowed: [tcp('22')], from: [iap] },
  { name: 'ledger-allow-probes', network: ledger, allowed: [tcp('8443')], from: probes },
  { name: 'ledger-allow-internal', network: ledger, allowed: [tcp('5432')], from: ['10.61.0.0/20'] },
  { name: 'lab-allow-iap-ssh', network: lab, allowed: [tcp('22')], from: [iap] },
  { name: 'lab-allow-internal', network: lab, allowed: [{ IPProtocol: 'all' }], from: ['10.62.0.0/16'] },
  { name: 'lab-allow-jupyter', network: lab, allowed: [tcp('8888')], from: ['203.0.113.0/24'] },
  { name: 'lab-allow-probes', network: lab, allowed: [tcp('8080')], from: probes },
  {
    name: 'lab-allow-all',
    network: lab,
    allowed: [{ IPProtocol: 'all' }],
    from: ['::/0'],
    lives: 'gcp-fw-all',
  },
  {
    name: 'default-allow-icmp',
    network: standard,
    allowed: [{ IPProtocol: 'icmp' }],
    from: ['0.0.0.0/0'],
    lives: 'gcp-default-network',
  },
  {
    name: 'default-allow-rdp',
    network: standard,
    allowed: [tcp('3389')],
    from: ['0.0.0.0/0'],
    lives: 'gcp-fw-rdp',
    priority: 65534,
  },
]

/** Networks, subnetworks, firewall rules and addresses. */
export function addNetworks(estate: GcpEstate): void {
  for (const n of networks) {
    const { project } = n
    const life = n.lives === undefined ? {} : { lives: n.lives }
    add(estate, {
      project,
      name: computeName(project, `global/networks/${n.name}`),
      assetType: 'compute.googleapis.com/Network',
      ...life,
      describe: () => ({
        ...head(estate, project, 'compute#network', `global/networks/${n.name}`, n.name),
        autoCreateSubnetworks: n.name === 'default',
        mtu: 1460,
        networkFirewallPolicyEnforcementOrder: 'AFTER_CLASSIC_FIREWALL',
        routingConfig: { routingMode: 'REGIONAL' },
        subnetworks: n.subnets.map(([s, region]) =>
          computeLink(project, `regions/${region}/subnetworks/${s}`),
        ),
      }),
    })
    for (const subnet of n.subnets) addSubnet(estate, n, subnet, life)
    if (n.lives === undefined)
      add(estate, {
        project,
        name: computeName(project, `regions/europe-west4/addresses/nat-${n.name}`),
        assetType: 'compute.googleapis.com/Address',
        location: 'europe-west4',
        describe: () => ({
          ...head(
            estate,
            project,
            'compute#address',
            `regions/europe-west4/addresses/nat-${n.name}`,
            `nat-${n.name}`,
          ),
          address: `198.51.100.${estate.random.int(`gcpnat/${n.name}`, 2, 250)}`,
          addressType: 'EXTERNAL',
          networkTier: 'PREMIUM',
          status: 'IN_USE',
          region: computeLink(project, 'regions/europe-west4'),
        }),
      })
  }
  for (const rule of firewalls) addFirewall(estate, rule)
}

/** The fields most Compute resources begin with. */
export function head(
  estate: GcpEstate,
  project: Project,
  kind: string,
  path: string,
  name: string,
): JsonObject {
  return {
    kind,
    id: estate.random.digits(`gce/${project.id}/${path}`, 19),
    creationTimestamp: createdAt(estate.random, computeName(project, path)).replace('Z', '-00:00'),
    name,
    description: '',
    selfLink: computeLink(project, path),
  }
}

function addSubnet(
  e: GcpEstate,
  n: Network,
  [name, region, ipCidrRange, flowLogs]: Network['subnets'][number],
  life: { lives?: string },
): void {
  const path = `regions/${region}/subnetworks/${name}`
  const logConfig = (story: Watch): JsonObject => {
    const isOn = flowLogs || (name.startsWith('lab-subnet') && !story.is('gcp-subnet-flow-logs'))
    return isOn
      ? {
          enable: true,
          aggregationInterval: 'INTERVAL_5_SEC',
          flowSampling: 0.5,
          metadata: 'INCLUDE_ALL_METADATA',
        }
      : { enable: false }
  }
  add(e, {
    project: n.project,
    name: computeName(n.project, path),
    assetType: 'compute.googleapis.com/Subnetwork',
    location: region,
    ...life,
    describe: (story) => {
      const log = logConfig(story)
      return {
        ...head(e, n.project, 'compute#subnetwork', path, name),
        network: computeLink(n.project, `global/networks/${n.name}`),
        ipCidrRange,
        gatewayAddress: ipCidrRange.replace(/0\/\d+$/, '1'),
        region: computeLink(n.project, `regions/${region}`),
        privateIpGoogleAccess: true,
        privateIpv6GoogleAccess: 'DISABLE_GOOGLE_ACCESS',
        enableFlowLogs: log['enable'] === true,
        logConfig: log,
        purpose: 'PRIVATE',
        stackType: 'IPV4_ONLY',
      }
    },
  })
}

function addFirewall(e: GcpEstate, f: Firewall): void {
  const { project } = f.network
  const path = `global/firewalls/${f.name}`
  add(e, {
    project,
    name: computeName(project, path),
    assetType: 'compute.googleapis.com/Firewall',
    ...(f.lives === undefined ? {} : { lives: f.lives }),
    describe: () => ({
      ...head(e, project, 'compute#firewall', path, f.name),
      network: computeLink(project, `global/networks/${f.network.name}`),
      priority: f.priority ?? 1000,
      direction: 'INGRESS',
      disabled: f.disabled ?? false,
      logConfig: { enable: true, metadata: 'INCLUDE_ALL_METADATA' },
      sourceRanges: [...f.from],
      ...(f.allowed === undefined ? {} : { allowed: [...f.allowed] }),
      ...(f.denied === undefined ? {} : { denied: [...f.denied] }),
    }),
  })
}
