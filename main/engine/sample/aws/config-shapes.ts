import type { JsonObject } from '../../../../shared/model/json.ts'
import type { Random } from '../random.ts'
import type { AwsItem } from './item.ts'

/** A configuration item as snapshot and history files hold it: `ARN`, `awsAccountId`, nested JSON. */
export function snapshotItem(item: AwsItem, random: Random): JsonObject {
  return {
    relatedEvents: [],
    relationships: item.relationships.map((r) => ({
      resourceId: r.resourceId ?? null,
      resourceName: r.resourceName ?? null,
      resourceType: r.resourceType,
      name: r.name,
    })),
    configuration: item.configuration,
    supplementaryConfiguration: item.supplementary,
    tags: { ...item.tags },
    configurationItemVersion: '1.3',
    configurationItemCaptureTime: item.captured,
    configurationStateId: Date.parse(item.captured),
    awsAccountId: item.accountId,
    configurationItemStatus:
      item.captured.slice(0, 16) === item.created?.slice(0, 16) ||
      random.int(`status/${item.arn}`, 0, 9) === 0
        ? 'ResourceDiscovered'
        : 'OK',
    resourceType: item.type,
    resourceId: item.id,
    resourceName: item.name,
    ARN: item.arn,
    awsRegion: item.region,
    availabilityZone: item.zone,
    configurationStateMd5Hash: '',
    resourceCreationTime: item.created,
  }
}

/** Times as the CLI prints them: version 1 as epoch seconds, version 2 as ISO 8601 with an offset. */
export type TimeStyle = 'epoch' | 'iso'
function time(instant: string, style: TimeStyle): string | number {
  return style === 'epoch' ? Date.parse(instant) / 1000 : instant.replace(/\.(\d{3})Z$/, '.$1000+00:00')
}

/** Supplementary values as the API gives them: every one a string of JSON. */
function supplementaryStrings(supplementary: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(supplementary).map(([key, value]) => [key, JSON.stringify(value)]))
}

/** A `baseConfigurationItems` entry of BatchGetResourceConfig: no tags, no relationships, configuration as a string. */
export function baseItem(item: AwsItem, style: TimeStyle): JsonObject {
  return {
    version: '1.3',
    accountId: item.accountId,
    configurationItemCaptureTime: time(item.captured, style),
    configurationItemStatus: 'OK',
    configurationStateId: String(Date.parse(item.captured)),
    arn: item.arn,
    resourceType: item.type,
    resourceId: item.id,
    ...(item.name === null ? {} : { resourceName: item.name }),
    awsRegion: item.region,
    availabilityZone: item.zone,
    ...(item.created === null ? {} : { resourceCreationTime: time(item.created, style) }),
    configuration: JSON.stringify(item.configuration),
    supplementaryConfiguration: supplementaryStrings(item.supplementary),
  }
}

/** A `configurationItems` entry of GetResourceConfigHistory: as above, with tags and relationships. */
export function historyItem(item: AwsItem, style: TimeStyle): JsonObject {
  return {
    ...baseItem(item, style),
    configurationItemMD5Hash: '',
    tags: { ...item.tags },
    relatedEvents: [],
    relationships: apiRelationships(item),
  }
}

function apiRelationships(item: AwsItem): JsonObject[] {
  return item.relationships.map((r) => ({
    resourceType: r.resourceType,
    ...(r.resourceId === undefined ? {} : { resourceId: r.resourceId }),
    ...(r.resourceName === undefined ? {} : { resourceName: r.resourceName }),
    relationshipName: r.name,
  }))
}

/** Fields of a sensible advanced query; `SELECT *` gives the scalars only. */
export const selectFields = [
  'accountId',
  'arn',
  'availabilityZone',
  'awsRegion',
  'configuration',
  'configurationItemCaptureTime',
  'configurationItemStatus',
  'configurationStateId',
  'relationships',
  'resourceCreationTime',
  'resourceId',
  'resourceName',
  'resourceType',
  'supplementaryConfiguration',
  'tags',
  'version',
] as const
export const starFields = [
  'accountId',
  'arn',
  'availabilityZone',
  'awsRegion',
  'configurationItemCaptureTime',
  'configurationItemStatus',
  'configurationStateId',
  'resourceCreationTime',
  'resourceId',
  'resourceName',
  'resourceType',
  'version',
] as const

/** A row of SelectResourceConfig: one string of JSON. */
export function selectRow(item: AwsItem, fields: readonly string[]): string {
  const all: JsonObject = {
    accountId: item.accountId,
    arn: item.arn,
    availabilityZone: item.zone,
    awsRegion: item.region,
    configuration: item.configuration,
    configurationItemCaptureTime: item.captured,
    configurationItemStatus: 'OK',
    configurationStateId: String(Date.parse(item.captured)),
    relationships: apiRelationships(item),
    resourceCreationTime: item.created,
    resourceId: item.id,
    resourceName: item.name,
    resourceType: item.type,
    supplementaryConfiguration: item.supplementary,
    tags: Object.entries(item.tags).map(([key, value]) => ({ tag: `${key}=${value}`, key, value })),
    version: '1.3',
  }
  return JSON.stringify(
    Object.fromEntries(fields.filter((field) => all[field] !== null).map((field) => [field, all[field]])),
  )
}
