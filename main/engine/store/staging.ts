import { CountersignError, type ErrorCode, type ErrorParams } from '../../../shared/model/errors.ts'
import type { Instant } from '../../../shared/model/provider.ts'
import { canonicalItems, type CanonicalItem, type NewDocument } from './canonical-items.ts'
import { connectionOf, row, run, statement, value, type Connection } from './connection.ts'
import { documentIds, writeDocuments } from './document-blocks.ts'
import { keepResource } from './identity.ts'
import { transact } from './transaction.ts'
import type { CanonicalPage, FileCheckpoint, FinishedFile, StagedPage, Workspace } from './types.ts'

/** Starts a scan that nobody sees until it is sealed. `asOf` null: the newest capture time in it will do. Out: its id. */
export function beginScan(
  ws: Workspace,
  options: { readonly kind: 'import' | 'live'; readonly label: string; readonly asOf: Instant | null },
): number {
  const connection = connectionOf(ws)
  return transact(connection, () => {
    const insert = 'INSERT INTO scan (kind, label, as_of, started_at) VALUES (?, ?, ?, ?)'
    return run(connection, insert, options.kind, options.label, options.asOf, connection.clock()).id
  })
}

/**
 * Registers a file of the scan, or finds its checkpoint when the scan is resumed.
 * `file_changed_while_reading` when the file at that place has other bytes than when its reading began.
 */
export function openFile(
  ws: Workspace,
  scan: number,
  file: { readonly ordinal: number; readonly path: string; readonly sha256: string | null },
): FileCheckpoint {
  const connection = connectionOf(ws)
  return transact(connection, () => {
    checkUnsealed(connection, scan)
    const known = checkpointOf(connection, scan, file.ordinal)
    if (known === undefined) {
      run(
        connection,
        `INSERT INTO source_file (scan, ordinal, path, sha256, state, items_done) VALUES (?, ?, ?, ?, 'reading', 0)`,
        scan,
        file.ordinal,
        file.path,
        file.sha256,
      )
      return { ordinal: file.ordinal, path: file.path, sha256: file.sha256, itemsDone: 0, state: 'reading' }
    }
    if (known.sha256 !== null && file.sha256 !== null && known.sha256 !== file.sha256)
      throw new CountersignError('file_changed_while_reading', { path: file.path })
    return known
  })
}

/**
 * Commits one page of a file with its checkpoint in one transaction: after a kill the scan goes on behind the last page.
 * Pages of 500 to 1,000 items compress well. Documents the workspace already holds are not written again.
 * `conflict` when the file is not being read.
 */
export function stagePage(ws: Workspace, scan: number, page: StagedPage): void {
  // Hashing is most of the work and needs no transaction.
  const { items, problems } = canonicalItems(page)
  stageCanonical(ws, scan, { ...page, items, problems: [...(page.problems ?? []), ...problems] })
}

/** `stagePage` for items whose documents were made canonical and hashed elsewhere, by `canonicalItems`. */
export function stageCanonical(ws: Workspace, scan: number, page: CanonicalPage): void {
  const connection = connectionOf(ws)
  transact(connection, () => {
    checkUnsealed(connection, scan)
    checkReading(connection, scan, page.file)
    const ids = keepDocuments(
      connection,
      scan,
      page.items.flatMap(({ document }) => document ?? []),
    )
    let position = value<number>(
      connection,
      'SELECT staged FROM source_file WHERE scan = ? AND ordinal = ?',
      scan,
      page.file,
    )
    for (const item of page.items)
      stageItem(
        connection,
        scan,
        page.file,
        position++,
        item,
        item.document === null ? null : (ids.get(item.document.sha256) ?? null),
      )
    for (const { kind: _, ...problem } of page.problems ?? []) {
      if (problem.resource !== null) keepResource(connection, problem.resource, problem.resource.resourceId)
      run(
        connection,
        'INSERT INTO item_problem (scan, file, body) VALUES (?, ?, ?)',
        scan,
        page.file,
        JSON.stringify(problem),
      )
    }
    for (const { kind: _, ...failure } of page.failures ?? []) {
      run(
        connection,
        'INSERT INTO call_failure (scan, file, body) VALUES (?, ?, ?)',
        scan,
        page.file,
        JSON.stringify(failure),
      )
    }
    run(
      connection,
      'UPDATE source_file SET items_done = ?, staged = ? WHERE scan = ? AND ordinal = ?',
      page.itemsDone,
      position,
      scan,
      page.file,
    )
  })
}

/** The file was read to its end: its facts, and what its presence proves complete. */
export function finishFile(ws: Workspace, scan: number, ordinal: number, finished: FinishedFile): void {
  const connection = connectionOf(ws)
  transact(connection, () => {
    checkUnsealed(connection, scan)
    checkReading(connection, scan, ordinal)
    const { facts, claims } = finished
    const update = `UPDATE source_file SET state = 'done', facts = ?, path = ?, sha256 = ?, items_done = max(items_done, ?) WHERE scan = ? AND ordinal = ?`
    run(
      connection,
      update,
      JSON.stringify(facts),
      facts.path,
      facts.sha256,
      facts.items + facts.problems,
      scan,
      ordinal,
    )
    for (const claim of claims)
      run(
        connection,
        'INSERT INTO coverage_claim (scan, file, body) VALUES (?, ?, ?)',
        scan,
        ordinal,
        JSON.stringify(claim),
      )
    // A resumed file tells once more what came after its last written page; each is kept once.
    for (const table of ['item_problem', 'call_failure']) {
      const first = `SELECT min(id) FROM ${table} WHERE scan = ? AND file = ? GROUP BY body`
      run(
        connection,
        `DELETE FROM ${table} WHERE scan = ? AND file = ? AND id NOT IN (${first})`,
        scan,
        ordinal,
        scan,
        ordinal,
      )
    }
  })
}

/** A refused file (truncated, changed while read): what it staged is dropped, and the scan will be partial. */
export function dropFile(
  ws: Workspace,
  scan: number,
  ordinal: number,
  why?: { readonly code: ErrorCode; readonly params: ErrorParams },
): void {
  const connection = connectionOf(ws)
  transact(connection, () => {
    checkUnsealed(connection, scan)
    for (const table of ['staged_item', 'item_problem', 'call_failure', 'coverage_claim'])
      run(connection, `DELETE FROM ${table} WHERE scan = ? AND file = ?`, scan, ordinal)
    const text = why === undefined ? null : JSON.stringify({ code: why.code, params: why.params })
    run(
      connection,
      `UPDATE source_file SET state = 'dropped', facts = NULL, why = ? WHERE scan = ? AND ordinal = ?`,
      text,
      scan,
      ordinal,
    )
  })
}

function keepDocuments(
  connection: Connection,
  scan: number,
  documents: readonly NewDocument[],
): Map<string, number> {
  const ids = documentIds(
    connection,
    documents.map(({ sha256 }) => sha256),
  )
  const fresh = new Map<string, NewDocument>()
  for (const document of documents) if (!ids.has(document.sha256)) fresh.set(document.sha256, document)
  for (const [sha256, id] of writeDocuments(connection, scan, [...fresh.values()])) ids.set(sha256, id)
  return ids
}

function stageItem(
  connection: Connection,
  scan: number,
  file: number,
  position: number,
  item: CanonicalItem,
  document: number | null,
): void {
  const resource = keepResource(connection, item, item.name)
  // A name that differs waits for the seal like everything else.
  const name = resource.name === item.name ? null : item.name
  const region = resource.region === item.region ? null : item.region
  const insert =
    'INSERT INTO staged_item (scan, resource, file, position, facet, state, document, captured_at, name, region) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)'
  statement(connection, insert).run(
    scan,
    resource.id,
    file,
    position,
    item.facet,
    item.state,
    document,
    item.capturedAt,
    name,
    region,
  )
}

/** A file's checkpoint, or undefined. */
export function checkpointOf(
  connection: Connection,
  scan: number,
  ordinal: number,
): FileCheckpoint | undefined {
  const select =
    'SELECT ordinal, path, sha256, items_done AS itemsDone, state FROM source_file WHERE scan = ? AND ordinal = ?'
  return row<FileCheckpoint>(connection, select, scan, ordinal)
}

/** `not_found` for a scan that never was or was abandoned, `sealed` for one that is done. */
export function checkUnsealed(connection: Connection, scan: number): void {
  const found = row<{ sealedAt: string | null }>(
    connection,
    'SELECT sealed_at AS sealedAt FROM scan WHERE id = ?',
    scan,
  )
  if (found === undefined) throw new CountersignError('not_found', { what: 'unfinished scan', id: scan })
  if (found.sealedAt !== null) throw new CountersignError('sealed', { at: found.sealedAt })
}

function checkReading(connection: Connection, scan: number, ordinal: number): void {
  const state = checkpointOf(connection, scan, ordinal)?.state
  if (state !== 'reading')
    throw new CountersignError('conflict', {
      detail: `file ${ordinal} of scan ${scan} is ${state ?? 'not open'}`,
    })
}
