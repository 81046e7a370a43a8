import {
  add,
  armId,
  corporate,
  industrial,
  subscriptions,
  type AzureEstate,
  type Subscription,
} from './item.ts'
import { vaultIds } from './platform.ts'

const plans = [
  'VirtualMachines',
  'SqlServers',
  'AppServices',
  'StorageAccounts',
  'SqlServerVirtualMachines',
  'KeyVaults',
  'Arm',
  'OpenSourceRelationalDatabases',
  'CosmosDbs',
  'Containers',
  'CloudPosture',
] as const

/** Defender plans, security contacts, diagnostic settings, role definitions and assignments: all by ARM. */
export function addGovernance(estate: AzureEstate): void {
  for (const subscription of subscriptions) {
    const root = `/subscriptions/${subscription.id}`
    for (const name of plans) {
      add(estate, {
        subscription,
        type: 'Microsoft.Security/pricings',
        name,
        id: `${root}/providers/Microsoft.Security/pricings/${name}`,
        inGraph: false,
        location: null,
        describe: (story) => {
          const isFree =
            (subscription === industrial &&
              name === 'StorageAccounts' &&
              story.is('azure-defender-storage')) ||
            (subscription === corporate && name === 'KeyVaults' && story.is('azure-defender-vaults'))
          return {
            properties: isFree
              ? { pricingTier: 'Free', freeTrialRemainingTime: 'P30D' }
              : {
                  pricingTier: 'Standard',
                  freeTrialRemainingTime: 'PT0S',
                  enablementTime: '2025-06-01T08:00:00.0000000Z',
                },
          }
        },
      })
    }
    add(estate, {
      subscription,
      type: 'Microsoft.Security/securityContacts',
      name: 'default',
      id: `${root}/providers/Microsoft.Security/securityContacts/default`,
      inGraph: false,
      location: 'West Europe',
      describe: () => ({
        properties: {
          isEnabled: true,
          emails: 'security@larkfield.example',
          phone: '+1 612 555 0142',
          notificationsByRole: { state: 'On', roles: ['Owner'] },
          notificationsSources: [{ sourceType: 'Alert', minimalSeverity: 'Medium' }],
        },
      }),
    })
    addActivityLog(estate, subscription)
    addRoles(estate, subscription)
  }
  for (const vault of vaultIds()) {
    if (vault.name === 'kv-plant-keys') continue
    add(estate, {
      subscription: vault.subscription,
      group: vault.group,
      type: 'Microsoft.Insights/diagnosticSettings',
      name: 'audit',
      id: `${vault.id}/providers/microsoft.insights/diagnosticSettings/audit`,
      inGraph: false,
      location: null,
      describe: () => ({
        properties: {
          workspaceId: armId(
            vault.subscription,
            'rg-logs',
            'Microsoft.OperationalInsights/workspaces',
            `log-${vault.subscription.name}`,
          ),
          storageAccountId: null,
          eventHubName: null,
          eventHubAuthorizationRuleId: null,
          metrics: [],
          logs: [
            {
              category: 'AuditEvent',
              categoryGroup: null,
              enabled: true,
              retentionPolicy: { enabled: false, days: 0 },
            },
          ],
          logAnalyticsDestinationType: null,
        },
      }),
    })
  }
}

function addActivityLog(estate: AzureEstate, subscription: Subscription): void {
  add(estate, {
    subscription,
    type: 'Microsoft.Insights/diagnosticSettings',
    name: 'activity-to-logs',
    id: `/subscriptions/${subscription.id}/providers/microsoft.insights/diagnosticSettings/activity-to-logs`,
    inGraph: false,
    location: 'global',
    ...(subscription === corporate ? { gone: 'azure-activity-log' } : {}),
    describe: () => ({
      properties: {
        workspaceId: armId(
          subscription,
          'rg-logs',
          'Microsoft.OperationalInsights/workspaces',
          `log-${subscription.name}`,
        ),
        storageAccountId: armId(
          subscription,
          'rg-logs',
          'Microsoft.Storage/storageAccounts',
          `larklogs${subscription.name}`,
        ),
        logs: [
          'Administrative',
          'Security',
          'ServiceHealth',
          'Alert',
          'Recommendation',
          'Policy',
          'Autoscale',
          'ResourceHealth',
        ].map((category) => ({ category, categoryGroup: null, enabled: true })),
        metrics: [],
      },
    }),
  })
}

const custom: readonly (readonly [Subscription, string, readonly string[]])[] = [
  [
    industrial,
    'Plant Operator',
    [
      'Microsoft.Compute/virtualMachines/start/action',
      'Microsoft.Compute/virtualMachines/restart/action',
      'Microsoft.Compute/*/read',
    ],
  ],
  [
    industrial,
    'Vision Labeller',
    [
      'Microsoft.Storage/storageAccounts/read',
      'Microsoft.Storage/storageAccounts/blobServices/containers/read',
    ],
  ],
  [
    industrial,
    'Edge Deployer',
    ['Microsoft.ContainerRegistry/registries/push/write', 'Microsoft.ContainerRegistry/registries/pull/read'],
  ],
  [industrial, 'MES Reader', ['Microsoft.Sql/servers/databases/read', 'Microsoft.Web/sites/read']],
  [
    corporate,
    'Portal Publisher',
    ['Microsoft.Web/sites/publish/Action', 'Microsoft.Web/sites/slots/slotsswap/Action'],
  ],
  [corporate, 'Desktop Helper', ['Microsoft.Compute/virtualMachines/restart/action']],
  [corporate, 'ERP Auditor', ['*/read']],
]

function addRoles(estate: AzureEstate, subscription: Subscription): void {
  const root = `/subscriptions/${subscription.id}`
  const definition = (roleName: string, actions: readonly string[], event?: string): string => {
    const name = estate.random.guid(`role/${roleName}`)
    const id = `${root}/providers/Microsoft.Authorization/roleDefinitions/${name}`
    add(estate, {
      subscription,
      type: 'Microsoft.Authorization/roleDefinitions',
      name,
      id,
      inGraph: false,
      location: null,
      describe: (story) => ({
        properties: {
          roleName,
          type: 'CustomRole',
          description: `${roleName} of Larkfield Robotics`,
          assignableScopes: [root],
          permissions: [
            {
              actions: event !== undefined && story.is(event) ? ['*'] : [...actions],
              notActions: [],
              dataActions: [],
              notDataActions: [],
            },
          ],
          createdOn: '2025-07-01T08:00:00.0000000Z',
          updatedOn: '2025-07-01T08:00:00.0000000Z',
          createdBy: null,
          updatedBy: null,
        },
      }),
    })
    return id
  }
  for (const [owner, name, actions] of custom)
    if (owner === subscription)
      assign(definition(name, actions), `grp-${name.toLowerCase().replaceAll(' ', '-')}`, 'Group')
  if (subscription === industrial)
    assign(
      definition('Plant Operator (temp)', ['Microsoft.Compute/*/read'], 'azure-role-plant-operator'),
      'grp-plant-night-shift',
      'Group',
    )
  const builtIn = (guid: string): string =>
    `${root}/providers/Microsoft.Authorization/roleDefinitions/${guid}`
  // Ids of Azure's built-in roles Owner, Contributor and Reader are the same in every tenant.
  const [owner, contributor, reader] = [
    '8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
    'b24988ac-6180-42a0-ab88-20f7382dd24c',
    'acdd72a7-3385-48ef-bd42-f606fba81ae7',
  ].map(builtIn) as [string, string, string]
  assign(owner, 'grp-cloud-owners', 'Group')
  assign(contributor, 'sp-bicep-pipeline', 'ServicePrincipal')
  for (const principal of ['grp-auditors', 'sp-countersign', 'grp-support', 'grp-finance'])
    assign(reader, principal, principal.startsWith('sp') ? 'ServicePrincipal' : 'Group')
  if (subscription === industrial) assign(owner, 'contractor-owner', 'User', 'azure-owner-contractor')

  function assign(roleDefinitionId: string, principal: string, principalType: string, lives?: string): void {
    const name = estate.random.guid(`assignment/${subscription.id}/${principal}/${roleDefinitionId}`)
    const created = lives === undefined ? '2025-07-01T08:05:00.0000000Z' : '2026-09-02T13:05:00.0000000Z'
    add(estate, {
      subscription,
      type: 'Microsoft.Authorization/roleAssignments',
      name,
      id: `${root}/providers/Microsoft.Authorization/roleAssignments/${name}`,
      inGraph: true,
      location: null,
      ...(lives === undefined ? {} : { lives }),
      describe: () => ({
        properties: {
          roleDefinitionId,
          principalId: estate.random.guid(`principal/${principal}`),
          principalType,
          scope: root,
          condition: null,
          conditionVersion: null,
          createdOn: created,
          updatedOn: created,
          createdBy: estate.random.guid('principal/ingrid'),
          updatedBy: estate.random.guid('principal/ingrid'),
          delegatedManagedIdentityResourceId: null,
          description: principal,
        },
      }),
    })
  }
}
