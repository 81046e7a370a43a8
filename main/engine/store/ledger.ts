import { canonicalJson } from '../../../shared/model/canonical.ts'
import {
  emptyLedger,
  type LedgerAction,
  type LedgerEntry,
  type LedgerHead,
} from '../../../shared/model/ledger.ts'
import { connectionOf, row, rows, run, type Connection } from './connection.ts'
import { checkPage } from './page.ts'
import { transact } from './transaction.ts'
import type { Page, PageRequest, Workspace } from './types.ts'

export interface LedgerAddition {
  readonly actor: string
  readonly action: LedgerAction
  readonly payload: LedgerEntry['payload']
  /** RFC 3339; the workspace's clock unless given. */
  readonly at?: string
}

interface LedgerRow extends Omit<LedgerEntry, 'payload'> {
  readonly payload: string
}

const columns = 'seq, at, actor, action, payload, prev, hash'

/**
 * Adds the next link within the caller's transaction (or its own). Sequence and hashes come from the chain that the
 * workspace was opened with; a time before the last entry's is kept as claimed (`doctor` reports it).
 */
export function appendLedger(ws: Workspace, addition: LedgerAddition): LedgerEntry {
  const connection = connectionOf(ws)
  return transact(connection, () => {
    const { actor, action, payload } = addition
    const entry = connection.ledger.next(headOf(connection), {
      at: addition.at ?? connection.clock(),
      actor,
      action,
      payload,
    })
    const values = [
      entry.seq,
      entry.at,
      entry.actor,
      entry.action,
      canonicalJson(entry.payload),
      entry.prev,
      entry.hash,
    ]
    run(connection, `INSERT INTO ledger (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?)`, ...values)
    return entry
  })
}

/** Sequence and hash of the newest entry; sequence 0 and 64 zeros before the first. */
export function ledgerHead(ws: Workspace): LedgerHead {
  return headOf(connectionOf(ws))
}

function headOf(connection: Connection): LedgerHead {
  return row<LedgerHead>(connection, 'SELECT seq, hash FROM ledger ORDER BY seq DESC LIMIT 1') ?? emptyLedger
}

export function ledgerEntry(ws: Workspace, seq: number): LedgerEntry | null {
  const found = row<LedgerRow>(connectionOf(ws), `SELECT ${columns} FROM ledger WHERE seq = ?`, seq)
  return found === undefined ? null : entryOf(found)
}

/** Newest first. */
export function ledgerPage(ws: Workspace, page: PageRequest): Page<LedgerEntry> {
  checkPage(page)
  const connection = connectionOf(ws)
  const found = rows<LedgerRow>(
    connection,
    `SELECT ${columns} FROM ledger ORDER BY seq DESC LIMIT ? OFFSET ?`,
    page.limit,
    page.offset,
  )
  return { total: headOf(connection).seq, rows: found.map(entryOf) }
}

/** All entries in order, from `from` (default 1) to `to` (default the head when the reading starts). */
export function* ledgerEntries(
  ws: Workspace,
  range: { readonly from?: number; readonly to?: number } = {},
): Generator<LedgerEntry> {
  const connection = connectionOf(ws)
  const to = range.to ?? headOf(connection).seq
  for (let from = range.from ?? 1; from <= to; from += 500) {
    const found = rows<LedgerRow>(
      connection,
      `SELECT ${columns} FROM ledger WHERE seq BETWEEN ? AND ? ORDER BY seq`,
      from,
      Math.min(from + 499, to),
    )
    for (const entry of found) yield entryOf(entry)
  }
}

function entryOf(found: LedgerRow): LedgerEntry {
  return { ...found, payload: JSON.parse(found.payload) as LedgerEntry['payload'] }
}
