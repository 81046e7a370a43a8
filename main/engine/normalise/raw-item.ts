import { isJsonObject, type JsonObject, type JsonValue } from '../../../shared/model/json.ts'
import type { Provider } from '../../../shared/model/provider.ts'
import type { Facet, RawItem } from '../../../shared/model/source.ts'
import { toInstant } from './instant.ts'

/**
 * A raw item from one provider item as an export holds it: a Config item of either shape, a Resource Graph row or ARM resource, a Cloud
 * Asset, or an entry of a `countersign-documents` file. For rule cases and tests; importers, which also know where in a file an item
 * stands and list what is malformed, have their own way. A GCP asset with both resource and policy gives the facet asked for.
 */
export function rawItemFromProviderJson(provider: Provider, json: JsonObject, facet?: Facet): RawItem {
  const identity =
    isJsonObject(json['document']) && typeof json['type'] === 'string'
      ? wrapped(json)
      : identities[provider](json)
  return {
    kind: 'item',
    provider,
    facet: facet ?? (provider === 'gcp' ? gcpFacet(json) : 'resource'),
    state:
      text(json['configurationItemStatus'])?.startsWith('ResourceDeleted') === true ? 'deleted' : 'present',
    capturedAt: toInstant(
      json['configurationItemCaptureTime'] ??
        json['captureTime'] ??
        json['update_time'] ??
        json['updateTime'],
    ),
    document: json,
    index: 0,
    offset: 0,
    ...identity,
  }
}

type Identity = Pick<RawItem, 'resourceId' | 'type' | 'account' | 'region' | 'name'>

function wrapped(json: JsonObject): Identity {
  const id = text(json['id']) ?? ''
  return {
    resourceId: id,
    type: text(json['type']) ?? '',
    account: text(json['accountId']) ?? '',
    region: text(json['region']) ?? 'global',
    name: nameIn(json['document']) ?? lastSegment(id),
  }
}

function nameIn(document: JsonValue | undefined): string | undefined {
  if (!isJsonObject(document)) return undefined
  return (
    text(document['displayName']) ??
    text(document['userPrincipalName']) ??
    text(document['primaryEmail']) ??
    text(document['domainName'])
  )
}

const identities: Readonly<Record<Provider, (json: JsonObject) => Identity>> = {
  aws: (json) => {
    const id = text(json['resourceId']) ?? ''
    return {
      resourceId: text(json['ARN']) ?? text(json['arn']) ?? id,
      type: text(json['resourceType']) ?? '',
      account: text(json['awsAccountId']) ?? text(json['accountId']) ?? '',
      region: text(json['awsRegion']) ?? 'global',
      name: text(json['resourceName']) ?? id,
    }
  },
  azure: (json) => {
    const id = text(json['id']) ?? ''
    return {
      resourceId: id,
      type: text(json['type']) ?? '',
      account: (
        text(json['subscriptionId']) ??
        /^\/(?:subscriptions|tenants)\/([^/]+)/i.exec(id)?.[1] ??
        ''
      ).toLowerCase(),
      region: text(json['location']) ?? 'global',
      name: text(json['name']) ?? lastSegment(id),
    }
  },
  gcp: (json) => {
    const id = text(json['name']) ?? ''
    const resource = isJsonObject(json['resource']) ? json['resource'] : {}
    const data = isJsonObject(resource['data']) ? resource['data'] : {}
    return {
      resourceId: id,
      type: text(json['asset_type']) ?? text(json['assetType']) ?? '',
      account: gcpAccount(id, json['ancestors'], text(resource['parent'])),
      region:
        text(resource['location']) ??
        lastSegment(text(data['region']) ?? text(data['zone']) ?? text(data['location']) ?? 'global'),
      name: lastSegment(id),
    }
  },
}

function gcpAccount(name: string, ancestors: JsonValue | undefined, parent: string | undefined): string {
  const nearest =
    Array.isArray(ancestors) && typeof ancestors[0] === 'string'
      ? ancestors[0]
      : (/(?:projects|organizations|folders)\/[^/]+/.exec(name)?.[0] ??
        /(?:projects|organizations|folders)\/[^/]+/.exec(parent ?? '')?.[0] ??
        '')
  return nearest.replace(/^projects\//, '')
}

function gcpFacet(json: JsonObject): Facet {
  if (json['resource'] !== undefined || isJsonObject(json['document'])) return 'resource'
  if (json['iam_policy'] !== undefined || json['iamPolicy'] !== undefined) return 'iam-policy'
  if (json['org_policy'] !== undefined || json['orgPolicy'] !== undefined) return 'org-policy'
  return json['access_policy'] !== undefined || json['accessPolicy'] !== undefined
    ? 'access-policy'
    : 'resource'
}

function lastSegment(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

function text(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
