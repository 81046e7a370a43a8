import type { Watch } from '../story/timeline.ts'
import {
  add,
  armId,
  corporate,
  houseTags,
  industrial,
  tenantId,
  type AzureEstate,
  type Subscription,
} from './item.ts'

interface Account {
  readonly name: string
  readonly subscription: Subscription
  readonly group: string
  readonly team: string
  readonly containers: readonly string[]
  /** While this event holds the account and its first container are public. */
  readonly open?: string
  readonly oldTls?: string
}
const account = (
  subscription: Subscription,
  group: string,
  team: string,
  name: string,
  containers: readonly string[],
  extra: Partial<Account> = {},
): Account => ({ subscription, group, team, name, containers, ...extra })

const accounts: readonly Account[] = [
  account(industrial, 'rg-logs', 'platform', 'larklogsindustrial', [
    'insights-logs-flow',
    'insights-activity-logs',
  ]),
  account(industrial, 'rg-mes', 'mes', 'larkmesarchive', ['batches', 'reports']),
  account(industrial, 'rg-mes', 'mes', 'larkmesimport', ['inbox']),
  account(industrial, 'rg-robot', 'vision', 'larkvisionframes', ['frames', 'labels']),
  account(industrial, 'rg-robot', 'edge', 'larkedgepackages', ['packages']),
  account(industrial, 'rg-scada', 'plant', 'larkhistorian', ['tags', 'trends']),
  account(industrial, 'rg-scada', 'plant', 'larkplantbackup', ['daily']),
  account(industrial, 'rg-robot', 'vision', 'larkmodels', ['models']),
  account(corporate, 'rg-logs', 'platform', 'larklogscorporate', [
    'insights-logs-flow',
    'insights-activity-logs',
  ]),
  account(corporate, 'rg-erp', 'finance', 'larkerpdocuments', ['invoices', 'contracts']),
  account(corporate, 'rg-erp', 'finance', 'larkerpbackup', ['daily']),
  account(corporate, 'rg-erp', 'finance', 'larklegacyerp', ['exports'], { oldTls: 'azure-storage-tls' }),
  account(corporate, 'rg-portal', 'marketing', 'larkbrochure', ['brochures', 'press'], {
    open: 'azure-storage-brochure',
  }),
  account(corporate, 'rg-portal', 'partners', 'larkpartnerdrop', ['incoming', 'outgoing'], {
    open: 'azure-storage-partnerdrop',
  }),
  account(corporate, 'rg-portal', 'partners', 'larkportalmedia', ['media']),
  account(corporate, 'rg-vdi', 'workplace', 'larkprofiles', ['profiles']),
]

/** Storage accounts; blob services and containers come by ARM. */
export function addStorage(estate: AzureEstate): void {
  for (const a of accounts) {
    addAccount(estate, a)
    const id = `${armId(a.subscription, a.group, 'Microsoft.Storage/storageAccounts', a.name)}/blobServices/default`
    add(estate, {
      subscription: a.subscription,
      group: a.group,
      type: 'Microsoft.Storage/storageAccounts/blobServices',
      name: 'default',
      id,
      inGraph: false,
      location: null,
      describe: () => ({
        properties: {
          cors: { corsRules: [] },
          deleteRetentionPolicy: { enabled: true, days: 14, allowPermanentDelete: false },
          containerDeleteRetentionPolicy: { enabled: true, days: 14 },
          isVersioningEnabled: true,
          changeFeed: { enabled: true },
        },
      }),
    })
    a.containers.forEach((name, i) => {
      add(estate, {
        subscription: a.subscription,
        group: a.group,
        type: 'Microsoft.Storage/storageAccounts/blobServices/containers',
        name,
        id: `${id}/containers/${name}`,
        inGraph: false,
        location: null,
        describe: (story) => ({
          properties: {
            publicAccess: i === 0 && a.open !== undefined && story.is(a.open) ? 'Blob' : 'None',
            defaultEncryptionScope: '$account-encryption-key',
            denyEncryptionScopeOverride: false,
            deleted: false,
            remainingRetentionDays: 0,
            leaseStatus: 'Unlocked',
            leaseState: 'Available',
            hasImmutabilityPolicy: name.includes('activity'),
            hasLegalHold: false,
            lastModifiedTime: '2025-06-02T09:14:00.0000000Z',
          },
        }),
      })
    })
  }
}

function addAccount(estate: AzureEstate, a: Account): void {
  const describe = (story: Watch) => {
    const isOpen = a.open !== undefined && story.is(a.open)
    const enabled = { enabled: true, keyType: 'Account', lastEnabledTime: '2025-05-20T07:31:00.0000000Z' }
    return {
      tags: houseTags(a.subscription, a.team),
      extra: {
        kind: 'StorageV2',
        sku: { name: 'Standard_ZRS', tier: 'Standard' },
        identity: { type: 'SystemAssigned', principalId: estate.random.guid(`stid/${a.name}`), tenantId },
      },
      properties: {
        provisioningState: 'Succeeded',
        creationTime: '2025-05-20T07:30:41.0000000Z',
        accessTier: 'Hot',
        allowBlobPublicAccess: isOpen,
        allowSharedKeyAccess: false,
        allowCrossTenantReplication: false,
        defaultToOAuthAuthentication: true,
        minimumTlsVersion: a.oldTls !== undefined && story.is(a.oldTls) ? 'TLS1_0' : 'TLS1_2',
        supportsHttpsTrafficOnly: true,
        publicNetworkAccess: 'Enabled',
        networkAcls: {
          bypass: 'AzureServices',
          virtualNetworkRules: [],
          ipRules: isOpen ? [] : [{ value: '203.0.113.0/24', action: 'Allow' }],
          defaultAction: isOpen ? 'Allow' : 'Deny',
        },
        encryption: {
          requireInfrastructureEncryption: true,
          services: { blob: enabled, file: enabled },
          keySource: 'Microsoft.Keyvault',
          keyvaultproperties: {
            keyname: 'storage',
            keyvaulturi: `https://kv-${a.subscription.name}-keys.vault.azure.net`,
          },
        },
        primaryEndpoints: {
          blob: `https://${a.name}.blob.core.windows.net/`,
          file: `https://${a.name}.file.core.windows.net/`,
          queue: `https://${a.name}.queue.core.windows.net/`,
          table: `https://${a.name}.table.core.windows.net/`,
        },
        primaryLocation: 'westeurope',
        statusOfPrimary: 'available',
        privateEndpointConnections: [],
      },
    }
  }
  add(estate, {
    subscription: a.subscription,
    group: a.group,
    type: 'Microsoft.Storage/storageAccounts',
    name: a.name,
    describe,
  })
}
