import { isJsonObject, type JsonObject, type JsonValue } from '../../../../shared/model/json.ts'
import type { RawItem } from '../../../../shared/model/source.ts'
import type { Draft } from './draft.ts'

/**
 * The normal form of a Cloud Asset Inventory asset: `resource.data` as `config`, policies under their own keys. The envelope is read in
 * both spellings (`asset_type` of exports, `assetType` of the API). Each facet of an asset carries its own part and the asset's name
 * and type, so that facets merge by top-level key in any order.
 */
export function gcpDraft(item: RawItem): Draft {
  const source = item.document
  const identity: JsonObject = { name: item.resourceId, assetType: item.type }
  switch (item.facet) {
    case 'iam-policy':
      return {
        head: identity,
        parts: part('iamPolicy', iamPolicy(source['iam_policy'] ?? source['iamPolicy'])),
      }
    case 'org-policy':
      return { head: identity, parts: part('orgPolicy', camel(source['org_policy'] ?? source['orgPolicy'])) }
    case 'access-policy':
      return {
        head: identity,
        parts: Object.fromEntries(
          ['access_policy', 'access_level', 'service_perimeter'].flatMap((key) =>
            Object.entries(part(camelKey(key), camel(source[key] ?? source[camelKey(key)]))),
          ),
        ),
      }
    case 'resource': {
      const resource = source['resource']
      const ancestors = Array.isArray(source['ancestors']) ? { ancestors: source['ancestors'] } : {}
      const head = { ...identity, project: item.account, location: item.region, ...ancestors }
      return { head, parts: part('config', isJsonObject(resource) ? resource['data'] : undefined) }
    }
  }
}

function part(key: string, value: JsonValue | undefined): Record<string, JsonValue> {
  return value === undefined || value === null ? {} : { [key]: value }
}

/** Numbers by which protocol buffer exports write `LogType` (google.iam.v1.AuditLogConfig). */
const logTypes: Readonly<Record<number, string>> = {
  0: 'LOG_TYPE_UNSPECIFIED',
  1: 'ADMIN_READ',
  2: 'DATA_WRITE',
  3: 'DATA_READ',
}

function iamPolicy(value: JsonValue | undefined): JsonValue | undefined {
  const policy = camel(value)
  if (!isJsonObject(policy) || !Array.isArray(policy['auditConfigs'])) return policy
  for (const config of policy['auditConfigs']) {
    if (!isJsonObject(config) || !Array.isArray(config['auditLogConfigs'])) continue
    for (const entry of config['auditLogConfigs']) {
      if (isJsonObject(entry) && typeof entry['logType'] === 'number')
        entry['logType'] = logTypes[entry['logType']] ?? entry['logType']
    }
  }
  return policy
}

/** A copy with every key in camel case; for policies only, whose keys are fields and never names that people gave. */
function camel(value: JsonValue | undefined, depth = 0): JsonValue | undefined {
  if (depth > 40 || typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((item) => camel(item, depth + 1) as JsonValue)
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [camelKey(key), camel(member, depth + 1) as JsonValue]),
  )
}

function camelKey(key: string): string {
  return /^[a-z]+(?:_[a-z0-9]+)+$/.test(key)
    ? key.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
    : key
}
