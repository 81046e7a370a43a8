import { CountersignError } from '../../../../shared/model/errors.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../../../../shared/model/json.ts'
import type { Instant, Provider } from '../../../../shared/model/provider.ts'
import type { CoverageClaim, FileFormat } from '../../../../shared/model/source.ts'
import { isConfigItem, readConfigItem } from './aws/item.ts'
import { openNotification, readNotification } from './aws/notification.ts'
import { partsSelected, readIdentifier, readSelectRow, readUnprocessed } from './aws/rows.ts'
import { addGraphPage, isWholeGraph, newGraphPaging } from './azure/paging.ts'
import { isAzureRow, readAzureRow } from './azure/row.ts'
import { readColumns, rowToObject } from './azure/table.ts'
import type { Collector } from './collector.ts'
import { failureInJson, failuresInText } from './failure/read.ts'
import { isAsset, isSearchResult, isTemporalAsset, readAsset, readSearchResult, readTemporalAsset } from './gcp/asset.ts'
import { toInstant } from './instant.ts'
import { readOwnDocument } from './own-documents.ts'
import { openPage } from './page.ts'
import { parse } from './parse.ts'
import type { Place, SplitHandlers } from './split/element.ts'
import { listPaths, topList } from './split/list-paths.ts'
import { readPrefix } from './split/prefix.ts'
import { claimArmList, claimSnapshot, claimTypes, widen, type Tally } from './tally.ts'

/** Elements that wait for a member which may follow their list. */
const maxHeldBytes = 32 * 1024 * 1024

const formatOfList: Readonly<Record<string, { format: FileFormat; provider: Provider | null }>> = {
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

/** A page of items on one line that does not parse as a whole: its items are cut out, so that only the broken one is lost. */
const beginsAsPage = new RegExp(`^\\{[^{}[\\]]*"(?:${[...listPaths].filter((path) => !path.includes('.')).join('|')})"\\s*:\\s*\\[`)

interface Held {
  readonly bytes: Buffer
  readonly place: Place
  readonly list: string
  readonly index: number
}

export interface Outcome {
  readonly format: FileFormat
  readonly provider: Provider
  readonly claims: CoverageClaim[]
}

export interface Interpreter {
  readonly handlers: SplitHandlers
  /** Text that is no JSON: @returns whether it was a provider's refusal. */
  readText(content: string): boolean
  /** @returns null when nothing showed what the file is. */
  finish(): Outcome | null
  /** Code of `file-kinds` when the lists themselves tell what is wrong. */
  hint(): string | null
}

/** Reads the elements of one file by the list they stand in and by their shape. */
export function createInterpreter(collector: Collector, tally: Tally, maxDepth: number): Interpreter {
  const { current } = collector
  const members = new Map<string, JsonValue>()
  const lists = new Set<string>()
  const graph = newGraphPaging()
  let held: Held[] = []
  let heldBytes = 0
  let holdNoMore = false
  let columns: string[] | null = null
  let nextIndex = 0
  let snapshots = 0
  let otherPages = 0
  let armEnds = 0
  let armMore = false
  let assetsMore = false
  let history = false
  let listElements = 0
  const everSeen = new Set<string>()

  function mayWait(list: string): boolean {
    if (list === 'data.rows') return columns === null
    if (holdNoMore) return false
    return (list === 'Results' && !members.has('QueryInfo')) || (list === 'assets' && readTime() === null)
  }

  function readTime(): Instant | null {
    const read = toInstant(members.get('readTime') ?? members.get('read_time'))
    return read === 'bad' ? null : read
  }

  function element(bytes: Buffer, place: Place, list: string): void {
    listElements++
    const index = nextIndex++
    if (held.length === 0 && !mayWait(list)) return readBytes(bytes, place, list, index)
    held.push({ bytes, place, list, index })
    heldBytes += bytes.length
    if (heldBytes <= maxHeldBytes) return
    if (list === 'data.rows') {
      throw new CountersignError('file_malformed', { offset: place.offset, line: place.line, detail: `line ${place.line}: expected columns before so many rows` })
    }
    holdNoMore = true
    release()
  }

  function release(): void {
    const waiting = held
    held = []
    heldBytes = 0
    for (const one of waiting) readBytes(one.bytes, one.place, one.list, one.index)
  }

  function readBytes(bytes: Buffer, place: Place, list: string, index: number): void {
    current.index = index
    current.place = place
    current.bytes = bytes
    const text = bytes.toString()
    const parsed = parse(text)
    if (typeof parsed === 'string') return notJson(text)
    read(parsed.value, list)
  }

  function notJson(text: string): void {
    const found = readPrefix(text)
    const where = found.kind === 'invalid' ? `expected ${found.expected} at byte ${Buffer.byteLength(text.slice(0, found.at))} of the item` : ''
    collector.problem('not-json', where, null)
  }

  function read(value: JsonValue, list: string): void {
    current.format = formatOfList[list]?.format ?? current.format
    if (list === 'Results') return readSelectRow(value, partsSelected(members.get('QueryInfo')), maxDepth, collector)
    if (list === 'data.rows') {
      graph.rows++
      const row = columns === null ? null : rowToObject(columns, value)
      if (row === null) return collector.problem('wrong-type', 'rows (not as many values as columns)', null)
      return readAzureRow(row, collector, false)
    }
    if (!isJsonObject(value)) return collector.problem('not-an-object', list === '' || list === topList ? 'item' : list, null)
    switch (list) {
      case 'configurationItems':
      case 'baseConfigurationItems':
      case 'BaseConfigurationItems':
        return readConfigItem(value, collector)
      case 'resourceIdentifiers':
      case 'ResourceIdentifiers':
        return readIdentifier(value, collector)
      case 'value':
        return readAzureRow(value, collector, true)
      case 'data':
        graph.rows++
        return readAzureRow(value, collector, false)
      case 'assets':
        return readAssetOf(value)
      case 'results':
        return readSearchResult(value, collector)
      case 'countersignDocuments':
        return readOwnDocument(value, collector)
      default:
        return readByShape(value, list === topList)
    }
  }

  function readAssetOf(value: JsonObject): void {
    if (!isTemporalAsset(value)) return readAsset(value, readTime(), collector)
    history = true
    readTemporalAsset(value, collector)
  }

  /** A value that stands alone, in a line, or in a top-level list. */
  function readByShape(value: JsonObject, inList: boolean): void {
    const page = openPage(value)
    if (page !== null) return readPage(page)
    if (isAsset(value) || isTemporalAsset(value)) {
      current.format = inList ? 'gcp-asset-list' : 'gcp-asset-ndjson'
      return readAssetOf(value)
    }
    if (isAzureRow(value)) {
      current.format = 'subscriptionId' in value || 'tenantId' in value ? 'azure-resource-graph' : 'azure-arm'
      return readAzureRow(value, collector, true)
    }
    if (isConfigItem(value)) {
      current.format = 'aws-config-item'
      return readConfigItem(value, collector)
    }
    if (isSearchResult(value)) {
      current.format = 'gcp-asset-search'
      return readSearchResult(value, collector)
    }
    const aggregated = value['ConfigurationItem'] // GetAggregateResourceConfig
    if (isJsonObject(aggregated) && isConfigItem(aggregated)) {
      current.format = 'aws-config-item'
      return readConfigItem(aggregated, collector)
    }
    const notification = openNotification(value, maxDepth)
    if (notification !== null) {
      current.format = 'aws-config-history'
      return readNotification(notification, collector)
    }
    const failure = failureInJson(value)
    if (failure !== null) return collector.failure(failure)
    readUnknown(value)
  }

  /** In a file that is decided, the missing field can be named. */
  function readUnknown(value: JsonObject): void {
    const provider = collector.decided()?.provider
    if (provider === 'gcp') readAsset(value, null, collector)
    else if (provider === 'azure') readAzureRow(value, collector, true)
    else if (provider === 'aws') readConfigItem(value, collector)
    else collector.problem('missing-field', 'resourceType, id or asset_type', null)
  }

  function readPage(page: NonNullable<ReturnType<typeof openPage>>): void {
    const bytes = current.bytes
    for (const [path] of page.lists) listBegin(path)
    for (const [path, value] of page.members) setMember(path, value)
    for (const [path, elements] of page.lists) {
      for (const value of elements) {
        listElements++
        current.index = nextIndex++
        current.bytes = JSON.stringify(value)
        read(value, path)
      }
    }
    current.bytes = bytes
    containerEnd()
  }

  function listBegin(list: string): void {
    lists.add(list)
    everSeen.add(list)
  }

  function setMember(path: string, value: JsonValue): void {
    if (path === 'data.columns') columns = readColumns(value)
    members.set(path, value)
    if (held.length > 0 && !mayWait((held[0] as Held).list)) release()
    if (path === 'QueryInfo' && holdNoMore && partsSelected(value) !== null) {
      // Rows were given out before this was known: the file can't be taken.
      throw new CountersignError('file_unknown_format', { kind: 'select-parts' })
    }
  }

  function containerEnd(): void {
    if (held.length > 0) {
      holdNoMore = true
      release()
    }
    if (lists.has('configurationItems')) {
      if (typeof members.get('configSnapshotId') === 'string') snapshots++
      else otherPages++
    }
    if (lists.has('data') || lists.has('data.rows')) addGraphPage(graph, members)
    if (lists.has('value')) {
      const next = members.get('nextLink') ?? members.get('@odata.nextLink')
      armMore = typeof next === 'string' && next !== ''
      if (!armMore) armEnds++
    }
    if (lists.has('assets')) {
      const token = members.get('nextPageToken') ?? members.get('next_page_token')
      assetsMore = typeof token === 'string' && token !== ''
    }
    if (lists.has('assets') || lists.size === 0) widen(tally, readTime())
    readUnprocessedOf()
    recognise()
    members.clear()
    lists.clear()
    columns = null
    listElements = 0
    holdNoMore = false
  }

  function readUnprocessedOf(): void {
    const keys = members.get('unprocessedResourceKeys') ?? members.get('UnprocessedResourceIdentifiers')
    if (keys === undefined) return
    current.format = 'aws-config-batch-get'
    const only = (values: ReadonlySet<string>): string | null => (values.size === 1 ? ([...values][0] as string) : null)
    readUnprocessed(keys, { account: only(tally.accounts), region: only(tally.regions) }, collector)
  }

  /**
   * An answer whose own members or list name make it certain is what it is, even when it is empty
   * or none of its items can be used.
   */
  function recognise(): void {
    const [list] = lists
    if (list === undefined) {
      if (members.has('readTime')) collector.recognise('gcp-asset-list', 'gcp')
      else collector.recognise('aws-config-batch-get', 'aws')
      return
    }
    const known = formatOfList[list]
    if (known === undefined || known.provider === null) return
    const graphEnvelope = ['totalRecords', 'total_records', 'resultTruncated', 'result_truncated'].some((name) => members.has(name))
    const certain =
      list === 'configurationItems' ||
      list.toLowerCase() === 'baseconfigurationitems' ||
      (list === 'Results' && members.has('QueryInfo')) ||
      (list.startsWith('data') && graphEnvelope) ||
      (listElements === 0 && !members.has('@odata.context'))
    if (certain) collector.recognise(known.format, known.provider)
  }

  const handlers: SplitHandlers = {
    element,
    line(bytes, place) {
      const text = bytes.toString()
      const parsed = parse(text)
      if (typeof parsed === 'string' ? beginsAsPage.test(text) : isJsonObject(parsed.value) && openPage(parsed.value) !== null) return false
      current.index = nextIndex++
      current.place = place
      current.bytes = bytes
      if (typeof parsed === 'string') notJson(text)
      else read(parsed.value, '')
      return true
    },
    broken(reason, place, list, line) {
      if (line !== null) {
        const failures = failuresInText(line.toString())
        for (const failure of failures) collector.failure(failure)
        if (failures.length > 0) return
      }
      current.index = nextIndex++
      current.place = place
      current.format = formatOfList[list]?.format ?? current.format
      if (line !== null) notJson(line.toString())
      else collector.problem(reason, '', null)
    },
    member(path, bytes) {
      const parsed = parse(bytes.toString())
      if (typeof parsed !== 'string') setMember(path, parsed.value)
    },
    listBegin,
    containerEnd,
  }

  function claims(format: FileFormat): CoverageClaim[] {
    if (tally.nameless || collector.failures() > 0) return []
    if (format === 'aws-config-snapshot') return claimSnapshot(tally)
    if (format === 'azure-resource-graph') return isWholeGraph(graph) ? claimTypes(tally, 'azure') : []
    if (format === 'azure-arm') return everSeen.has('value') && armEnds === 1 && !armMore ? claimArmList(tally) : []
    if (format === 'gcp-asset-list' || format === 'gcp-asset-ndjson') return history || assetsMore ? [] : claimTypes(tally, 'gcp')
    return []
  }

  function finish(): Outcome | null {
    const decided = collector.decided()
    if (decided === null) return null
    const whole = decided.format === 'aws-config-history' && snapshots > 0 && otherPages === 0
    const format = whole ? 'aws-config-snapshot' : decided.format
    return { format, provider: decided.provider, claims: claims(format) }
  }

  return {
    handlers,
    readText(content) {
      const failures = failuresInText(content)
      for (const failure of failures) collector.failure(failure)
      return failures.length > 0
    },
    finish,
    hint: () => (everSeen.has('Results') ? 'select-without-resources' : everSeen.has('data') || everSeen.has('data.rows') ? 'rows-without-ids' : null),
  }
}
