import { CountersignError } from '../../../../shared/model/errors.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../../../../shared/model/json.ts'
import type { Instant, Provider } from '../../../../shared/model/provider.ts'
import type { CoverageClaim, FileFormat } from '../../../../shared/model/source.ts'
import { readConfigItem } from './aws/item.ts'
import { partsSelected, readIdentifier, readSelectRow, readUnprocessed } from './aws/rows.ts'
import { readAzureRow } from './azure/row.ts'
import { readColumns, rowToObject } from './azure/table.ts'
import type { Collector } from './collector.ts'
import { failuresInText } from './failure/read.ts'
import { isTemporalAsset, readAsset, readSearchResult, readTemporalAsset } from './gcp/asset.ts'
import { toInstant } from './instant.ts'
import { readOwnDocument } from './own-documents.ts'
import { openPage, type Page } from './page.ts'
import { addPage, certainKind, claimsOf, formatOfList, newPaging, settleFormat } from './paging.ts'
import { parse } from './parse.ts'
import { readByShape } from './shape.ts'
import type { Place, SplitHandlers } from './split/element.ts'
import { listPaths, topList } from './split/list-paths.ts'
import { readPrefix } from './split/prefix.ts'
import { widen, type Tally } from './tally.ts'

/** Elements that wait for a member which may follow their list. */
const maxHeldBytes = 32 * 1024 * 1024

/** A page of items on one line that does not parse as a whole: its items are cut out, so that only the broken one is lost. */
const beginsAsPage = new RegExp(
  `^\\{[^{}[\\]]*"(?:${[...listPaths].filter((path) => !path.includes('.')).join('|')})"\\s*:\\s*\\[`,
)

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

/** Reads the elements of one file by the list they stand in, or by their shape. */
export function createInterpreter(collector: Collector, tally: Tally, maxDepth: number): Interpreter {
  const { current } = collector
  const paging = newPaging()
  const members = new Map<string, JsonValue>()
  const lists = new Set<string>()
  const everSeen = new Set<string>()
  let held: Held[] = []
  let heldBytes = 0
  let holdNoMore = false
  let columns: string[] | null = null
  let nextIndex = 0
  let listElements = 0

  /** An element's meaning may hang on a member that has not come yet: key order is not to matter. */
  function mustWait(list: string): boolean {
    if (list === 'data.rows') return columns === null && !members.has('data.columns')
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
    if (held.length === 0 && !mustWait(list)) return readBytes(bytes, place, list, index)
    held.push({ bytes, place, list, index })
    heldBytes += bytes.length
    if (heldBytes <= maxHeldBytes) return
    if (list === 'data.rows') {
      const detail = `line ${place.line}: expected columns before so many rows`
      throw new CountersignError('file_malformed', { offset: place.offset, line: place.line, detail })
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
    if (typeof parsed === 'string') notJson(text)
    else read(parsed.value, list)
  }

  /** Says where, but not what stands there: it may be a secret. */
  function notJson(text: string): void {
    const found = readPrefix(text)
    const where =
      found.kind === 'invalid'
        ? `expected ${found.expected} at byte ${Buffer.byteLength(text.slice(0, found.at))} of the item`
        : ''
    collector.problem('not-json', where, null)
  }

  function read(value: JsonValue, list: string): void {
    current.format = formatOfList[list]?.format ?? current.format
    if (list === 'Results')
      return readSelectRow(value, partsSelected(members.get('QueryInfo')), maxDepth, collector)
    if (list === 'data.rows') return readTableRow(value)
    if (!isJsonObject(value))
      return collector.problem('not-an-object', list === '' || list === topList ? 'item' : list, null)
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
        paging.graph.rows++
        return readAzureRow(value, collector, false)
      case 'assets':
        return readAssetOf(value)
      case 'results':
        return readSearchResult(value, collector)
      case 'countersignDocuments':
        return readOwnDocument(value, collector)
      default: {
        const page = openPage(value)
        if (page !== null) readPage(page)
        else readByShape(value, list === topList, maxDepth, collector, readAssetOf)
      }
    }
  }

  function readTableRow(value: JsonValue): void {
    paging.graph.rows++
    const row = columns === null ? null : rowToObject(columns, value)
    if (row === null) collector.problem('wrong-type', 'rows (not as many values as columns)', null)
    else readAzureRow(row, collector, false)
  }

  function readAssetOf(value: JsonObject): void {
    if (!isTemporalAsset(value)) return readAsset(value, readTime(), collector)
    paging.assetHistory = true
    readTemporalAsset(value, collector)
  }

  function readPage(page: Page): void {
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
    containerEnd()
  }

  function listBegin(list: string): void {
    lists.add(list)
    everSeen.add(list)
  }

  function setMember(path: string, value: JsonValue): void {
    if (path === 'data.columns') columns = readColumns(value)
    members.set(path, value)
    const [first] = held
    if (first !== undefined && !mustWait(first.list)) release()
    if (path === 'QueryInfo' && holdNoMore && partsSelected(value) !== null) {
      // Rows were given out before this was known: the file can't be taken.
      throw new CountersignError('file_unknown_format', { kind: 'select-parts' })
    }
  }

  function containerEnd(): void {
    holdNoMore = true
    release()
    addPage(paging, lists, members)
    if (lists.has('assets') || lists.size === 0) widen(tally, readTime())
    const unprocessed =
      members.get('unprocessedResourceKeys') ?? members.get('UnprocessedResourceIdentifiers')
    if (unprocessed !== undefined) {
      current.format = 'aws-config-batch-get'
      readUnprocessed(unprocessed, { account: only(tally.accounts), region: only(tally.regions) }, collector)
    }
    const kind = certainKind(lists, members, listElements)
    if (kind !== null) collector.recognise(kind.format, kind.provider)
    members.clear()
    lists.clear()
    columns = null
    listElements = 0
    holdNoMore = false
  }

  function readFailures(content: string): boolean {
    const failures = failuresInText(content)
    for (const failure of failures) collector.failure(failure)
    return failures.length > 0
  }

  const handlers: SplitHandlers = {
    element,
    line(bytes, place) {
      const text = bytes.toString()
      const parsed = parse(text)
      const isPage =
        typeof parsed === 'string'
          ? beginsAsPage.test(text)
          : isJsonObject(parsed.value) && openPage(parsed.value) !== null
      if (isPage) return false
      current.index = nextIndex++
      current.place = place
      current.bytes = bytes
      if (typeof parsed === 'string') notJson(text)
      else read(parsed.value, '')
      return true
    },
    broken(reason, place, list, line) {
      if (line !== null && readFailures(line.toString())) return
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

  function finish(): Outcome | null {
    const decided = collector.decided()
    if (decided === null) return null
    const format = settleFormat(paging, decided.format)
    const claims = collector.failures() > 0 ? [] : claimsOf(paging, tally, format)
    return { format, provider: decided.provider, claims }
  }

  function hint(): string | null {
    if (everSeen.has('Results')) return 'select-without-resources'
    return everSeen.has('data') || everSeen.has('data.rows') ? 'rows-without-ids' : null
  }

  return { handlers, readText: readFailures, finish, hint }
}

function only(values: ReadonlySet<string>): string | null {
  const [first] = values
  return values.size === 1 && first !== undefined ? first : null
}
