import { createHash } from 'node:crypto'
import type { z } from 'zod'
import type { sampleDrawSchema } from '../../../shared/contract/evidence-methods.ts'
import { CountersignError } from '../../../shared/model/errors.ts'
import {
  appendLedger,
  inTransaction,
  insertPopulation,
  latestEvaluation,
  listSamples,
  outcomesAt,
  recordDraw,
  sampleById,
  sampleItems,
  type StoredSample,
  type Workspace,
} from '../store/index.ts'
import type { Job } from './job.ts'

export type SampleDraw = z.infer<typeof sampleDrawSchema>

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** The population of a rule at a scan: every subject it spoke of, sorted, whatever the outcome. */
export function populationOf(ws: Workspace, rule: string, scan: number): string[] {
  const subjects: string[] = []
  for (const outcome of outcomesAt(ws, { scan }, { rules: [rule] })) subjects.push(outcome.subject)
  return subjects.sort()
}

const frameHash = (items: readonly string[]) => sha256(items.map((item) => `${item}\n`).join(''))

function shown(ws: Workspace, sample: StoredSample): SampleDraw {
  return {
    id: sample.id,
    population: sample.population,
    populationSha256: sample.sha256,
    populationSize: sample.size,
    committedAt: sample.committedAt,
    seed: sample.seed,
    seedBy: sample.seedBy,
    size: sample.sampleSize,
    drawnAt: sample.drawnAt,
    items: sampleItems(ws, sample.id).map(({ rank, hash, item }) => ({ rank, hash, item })),
  }
}

function found(ws: Workspace, id: number): StoredSample {
  const sample = sampleById(ws, id)
  if (!sample) throw new CountersignError('not_found', { what: 'sample', id })
  return sample
}

/** Commits the hash of a rule's population to the ledger, before any seed is known. */
export function commitPopulation(job: Job, input: { rule: string; actor: string }): SampleDraw {
  const { ws } = job
  const run = latestEvaluation(ws)
  if (!run) throw new CountersignError('conflict', { detail: 'nothing has been evaluated yet' })
  if (!job.rules.index.byId.has(input.rule)) throw new CountersignError('rule_unknown', { rule: input.rule })
  const items = populationOf(ws, input.rule, run.scan)
  if (items.length === 0) throw new CountersignError('conflict', { detail: 'the population is empty' })
  return inTransaction(
    ws,
    () => {
      const at = job.clock()
      const hash = frameHash(items)
      const payload = { population: input.rule, scan: run.scan, size: items.length, sha256: hash }
      const entry = appendLedger(ws, { at, actor: input.actor, action: 'population-committed', payload })
      const id = insertPopulation(ws, {
        population: input.rule,
        scan: run.scan,
        sha256: hash,
        size: items.length,
        committedAt: at,
        committedSeq: entry.seq,
      })
      return shown(ws, found(ws, id))
    },
    { durable: true },
  )
}

/**
 * Draws by hash rank: order the items by sha256(`seed|item`), take the first n. Anyone can repeat it in a shell.
 * A population is drawn once; another draw needs another commitment, which the ledger shows.
 */
export function drawSample(
  job: Job,
  input: { sample: number; seed: string; seedBy: string; size: number; actor: string },
): SampleDraw {
  const { ws } = job
  const sample = found(ws, input.sample)
  if (sample.drawnAt !== null) throw new CountersignError('sealed', { at: sample.drawnAt })
  const items = populationOf(ws, sample.population, sample.scan)
  if (frameHash(items) !== sample.sha256)
    throw new CountersignError('conflict', { detail: 'the population is not the one that was committed' })
  const ranked = items
    .map((item) => ({ item, hash: sha256(`${input.seed}|${item}`) }))
    .sort((a, b) => (a.hash < b.hash ? -1 : 1))
    .slice(0, input.size)
    .map((pick, index) => ({ ...pick, rank: index + 1 }))
  return inTransaction(
    ws,
    () => {
      const at = job.clock()
      const payload = {
        sample: sample.id,
        population: sample.population,
        populationSha256: sample.sha256,
        seed: input.seed,
        seedBy: input.seedBy,
        size: input.size,
        picked: ranked.length,
      }
      const entry = appendLedger(ws, { at, actor: input.actor, action: 'sample-drawn', payload })
      recordDraw(
        ws,
        sample.id,
        { seed: input.seed, seedBy: input.seedBy, size: input.size, at, by: input.actor, seq: entry.seq },
        ranked,
      )
      return shown(ws, found(ws, sample.id))
    },
    { durable: true },
  )
}

/** All committed populations with what was drawn from them. */
export function samplesOf(ws: Workspace): SampleDraw[] {
  return listSamples(ws).map((sample) => shown(ws, sample))
}
