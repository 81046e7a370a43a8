import { isJsonObject, type JsonObject, type JsonValue } from '../../../../../shared/model/json.ts'
import { eitherText, text, type ResourceName } from '../sink.ts'
import { readArn, stableId, typeOfArn } from './arn.ts'

export type AwsName = ResourceName & { readonly name: string }

/**
 * Who an AWS Config item is about, from either key shape: snapshot and history files write `ARN` and
 * `awsAccountId`, API responses `arn` and `accountId`, aggregators `SourceAccountId`, `SourceRegion`.
 * @returns the name of the missing field when there is no identity. Account and region are
 *          `unknown` where nothing says them, region `global` where the ARN says so.
 */
export function identify(
  item: JsonObject,
  context: { account: string | null; region: string | null } = { account: null, region: null },
): AwsName | { missing: string } {
  const ownArn = arnOf(item)
  const type =
    eitherText(item, 'resourceType', 'ResourceType') ?? (ownArn === null ? null : typeOfArn(ownArn))
  if (type === null) return { missing: 'resourceType' }
  const id = eitherText(item, 'resourceId', 'ResourceId') ?? ownArn
  if (id === null) return { missing: 'resourceId' }
  const arn = ownArn ?? (id.startsWith('arn:') ? id : null)
  let account = accountOf(item)
  let region = regionOf(item)
  if (account === null || region === null) {
    const parts = arn === null ? null : readArn(arn)
    account ??= filled(parts?.account) ?? context.account
    region ??= (parts === null ? null : (filled(parts.region) ?? globalOf(parts.service))) ?? context.region
  }
  return {
    provider: 'aws',
    resourceId: arn ?? stableId(type, id, account, region),
    type,
    account: account ?? 'unknown',
    region: region ?? 'unknown',
    name: eitherText(item, 'resourceName', 'ResourceName') ?? id,
  }
}

/** What the services call a resource's own ARN inside its configuration; other ARNs there are of other resources. */
const ownArnMembers = [
  'arn', 'Arn', 'ARN', 'TopicArn', 'functionArn', 'trailARN', 'tableArn', 'loadBalancerArn',
  'dBInstanceArn', 'dBSnapshotArn', 'dbclusterArn', 'dBClusterArn', 'dbclusterSnapshotArn', 'dBClusterSnapshotArn',
] // prettier-ignore

function arnOf(item: JsonObject): string | null {
  const given = eitherText(item, 'ARN', 'arn')
  if (given !== null) return given
  const configuration = item['configuration']
  if (!isJsonObject(configuration)) return null
  const inside = eitherText(configuration, ...ownArnMembers)
  return inside !== null && inside.startsWith('arn:') ? inside : null
}

function accountOf(item: JsonObject): string | null {
  const value: JsonValue | undefined = item['awsAccountId'] ?? item['accountId'] ?? item['SourceAccountId']
  // A spreadsheet or a script may have made a number of it; leading zeros come back.
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value).padStart(12, '0')
  return typeof value === 'string' && value !== '' ? value : null
}

function regionOf(item: JsonObject): string | null {
  const given = eitherText(item, 'awsRegion', 'SourceRegion')
  if (given !== null) return given
  const zone = text(item, 'availabilityZone')
  const found = zone === null ? null : /^([a-z]{2}(?:-[a-z]+)+-\d)[a-z]$/.exec(zone)
  return found?.[1] ?? null
}

/** IAM, CloudFront, Route 53 and the like have no region in their ARNs; for S3 an empty region says nothing. */
function globalOf(service: string): string | null {
  return service === 's3' ? null : 'global'
}

function filled(value: string | undefined): string | null {
  return value === undefined || value === '' ? null : value
}
