/**
 * Members of a top-level object that hold items when they are lists. Only these make an object a
 * container, and only at the top (or under `data`): the same names deeper in, or in strings, mean nothing.
 */
export const listPaths: ReadonlySet<string> = new Set([
  'configurationItems', // AWS Config snapshot, history, GetResourceConfigHistory
  'baseConfigurationItems', // BatchGetResourceConfig
  'BaseConfigurationItems', // BatchGetAggregateResourceConfig
  'Results', // SelectResourceConfig, SelectAggregateResourceConfig
  'resourceIdentifiers', // ListDiscoveredResources
  'ResourceIdentifiers', // ListAggregateDiscoveredResources
  'value', // ARM lists
  'data', // Resource Graph, objects
  'data.rows', // Resource Graph, table
  'assets', // Cloud Asset ListAssets, BatchGetAssetsHistory
  'results', // Cloud Asset SearchAllResources
  'countersignDocuments',
])

/** Where the elements of a top-level list are said to stand. */
export const topList = '[]'

/** Members beside the lists whose value is kept; all others are passed over unread. */
export const memberPaths: ReadonlySet<string> = new Set([
  'configSnapshotId',
  'QueryInfo',
  'nextToken',
  'NextToken',
  'unprocessedResourceKeys',
  'UnprocessedResourceIdentifiers',
  'nextLink',
  '@odata.nextLink',
  '@odata.context',
  '$skipToken',
  'skipToken',
  'skip_token',
  'totalRecords',
  'total_records',
  'resultTruncated',
  'result_truncated',
  'data.columns',
  'readTime',
  'read_time',
  'nextPageToken',
  'next_page_token',
])

/** Longest name above; a longer key needs no look. */
export const longestPath = 40
