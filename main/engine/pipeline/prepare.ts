import type { ItemProblem } from '../../../shared/model/source.ts'
import type { Instant } from '../../../shared/model/provider.ts'
import { readExports, type FileEvent } from '../collect/files/index.ts'
import { normalise } from '../normalise/index.ts'
// Not by the store's face: a worker has no use for SQLite.
import { canonicalItems, type CanonicalItem } from '../store/canonical-items.ts'

/** What reading exports tells, with its items ready to be written. */
export type PreparedEvent = Exclude<FileEvent, { readonly kind: 'items' }> | PreparedItems

/** One page of a file. */
export interface PreparedItems {
  readonly kind: 'items'
  readonly file: number
  /** Sound items of the file read up to the end of this page: what a resume passes over. */
  readonly itemsDone: number
  readonly items: readonly CanonicalItem[]
  /** Items that have no canonical form. */
  readonly problems: readonly ItemProblem[]
}

/** Everything that preparing needs, plain enough to be sent to a worker. */
export interface Preparing {
  readonly paths: readonly string[]
  readonly now: Instant
  readonly skip: { readonly file: number; readonly items: number } | null
  /** The workspace's secret for the digests that stand for secrets. */
  readonly redactionKey: Uint8Array
}

type ItemsEvent = Extract<FileEvent, { readonly kind: 'items' }>

/** Up to this many items are written at a time: each commit writes the indexes' pages anew, whatever it adds to them. */
const pageItems = 1_000

/**
 * All of an import but the writing: collect → normalise → canonical bytes and hashes, in the order of `readExports`.
 * The same input gives the same events, in this thread or in another. Throws what `readExports` throws.
 */
export async function* prepareExports(
  { paths, now, skip, redactionKey }: Preparing,
  signal?: AbortSignal,
): AsyncGenerator<PreparedEvent> {
  const events = readExports(paths, {
    now,
    ...(skip ? { skip } : {}),
    ...(signal ? { signal } : {}),
  })
  // Bad items are no items here: a resume passes over as many sound ones as were written, so only those count.
  const read = new Map<number, number>(skip ? [[skip.file, skip.items]] : [])
  let waiting: PreparedItems | null = null
  for await (const event of events) {
    if (event.kind === 'items') {
      // At once: what was parsed is let go before more is.
      const done = (read.get(event.file) ?? 0) + event.items.length
      read.set(event.file, done)
      const page = pageOf(event, done, redactionKey)
      if (waiting === null && page.items.length < pageItems) waiting = page
      else {
        yield waiting === null ? page : joined(waiting, page)
        waiting = null
      }
    } else if (event.kind !== 'progress' || waiting === null) {
      if (waiting !== null) yield waiting
      waiting = null
      yield event
    }
  }
  if (waiting !== null) yield waiting
}

/** Two pages of one file that follow each other. */
function joined(first: PreparedItems, second: PreparedItems): PreparedItems {
  return {
    ...second,
    items: [...first.items, ...second.items],
    problems: [...first.problems, ...second.problems],
  }
}

function pageOf(
  { file, items: raw }: ItemsEvent,
  itemsDone: number,
  redactionKey: Uint8Array,
): PreparedItems {
  const normal = raw.map((item) => normalise(item, { redactionKey }))
  const { items, problems } = canonicalItems({ items: normal, itemsDone })
  return { kind: 'items', file, itemsDone, items, problems }
}
