import { isJsonObject, type JsonObject } from '../../../../../shared/model/json.ts'
import type { Instant } from '../../../../../shared/model/provider.ts'
import type { Facet } from '../../../../../shared/model/source.ts'
import { toInstant } from '../instant.ts'
import { either, eitherText, text, type ResourceName, type Sink } from '../sink.ts'
import { accountOf, regionOf } from './asset-name.ts'

/** True for an asset in either spelling (`asset_type` in exports, `assetType` in API answers), or its history form. */
export function isAsset(value: JsonObject): boolean {
  const name = text(value, 'name')
  return name !== null && name.startsWith('//') && eitherText(value, 'asset_type', 'assetType') !== null
}

export function isTemporalAsset(value: JsonObject): boolean {
  return isJsonObject(value['window']) && (isJsonObject(value['asset']) || value['deleted'] === true)
}

interface State {
  readonly capturedAt: Instant | null
  readonly deleted: boolean
}

/**
 * One asset (Cloud Asset API, `Asset`): its resource and each policy on it are facets of their own;
 * each carries the whole line as document.
 * @param readTime of the list it stands in, for assets without `updateTime`
 */
export function readAsset(asset: JsonObject, readTime: Instant | null, sink: Sink): void {
  const updated = toInstant(either(asset, 'update_time', 'updateTime'))
  if (updated === 'bad') return sink.problem('wrong-type', 'update_time', nameOf(asset))
  readState(asset, { capturedAt: updated ?? readTime, deleted: asset['deleted'] === true }, sink)
}

/** One state of an asset's history (`TemporalAsset` of BatchGetAssetsHistory and of feeds). */
export function readTemporalAsset(entry: JsonObject, sink: Sink): void {
  const window = entry['window']
  const start = toInstant(isJsonObject(window) ? either(window, 'startTime', 'start_time') : undefined)
  const asset = entry['asset']
  if (!isJsonObject(asset)) return sink.problem('missing-field', 'asset', null)
  if (start === 'bad') return sink.problem('wrong-type', 'window.startTime', nameOf(asset))
  const deleted = entry['deleted'] === true
  readState(asset, { capturedAt: start, deleted }, sink)
}

function readState(asset: JsonObject, state: State, sink: Sink): void {
  const resource = nameOf(asset)
  if (resource === null)
    return sink.problem('missing-field', text(asset, 'name') === null ? 'name' : 'asset_type', null)
  let facets = 0
  const give = (facet: Facet, called: ResourceName = resource): void => {
    facets++
    const shown = called.resourceId.slice(called.resourceId.lastIndexOf('/') + 1)
    sink.item({
      ...called,
      name: shown,
      facet,
      state: state.deleted ? 'deleted' : 'present',
      capturedAt: state.capturedAt,
      document: asset,
    })
  }
  const content = asset['resource']
  const hollow = isJsonObject(content) && !isJsonObject(content['data']) && !state.deleted
  if (isJsonObject(content) && !hollow) give('resource')
  if (isJsonObject(either(asset, 'iam_policy', 'iamPolicy'))) give('iam-policy')
  if (Array.isArray(either(asset, 'org_policy', 'orgPolicy'))) give('org-policy')
  for (const [kind, snake, camel] of accessContent) {
    const policy = either(asset, snake, camel)
    const name = isJsonObject(policy) ? text(policy, 'name') : null
    // Many levels and perimeters share the organisation's name: each is a resource of its own.
    if (name !== null)
      give('access-policy', {
        ...resource,
        resourceId: `//accesscontextmanager.googleapis.com/${name}`,
        type: `accesscontextmanager.googleapis.com/${kind}`,
      })
  }
  if (hollow) sink.problem('no-document', 'resource.data', resource)
  else if (facets === 0 && state.deleted) give('resource')
  else if (facets === 0) sink.problem('no-document', 'resource', resource)
}

/** ACCESS_POLICY content (Cloud Asset API): one of these three per asset. */
const accessContent = [
  ['AccessPolicy', 'access_policy', 'accessPolicy'],
  ['AccessLevel', 'access_level', 'accessLevel'],
  ['ServicePerimeter', 'service_perimeter', 'servicePerimeter'],
] as const

/** A hit on its own: the command line tool leaves the list's envelope out. */
export function isSearchResult(value: JsonObject): boolean {
  const name = text(value, 'resource')
  return name !== null && name.startsWith('//') && isJsonObject(value['policy'])
}

/**
 * A hit of SearchAllResources or SearchAllIamPolicies: search gives attributes for finding, not the
 * document, so the resource is named and not evaluated.
 */
export function readSearchResult(result: JsonObject, sink: Sink): void {
  const name = eitherText(result, 'name', 'resource')
  const type = eitherText(result, 'assetType', 'asset_type')
  if (name === null) return sink.problem('missing-field', 'name', null)
  if (type === null) return sink.problem('missing-field', 'assetType', null)
  const resource: ResourceName = {
    provider: 'gcp',
    resourceId: name,
    type,
    account: accountOf(result, name),
    region: regionOf(result, name),
  }
  sink.problem('no-document', 'resource (a search result holds attributes, not the document)', resource)
}

function nameOf(asset: JsonObject): ResourceName | null {
  const name = text(asset, 'name')
  const type = eitherText(asset, 'asset_type', 'assetType')
  if (name === null || type === null) return null
  return {
    provider: 'gcp',
    resourceId: name,
    type,
    account: accountOf(asset, name),
    region: regionOf(asset, name),
  }
}
