import { add, armId, corporate, houseTags, industrial, type AzureEstate, type Subscription } from './item.ts'

interface Server {
  readonly name: string
  readonly subscription: Subscription
  readonly group: string
  readonly login: string
  readonly databases: readonly string[]
}
const servers: readonly Server[] = [
  {
    name: 'sql-mes',
    subscription: industrial,
    group: 'rg-mes',
    login: 'mes_owner',
    databases: ['mes-orders', 'mes-history', 'mes-quality'],
  },
  {
    name: 'sql-scada',
    subscription: industrial,
    group: 'rg-scada',
    login: 'scada_owner',
    databases: ['scada-tags', 'scada-alarms'],
  },
  {
    name: 'sql-vision',
    subscription: industrial,
    group: 'rg-robot',
    login: 'vision_owner',
    databases: ['vision-labels'],
  },
  {
    name: 'sql-erp',
    subscription: corporate,
    group: 'rg-erp',
    login: 'erp_owner',
    databases: ['erp-ledger', 'erp-stock', 'erp-people'],
  },
  {
    name: 'sql-legacy-erp',
    subscription: corporate,
    group: 'rg-erp',
    login: 'sqladmin',
    databases: ['erp-archive'],
  },
  {
    name: 'sql-portal',
    subscription: corporate,
    group: 'rg-portal',
    login: 'portal_owner',
    databases: ['portal', 'portal-audit'],
  },
  { name: 'sql-vdi', subscription: corporate, group: 'rg-vdi', login: 'broker_owner', databases: ['broker'] },
]

/** SQL servers with databases, auditing, encryption and firewall rules; PostgreSQL and Redis. */
export function addDatabases(estate: AzureEstate): void {
  for (const s of servers) addServer(estate, s)
  for (const [subscription, group, name, login] of [
    [industrial, 'rg-robot', 'pg-edge-fleet', 'edge_owner'],
    [industrial, 'rg-mes', 'pg-mes-genealogy', 'genealogy_owner'],
    [corporate, 'rg-portal', 'pg-portal-search', 'search_owner'],
  ] as const) {
    add(estate, {
      subscription,
      group,
      type: 'Microsoft.DBforPostgreSQL/flexibleServers',
      name,
      describe: () => ({
        tags: houseTags(subscription, 'data'),
        extra: { sku: { name: 'Standard_D4ds_v5', tier: 'GeneralPurpose' } },
        properties: {
          fullyQualifiedDomainName: `${name}.postgres.database.azure.com`,
          version: '16',
          minorVersion: '8',
          administratorLogin: login,
          state: 'Ready',
          availabilityZone: '1',
          storage: { storageSizeGB: 256, autoGrow: 'Enabled' },
          authConfig: { activeDirectoryAuth: 'Enabled', passwordAuth: 'Disabled' },
          dataEncryption: { type: 'AzureKeyVault' },
          backup: { backupRetentionDays: 14, geoRedundantBackup: 'Enabled' },
          network: { publicNetworkAccess: 'Disabled' },
          highAvailability: { mode: 'ZoneRedundant', state: 'Healthy', standbyAvailabilityZone: '2' },
        },
      }),
    })
  }
  for (const [subscription, group, name] of [
    [industrial, 'rg-mes', 'redis-mes'],
    [corporate, 'rg-portal', 'redis-portal'],
  ] as const)
    add(estate, {
      subscription,
      group,
      type: 'Microsoft.Cache/Redis',
      name,
      describe: () => ({
        tags: houseTags(subscription, 'data'),
        properties: {
          provisioningState: 'Succeeded',
          redisVersion: '6.0',
          sku: { name: 'Premium', family: 'P', capacity: 1 },
          enableNonSslPort: false,
          minimumTlsVersion: '1.2',
          publicNetworkAccess: 'Disabled',
          hostName: `${name}.redis.cache.windows.net`,
          port: 6379,
          sslPort: 6380,
          linkedServers: [],
          redisConfiguration: { 'maxmemory-policy': 'volatile-lru' },
          accessKeys: null,
        },
      }),
    })
}

function addServer(estate: AzureEstate, s: Server): void {
  const { subscription, group } = s
  const id = armId(subscription, group, 'Microsoft.Sql/servers', s.name)
  const child = { subscription, group, inGraph: false, location: null }
  add(estate, {
    subscription,
    group,
    type: 'Microsoft.Sql/servers',
    name: s.name,
    describe: (story) => {
      const isOld = s.name === 'sql-legacy-erp' && story.is('azure-sql-tls')
      const login =
        s.name === 'sql-legacy-erp' && !story.is('azure-sql-login') ? 'erp_archive_owner' : s.login
      return {
        tags: houseTags(subscription, 'data'),
        extra: { kind: 'v12.0' },
        properties: {
          administratorLogin: login,
          version: '12.0',
          state: 'Ready',
          fullyQualifiedDomainName: `${s.name}.database.windows.net`,
          privateEndpointConnections: [],
          minimalTlsVersion: isOld ? '1.0' : '1.2',
          publicNetworkAccess: 'Enabled',
          restrictOutboundNetworkAccess: 'Disabled',
          administrators: {
            administratorType: 'ActiveDirectory',
            principalType: 'Group',
            login: 'grp-sql-admins',
            azureADOnlyAuthentication: false,
          },
        },
      }
    },
  })
  add(estate, {
    ...child,
    type: 'Microsoft.Sql/servers/auditingSettings',
    name: 'Default',
    id: `${id}/auditingSettings/Default`,
    describe: (story) => {
      const isOff = s.name === 'sql-mes' && story.is('azure-sql-audit')
      return {
        properties: {
          state: isOff ? 'Disabled' : 'Enabled',
          isAzureMonitorTargetEnabled: !isOff,
          retentionDays: isOff ? 0 : 120,
          auditActionsAndGroups: isOff
            ? []
            : [
                'SUCCESSFUL_DATABASE_AUTHENTICATION_GROUP',
                'FAILED_DATABASE_AUTHENTICATION_GROUP',
                'BATCH_COMPLETED_GROUP',
              ],
          isStorageSecondaryKeyInUse: false,
          storageEndpoint: '',
          storageAccountSubscriptionId: '00000000-0000-0000-0000-000000000000',
          isManagedIdentityInUse: false,
        },
      }
    },
  })
  add(estate, {
    ...child,
    type: 'Microsoft.Sql/servers/firewallRules',
    name: 'office',
    id: `${id}/firewallRules/office`,
    describe: (story) => ({
      properties:
        s.name === 'sql-mes' && story.is('azure-sql-any-address')
          ? { startIpAddress: '0.0.0.0', endIpAddress: '255.255.255.255' }
          : { startIpAddress: '203.0.113.1', endIpAddress: '203.0.113.254' },
    }),
  })
  for (const database of s.databases) addDatabase(estate, s, id, database)
}

function addDatabase(estate: AzureEstate, s: Server, server: string, name: string): void {
  const id = `${server}/databases/${name}`
  add(estate, {
    subscription: s.subscription,
    group: s.group,
    type: 'Microsoft.Sql/servers/databases',
    name,
    id,
    describe: () => ({
      tags: houseTags(s.subscription, 'data'),
      extra: {
        kind: 'v12.0,user,vcore',
        sku: { name: 'GP_Gen5', tier: 'GeneralPurpose', family: 'Gen5', capacity: 2 },
      },
      properties: {
        collation: 'SQL_Latin1_General_CP1_CI_AS',
        maxSizeBytes: 34359738368,
        status: 'Online',
        databaseId: estate.random.guid(`sqldb/${name}`),
        creationDate: '2025-06-03T10:00:00.47Z',
        currentServiceObjectiveName: 'GP_Gen5_2',
        requestedServiceObjectiveName: 'GP_Gen5_2',
        catalogCollation: 'SQL_Latin1_General_CP1_CI_AS',
        zoneRedundant: false,
        readScale: 'Disabled',
        requestedBackupStorageRedundancy: 'Geo',
      },
    }),
  })
  add(estate, {
    subscription: s.subscription,
    group: s.group,
    type: 'Microsoft.Sql/servers/databases/transparentDataEncryption',
    name: 'current',
    id: `${id}/transparentDataEncryption/current`,
    inGraph: false,
    location: null,
    describe: (story) => ({
      properties: {
        state: name === 'mes-history' && story.is('azure-tde-mes-history') ? 'Disabled' : 'Enabled',
      },
    }),
  })
}
