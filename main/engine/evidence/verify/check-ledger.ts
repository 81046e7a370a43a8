import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import canonicalize from 'canonicalize'
import { z } from 'zod'
import { bagInfoValue } from '../bag/bag-info.ts'
import type { BagInfoField } from '../bag/bag-info.ts'
import { headPath, ledgerPath, parseHead } from '../bag/ledger-head.ts'
import type { LedgerHeadText } from '../bag/ledger-head.ts'
import type { Findings } from './findings.ts'
import { readWhole } from './source.ts'
import type { PackageSource } from './source.ts'

// The chain is recomputed here with another canonical form than the one that wrote it, and not by the ledger
// stage's own functions: a verifier that shares code with the writer repeats the writer's mistakes.

const longestLine = 64 * 1024 * 1024
const zeros = '0'.repeat(64)
const hex = z.string().regex(/^[0-9a-f]{64}$/)

const entrySchema = z.strictObject({
  seq: z.number().int().positive(),
  at: z.string(),
  actor: z.string(),
  action: z.string(),
  payload: z.json(),
  prev: hex,
  hash: hex,
})

export interface LedgerChecks {
  readonly info: readonly BagInfoField[]
  /** Paths the manifest lists: a listed file that is absent has been reported as missing already. */
  readonly listed: ReadonlySet<string>
  /** A head known from an earlier package or seal; the ledger must contain that entry. */
  readonly expected: LedgerHeadText | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * Recomputes the ledger's chain line by line and compares its end with head.txt and bag-info's Ledger-Head.
 * Gives the head as recomputed, or null when the chain is not whole.
 */
export async function checkLedger(
  source: PackageSource,
  findings: Findings,
  checks: LedgerChecks,
): Promise<LedgerHeadText | null> {
  const absent = [ledgerPath, headPath].filter((path) => !source.files.has(path))
  for (const path of absent) {
    if (checks.listed.has(path)) findings.skip('ledger_whole', path)
    else findings.fail('ledger_missing', path)
  }
  const head = checkHead(await readWhole(source, headPath, 1024), checks.info, findings)
  if (absent.includes(ledgerPath)) return null

  const end = await followChain(source, findings, checks)
  if (!end) {
    findings.skip('ledger_whole', ledgerPath, { detail: 'unreadable' })
    return null
  }
  if (head && end.seq < head.seq)
    findings.fail('ledger_cut', ledgerPath, { entries: end.seq, expected: head.seq })
  else if (head && (end.seq !== head.seq || (end.hash !== null && end.hash !== head.hash))) {
    findings.fail('ledger_head_differs', ledgerPath, {
      expected: `${String(head.seq)} ${head.hash}`,
      found: `${String(end.seq)} ${end.hash ?? 'unknown'}`,
    })
  }
  if (checks.expected && !end.metExpected) {
    findings.fail('ledger_head_unexpected', ledgerPath, {
      expected: `${String(checks.expected.seq)} ${checks.expected.hash}`,
    })
  }
  if (!head || end.hash === null || findings.has(...ledgerFaults)) return null
  findings.ok('ledger_whole', ledgerPath, { entries: end.seq, head: end.hash })
  return { seq: end.seq, hash: end.hash }
}

const ledgerFaults = [
  'ledger_malformed',
  'ledger_edited',
  'ledger_broken',
  'ledger_gap',
  'ledger_cut',
  'ledger_head_differs',
  'ledger_head_not_recorded',
  'ledger_head_unexpected',
] as const

function checkHead(
  bytes: Buffer | undefined,
  info: readonly BagInfoField[],
  findings: Findings,
): LedgerHeadText | undefined {
  if (!bytes) return undefined
  const text = bytes.toString('utf8')
  const head = text.endsWith('\n') ? parseHead(text) : undefined
  if (!head) {
    findings.fail('ledger_malformed', headPath, { detail: 'expected one line: sequence, space, hash' })
    return undefined
  }
  const recorded = bagInfoValue(info, 'Ledger-Head')
  if (recorded !== text.trimEnd())
    findings.fail('ledger_head_not_recorded', headPath, {
      expected: recorded ?? 'none',
      found: text.trimEnd(),
    })
  return head
}

interface ChainEnd {
  readonly seq: number
  /** Null when the last line could not be read. */
  readonly hash: string | null
  readonly metExpected: boolean
}

/** Undefined when the file can't be read to its end. */
async function followChain(
  source: PackageSource,
  findings: Findings,
  { expected, signal }: LedgerChecks,
): Promise<ChainEnd | undefined> {
  let seq = 0
  // null after a line that could not be read: what it would have been is unknown
  let previous: string | null = zeros
  let metExpected = expected?.seq === 0 && expected.hash === zeros
  try {
    for await (const line of lines(await source.open(ledgerPath))) {
      signal?.throwIfAborted()
      const entry = line === undefined ? undefined : parseEntry(line)
      if (!entry) {
        seq++
        findings.fail('ledger_malformed', ledgerPath, { line: seq })
        previous = null
        continue
      }
      if (entry.seq !== seq + 1)
        findings.fail('ledger_gap', ledgerPath, { expected: seq + 1, found: entry.seq })
      else if (previous !== null && entry.prev !== previous)
        findings.fail('ledger_broken', ledgerPath, { seq: entry.seq })
      if (entry.made !== entry.hash) findings.fail('ledger_edited', ledgerPath, { seq: entry.seq })
      if (expected?.seq === entry.seq && expected.hash === entry.hash) metExpected = true
      seq = entry.seq
      previous = entry.hash
    }
  } catch {
    signal?.throwIfAborted()
    return undefined
  }
  return { seq, hash: previous, metExpected }
}

function parseEntry(line: string): { seq: number; prev: string; hash: string; made: string } | undefined {
  try {
    const raw: unknown = JSON.parse(line)
    const entry = entrySchema.parse(raw)
    // the raw value is hashed: a schema's output lacks keys such as __proto__, which a resource's tag may well be
    if (canonicalize(raw) !== line) return undefined
    const { hash, ...rest } = raw as typeof entry
    const made = createHash('sha256')
      .update(canonicalize(rest) ?? '')
      .digest('hex')
    return { seq: entry.seq, prev: entry.prev, hash, made }
  } catch {
    return undefined
  }
}

/** Lines of UTF-8 text; undefined for one that is too long, not UTF-8, or without its line end. */
async function* lines(stream: Readable): AsyncGenerator<string | undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  let pieces: Buffer[] = []
  let held = 0
  const take = (): string | undefined => {
    const bytes = Buffer.concat(pieces)
    const fits = held <= longestLine
    pieces = []
    held = 0
    if (!fits) return undefined
    try {
      return decoder.decode(bytes)
    } catch {
      return undefined
    }
  }
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    let start = 0
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
      keep(chunk.subarray(start, end))
      yield take()
      start = end + 1
    }
    keep(chunk.subarray(start))
  }
  if (held > 0) yield undefined

  function keep(bytes: Buffer): void {
    held += bytes.length
    // past the limit only the length counts, so that a line without end can't fill memory
    if (held <= longestLine) pieces.push(bytes)
  }
}
