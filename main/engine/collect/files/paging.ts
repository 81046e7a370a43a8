import type { JsonValue } from '../../../../shared/model/json.ts'
import type { Provider } from '../../../../shared/model/provider.ts'
import type { CoverageClaim, FileFormat } from '../../../../shared/model/source.ts'
import { addGraphPage, isWholeGraph, newGraphPaging, type GraphPaging } from './azure/paging.ts'
import { claimArmList, claimSnapshot, claimTypes, type Tally } from './tally.ts'

/** What a list of items makes of its file; null where the items themselves say whose they are. */
export const formatOfList: Readonly<Record<string, { format: FileFormat; provider: Provider | null }>> = {
  configurationItems: { format: 'aws-config-history', provider: 'aws' },
  baseConfigurationItems: { format: 'aws-config-batch-get', provider: 'aws' },
  BaseConfigurationItems: { format: 'aws-config-batch-get', provider: 'aws' },
  Results: { format: 'aws-config-select', provider: 'aws' },
  resourceIdentifiers: { format: 'aws-config-list', provider: 'aws' },
  ResourceIdentifiers: { format: 'aws-config-list', provider: 'aws' },
  value: { format: 'azure-arm', provider: 'azure' },
  data: { format: 'azure-resource-graph', provider: 'azure' },
  'data.rows': { format: 'azure-resource-graph', provider: 'azure' },
  assets: { format: 'gcp-asset-list', provider: 'gcp' },
  results: { format: 'gcp-asset-search', provider: 'gcp' },
  countersignDocuments: { format: 'countersign-documents', provider: null },
}

/** What the pages of one file, one after the other, say of its kind and completeness. */
export interface Paging {
  readonly graph: GraphPaging
  snapshots: number
  /** Pages of configuration items without a snapshot's id. */
  histories: number
  armLists: number
  armEnds: number
  armMore: boolean
  assetsMore: boolean
  /** States over time were among the assets: such a file does not tell what exists. */
  assetHistory: boolean
}

export function newPaging(): Paging {
  return {
    graph: newGraphPaging(),
    snapshots: 0,
    histories: 0,
    armLists: 0,
    armEnds: 0,
    armMore: false,
    assetsMore: false,
    assetHistory: false,
  }
}

type Members = ReadonlyMap<string, JsonValue>

/** Takes in a page that has ended: the lists it held and its other members. */
export function addPage(paging: Paging, lists: ReadonlySet<string>, members: Members): void {
  if (lists.has('configurationItems')) {
    if (typeof members.get('configSnapshotId') === 'string') paging.snapshots++
    else paging.histories++
  }
  if (lists.has('data') || lists.has('data.rows')) addGraphPage(paging.graph, members)
  if (lists.has('value')) {
    paging.armLists++
    paging.armMore = isToken(members.get('nextLink') ?? members.get('@odata.nextLink'))
    if (!paging.armMore) paging.armEnds++
  }
  if (lists.has('assets'))
    paging.assetsMore = isToken(members.get('nextPageToken') ?? members.get('next_page_token'))
}

function isToken(value: JsonValue | undefined): boolean {
  return typeof value === 'string' && value !== ''
}

/**
 * What an answer is by its own members or its list's name alone, when that is beyond doubt: then it is
 * accepted even if it is empty or none of its items can be used.
 */
export function certainKind(
  lists: ReadonlySet<string>,
  members: Members,
  elements: number,
): { format: FileFormat; provider: Provider } | null {
  const [list] = lists
  if (list === undefined) {
    return members.has('readTime')
      ? { format: 'gcp-asset-list', provider: 'gcp' }
      : { format: 'aws-config-batch-get', provider: 'aws' }
  }
  const known = formatOfList[list]
  if (known === undefined || known.provider === null) return null
  const graphEnvelope = ['totalRecords', 'total_records', 'resultTruncated', 'result_truncated'].some(
    (name) => members.has(name),
  )
  const certain =
    list === 'configurationItems' ||
    list.toLowerCase() === 'baseconfigurationitems' ||
    (list === 'Results' && members.has('QueryInfo')) ||
    (list.startsWith('data') && graphEnvelope) ||
    (elements === 0 && !members.has('@odata.context'))
  return certain ? { format: known.format, provider: known.provider } : null
}

/** A file whose configuration items all stand in pages with a snapshot's id is a snapshot. */
export function settleFormat(paging: Paging, decided: FileFormat): FileFormat {
  return decided === 'aws-config-history' && paging.snapshots > 0 && paging.histories === 0
    ? 'aws-config-snapshot'
    : decided
}

/** What the file proves complete; nothing for what it does not say for certain. */
export function claimsOf(paging: Paging, tally: Tally, format: FileFormat): CoverageClaim[] {
  if (tally.nameless) return []
  switch (format) {
    case 'aws-config-snapshot':
      return claimSnapshot(tally)
    case 'azure-resource-graph':
      return isWholeGraph(paging.graph) ? claimTypes(tally, 'azure') : []
    case 'azure-arm':
      return paging.armLists > 0 && paging.armEnds === 1 && !paging.armMore ? claimArmList(tally) : []
    case 'gcp-asset-list':
    case 'gcp-asset-ndjson':
      return paging.assetHistory || paging.assetsMore ? [] : claimTypes(tally, 'gcp')
    default:
      return []
  }
}
