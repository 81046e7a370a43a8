import { canonicalJson } from '../../../shared/model/canonical.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../../../shared/model/json.ts'

/**
 * What tells the elements of a provider's list apart, by the list's name.
 * Providers return these lists in no fixed order, so position says nothing.
 * Sources: AWS EC2/IAM/ELB API references, Azure ARM network and storage references,
 * Google IAM Policy and Compute firewall references.
 */
const keysByList: Readonly<Record<string, readonly string[]>> = {
  // AWS
  ipPermissions: ['ipProtocol', 'fromPort', 'toPort'],
  ipPermissionsEgress: ['ipProtocol', 'fromPort', 'toPort'],
  ipRanges: ['cidrIp'],
  ipv4Ranges: ['cidrIp'],
  ipv6Ranges: ['cidrIpv6'],
  prefixListIds: ['prefixListId'],
  userIdGroupPairs: ['userId', 'groupId'],
  entries: ['ruleNumber', 'egress'],
  routes: ['destinationCidrBlock', 'destinationIpv6CidrBlock', 'destinationPrefixListId'],
  associations: ['routeTableAssociationId', 'networkAclAssociationId'],
  blockDeviceMappings: ['deviceName'],
  attachedPolicies: ['policyArn'],
  attachedManagedPolicies: ['policyArn'],
  policyVersionList: ['versionId'],
  relationships: ['relationshipName', 'resourceType', 'resourceId', 'resourceName'],
  parameters: ['parameterName', 'name'],
  // Azure
  securityRules: ['name'],
  subnets: ['name', 'id'],
  virtualNetworkRules: ['id'],
  ipRules: ['value'],
  logs: ['category', 'categoryGroup'],
  metrics: ['category'],
  appSettings: ['name'],
  // Google Cloud
  bindings: ['role', 'condition'],
  auditConfigs: ['service'],
  auditLogConfigs: ['logType'],
  allowed: ['IPProtocol', 'ports'],
  denied: ['IPProtocol', 'ports'],
  networkInterfaces: ['networkInterfaceId', 'name'],
  serviceAccounts: ['email'],
  databaseFlags: ['name'],
  authorizedNetworks: ['value'],
}

/** Tried in this order on lists of objects whose name is not known. */
const commonKeys = [
  'id',
  'Id',
  'ID',
  'arn',
  'Arn',
  'ARN',
  'name',
  'Name',
  'key',
  'Key',
  'Sid',
  'type',
] as const

const shown = (value: JsonValue | undefined): string =>
  value === undefined || value === null
    ? ''
    : typeof value === 'object'
      ? canonicalJson(value)
      : String(value)

function byKeys(element: JsonObject, keys: readonly string[]): string | null {
  const parts = keys.map((key) => shown(element[key])).filter((part) => part !== '')
  return parts.length === 0 ? null : parts.join(' ')
}

/** The key among the common ones that every element has with a distinct value, or null. */
function distinctKey(elements: readonly JsonObject[]): string | null {
  for (const key of commonKeys) {
    const values = new Set(elements.map((element) => shown(element[key])))
    if (values.size === elements.length && !values.has('')) return key
  }
  return null
}

/**
 * Labels for a list's elements so that two versions of the list can be matched by identity.
 * @param listName last segment of the list's path
 * @returns a function from element to label; equal labels mean the same element
 */
export function labeller(
  listName: string,
  before: readonly JsonValue[],
  after: readonly JsonValue[],
): (element: JsonValue) => string {
  const keys = keysByList[listName]
  if (keys)
    return (element) =>
      isJsonObject(element) ? (byKeys(element, keys) ?? canonicalJson(element)) : shown(element)
  const objects = [before.filter(isJsonObject), after.filter(isJsonObject)]
  const [first, second] = objects.map(distinctKey)
  const key = objects[0]?.length ? first : second
  const usable =
    key !== null && key !== undefined && objects.every((list) => list.length === 0 || distinctOn(list, key))
  return (element) => (isJsonObject(element) && usable ? shown(element[key]) : shown(element))
}

function distinctOn(elements: readonly JsonObject[], key: string): boolean {
  return new Set(elements.map((element) => shown(element[key]))).size === elements.length
}
