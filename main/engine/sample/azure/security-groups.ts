import type { JsonObject } from '../../../../shared/model/json.ts'
import { add, houseTags, ref, type AzureEstate } from './item.ts'
import { nsgId, subnetId, type VirtualNetwork } from './topology.ts'

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
  'nsg-plc-bridge': [
    { name: 'allow-ssh-vendor', priority: 210, ports: '22', source: '*', event: 'azure-nsg-ssh' },
  ],
  'nsg-office-vdi': [
    {
      name: 'allow-rdp-range',
      priority: 300,
      ports: '3380-3400',
      source: 'Internet',
      event: 'azure-nsg-rdp',
    },
    { name: 'allow-rdp-office', priority: 310, ports: '3389', source: office },
  ],
  'nsg-robot-arm': [
    { name: 'allow-ssh-six', priority: 220, ports: ['22', '8883'], source: ['::/0'], event: 'azure-nsg-v6' },
  ],
  'nsg-portal': [{ name: 'allow-https', priority: 200, ports: '443', source: 'Internet' }],
  'nsg-erp': [
    { name: 'deny-rdp', priority: 150, ports: '3389', source: '*', access: 'Deny' },
    { name: 'allow-erp', priority: 160, ports: ['443', '8443'], source: [office, '10.50.0.0/16'] },
  ],
}

function ruleJson(
  v: VirtualNetwork,
  nsg: string,
  rule: Rule,
  kind: 'securityRules' | 'defaultSecurityRules',
): JsonObject {
  const many = (value: string | readonly string[], one: string, list: string): JsonObject =>
    typeof value === 'string' ? { [one]: value, [list]: [] } : { [list]: [...value] }
  return {
    name: rule.name,
    id: `${nsgId(v, nsg)}/${kind}/${rule.name}`,
    type: `Microsoft.Network/networkSecurityGroups/${kind}`,
    properties: {
      provisioningState: 'Succeeded',
      protocol: rule.protocol ?? 'TCP',
      sourcePortRange: '*',
      sourcePortRanges: [],
      ...many(rule.ports, 'destinationPortRange', 'destinationPortRanges'),
      ...many(rule.source, 'sourceAddressPrefix', 'sourceAddressPrefixes'),
      destinationAddressPrefix: '*',
      destinationAddressPrefixes: [],
      access: rule.access ?? 'Allow',
      priority: rule.priority,
      direction: 'Inbound',
    },
  }
}

const defaults: readonly Rule[] = [
  { name: 'AllowVnetInBound', priority: 65000, ports: '*', source: 'VirtualNetwork', protocol: '*' },
  {
    name: 'AllowAzureLoadBalancerInBound',
    priority: 65001,
    ports: '*',
    source: 'AzureLoadBalancer',
    protocol: '*',
  },
  { name: 'DenyAllInBound', priority: 65500, ports: '*', source: '*', access: 'Deny', protocol: '*' },
]

/** A network security group with its own and the default rules. */
export function addSecurityGroup(estate: AzureEstate, v: VirtualNetwork, nsg: string): void {
  add(estate, {
    subscription: v.subscription,
    group: v.group,
    type: 'Microsoft.Network/networkSecurityGroups',
    name: nsg,
    describe: (story) => {
      const rules: Rule[] = [
        { name: 'allow-ssh-office', priority: 200 + 5, ports: '22', source: office },
        ...(openings[nsg] ?? []).filter((rule) => rule.event === undefined || story.is(rule.event)),
      ]
      return {
        tags: houseTags(v.subscription, 'network'),
        properties: {
          provisioningState: 'Succeeded',
          resourceGuid: estate.random.guid(`nsg/${nsg}`),
          securityRules: rules.map((rule) => ruleJson(v, nsg, rule, 'securityRules')),
          defaultSecurityRules: defaults.map((rule) => ruleJson(v, nsg, rule, 'defaultSecurityRules')),
          subnets: v.subnets.filter(([, bound]) => bound === nsg).map(([name]) => ref(subnetId(v, name))),
        },
      }
    },
  })
}
