import type { JsonObject } from '../../../../shared/model/json.ts'
import type { RuleFunction } from './rule-function.ts'
import { recordsBucket, recordsManagement, type Access } from './trail-selectors.ts'
import { asList, asMap, asText } from './value.ts'

/** A trail of all regions with what was read of it beside the trail itself. */
export interface RunningTrail {
  readonly trail: JsonObject
  readonly arn: string
  /** The account it was read in, which for an organisation's trail is not the one it belongs to. */
  readonly account: string
  readonly selectors: JsonObject
}

/**
 * Trails of all regions that are logging, with their event selectors.
 * In: an account's documents by type, of which AWS::CloudTrail::Trail, TrailStatus and EventSelectors are read. `unread` is true when a
 * trail of all regions has no status or no selectors on record, so that it cannot be said what it does.
 */
export function runningTrails(resources: JsonObject): { running: RunningTrail[]; unread: boolean } {
  const trails = documentsOf(resources, 'AWS::CloudTrail::Trail')
  const statusOf = byArn(documentsOf(resources, 'AWS::CloudTrail::TrailStatus'))
  const selectorsOf = byArn(documentsOf(resources, 'AWS::CloudTrail::EventSelectors'))
  const running: RunningTrail[] = []
  let unread = false
  for (const { config, accountId } of trails) {
    const trail = asMap(config, 'config')
    if (trail['isMultiRegionTrail'] !== true) continue
    const arn = asText(trail['trailARN'], 'trailARN')
    const logging = statusOf.get(`${arn}/status`)?.['IsLogging']
    const recorded = selectorsOf.get(`${arn}/event-selectors`)
    if (logging === false) continue
    if (logging !== true || recorded === undefined) unread = true
    else running.push({ trail, arn, account: asText(accountId, 'accountId'), selectors: recorded })
  }
  return { running, unread }
}

function byArn(documents: readonly JsonObject[]): Map<string, JsonObject> {
  return new Map(documents.map(({ arn, config }) => [asText(arn, 'arn'), asMap(config, 'config')]))
}

/** An account's documents of one type. Throws when the rule does not list the type, for it then cannot be read. */
export function documentsOf(resources: JsonObject, type: string): JsonObject[] {
  if (resources[type] === undefined) throw new TypeError(`${type} is not among the rule's types`)
  return asList(resources[type]).map((document) => asMap(document, type))
}

function configsOf(resources: JsonObject, type: string): JsonObject[] {
  return documentsOf(resources, type).map(({ config }) => asMap(config, `${type} config`))
}

/** Whether a running trail of all regions records all management events; without `covered` where trails could not be read. */
export function awsManagementEvents(resources: unknown): JsonObject {
  const { running, unread } = runningTrails(asMap(resources, 'account.resources'))
  const full = running.filter((one) => recordsManagement(one.selectors, 'every'))
  return {
    ...(unread && full.length === 0 ? {} : { covered: full.length > 0 }),
    trails: full.map(({ arn }) => arn),
  }
}

/**
 * Buckets whose object-level events of a kind no running trail of all regions records. Buckets that receive trails' files are left out:
 * recording the recorder's own deliveries is noise. Without `gaps` where trails could not be read and buckets are left.
 */
export function awsUnloggedBuckets(resources: unknown, access: unknown): JsonObject {
  if (access !== 'read' && access !== 'write') throw new TypeError('access is neither read nor write')
  const account = asMap(resources, 'account.resources')
  const { running, unread } = runningTrails(account)
  const targets = new Set(configsOf(account, 'AWS::CloudTrail::Trail').map((trail) => trail['s3BucketName']))
  const gaps = configsOf(account, 'AWS::S3::Bucket')
    .map((bucket) => asText(bucket['name'], 'bucket name'))
    .filter((bucket) => !targets.has(bucket) && !running.some((one) => holds(one, bucket, access)))
  return unread && gaps.length > 0 ? {} : { gaps }
}

function holds({ arn, selectors }: RunningTrail, bucket: string, access: Access): boolean {
  return recordsBucket(selectors, bucket, arn.split(':')[1] ?? 'aws', access)
}

export const functions: readonly RuleFunction[] = [
  {
    signature: 'awsManagementEvents(dyn): dyn',
    call: awsManagementEvents,
    doc: 'From `account.resources` with trails, their statuses and event selectors: a map with `trails` (running, all regions, all management events) and `covered`, which is absent where a trail was not fully read.',
  },
  {
    signature: 'awsUnloggedBuckets(dyn, string): dyn',
    call: awsUnloggedBuckets,
    doc: 'From `account.resources` with trails, their statuses, event selectors and buckets, and `read` or `write`: a map with `gaps`, the buckets whose object-level events no running trail of all regions records; absent where trails were not fully read.',
  },
]
