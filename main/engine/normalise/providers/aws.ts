import { isJsonObject, type JsonObject, type JsonValue } from '../../../../shared/model/json.ts'
import type { RawItem } from '../../../../shared/model/source.ts'
import { parse } from '../embedded.ts'
import { toInstant } from '../instant.ts'
import type { Draft } from './draft.ts'

/**
 * The normal form of an AWS Config item. Its two shapes (snapshot and history files: `ARN`, `awsAccountId`, `configuration` as an
 * object; API answers: `arn`, `accountId`, `configuration` and every supplementary value as JSON text) come out alike; what an answer
 * does not carry (BatchGetResourceConfig: tags and relationships) is absent.
 */
export function awsDraft(item: RawItem): Draft {
  const source = item.document
  const arn =
    text(source['ARN']) ??
    text(source['arn']) ??
    (item.resourceId.startsWith('arn:') ? item.resourceId : undefined)
  const createdAt = toInstant(source['resourceCreationTime'])
  const head: JsonObject = {}
  put(head, 'arn', arn)
  head['resourceId'] = text(source['resourceId']) ?? item.resourceId
  put(head, 'resourceName', text(source['resourceName']))
  head['resourceType'] = item.type
  head['accountId'] = item.account
  head['region'] = item.region
  put(head, 'availabilityZone', text(source['availabilityZone']) ?? text(source['availibilityZone']))
  put(head, 'createdAt', createdAt ?? undefined)
  const tags = tagsOf(source['tags'])
  if (tags !== null) head['tags'] = tags
  if (Array.isArray(source['relationships']))
    head['relationships'] = source['relationships'].filter(isJsonObject).map(relationship)
  const parts: Record<string, JsonValue> = {}
  const written = source['configuration']
  const answer = typeof written === 'string'
  // Text that is no JSON stays text: rules then find nothing in it and say missing data.
  const config = answer ? (parse(written) ?? written) : written
  if (config !== undefined && config !== null && config !== '') parts['config'] = config
  const supplementary = source['supplementaryConfiguration']
  if (isJsonObject(supplementary))
    parts['supplementary'] = Object.fromEntries(
      Object.entries(supplementary).map(([key, value]) => [key, supplementaryValue(value, answer)]),
    )
  return { head, parts }
}

function supplementaryValue(value: JsonValue, answer: boolean): JsonValue {
  if (typeof value !== 'string') return value
  if (answer) return parse(value) ?? value
  return value === 'true' ? true : value === 'false' ? false : value
}

/** Tags as a map; advanced queries give them as a list of `{ key, value, tag: 'key=value' }`. */
function tagsOf(value: JsonValue | undefined): JsonObject | null {
  if (Array.isArray(value)) {
    const pairs = value
      .filter(isJsonObject)
      .map((tag): [string, JsonValue] => [
        text(tag['key']) ?? text(tag['Key']) ?? '',
        tag['value'] ?? tag['Value'] ?? '',
      ])
    return Object.fromEntries(pairs.filter(([key]) => key !== ''))
  }
  return isJsonObject(value) ? value : null
}

/** `name` in files of older versions and in snapshots, `relationshipName` in answers; either may end in a space. */
function relationship(value: JsonObject): JsonObject {
  const made: JsonObject = {}
  put(made, 'resourceType', text(value['resourceType']))
  put(made, 'resourceId', text(value['resourceId']))
  put(made, 'resourceName', text(value['resourceName']))
  put(made, 'relationshipName', (text(value['relationshipName']) ?? text(value['name']))?.trim())
  return made
}

function text(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function put(map: JsonObject, key: string, value: string | undefined): void {
  if (value !== undefined) map[key] = value
}
