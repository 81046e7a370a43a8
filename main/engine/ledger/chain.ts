import { createHash } from 'node:crypto'
import { canonicalJson } from '../../../shared/model/canonical.ts'
import {
  emptyLedger,
  ledgerEntrySchema,
  type ChainCheck,
  type LedgerChain,
  type LedgerDraft,
  type LedgerEntry,
  type LedgerHead,
} from '../../../shared/model/ledger.ts'

/**
 * The hash of an entry: SHA-256 (lower-case hex) of the UTF-8 bytes of its RFC 8785 form without the member `hash`.
 * Every member is inside, so nothing of an entry can change without its hash.
 */
export function ledgerHash(entry: Omit<LedgerEntry, 'hash'>): string {
  const { seq, at, actor, action, payload, prev } = entry
  return createHash('sha256').update(canonicalJson({ seq, at, actor, action, payload, prev })).digest('hex')
}

/**
 * The next link after `head`. The time is kept as claimed, even when it lies before the entry before it:
 * the order is the sequence's, and a clock that jumped back is reported rather than hidden.
 */
export function nextEntry(head: LedgerHead, draft: LedgerDraft): LedgerEntry {
  const { at, actor, action, payload } = draft
  const entry = { seq: head.seq + 1, at, actor, action, payload, prev: head.hash }
  return { ...entry, hash: ledgerHash(entry) }
}

/**
 * Checks entries from the first on (or after `start`): sequence without gaps, each naming the hash before it, each hash
 * repeated, each of the known shape. Out: the head reached and the sequence numbers whose time lies before the entry
 * before them; or the first entry that does not hold and why. A cut at the end cannot be seen from inside a chain:
 * compare the head with one that was signed or printed.
 */
export function verifyChain(entries: Iterable<LedgerEntry>, start: LedgerHead = emptyLedger): ChainCheck {
  let head = start
  let before = ''
  const clockJumps: number[] = []
  for (const entry of entries) {
    const seq = head.seq + 1
    if (!ledgerEntrySchema.safeParse(entry).success) return { ok: false, seq, why: 'shape' }
    if (entry.seq !== seq) return { ok: false, seq, why: 'sequence' }
    if (entry.prev !== head.hash) return { ok: false, seq, why: 'previous-hash' }
    if (!holds(entry)) return { ok: false, seq, why: 'hash' }
    if (entry.at < before) clockJumps.push(seq)
    before = entry.at
    head = { seq, hash: entry.hash }
  }
  return { ok: true, head, clockJumps }
}

/** A payload that has no canonical form (a lone surrogate, say) cannot have been hashed by us. */
function holds(entry: LedgerEntry): boolean {
  try {
    return ledgerHash(entry) === entry.hash
  } catch {
    return false
  }
}

/** The chain as the store takes it, so that neither stage imports the other. */
export const ledgerChain: LedgerChain = { next: nextEntry, verify: verifyChain }
