import type { JsonObject } from '../../../../shared/model/json.ts'
import type { Watch } from '../story/timeline.ts'
import { add, armId, houseTags, ref, type AzureEstate } from './item.ts'
import { addSecurityGroup } from './security-groups.ts'
import { networks, nsgId, subnetId, type VirtualNetwork } from './topology.ts'

/** Virtual networks with subnets, network security groups, public addresses, route tables and flow logs. */
export function addNetworks(estate: AzureEstate): void {
  for (const v of networks) {
    addNetwork(estate, v)
    for (const nsg of new Set(v.subnets.map(([, name]) => name))) addSecurityGroup(estate, v, nsg)
    add(estate, {
      subscription: v.subscription,
      group: v.group,
      type: 'Microsoft.Network/routeTables',
      name: `rt-${v.name}`,
      describe: () => ({
        tags: houseTags(v.subscription, 'network'),
        properties: {
          provisioningState: 'Succeeded',
          disableBgpRoutePropagation: false,
          routes: [],
          subnets: [],
        },
      }),
    })
    add(estate, {
      subscription: v.subscription,
      group: v.group,
      type: 'Microsoft.Network/publicIPAddresses',
      name: `pip-${v.name}`,
      describe: () => ({
        tags: houseTags(v.subscription, 'network'),
        extra: { sku: { name: 'Standard', tier: 'Regional' }, zones: ['1', '2', '3'] },
        properties: {
          provisioningState: 'Succeeded',
          resourceGuid: estate.random.guid(`pip/${v.name}`),
          ipAddress: `198.51.100.${estate.random.int(`pip/${v.name}`, 2, 250)}`,
          publicIPAddressVersion: 'IPv4',
          publicIPAllocationMethod: 'Static',
          idleTimeoutInMinutes: 4,
          ipTags: [],
        },
      }),
    })
    addFlowLog(estate, v)
  }
}

function addNetwork(estate: AzureEstate, v: VirtualNetwork): void {
  add(estate, {
    subscription: v.subscription,
    group: v.group,
    type: 'Microsoft.Network/virtualNetworks',
    name: v.name,
    describe: (story) => ({
      tags: houseTags(v.subscription, 'network'),
      properties: {
        provisioningState: 'Succeeded',
        resourceGuid: estate.random.guid(`vnet/${v.name}`),
        addressSpace: { addressPrefixes: [`${v.net}.0.0/16`] },
        enableDdosProtection: false,
        virtualNetworkPeerings: [],
        subnets: v.subnets.map(([name, nsg], i) => ({
          name,
          id: subnetId(v, name),
          type: 'Microsoft.Network/virtualNetworks/subnets',
          properties: subnetProperties(v, story, name, nsg, i),
        })),
      },
    }),
  })
}

function subnetProperties(
  v: VirtualNetwork,
  story: Watch,
  name: string,
  nsg: string,
  index: number,
): JsonObject {
  const isBare = name === 'snet-legacy-plc' && story.is('azure-subnet-no-nsg')
  return {
    provisioningState: 'Succeeded',
    addressPrefix: `${v.net}.${index * 8}.0/21`,
    ...(isBare ? {} : { networkSecurityGroup: ref(nsgId(v, nsg)) }),
    serviceEndpoints: [],
    delegations: [],
    privateEndpointNetworkPolicies: 'Disabled',
    privateLinkServiceNetworkPolicies: 'Enabled',
    defaultOutboundAccess: false,
  }
}

function addFlowLog(estate: AzureEstate, v: VirtualNetwork): void {
  const watcher = armId(
    v.subscription,
    'NetworkWatcherRG',
    'Microsoft.Network/networkWatchers',
    'NetworkWatcher_westeurope',
  )
  add(estate, {
    subscription: v.subscription,
    group: 'NetworkWatcherRG',
    type: 'Microsoft.Network/networkWatchers/flowLogs',
    name: `fl-${v.name}`,
    id: `${watcher}/flowLogs/fl-${v.name}`,
    describe: () => ({
      properties: {
        provisioningState: 'Succeeded',
        targetResourceId: armId(v.subscription, v.group, 'Microsoft.Network/virtualNetworks', v.name),
        targetResourceGuid: estate.random.guid(`vnet/${v.name}`),
        storageId: armId(
          v.subscription,
          'rg-logs',
          'Microsoft.Storage/storageAccounts',
          `larklogs${v.subscription.name}`,
        ),
        enabled: true,
        retentionPolicy: { days: 90, enabled: true },
        format: { type: 'JSON', version: 2 },
        flowAnalyticsConfiguration: {},
      },
    }),
  })
}
