import { CountersignError } from '../../../shared/model/errors.ts'
import type { Instant } from '../../../shared/model/provider.ts'
import type { Scan } from '../../../shared/model/scan.ts'
import { accountKey } from './absence.ts'
import { connectionOf, row, rows, run, value, type Connection } from './connection.ts'
import { packSmallBlocks } from './document-blocks.ts'
import { accountId, findAccount } from './identity.ts'
import { appendLedger } from './ledger.ts'
import { makeResolveTables, resolveStaged, stagedResources } from './resolve.ts'
import { readEvidence, type ScanEvidence } from './scan-evidence.ts'
import { scanById } from './scans.ts'
import { applyResolved, type AppliedCounts } from './seal-observations.ts'
import { snapshotSha256 } from './snapshot-hash.ts'
import { checkUnsealed } from './staging.ts'
import { transact } from './transaction.ts'
import type { SealProgress, Workspace } from './types.ts'

export interface SealOptions {
  /** Who ran the scan, for the ledger. */
  readonly actor: string
}

/**
 * Merges, packs, compares and seals. The first two go in slices; the last step is one transaction that waits for the
 * disk, so the scan is wholly visible or not at all, and a kill before it leaves the scan to be resumed.
 * Yields progress; returns the scan.
 * `nothing_to_import`, `conflict` (a file is still being read; a newer scan was sealed meanwhile), `capture_out_of_order`, `disk_full`.
 */
export function* sealScan(ws: Workspace, scan: number, options: SealOptions): Generator<SealProgress, Scan> {
  const connection = connectionOf(ws)
  const evidence = readEvidence(connection, scan)
  checkSealable(connection, scan, evidence)

  const total = stagedResources(connection, scan)
  makeResolveTables(connection)
  for (const done of resolveStaged(connection, scan, evidence)) yield { stage: 'merging', done, total }

  let packed: number | null = 0
  for (let done = 0; packed !== null; done++) {
    const after: number = packed
    packed = transact(connection, () => packSmallBlocks(connection, scan, after))
    yield { stage: 'packing', done, total: done + 1 }
  }

  yield { stage: 'sealing', done: 0, total: 1 }
  transact(connection, () => seal(ws, connection, scan, evidence, options), true)
  makeResolveTables(connection)
  yield { stage: 'sealing', done: 1, total: 1 }
  return scanById(ws, scan)
}

/** `sealScan` in one go. */
export function sealScanNow(ws: Workspace, scan: number, options: SealOptions): Scan {
  const steps = sealScan(ws, scan, options)
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
  }
}

interface OpenScan {
  readonly kind: string
  readonly label: string
  readonly asOf: Instant
}

/** Everything that can refuse a seal, before any work; repeated within the seal itself. */
function checkSealable(connection: Connection, scan: number, evidence: ScanEvidence): OpenScan {
  checkUnsealed(connection, scan)
  const open = value<number>(
    connection,
    `SELECT count(*) AS n FROM source_file WHERE scan = ? AND state = 'reading'`,
    scan,
  )
  if (open > 0)
    throw new CountersignError('conflict', { detail: `${open} files of scan ${scan} are still being read` })
  const found = row<{
    kind: string
    label: string
    asOf: Instant | null
    startedAt: Instant
    captured: Instant | null
  }>(
    connection,
    `SELECT kind, label, as_of AS asOf, started_at AS startedAt, (SELECT max(captured_at) FROM staged_item WHERE scan = scan.id) AS captured FROM scan WHERE id = ?`,
    scan,
  )
  if (found === undefined || evidence.touched.size === 0)
    throw new CountersignError('nothing_to_import', { path: found?.label ?? '' })
  // Scan numbers are the order in which the workspace came to know things.
  const newer = value<number>(
    connection,
    'SELECT count(*) AS n FROM scan WHERE sealed_at IS NOT NULL AND id > ?',
    scan,
  )
  if (newer > 0)
    throw new CountersignError('conflict', {
      detail: `scan ${scan} was overtaken by a newer one; abandon it and import again`,
    })
  const asOf = found.asOf ?? found.captured ?? found.startedAt
  for (const { provider, account } of evidence.touched.values()) {
    const id = findAccount(connection, provider, account)
    const newest = id === undefined ? undefined : newestOf(connection, id)
    if (newest !== undefined && newest >= asOf)
      throw new CountersignError('capture_out_of_order', { asOf, newest, account, provider })
  }
  return { kind: found.kind, label: found.label, asOf }
}

function newestOf(connection: Connection, account: number): Instant | undefined {
  return row<{ asOf: Instant }>(
    connection,
    'SELECT s.as_of AS asOf FROM scan_account a JOIN scan s ON s.id = a.scan WHERE a.account = ? AND s.sealed_at IS NOT NULL ORDER BY s.as_of DESC LIMIT 1',
    account,
  )?.asOf
}

interface FileRow {
  readonly path: string
  readonly sha256: string | null
  readonly state: string
  readonly bytes: number | null
  readonly format: string | null
  readonly items: number | null
}

function seal(
  ws: Workspace,
  connection: Connection,
  scan: number,
  evidence: ScanEvidence,
  options: SealOptions,
): void {
  const { kind, label, asOf } = checkSealable(connection, scan, evidence)
  const counts = applyResolved(connection, scan, evidence)
  for (const [key, { provider, account }] of evidence.touched) {
    const inventory = evidence.claims.some(
      (claim) => claim.facet === 'resource' && key === accountKey(claim.provider, claim.account),
    )
    run(
      connection,
      'INSERT INTO scan_account (scan, account, inventory) VALUES (?, ?, ?)',
      scan,
      accountId(connection, provider, account),
      inventory ? 1 : 0,
    )
  }
  const files = rows<FileRow>(
    connection,
    `SELECT path, sha256, state, facts ->> '$.bytes' AS bytes, facts ->> '$.format' AS format, facts ->> '$.items' AS items FROM source_file WHERE scan = ? ORDER BY ordinal`,
    scan,
  )
  const items = value<number>(connection, 'SELECT count(*) AS n FROM staged_item WHERE scan = ?', scan)
  const problems = value<number>(connection, 'SELECT count(*) AS n FROM item_problem WHERE scan = ?', scan)
  const verdict = isPartial(connection, scan, evidence, files, counts) ? 'partial' : 'complete'
  const sealedAt = connection.clock()
  const contentSha256 = snapshotSha256(connection, scan)
  const facts = { kind, label, asOf, verdict, items, problems, ...counts, contentSha256 }
  const entry = appendLedger(ws, {
    actor: options.actor,
    action: 'scan-sealed',
    at: sealedAt,
    payload: {
      scan,
      ...facts,
      failures: evidence.failures.length,
      files: files.map((file) => ({ ...file })),
    },
  })
  run(connection, 'DELETE FROM staged_item WHERE scan = ?', scan)
  run(
    connection,
    `UPDATE scan SET as_of = $asOf, sealed_at = $sealedAt, verdict = $verdict, files = $files, items = $items, problems = $problems, present = $present,
       added = $added, changed = $changed, removed = $removed, unread = $unread, carried = $carried, content_sha256 = $contentSha256, ledger_seq = $seq
     WHERE id = $scan`,
    {
      asOf,
      verdict,
      items,
      problems,
      ...counts,
      contentSha256,
      sealedAt,
      files: files.filter(({ state }) => state === 'done').length,
      seq: entry.seq,
      scan,
    },
  )
}

/** Complete only when nothing that was to be read is missing. A duplicate item is a problem to list, but hides nothing. */
function isPartial(
  connection: Connection,
  scan: number,
  evidence: ScanEvidence,
  files: readonly FileRow[],
  counts: AppliedCounts,
): boolean {
  if (evidence.failures.length > 0 || counts.unread > 0 || files.some(({ state }) => state === 'dropped'))
    return true
  return (
    value<number>(
      connection,
      `SELECT count(*) AS n FROM item_problem WHERE scan = ? AND body ->> '$.reason' <> 'duplicate'`,
      scan,
    ) > 0
  )
}
