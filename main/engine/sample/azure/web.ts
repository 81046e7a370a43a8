import type { JsonObject } from '../../../../shared/model/json.ts'
import type { Watch } from '../story/timeline.ts'
import { canaries } from '../canaries.ts'
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

interface Site {
  readonly name: string
  readonly subscription: Subscription
  readonly group: string
  readonly plan: string
}
const sites: readonly Site[] = [
  ...['app-mes-api', 'app-mes-board', 'app-batch-export', 'func-mes-sync'].map((name) => ({
    name,
    subscription: industrial,
    group: 'rg-mes',
    plan: 'plan-mes',
  })),
  ...['app-vision-review', 'func-vision-ingest'].map((name) => ({
    name,
    subscription: industrial,
    group: 'rg-robot',
    plan: 'plan-vision',
  })),
  ...['app-supplier-portal', 'app-customer-portal', 'app-careers', 'func-portal-mail'].map((name) => ({
    name,
    subscription: corporate,
    group: 'rg-portal',
    plan: 'plan-portal',
  })),
  ...['app-erp-approvals', 'app-expense'].map((name) => ({
    name,
    subscription: corporate,
    group: 'rg-erp',
    plan: 'plan-erp',
  })),
]

/** App Service plans and sites; site configuration and application settings come by ARM. */
export function addWeb(estate: AzureEstate): void {
  for (const plan of new Map(sites.map((s) => [s.plan, s])).values()) addPlan(estate, plan)
  for (const site of sites) addSite(estate, site)
}

function addPlan(estate: AzureEstate, { plan, subscription, group }: Site): void {
  add(estate, {
    subscription,
    group,
    type: 'Microsoft.Web/serverFarms',
    name: plan,
    describe: (story) => {
      const size = plan === 'plan-portal' && story.is('azure-plan-scaled') ? 'P2v3' : 'P1v3'
      return {
        tags: houseTags(subscription, 'web'),
        extra: { kind: 'linux', sku: { name: size, tier: 'PremiumV3', size, family: 'Pv3', capacity: 2 } },
        properties: {
          serverFarmId: 4200 + estate.random.int(`plan/${plan}`, 1, 700),
          name: plan,
          status: 'Ready',
          numberOfSites: sites.filter((s) => s.plan === plan).length,
          reserved: true,
          zoneRedundant: true,
          provisioningState: 'Succeeded',
        },
      }
    },
  })
}

const leastTls = (site: Site, story: Watch): string =>
  site.name === 'app-supplier-portal' && story.is('azure-web-tls') ? '1.0' : '1.2'

function addSite(estate: AzureEstate, site: Site): void {
  const { name, subscription, group } = site
  const id = armId(subscription, group, 'Microsoft.Web/sites', name)
  const isFunction = name.startsWith('func-')
  const kind = isFunction ? 'functionapp,linux' : 'app,linux'
  add(estate, {
    subscription,
    group,
    type: 'Microsoft.Web/sites',
    name,
    describe: (story) => ({
      tags: houseTags(subscription, 'web'),
      extra: {
        kind,
        identity: { type: 'SystemAssigned', principalId: estate.random.guid(`siteid/${name}`), tenantId },
      },
      properties: {
        name,
        state: 'Running',
        hostNames: [`${name}.azurewebsites.net`],
        enabledHostNames: [`${name}.azurewebsites.net`, `${name}.scm.azurewebsites.net`],
        usageState: 'Normal',
        enabled: true,
        adminEnabled: true,
        availabilityState: 'Normal',
        kind,
        reserved: true,
        httpsOnly: true,
        clientCertEnabled: false,
        serverFarmId: armId(subscription, group, 'Microsoft.Web/serverfarms', site.plan),
        hostNameSslStates: [
          { name: `${name}.azurewebsites.net`, sslState: 'Disabled', hostType: 'Standard' },
        ],
        defaultHostName: `${name}.azurewebsites.net`,
        publicNetworkAccess: 'Enabled',
        vnetRouteAllEnabled: true,
        siteConfig: {
          numberOfWorkers: 1,
          linuxFxVersion: 'NODE|22-lts',
          minTlsVersion: leastTls(site, story),
          scmMinTlsVersion: '1.2',
          ftpsState: 'Disabled',
          http20Enabled: true,
          alwaysOn: !isFunction,
          acrUseManagedIdentityCreds: false,
        },
      },
    }),
  })
  const child = {
    subscription,
    group,
    type: 'Microsoft.Web/sites/config',
    inGraph: false,
    location: 'West Europe',
  }
  add(estate, {
    ...child,
    name,
    id: `${id}/config/web`,
    describe: (story) => ({
      properties: {
        numberOfWorkers: 1,
        linuxFxVersion: 'NODE|22-lts',
        requestTracingEnabled: false,
        remoteDebuggingEnabled: false,
        httpLoggingEnabled: true,
        logsDirectorySizeLimit: 35,
        detailedErrorLoggingEnabled: true,
        publishingUsername: `$${name}`,
        alwaysOn: !isFunction,
        use32BitWorkerProcess: false,
        webSocketsEnabled: false,
        ipSecurityRestrictions: [
          {
            ipAddress: 'Any',
            action: 'Allow',
            priority: 2147483647,
            name: 'Allow all',
            description: 'Allow all access',
          },
        ],
        scmIpSecurityRestrictionsUseMain: true,
        http20Enabled: true,
        minTlsVersion: leastTls(site, story),
        scmMinTlsVersion: '1.2',
        ftpsState: 'Disabled',
        healthCheckPath: '/healthz',
      },
    }),
  })
  add(estate, {
    ...child,
    name: 'appsettings',
    id: `${id}/config/appsettings`,
    describe: (story) => ({ properties: appSettings(site, story) }),
  })
}

/** Body of `config/appsettings/list`: a map of names to values, secrets among them. */
function appSettings(site: Site, story: Watch): JsonObject {
  const settings: JsonObject = { WEBSITE_RUN_FROM_PACKAGE: '1', NODE_ENV: 'production' }
  if (site.name === 'app-supplier-portal')
    settings['SQL_CONNECTION'] =
      `Server=tcp:sql-portal.database.windows.net;User ID=portal;Password=${story.is('azure-app-secret') ? canaries.appConnectionNew : canaries.appConnection};`
  if (site.name === 'func-portal-mail')
    settings['AzureWebJobsStorage'] =
      `DefaultEndpointsProtocol=https;AccountName=larkportalmedia;AccountKey=${canaries.appStorageKey};EndpointSuffix=core.windows.net`
  return settings
}
