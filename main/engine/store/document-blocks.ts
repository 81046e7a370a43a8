import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { CountersignError } from '../../../shared/model/errors.ts'
import type { NewDocument } from './canonical-items.ts'
import { row, rows, run, type Connection } from './connection.ts'

/** Documents a block: one zstd frame over 64 alike documents takes a tenth of what 64 frames take, and is as fast to read. */
const blockDocuments = 64
/** A block stops earlier when its documents are large, so that reading one of them stays cheap. */
const blockBytes = 512 * 1024

/** The condition that finds one document by its hash, given twice, through the index over its beginning. */
export const bySha256 = 'substr(sha256, 1, 12) = substr(?, 1, 12) AND sha256 = ?'

/** The id of a kept document, or undefined. */
export function documentId(connection: Connection, sha256: string): number | undefined {
  return row<{ id: number }>(connection, `SELECT id FROM document WHERE ${bySha256}`, sha256, sha256)?.id
}

/** The ids of those of these documents that are kept, by hash; one statement for a whole page of them. */
export function documentIds(connection: Connection, hashes: readonly string[]): Map<string, number> {
  const select = `SELECT d.sha256, d.id FROM json_each(?) h CROSS JOIN document d ON substr(d.sha256, 1, 12) = substr(h.value, 1, 12) AND d.sha256 = h.value`
  return new Map(
    rows<{ sha256: string; id: number }>(connection, select, JSON.stringify(hashes)).map(({ sha256, id }) => [
      sha256,
      id,
    ]),
  )
}

/**
 * Keeps new documents in blocks; alike types come to lie together. Within a write transaction.
 * Out: document id by hash. The hashes must be new and distinct.
 */
export function writeDocuments(
  connection: Connection,
  scan: number,
  documents: readonly NewDocument[],
): Map<string, number> {
  const ids = new Map<string, number>()
  const sorted = documents.toSorted((a, b) => order(a.type, b.type))
  for (const group of blocksOf(sorted, ({ bytes }) => bytes.length)) {
    const block = writeBlock(
      connection,
      scan,
      group.map(({ bytes }) => bytes),
    )
    let offset = 0
    for (const { sha256, type, facet, bytes } of group) {
      const insert =
        'INSERT INTO document (sha256, type, facet, block, offset, length) VALUES (?, ?, ?, ?, ?, ?)'
      ids.set(sha256, run(connection, insert, sha256, type, facet, block, offset, bytes.length).id)
      offset += bytes.length
    }
  }
  return ids
}

/**
 * Pages and daily changes leave blocks of a few documents, which compress badly; before the seal they are put together.
 * Each call packs the next 64 small blocks of one scan after block `after`. Within a write transaction.
 * Out: the block to go on after, or null when all are packed.
 */
export function packSmallBlocks(connection: Connection, scan: number, after: number): number | null {
  const small = rows<{ id: number }>(
    connection,
    'SELECT id FROM document_block WHERE scan = ? AND id > ? AND documents < ? AND bytes < ? ORDER BY id LIMIT 64',
    scan,
    after,
    blockDocuments * 0.75,
    blockBytes / 2,
  ).map(({ id }) => id)
  if (small.length > 1) repack(connection, scan, small)
  return small.length === 64 ? (small.at(-1) ?? null) : null
}

interface PlacedDocument {
  readonly id: number
  readonly type: string
  readonly block: number
  readonly offset: number
  readonly length: number
}

function repack(connection: Connection, scan: number, blocks: readonly number[]): void {
  const list = JSON.stringify(blocks)
  const placed = rows<PlacedDocument>(
    connection,
    `SELECT id, type, block, offset, length FROM document WHERE block IN (SELECT value FROM json_each(?)) AND parts IS NULL ORDER BY type, id`,
    list,
  )
  // Composed documents carry their first part's block as a reading order; it moves with the part.
  const composed = rows<{ id: number; first: number }>(
    connection,
    `SELECT id, parts ->> '$[0]' AS first FROM document WHERE block IN (SELECT value FROM json_each(?)) AND parts IS NOT NULL`,
    list,
  )
  const movedTo = new Map<number, number>()
  for (const group of blocksOf(placed, ({ length }) => length)) {
    const block = writeBlock(
      connection,
      scan,
      group.map((document) => sliceOf(connection, document)),
    )
    let offset = 0
    for (const { id, length } of group) {
      run(connection, 'UPDATE document SET block = ?, offset = ? WHERE id = ?', block, offset, id)
      movedTo.set(id, block)
      offset += length
    }
  }
  for (const { id, first } of composed)
    run(connection, 'UPDATE document SET block = ? WHERE id = ?', movedTo.get(first), id)
  run(connection, 'DELETE FROM document_block WHERE id IN (SELECT value FROM json_each(?))', list)
}

/** The canonical bytes of a document that lies in a block (not a composed one). */
export function sliceOf(
  connection: Connection,
  { block, offset, length }: Pick<PlacedDocument, 'block' | 'offset' | 'length'>,
): Buffer {
  return blockBody(connection, block).subarray(offset, offset + length)
}

function blockBody(connection: Connection, block: number): Buffer {
  const known = connection.blocks.get(block)
  if (known !== undefined) return known
  const found = row<{ body: Buffer; bytes: number }>(
    connection,
    'SELECT body, bytes FROM document_block WHERE id = ?',
    block,
  )
  if (found === undefined)
    throw new CountersignError('workspace_corrupt', {
      path: connection.path,
      detail: `document block ${block} is missing`,
    })
  try {
    // The size is known, so a damaged frame cannot grow without end.
    const bytes = zstdDecompressSync(found.body, { maxOutputLength: Math.max(found.bytes, 1) })
    connection.blocks.put(block, bytes)
    return bytes
  } catch (error) {
    throw new CountersignError(
      'workspace_corrupt',
      { path: connection.path, detail: `document block ${block} cannot be read` },
      { cause: error },
    )
  }
}

function writeBlock(connection: Connection, scan: number, documents: readonly Buffer[]): number {
  const bytes = Buffer.concat(documents)
  const body = zstdCompressSync(bytes, { params: { [constants.ZSTD_c_compressionLevel]: compressionLevel } })
  return run(
    connection,
    'INSERT INTO document_block (scan, documents, bytes, body) VALUES (?, ?, ?, ?)',
    scan,
    documents.length,
    bytes.length,
    body,
  ).id
}

const compressionLevel = 3

function* blocksOf<Item>(items: readonly Item[], size: (item: Item) => number): Generator<Item[]> {
  let group: Item[] = []
  let bytes = 0
  for (const item of items) {
    if (group.length > 0 && (group.length === blockDocuments || bytes + size(item) > blockBytes)) {
      yield group
      group = []
      bytes = 0
    }
    group.push(item)
    bytes += size(item)
  }
  if (group.length > 0) yield group
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
