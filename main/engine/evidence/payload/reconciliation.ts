import type { Scan } from '../../../../shared/model/scan.ts'
import type { PresenceRow } from '../reader.ts'
import { leavesOutResources } from '../scope/words.ts'
import { accountCell } from './cells.ts'
import { writeCsv, type Row } from './csv.ts'
import type { PayloadContext } from './context.ts'

const known = ({ present, unread }: Pick<PresenceRow, 'present' | 'unread'>): number => present + unread
const keyOf = ({ provider, account, type }: PresenceRow): string =>
  `${provider}\n${account.toLowerCase()}\n${type.toLowerCase()}`

/** Resources of the closing scan by type, lower case, and accounts by provider: what populations are compared with. */
export interface Inventory {
  readonly resources: number
  ofTypes(provider: string, types: readonly string[]): number
  accounts(provider: string): number
}

/** Counts the inventory of the closing scan. */
export function readInventory({ reader, closing }: PayloadContext): Inventory {
  const types = new Map<string, number>()
  const accounts = new Map<string, Set<string>>()
  let resources = 0
  for (const row of closing === null ? [] : reader.presence(closing.id)) {
    const key = `${row.provider} ${row.type.toLowerCase()}`
    types.set(key, (types.get(key) ?? 0) + known(row))
    resources += row.present
    const of = accounts.get(row.provider) ?? new Set<string>()
    if (known(row) > 0) of.add(row.account.toLowerCase())
    accounts.set(row.provider, of)
  }
  return {
    resources,
    ofTypes: (provider, names) =>
      [...new Set(names.map((name) => `${provider} ${name.toLowerCase()}`))].reduce(
        (sum, key) => sum + (types.get(key) ?? 0),
        0,
      ),
    accounts: (provider) => accounts.get(provider)?.size ?? 0,
  }
}

/**
 * Counts that must agree, per scan, in `reconciliation.csv`, and the same roll-forward for every account and type in
 * `reconciliation-types.csv`: what was there before, what a scan added and removed, what is there now. The last two are counted
 * from different records than the first. A difference is shown with what explains it.
 */
export async function* writeReconciliation(
  context: PayloadContext,
  inventory: Inventory,
): AsyncGenerator<number> {
  const types: Row[] = []
  const rows: Row[] = []
  for (const [scan, before] of predecessors(context)) {
    const sums = rollForward(context, scan, before, types)
    rows.push(...scanRows(context, scan, sums))
    context.checkCancelled()
    yield rows.length
  }
  rows.push(...closingRows(context, inventory))
  yield* writeCsv(
    context,
    'data/06-populations/reconciliation.csv',
    ['Scan', 'As of', 'Comparison', 'Left', 'Right', 'Difference', 'Explanation'],
    rows,
  )
  yield* writeCsv(
    context,
    'data/06-populations/reconciliation-types.csv',
    [
      'Scan',
      'As of',
      'Provider',
      'Account',
      'Type',
      'Before',
      'Added',
      'Removed',
      'Now',
      'Of these present',
      'Of these unread',
      'Difference',
    ],
    types,
  )
}

/** Each scan of the period with the one sealed before it; scans are numbered in the order in which they were sealed. */
function predecessors({ reader, scans, period }: PayloadContext): [Scan, Scan | null][] {
  const before = reader.scanBefore(period)
  const sealed = [...(before === null ? [] : [before]), ...scans].sort((a, b) => a.id - b.id)
  return scans.map((scan) => [scan, sealed.findLast(({ id }) => id < scan.id) ?? null])
}

interface Sums {
  readonly before: number | null
  readonly added: number
  readonly removed: number
  readonly now: number
  readonly present: number
}

function rollForward({ reader }: PayloadContext, scan: Scan, previous: Scan | null, into: Row[]): Sums {
  // The first scan of all has nothing before it; a later one whose predecessor is not here cannot be compared.
  const comparable = previous !== null || scan.id === 1
  const before = new Map<string, PresenceRow>()
  if (previous !== null) for (const row of reader.presence(previous.id)) before.set(keyOf(row), row)
  const sums = { before: 0, added: 0, removed: 0, now: 0, present: 0 }
  const add = (row: PresenceRow, was: number): void => {
    const now = known(row)
    sums.before += was
    sums.added += row.added
    sums.removed += row.removed
    sums.now += now
    sums.present += row.present
    into.push([
      scan.id,
      scan.asOf,
      row.provider,
      accountCell(row.provider, row.account),
      row.type,
      comparable ? was : null,
      row.added,
      row.removed,
      now,
      row.present,
      row.unread,
      comparable ? was + row.added - row.removed - now : null,
    ])
  }
  for (const row of reader.presence(scan.id)) {
    const was = before.get(keyOf(row))
    before.delete(keyOf(row))
    add(row, was === undefined ? 0 : known(was))
  }
  // A type that vanished without a record of its removal would be a difference, not an omission.
  for (const row of before.values())
    if (known(row) > 0) add({ ...row, present: 0, unread: 0, added: 0, removed: 0 }, known(row))
  return { ...sums, before: comparable ? sums.before : null }
}

function* scanRows(context: PayloadContext, scan: Scan, sums: Sums): Iterable<Row> {
  const compare = comparison(scan)
  let files = 0
  let items = 0
  let problems = 0
  let duplicates = 0
  for (const file of context.reader.sourceFiles(scan.id)) {
    files++
    items += file.items
    problems += file.problems
    duplicates += file.duplicates
  }
  if (leavesOutResources(context.scope)) {
    yield compare(
      'files of the scope / files of the sealed scan',
      files,
      scan.files,
      'files that speak only for accounts outside the scope of this package are left out',
    )
  } else {
    yield compare(
      'files listed in sources.csv / files of the sealed scan',
      files,
      scan.files,
      'a file was given twice with the same content',
    )
    yield compare(
      'items of all files / items of the sealed scan',
      items,
      scan.items,
      'see duplicates and problems of the files',
    )
    yield compare(
      'problems of all files / problems of the sealed scan',
      problems,
      scan.problems,
      'see problems.csv',
    )
    yield compare(
      'usable, first-seen items of all files / resources present in the accounts read',
      items - duplicates,
      scan.present,
      'parts of one resource (configuration, policy) are merged; deletions carry no document; unread and carried-on resources no item',
    )
    yield compare(
      'resources the sealed scan added / added per type',
      scan.added,
      sums.added,
      'a resource first met while it could not be read is known, and not yet added',
    )
    yield compare(
      'resources the sealed scan removed / removed per type',
      scan.removed,
      sums.removed,
      'see reconciliation-types.csv',
    )
  }
  if (sums.before !== null)
    yield compare(
      'resources before + added − removed / resources now (present and unread)',
      sums.before + sums.added - sums.removed,
      sums.now,
      'a scan outside the period was sealed in between',
    )
}

function* closingRows({ reader, closing }: PayloadContext, inventory: Inventory): Iterable<Row> {
  if (closing === null) return
  const compare = comparison(closing)
  let documents = 0
  for (const _ of reader.documents(closing.id)) {
    void _
    documents++
  }
  yield compare(
    'documents in 09-raw / resources present, summed over accounts and types',
    documents,
    inventory.resources,
    'resources of a hole keep their last document out of 09-raw',
  )
}

const comparison =
  (scan: Scan) =>
  (what: string, left: number, right: number, why: string): Row => [
    scan.id,
    scan.asOf,
    what,
    left,
    right,
    left - right,
    left === right ? 'agree' : why,
  ]
