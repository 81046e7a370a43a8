import type { Instant } from '../../../shared/model/provider.ts'
import { statement } from './connection.ts'
import type { Workspace } from './types.ts'

/** A population committed to the ledger and, once the auditor gave a seed, the sample drawn from it. */
export interface StoredSample {
  readonly id: number
  readonly population: string
  readonly scan: number
  readonly sha256: string
  readonly size: number
  readonly committedAt: Instant
  readonly committedSeq: number
  readonly seed: string | null
  readonly seedBy: string | null
  readonly sampleSize: number | null
  readonly drawnAt: Instant | null
  readonly drawnBy: string | null
  readonly drawnSeq: number | null
}
export interface StoredSampleItem {
  readonly rank: number
  readonly hash: string
  readonly item: string
}

const select = `SELECT id, population, scan, sha256, size, committed_at AS committedAt, committed_seq AS committedSeq, seed, seed_by AS seedBy,
  sample_size AS sampleSize, drawn_at AS drawnAt, drawn_by AS drawnBy, drawn_seq AS drawnSeq FROM population_sample`

/** Records a committed population. */
export function insertPopulation(
  ws: Workspace,
  population: Pick<StoredSample, 'population' | 'scan' | 'sha256' | 'size' | 'committedAt' | 'committedSeq'>,
): number {
  return Number(
    statement(
      ws,
      'INSERT INTO population_sample (population, scan, sha256, size, committed_at, committed_seq) VALUES ($population, $scan, $sha256, $size, $committedAt, $committedSeq)',
    ).run({ ...population }).lastInsertRowid,
  )
}

/** Records the draw; a drawn sample never changes. */
export function recordDraw(
  ws: Workspace,
  id: number,
  draw: { seed: string; seedBy: string; size: number; at: Instant; by: string; seq: number },
  items: readonly StoredSampleItem[],
): void {
  const insert = statement(ws, 'INSERT INTO sample_item (sample, rank, hash, item) VALUES (?, ?, ?, ?)')
  for (const { rank, hash, item } of items) insert.run(id, rank, hash, item)
  statement(
    ws,
    'UPDATE population_sample SET seed = $seed, seed_by = $seedBy, sample_size = $size, drawn_at = $at, drawn_by = $by, drawn_seq = $seq WHERE id = $id',
  ).run({
    ...draw,
    id,
  })
}

/** The sample with this id, or null. */
export function sampleById(ws: Workspace, id: number): StoredSample | null {
  return (statement(ws, `${select} WHERE id = ?`).get(id) as StoredSample | undefined) ?? null
}

/** All samples, by id. */
export function listSamples(ws: Workspace): StoredSample[] {
  return statement(ws, `${select} ORDER BY id`).all() as StoredSample[]
}

/** What a sample picked, by rank. */
export function sampleItems(ws: Workspace, sample: number): StoredSampleItem[] {
  return statement(ws, 'SELECT rank, hash, item FROM sample_item WHERE sample = ? ORDER BY rank').all(
    sample,
  ) as StoredSampleItem[]
}
