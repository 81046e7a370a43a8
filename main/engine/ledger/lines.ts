import { canonicalJson } from '../../../shared/model/canonical.ts'
import { CountersignError } from '../../../shared/model/errors.ts'
import { ledgerEntrySchema, type LedgerEntry } from '../../../shared/model/ledger.ts'

/** An entry as one line of `ledger.jsonl`: its RFC 8785 form and a line feed. */
export function ledgerLine(entry: LedgerEntry): string {
  const { seq, at, actor, action, payload, prev, hash } = entry
  return `${canonicalJson({ seq, at, actor, action, payload, prev, hash })}\n`
}

/** Reads `ledger.jsonl` text back, line by line; `ledger_broken` names the first line that is not an entry. Check the chain with `verifyChain`. */
export function* parseLedger(text: string): Generator<LedgerEntry> {
  let line = 0
  for (const row of text.split('\n')) {
    line++
    if (row === '') continue
    const parsed = ledgerEntrySchema.safeParse(parse(row))
    if (!parsed.success)
      throw new CountersignError('ledger_broken', { seq: line, detail: 'not a ledger entry' })
    yield parsed.data
  }
}

function parse(row: string): unknown {
  try {
    return JSON.parse(row)
  } catch {
    return null
  }
}
