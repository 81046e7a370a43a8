import type { JsonObject } from '../../../../shared/model/json.ts'
import type { Watch } from '../story/timeline.ts'
import { add, armId, corporate, houseTags, industrial, ref, type AzureEstate, type Subscription } from './item.ts'

export interface VirtualNetwork {
  readonly subscription: Subscription
  readonly group: string
  readonly name: string
  readonly net: string
  /** Subnet names with the security group each is bound to. */
  readonly subnets: readonly (readonly [name: string, nsg: string])[]
}
export const networks: readonly VirtualNetwork[] = [
  { subscription: industrial, group: 'rg-plant-network', name: 'vnet-plant', net: '10.40', subnets: [['snet-plc', 'nsg-plc-bridge'], ['snet-hmi', 'nsg-hmi'], ['snet-scada', 'nsg-scada'], ['snet-historian', 'nsg-historian'], ['snet-legacy-plc', 'nsg-plc-bridge']] },
  { subscription: industrial, group: 'rg-robot-network', name: 'vnet-robot', net: '10.41', subnets: [['snet-arm', 'nsg-robot-arm'], ['snet-vision', 'nsg-vision'], ['snet-edge', 'nsg-edge']] },
  { subscription: industrial, group: 'rg-mes-network', name: 'vnet-mes', net: '10.42', subnets: [['snet-mes-app', 'nsg-mes'], ['snet-mes-data', 'nsg-mes-data'], ['snet-mes-endpoints', 'nsg-endpoints']] },
  { subscription: corporate, group: 'rg-office-network', name: 'vnet-office', net: '10.50', subnets: [['snet-vdi', 'nsg-office-vdi'], ['snet-print', 'nsg-print'], ['snet-wifi', 'nsg-wifi']] },
  { subscription: corporate, group: 'rg-erp-network', name: 'vnet-erp', net: '10.51', subnets: [['snet-erp-app', 'nsg-erp'], ['snet-erp-data', 'nsg-erp-data'], ['snet-portal', 'nsg-portal']] },
]

interface Rule {
  readonly name: string
  readonly priority: number
  readonly ports: string | readonly string[]
  readonly source: string | readonly string[]
  readonly access?: 'Allow' | 'Deny'
  readonly protocol?: string
  readonly event?: string
}
const office = '203.0.113.0/24'
const openings: Readonly<Record<string, readonly Rule[]>> = {
  'nsg-plc-bridge': [{ name: 'allow-ssh-vendor', priority: 210, ports: '22', source: '*', event: 'azure-nsg-ssh' }],
  'nsg-office-vdi': [{ name: 'allow-rdp-range', priority: 300, ports: '3380-3400', source: 'Internet', event: 'azure-nsg-rdp' }, { name: 'allow-rdp-office', priority: 310, ports: '3389', source: office }],
  'nsg-robot-arm': [{ name: 'allow-ssh-six', priority: 220, ports: ['22', '8883'], source: ['::/0'], event: 'azure-nsg-v6' }],
  'nsg-portal': [{ name: 'allow-https', priority: 200, ports: '443', source: 'Internet' }],
  'nsg-erp': [{ name: 'deny-rdp', priority: 150, ports: '3389', source: '*', access: 'Deny' }, { name: 'allow-erp', priority: 160, ports: ['443', '8443'], source: [office, '10.50.0.0/16'] }],
}

/** Virtual networks with subnets, network security groups, public addresses, route tables and flow logs. */
export function addNetworks(estate: AzureEstate): void {
  for (const v of networks) {
    addNetwork(estate, v)
    for (const nsg of new Set(v.subnets.map(([, name]) => name))) addSecurityGroup(estate, v, nsg)
    add(estate, { subscription: v.subscription, group: v.group, type: 'Microsoft.Network/routeTables', name: `rt-${v.name}`, describe: () => ({ tags: houseTags(v.subscription, 'network'), properties: { provisioningState: 'Succeeded', disableBgpRoutePropagation: false, routes: [], subnets: [] } }) })
    add(estate, { subscription: v.subscription, group: v.group, type: 'Microsoft.Network/publicIPAddresses', name: `pip-${v.name}`, describe: () => ({ tags: houseTags(v.subscription, 'network'), extra: { sku: { name: 'Standard', tier: 'Regional' }, zones: ['1', '2', '3'] }, properties: { provisioningState: 'Succeeded', resourceGuid: estate.random.guid(`pip/${v.name}`), ipAddress: `198.51.100.${estate.random.int(`pip/${v.name}`, 2, 250)}`, publicIPAddressVersion: 'IPv4', publicIPAllocationMethod: 'Static', idleTimeoutInMinutes: 4, ipTags: [] } }) })
    addFlowLog(estate, v)
  }
}

const nsgId = (v: VirtualNetwork, nsg: string): string => armId(v.subscription, v.group, 'Microsoft.Network/networkSecurityGroups', nsg)
/** ARM id of a subnet. */
export const subnetId = (v: VirtualNetwork, subnet: string): string => `${armId(v.subscription, v.group, 'Microsoft.Network/virtualNetworks', v.name)}/subnets/${subnet}`

function addNetwork(estate: AzureEstate, v: VirtualNetwork): void {
  add(estate, {
    subscription: v.subscription, group: v.group, type: 'Microsoft.Network/virtualNetworks', name: v.name,
    describe: (story) => ({
      tags: houseTags(v.subscription, 'network'),
      properties: {
        provisioningState: 'Succeeded', resourceGuid: estate.random.guid(`vnet/${v.name}`), addressSpace: { addressPrefixes: [`${v.net}.0.0/16`] }, enableDdosProtection: false, virtualNetworkPeerings: [],
        subnets: v.subnets.map(([name, nsg], i) => ({ name, id: subnetId(v, name), type: 'Microsoft.Network/virtualNetworks/subnets', properties: subnetProperties(v, story, name, nsg, i) })),
      },
    }),
  })
}

function subnetProperties(v: VirtualNetwork, story: Watch, name: string, nsg: string, index: number): JsonObject {
  const isBare = name === 'snet-legacy-plc' && story.is('azure-subnet-no-nsg')
  return { provisioningState: 'Succeeded', addressPrefix: `${v.net}.${index * 8}.0/21`, ...(isBare ? {} : { networkSecurityGroup: ref(nsgId(v, nsg)) }), serviceEndpoints: [], delegations: [], privateEndpointNetworkPolicies: 'Disabled', privateLinkServiceNetworkPolicies: 'Enabled', defaultOutboundAccess: false }
}

function ruleJson(v: VirtualNetwork, nsg: string, rule: Rule, kind: 'securityRules' | 'defaultSecurityRules'): JsonObject {
  const many = (value: string | readonly string[], one: string, list: string): JsonObject => (typeof value === 'string' ? { [one]: value, [list]: [] } : { [list]: [...value] })
  return {
    name: rule.name, id: `${nsgId(v, nsg)}/${kind}/${rule.name}`, type: `Microsoft.Network/networkSecurityGroups/${kind}`,
    properties: {
      provisioningState: 'Succeeded', protocol: rule.protocol ?? 'TCP', sourcePortRange: '*', sourcePortRanges: [], ...many(rule.ports, 'destinationPortRange', 'destinationPortRanges'), ...many(rule.source, 'sourceAddressPrefix', 'sourceAddressPrefixes'),
      destinationAddressPrefix: '*', destinationAddressPrefixes: [], access: rule.access ?? 'Allow', priority: rule.priority, direction: 'Inbound',
    },
  }
}

const defaults: readonly Rule[] = [
  { name: 'AllowVnetInBound', priority: 65000, ports: '*', source: 'VirtualNetwork', protocol: '*' },
  { name: 'AllowAzureLoadBalancerInBound', priority: 65001, ports: '*', source: 'AzureLoadBalancer', protocol: '*' },
  { name: 'DenyAllInBound', priority: 65500, ports: '*', source: '*', access: 'Deny', protocol: '*' },
]

function addSecurityGroup(estate: AzureEstate, v: VirtualNetwork, nsg: string): void {
  add(estate, {
    subscription: v.subscription, group: v.group, type: 'Microsoft.Network/networkSecurityGroups', name: nsg,
    describe: (story) => {
      const rules: Rule[] = [{ name: 'allow-ssh-office', priority: 200 + 5, ports: '22', source: office }, ...(openings[nsg] ?? []).filter((rule) => rule.event === undefined || story.is(rule.event))]
      return {
        tags: houseTags(v.subscription, 'network'),
        properties: {
          provisioningState: 'Succeeded', resourceGuid: estate.random.guid(`nsg/${nsg}`), securityRules: rules.map((rule) => ruleJson(v, nsg, rule, 'securityRules')), defaultSecurityRules: defaults.map((rule) => ruleJson(v, nsg, rule, 'defaultSecurityRules')),
          subnets: v.subnets.filter(([, bound]) => bound === nsg).map(([name]) => ref(subnetId(v, name))),
        },
      }
    },
  })
}

function addFlowLog(estate: AzureEstate, v: VirtualNetwork): void {
  const watcher = armId(v.subscription, 'NetworkWatcherRG', 'Microsoft.Network/networkWatchers', 'NetworkWatcher_westeurope')
  add(estate, {
    subscription: v.subscription, group: 'NetworkWatcherRG', type: 'Microsoft.Network/networkWatchers/flowLogs', name: `fl-${v.name}`, id: `${watcher}/flowLogs/fl-${v.name}`,
    describe: () => ({
      properties: {
        provisioningState: 'Succeeded', targetResourceId: armId(v.subscription, v.group, 'Microsoft.Network/virtualNetworks', v.name), targetResourceGuid: estate.random.guid(`vnet/${v.name}`), storageId: armId(v.subscription, 'rg-logs', 'Microsoft.Storage/storageAccounts', `larklogs${v.subscription.name}`),
        enabled: true, retentionPolicy: { days: 90, enabled: true }, format: { type: 'JSON', version: 2 }, flowAnalyticsConfiguration: {},
      },
    }),
  })
}
