import { CountersignError } from '../../../../shared/model/errors.ts'
import type { Instant, Provider } from '../../../../shared/model/provider.ts'
import type { CallFailure, FileFormat, ItemProblem, RawItem } from '../../../../shared/model/source.ts'
import { pageSize } from './events.ts'
import type { FoundItem, ResourceName, Sink } from './sink.ts'
import type { Place } from './split/element.ts'
import { checkRepetition, countItem, digest, nameAccount, type Tally } from './tally.ts'

/** Problems of a file that has not shown yet what it is are kept up to this many; then it is nothing of ours. */
const maxUnconfirmed = 1000
const futureAllowance = 24 * 60 * 60 * 1000

/** What was collected since the last page, ready to be given out. */
export interface Batch {
  readonly problems: ItemProblem[]
  readonly items: RawItem[]
  readonly failures: CallFailure[]
}

/** The element that is being read. */
export interface Current {
  index: number
  place: Place
  bytes: Buffer | string
  /** What the element would make the file. */
  format: FileFormat
}

export interface Collector extends Sink {
  readonly current: Current
  /** Null until an item, a named problem or a failure has shown what the file is. */
  decided(): { format: FileFormat; provider: Provider } | null
  /** The structure alone shows what the file is. */
  recognise(format: FileFormat, provider: Provider): void
  failures(): number
  firstProblem(): ItemProblem | null
  /** Full pages, or with `all` everything there is. */
  take(all: boolean): Batch[]
}

/**
 * Turns what the format readers find into counted, placed records: repetitions are sorted out, items of
 * the future become problems, a file is decided by its first item, the first `passOver` items are counted only.
 */
export function createCollector(tally: Tally, now: Instant, passOver: number): Collector {
  const latest = new Date(Date.parse(now) + futureAllowance).toISOString()
  let items: RawItem[] = []
  let problems: ItemProblem[] = []
  let failures: CallFailure[] = []
  let failureCount = 0
  let first: ItemProblem | null = null
  let format: FileFormat | null = null
  let provider: Provider | null = null
  let content: { of: Buffer | string; digest: string } | null = null
  const current: Current = { index: -1, place: { offset: 0, line: 1 }, bytes: '', format: 'aws-config-item' }

  /** @returns false when the file is another cloud's. */
  function decide(by: Provider): boolean {
    if (format === null || (format === 'provider-error' && current.format !== 'provider-error')) {
      format = current.format
      provider = by
      return true
    }
    return provider === by || format === 'countersign-documents' || current.format === 'provider-error'
  }

  function problem(reason: ItemProblem['reason'], detail: string, resource: ResourceName | null): void {
    if (resource === null) tally.nameless = true
    else if (!decide(resource.provider)) tally.nameless = true
    if (resource !== null) nameAccount(tally, resource.account, resource.region)
    tally.problems++
    const { offset, line } = current.place
    const named =
      resource === null
        ? null
        : {
            provider: resource.provider,
            resourceId: resource.resourceId,
            type: resource.type,
            account: resource.account,
            region: resource.region,
          }
    const made: ItemProblem = {
      kind: 'problem',
      reason,
      detail,
      index: current.index,
      offset,
      line,
      resource: named,
    }
    first ??= made
    if (format === null && tally.problems > maxUnconfirmed)
      throw new CountersignError('file_unknown_format', { kind: 'undecided' })
    if (tally.items < passOver) return
    problems.push(made)
  }

  function contentDigest(): string {
    if (content?.of !== current.bytes) content = { of: current.bytes, digest: digest(current.bytes) }
    return content.digest
  }

  function item(found: FoundItem): void {
    const resource: ResourceName = found
    if (!decide(found.provider))
      return problem('wrong-type', `a resource of ${found.provider} in a file of ${provider}`, null)
    if (found.capturedAt !== null && found.capturedAt > latest)
      return problem('from-the-future', found.capturedAt, resource)
    const repeated = checkRepetition(tally, found, contentDigest())
    if (repeated === 'same') return
    if (repeated === 'different')
      return problem('duplicate', `${found.facet} of ${found.capturedAt ?? 'no capture time'}`, resource)
    const made: RawItem = { kind: 'item', ...found, index: current.index, offset: current.place.offset }
    countItem(tally, made)
    if (tally.items > passOver) items.push(made)
  }

  function failure(found: Omit<CallFailure, 'kind'>): void {
    const was = current.format
    current.format = 'provider-error'
    decide(found.provider)
    current.format = was
    if (found.account !== '*')
      nameAccount(tally, found.account, found.region === '*' ? 'unknown' : found.region)
    failureCount++
    if (tally.items >= passOver) failures.push({ kind: 'failure', ...found })
  }

  function take(all: boolean): Batch[] {
    if (format === null) return []
    const batches: Batch[] = []
    while (items.length >= pageSize || (all && items.length > 0)) {
      const page = items.length <= pageSize ? items : items.slice(0, pageSize)
      items = items.length <= pageSize ? [] : items.slice(pageSize)
      const last = page.at(-1)?.index ?? 0
      batches.push({ problems: problems.filter((made) => made.index <= last), items: page, failures: [] })
      problems = problems.filter((made) => made.index > last)
    }
    while (problems.length >= pageSize || (all && problems.length > 0)) {
      batches.push({ problems: problems.slice(0, pageSize), items: [], failures: [] })
      problems = problems.slice(pageSize)
    }
    if (failures.length > 0) {
      batches.push({ problems: [], items: [], failures })
      failures = []
    }
    return batches
  }

  return {
    current,
    item,
    problem,
    failure,
    format: (found) => {
      current.format = found
    },
    recognise(by, of) {
      if (format !== null && format !== 'provider-error') return
      format = by
      provider = of
    },
    decided: () => (format === null || provider === null ? null : { format, provider }),
    failures: () => failureCount,
    firstProblem: () => first,
    take,
  }
}
