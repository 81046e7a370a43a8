import { armId, corporate, industrial, type Subscription } from './item.ts'

export interface VirtualNetwork {
  readonly subscription: Subscription
  readonly group: string
  readonly name: string
  readonly net: string
  /** Subnet names with the security group each is bound to. */
  readonly subnets: readonly (readonly [name: string, nsg: string])[]
}
export const networks: readonly VirtualNetwork[] = [
  {
    subscription: industrial,
    group: 'rg-plant-network',
    name: 'vnet-plant',
    net: '10.40',
    subnets: [
      ['snet-plc', 'nsg-plc-bridge'],
      ['snet-hmi', 'nsg-hmi'],
      ['snet-scada', 'nsg-scada'],
      ['snet-historian', 'nsg-historian'],
      ['snet-legacy-plc', 'nsg-plc-bridge'],
    ],
  },
  {
    subscription: industrial,
    group: 'rg-robot-network',
    name: 'vnet-robot',
    net: '10.41',
    subnets: [
      ['snet-arm', 'nsg-robot-arm'],
      ['snet-vision', 'nsg-vision'],
      ['snet-edge', 'nsg-edge'],
    ],
  },
  {
    subscription: industrial,
    group: 'rg-mes-network',
    name: 'vnet-mes',
    net: '10.42',
    subnets: [
      ['snet-mes-app', 'nsg-mes'],
      ['snet-mes-data', 'nsg-mes-data'],
      ['snet-mes-endpoints', 'nsg-endpoints'],
    ],
  },
  {
    subscription: corporate,
    group: 'rg-office-network',
    name: 'vnet-office',
    net: '10.50',
    subnets: [
      ['snet-vdi', 'nsg-office-vdi'],
      ['snet-print', 'nsg-print'],
      ['snet-wifi', 'nsg-wifi'],
    ],
  },
  {
    subscription: corporate,
    group: 'rg-erp-network',
    name: 'vnet-erp',
    net: '10.51',
    subnets: [
      ['snet-erp-app', 'nsg-erp'],
      ['snet-erp-data', 'nsg-erp-data'],
      ['snet-portal', 'nsg-portal'],
    ],
  },
]

/** ARM id of a network security group. */
export const nsgId = (v: VirtualNetwork, nsg: string): string =>
  armId(v.subscription, v.group, 'Microsoft.Network/networkSecurityGroups', nsg)
/** ARM id of a subnet. */
export const subnetId = (v: VirtualNetwork, subnet: string): string =>
  `${armId(v.subscription, v.group, 'Microsoft.Network/virtualNetworks', v.name)}/subnets/${subnet}`
