/** ARM's own spelling of the types this house knows; Resource Graph writes them in lower case. */
const spellings = [
  'Microsoft.ApiManagement/service',
  'Microsoft.App/containerApps',
  'Microsoft.App/jobs',
  'Microsoft.App/managedEnvironments',
  'Microsoft.Authorization/locks',
  'Microsoft.Authorization/policyAssignments',
  'Microsoft.Authorization/roleAssignments',
  'Microsoft.Authorization/roleDefinitions',
  'Microsoft.Automation/automationAccounts',
  'Microsoft.Batch/batchAccounts',
  'Microsoft.Cache/redis',
  'Microsoft.Cdn/profiles',
  'Microsoft.CognitiveServices/accounts',
  'Microsoft.Compute/availabilitySets',
  'Microsoft.Compute/disks',
  'Microsoft.Compute/diskEncryptionSets',
  'Microsoft.Compute/galleries',
  'Microsoft.Compute/images',
  'Microsoft.Compute/snapshots',
  'Microsoft.Compute/virtualMachines',
  'Microsoft.Compute/virtualMachines/extensions',
  'Microsoft.Compute/virtualMachineScaleSets',
  'Microsoft.ContainerInstance/containerGroups',
  'Microsoft.ContainerRegistry/registries',
  'Microsoft.ContainerService/managedClusters',
  'Microsoft.DBforMariaDB/servers',
  'Microsoft.DBforMySQL/flexibleServers',
  'Microsoft.DBforMySQL/flexibleServers/configurations',
  'Microsoft.DBforMySQL/servers',
  'Microsoft.DBforPostgreSQL/flexibleServers',
  'Microsoft.DBforPostgreSQL/flexibleServers/configurations',
  'Microsoft.DBforPostgreSQL/servers',
  'Microsoft.DataFactory/factories',
  'Microsoft.Databricks/workspaces',
  'Microsoft.DocumentDB/databaseAccounts',
  'Microsoft.EventGrid/topics',
  'Microsoft.EventHub/namespaces',
  'Microsoft.Graph/conditionalAccessPolicies',
  'Microsoft.Graph/identitySecurityDefaultsEnforcementPolicy',
  'Microsoft.Graph/userRegistrationDetails',
  'Microsoft.Insights/activityLogAlerts',
  'Microsoft.Insights/components',
  'Microsoft.Insights/diagnosticSettings',
  'Microsoft.KeyVault/managedHSMs',
  'Microsoft.KeyVault/vaults',
  'Microsoft.KeyVault/vaults/keys',
  'Microsoft.KeyVault/vaults/secrets',
  'Microsoft.Kusto/clusters',
  'Microsoft.Logic/workflows',
  'Microsoft.MachineLearningServices/workspaces',
  'Microsoft.ManagedIdentity/userAssignedIdentities',
  'Microsoft.Network/applicationGateways',
  'Microsoft.Network/azureFirewalls',
  'Microsoft.Network/bastionHosts',
  'Microsoft.Network/connections',
  'Microsoft.Network/dnsZones',
  'Microsoft.Network/frontDoors',
  'Microsoft.Network/loadBalancers',
  'Microsoft.Network/natGateways',
  'Microsoft.Network/networkInterfaces',
  'Microsoft.Network/networkSecurityGroups',
  'Microsoft.Network/networkWatchers',
  'Microsoft.Network/networkWatchers/flowLogs',
  'Microsoft.Network/privateDnsZones',
  'Microsoft.Network/privateEndpoints',
  'Microsoft.Network/publicIPAddresses',
  'Microsoft.Network/routeTables',
  'Microsoft.Network/virtualNetworkGateways',
  'Microsoft.Network/virtualNetworks',
  'Microsoft.Network/virtualNetworks/subnets',
  'Microsoft.OperationalInsights/workspaces',
  'Microsoft.RecoveryServices/vaults',
  'Microsoft.Resources/deployments',
  'Microsoft.Resources/subscriptions',
  'Microsoft.Resources/subscriptions/resourceGroups',
  'Microsoft.Search/searchServices',
  'Microsoft.Security/assessments',
  'Microsoft.Security/autoProvisioningSettings',
  'Microsoft.Security/pricings',
  'Microsoft.Security/securityContacts',
  'Microsoft.Security/settings',
  'Microsoft.ServiceBus/namespaces',
  'Microsoft.SignalRService/SignalR',
  'Microsoft.Sql/managedInstances',
  'Microsoft.Sql/servers',
  'Microsoft.Sql/servers/administrators',
  'Microsoft.Sql/servers/auditingSettings',
  'Microsoft.Sql/servers/databases',
  'Microsoft.Sql/servers/databases/transparentDataEncryption',
  'Microsoft.Sql/servers/encryptionProtector',
  'Microsoft.Sql/servers/firewallRules',
  'Microsoft.Sql/servers/securityAlertPolicies',
  'Microsoft.Sql/servers/vulnerabilityAssessments',
  'Microsoft.Storage/storageAccounts',
  'Microsoft.Storage/storageAccounts/blobServices',
  'Microsoft.Storage/storageAccounts/blobServices/containers',
  'Microsoft.Storage/storageAccounts/fileServices',
  'Microsoft.Storage/storageAccounts/queueServices',
  'Microsoft.Synapse/workspaces',
  'Microsoft.Web/serverfarms',
  'Microsoft.Web/sites',
  'Microsoft.Web/sites/config',
  'Microsoft.Web/sites/slots',
  'Microsoft.Web/staticSites',
] as const

const byLowerCase: ReadonlyMap<string, string> = new Map([
  ...spellings.map((type): [string, string] => [type.toLowerCase(), type]),
  // ARM and Resource Graph name the same thing differently.
  ['microsoft.resources/resourcegroups', 'Microsoft.Resources/subscriptions/resourceGroups'],
])

/**
 * A type in one spelling whatever the export wrote: from the table; else from the id, whose segments keep ARM's casing in Resource
 * Graph too; else as given.
 */
export function azureType(given: string, id: string): string {
  const lower = given.toLowerCase()
  const known = byLowerCase.get(lower)
  if (known !== undefined) return known
  const fromId = typeInId(id)
  return fromId !== null && fromId.toLowerCase() === lower ? fromId : given
}

/** The type an ARM id spells: the namespace after the last `/providers/` with every second segment after it. */
function typeInId(id: string): string | null {
  const at = id.toLowerCase().lastIndexOf('/providers/')
  if (at < 0) return null
  const [namespace, ...rest] = id.slice(at + '/providers/'.length).split('/')
  return [namespace, ...rest.filter((_, index) => index % 2 === 0)].join('/')
}
