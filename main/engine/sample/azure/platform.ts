import {
  add,
  armId,
  corporate,
  houseTags,
  industrial,
  subscriptions,
  tenantId,
  type AzureEstate,
  type Subscription,
} from './item.ts'

const groups: Readonly<Record<Subscription['name'], readonly string[]>> = {
  industrial: [
    'rg-plant-network',
    'rg-robot-network',
    'rg-mes-network',
    'rg-scada',
    'rg-robot',
    'rg-mes',
    'rg-logs',
    'rg-keys',
    'NetworkWatcherRG',
  ],
  corporate: [
    'rg-office-network',
    'rg-erp-network',
    'rg-vdi',
    'rg-erp',
    'rg-portal',
    'rg-logs',
    'rg-keys',
    'NetworkWatcherRG',
  ],
}
const vaults: readonly (readonly [Subscription, string, string])[] = [
  [industrial, 'rg-keys', 'kv-industrial-keys'],
  [industrial, 'rg-keys', 'kv-plant-keys'],
  [industrial, 'rg-mes', 'kv-mes'],
  [industrial, 'rg-robot', 'kv-robot'],
  [industrial, 'rg-scada', 'kv-scada'],
  [corporate, 'rg-keys', 'kv-corporate-keys'],
  [corporate, 'rg-erp', 'kv-erp'],
  [corporate, 'rg-portal', 'kv-portal'],
  [corporate, 'rg-vdi', 'kv-vdi'],
  [corporate, 'rg-erp', 'kv-payroll'],
]

/** Resource groups, key vaults, registries, clusters, workspaces and alerts. */
export function addPlatform(estate: AzureEstate): void {
  for (const subscription of subscriptions) {
    for (const name of groups[subscription.name])
      add(estate, {
        subscription,
        group: name,
        type: 'Microsoft.Resources/resourceGroups',
        name,
        id: `/subscriptions/${subscription.id}/resourceGroups/${name}`,
        inGraph: false,
        describe: () => ({
          tags: houseTags(subscription, 'platform'),
          properties: { provisioningState: 'Succeeded' },
        }),
      })
    add(estate, {
      subscription,
      group: 'rg-logs',
      type: 'Microsoft.OperationalInsights/workspaces',
      name: `log-${subscription.name}`,
      describe: () => ({
        tags: houseTags(subscription, 'platform'),
        properties: {
          provisioningState: 'Succeeded',
          customerId: estate.random.guid(`log/${subscription.name}`),
          sku: { name: 'PerGB2018' },
          retentionInDays: 180,
          publicNetworkAccessForIngestion: 'Enabled',
          publicNetworkAccessForQuery: 'Enabled',
        },
      }),
    })
    add(estate, {
      subscription,
      group: 'rg-keys',
      type: 'Microsoft.Compute/diskEncryptionSets',
      name: `des-${subscription.name}`,
      describe: () => ({
        tags: houseTags(subscription, 'platform'),
        properties: {
          provisioningState: 'Succeeded',
          encryptionType: 'EncryptionAtRestWithCustomerKey',
          rotationToLatestKeyVersionEnabled: true,
          activeKey: { keyUrl: `https://kv-${subscription.name}-keys.vault.azure.net/keys/disks/1` },
        },
      }),
    })
    for (const [name, operation] of [
      ['alert-nsg', 'Microsoft.Network/networkSecurityGroups/write'],
      ['alert-policy', 'Microsoft.Authorization/policyAssignments/write'],
      ['alert-sql-firewall', 'Microsoft.Sql/servers/firewallRules/write'],
    ] as const)
      add(estate, {
        subscription,
        group: 'rg-logs',
        type: 'Microsoft.Insights/activityLogAlerts',
        name,
        location: 'global',
        describe: () => ({
          tags: houseTags(subscription, 'platform'),
          properties: {
            enabled: true,
            scopes: [`/subscriptions/${subscription.id}`],
            condition: {
              allOf: [
                { field: 'category', equals: 'Administrative' },
                { field: 'operationName', equals: operation },
              ],
            },
            actions: { actionGroups: [] },
            description: `Tells the platform team of ${operation}`,
          },
        }),
      })
  }
  for (const [subscription, group, name] of vaults)
    add(estate, {
      subscription,
      group,
      type: 'Microsoft.KeyVault/vaults',
      name,
      describe: () => ({
        tags: houseTags(subscription, 'platform'),
        properties: {
          sku: { family: 'A', name: 'premium' },
          tenantId,
          accessPolicies: [],
          enabledForDeployment: false,
          enableSoftDelete: true,
          softDeleteRetentionInDays: 90,
          enablePurgeProtection: true,
          enableRbacAuthorization: true,
          publicNetworkAccess: 'Enabled',
          networkAcls: {
            bypass: 'AzureServices',
            defaultAction: 'Deny',
            ipRules: [],
            virtualNetworkRules: [],
          },
          vaultUri: `https://${name}.vault.azure.net/`,
          provisioningState: 'Succeeded',
        },
      }),
    })
  for (const [subscription, group, name] of [
    [industrial, 'rg-robot', 'larkfieldedge'],
    [industrial, 'rg-mes', 'larkfieldmes'],
    [industrial, 'rg-robot', 'larkfieldvision'],
    [corporate, 'rg-portal', 'larkfieldportal'],
    [corporate, 'rg-erp', 'larkfielderp'],
    [corporate, 'rg-vdi', 'larkfieldimages'],
  ] as const)
    add(estate, {
      subscription,
      group,
      type: 'Microsoft.ContainerRegistry/registries',
      name,
      describe: (story) => ({
        tags: houseTags(subscription, 'platform'),
        extra: { sku: { name: 'Premium', tier: 'Premium' } },
        properties: {
          loginServer: `${name}.azurecr.io`,
          creationDate: '2025-06-11T08:20:11.0000000Z',
          provisioningState: 'Succeeded',
          adminUserEnabled: name === 'larkfieldedge' && story.is('azure-acr-admin'),
          anonymousPullEnabled: false,
          publicNetworkAccess: 'Enabled',
          networkRuleBypassOptions: 'AzureServices',
          zoneRedundancy: 'Enabled',
          encryption: { status: 'enabled' },
          policies: { quarantinePolicy: { status: 'disabled' }, exportPolicy: { status: 'enabled' } },
        },
      }),
    })
  for (const [subscription, group, name] of [
    [industrial, 'rg-robot', 'aks-robot'],
    [corporate, 'rg-portal', 'aks-portal'],
  ] as const)
    add(estate, {
      subscription,
      group,
      type: 'Microsoft.ContainerService/managedClusters',
      name,
      describe: () => ({
        tags: houseTags(subscription, 'platform'),
        extra: {
          sku: { name: 'Base', tier: 'Standard' },
          identity: { type: 'SystemAssigned', principalId: estate.random.guid(`aks/${name}`), tenantId },
        },
        properties: {
          provisioningState: 'Succeeded',
          powerState: { code: 'Running' },
          kubernetesVersion: '1.33.2',
          dnsPrefix: name,
          enableRBAC: true,
          disableLocalAccounts: true,
          nodeResourceGroup: `MC_${group}_${name}_westeurope`,
          apiServerAccessProfile: { enablePrivateCluster: true, authorizedIPRanges: [] },
          aadProfile: { managed: true, enableAzureRBAC: true },
          agentPoolProfiles: [
            {
              name: 'system',
              count: 3,
              vmSize: 'Standard_D4s_v5',
              osDiskSizeGB: 128,
              maxPods: 60,
              type: 'VirtualMachineScaleSets',
              mode: 'System',
              osType: 'Linux',
              enableEncryptionAtHost: true,
            },
          ],
          networkProfile: {
            networkPlugin: 'azure',
            networkPolicy: 'cilium',
            loadBalancerSku: 'Standard',
            serviceCidr: '10.100.0.0/16',
            dnsServiceIP: '10.100.0.10',
          },
        },
      }),
    })
}

/** The key vaults, for their diagnostic settings. */
export const vaultIds = (): { subscription: Subscription; group: string; name: string; id: string }[] =>
  vaults.map(([subscription, group, name]) => ({
    subscription,
    group,
    name,
    id: armId(subscription, group, 'Microsoft.KeyVault/vaults', name),
  }))
