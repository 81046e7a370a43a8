import { isJsonObject, type JsonObject } from '../../../../shared/model/json.ts'
import { isConfigItem, readConfigItem } from './aws/item.ts'
import { openNotification, readNotification } from './aws/notification.ts'
import { isAzureRow, readAzureRow } from './azure/row.ts'
import type { Collector } from './collector.ts'
import { failureInJson } from './failure/read.ts'
import { isAsset, isSearchResult, isTemporalAsset, readAsset, readSearchResult } from './gcp/asset.ts'

/**
 * Reads an object that stands alone, in a line or in a top-level list, by what only its kind has.
 * Pages of items and assets of known lists are read by the interpreter.
 * @param readAssetOf reads an asset or one state of its history
 */
export function readByShape(
  value: JsonObject,
  inList: boolean,
  maxDepth: number,
  collector: Collector,
  readAssetOf: (asset: JsonObject) => void,
): void {
  if (isAsset(value) || isTemporalAsset(value)) {
    collector.format(inList ? 'gcp-asset-list' : 'gcp-asset-ndjson')
    return readAssetOf(value)
  }
  if (isAzureRow(value)) {
    collector.format('subscriptionId' in value || 'tenantId' in value ? 'azure-resource-graph' : 'azure-arm')
    return readAzureRow(value, collector, true)
  }
  if (isConfigItem(value)) {
    collector.format('aws-config-item')
    return readConfigItem(value, collector)
  }
  if (isSearchResult(value)) {
    collector.format('gcp-asset-search')
    return readSearchResult(value, collector)
  }
  const aggregated = value['ConfigurationItem'] // GetAggregateResourceConfig
  if (isJsonObject(aggregated) && isConfigItem(aggregated)) {
    collector.format('aws-config-item')
    return readConfigItem(aggregated, collector)
  }
  const notification = openNotification(value, maxDepth)
  if (notification !== null) {
    collector.format('aws-config-history')
    return readNotification(notification, collector)
  }
  const failure = failureInJson(value)
  if (failure !== null) return collector.failure(failure)
  readUnknown(value, collector)
}

/** In a file that is decided, the missing field can be named. */
function readUnknown(value: JsonObject, collector: Collector): void {
  const provider = collector.decided()?.provider
  if (provider === 'gcp') readAsset(value, null, collector)
  else if (provider === 'azure') readAzureRow(value, collector, true)
  else if (provider === 'aws') readConfigItem(value, collector)
  else collector.problem('missing-field', 'resourceType, id or asset_type', null)
}
