import type { Framework } from '../../../shared/model/framework.ts'
import type { Instant } from '../../../shared/model/provider.ts'
import type { SampleRisk, Stratification } from '../../../shared/model/sampling.ts'
import { statement } from './connection.ts'
import type { Workspace } from './types.ts'

export interface StoredStratum {
  readonly stratum: string
  readonly population: number
  /** 0 until it is drawn. */
  readonly size: number
}

/** A population committed to the ledger and, once the auditor gave a seed, the sample drawn from it. */
export interface StoredSample {
  readonly id: number
  readonly population: string
  readonly framework: Framework | null
  readonly requirement: string | null
  readonly scan: number
  readonly sha256: string
  readonly size: number
  readonly committedAt: Instant
  readonly committedSeq: number
  readonly stratifiedBy: Stratification | null
  readonly strata: readonly StoredStratum[]
  /** The sample whose place this one takes, and why. */
  readonly redrawOf: number | null
  readonly redrawReason: string
  readonly seed: string | null
  readonly seedBy: string | null
  readonly sampleSize: number | null
  readonly risk: SampleRisk | null
  readonly rationale: string
  readonly drawnAt: Instant | null
  readonly drawnBy: string | null
  readonly drawnSeq: number | null
}
export interface StoredSampleItem {
  readonly rank: number
  readonly hash: string
  readonly item: string
  readonly stratum: string
  readonly replaces: string | null
  readonly reason: string
  readonly replacedBy: string | null
  readonly replacedAt: Instant | null
  readonly ledgerSeq: number | null
}

const select = `SELECT id, population, framework, requirement, scan, sha256, size, committed_at AS committedAt, committed_seq AS committedSeq,
  stratified_by AS stratifiedBy, strata, redraw_of AS redrawOf, redraw_reason AS redrawReason, seed, seed_by AS seedBy,
  sample_size AS sampleSize, risk, rationale, drawn_at AS drawnAt, drawn_by AS drawnBy, drawn_seq AS drawnSeq FROM population_sample`

type Row = Omit<StoredSample, 'strata'> & { readonly strata: string }
const toSample = (row: Row): StoredSample => ({ ...row, strata: JSON.parse(row.strata) as StoredStratum[] })

/** Records a committed population. */
export function insertPopulation(
  ws: Workspace,
  {
    strata,
    ...population
  }: Omit<
    StoredSample,
    'id' | 'seed' | 'seedBy' | 'sampleSize' | 'risk' | 'rationale' | 'drawnAt' | 'drawnBy' | 'drawnSeq'
  >,
): number {
  return Number(
    statement(
      ws,
      `INSERT INTO population_sample (population, framework, requirement, scan, sha256, size, committed_at, committed_seq, stratified_by, strata, redraw_of, redraw_reason)
       VALUES ($population, $framework, $requirement, $scan, $sha256, $size, $committedAt, $committedSeq, $stratifiedBy, $strata, $redrawOf, $redrawReason)`,
    ).run({ ...population, strata: JSON.stringify(strata) }).lastInsertRowid,
  )
}

export interface Draw {
  readonly seed: string
  readonly seedBy: string
  readonly size: number
  readonly risk: SampleRisk | null
  readonly rationale: string
  readonly strata: readonly StoredStratum[]
  readonly at: Instant
  readonly by: string
  readonly seq: number
}

/** Records the draw; a drawn sample never changes. */
export function recordDraw(
  ws: Workspace,
  id: number,
  { strata, ...draw }: Draw,
  items: readonly Pick<StoredSampleItem, 'rank' | 'hash' | 'item' | 'stratum'>[],
): void {
  const insert = statement(
    ws,
    'INSERT INTO sample_item (sample, rank, hash, item, stratum) VALUES (?, ?, ?, ?, ?)',
  )
  for (const { rank, hash, item, stratum } of items) insert.run(id, rank, hash, item, stratum)
  statement(
    ws,
    `UPDATE population_sample SET seed = $seed, seed_by = $seedBy, sample_size = $size, risk = $risk, rationale = $rationale, strata = $strata,
       drawn_at = $at, drawn_by = $by, drawn_seq = $seq WHERE id = $id`,
  ).run({ ...draw, strata: JSON.stringify(strata), id })
}

/** Adds the item that stands in for another; the one it replaces stays listed. */
export function recordReplacement(ws: Workspace, sample: number, item: StoredSampleItem): void {
  statement(
    ws,
    `INSERT INTO sample_item (sample, rank, hash, item, stratum, replaces, reason, replaced_by, replaced_at, ledger_seq)
     VALUES ($sample, $rank, $hash, $item, $stratum, $replaces, $reason, $replacedBy, $replacedAt, $ledgerSeq)`,
  ).run({ sample, ...item })
}

/** The sample with this id, or null. */
export function sampleById(ws: Workspace, id: number): StoredSample | null {
  const row = statement(ws, `${select} WHERE id = ?`).get(id) as Row | undefined
  return row === undefined ? null : toSample(row)
}

/** All samples, by id. */
export function listSamples(ws: Workspace): StoredSample[] {
  return (statement(ws, `${select} ORDER BY id`).all() as Row[]).map(toSample)
}

/** What a sample picked, by rank, replacements last. */
export function sampleItems(ws: Workspace, sample: number): StoredSampleItem[] {
  return statement(
    ws,
    `SELECT rank, hash, item, stratum, replaces, reason, replaced_by AS replacedBy, replaced_at AS replacedAt, ledger_seq AS ledgerSeq
     FROM sample_item WHERE sample = ? ORDER BY rank`,
  ).all(sample) as StoredSampleItem[]
}
