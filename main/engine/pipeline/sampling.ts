import type { z } from 'zod'
import type { sampleDrawSchema } from '../../../shared/contract/evidence-methods.ts'
import { CountersignError } from '../../../shared/model/errors.ts'
import type { Framework } from '../../../shared/model/framework.ts'
import {
  allocate,
  defaultSampleTable,
  sampleTableSchema,
  sizeByTable,
  type SampleRisk,
  type SampleTable,
  type Stratification,
} from '../../../shared/model/sampling.ts'
import {
  drawItems,
  frameLine,
  frameSha256,
  nextItem,
  strataOf,
  type FrameItem,
} from '../evidence/sampling/draw.ts'
import {
  appendLedger,
  inTransaction,
  insertPopulation,
  latestEvaluation,
  listSamples,
  outcomesAt,
  readSetting,
  recordDraw,
  recordReplacement,
  resourcesByIds,
  sampleById,
  sampleItems,
  writeSetting,
  type StoredSample,
  type Workspace,
} from '../store/index.ts'
import type { Job } from './job.ts'

export type SampleDraw = z.infer<typeof sampleDrawSchema>

const tableKey = 'sampling.table'

/** The firm's table of sizes, or ours until it set its own. */
export function sampleTable(ws: Workspace): SampleTable {
  const stored = readSetting(ws, tableKey)
  return stored === undefined ? defaultSampleTable : sampleTableSchema.parse(stored)
}

/** Sets the firm's table; null goes back to ours. */
export function setSampleTable(
  job: Job,
  { table, actor }: { table: SampleTable | null; actor: string },
): SampleTable {
  const { ws } = job
  const value = table ?? defaultSampleTable
  return inTransaction(
    ws,
    () => {
      const payload = { samplingTable: value.map((band) => ({ ...band })) }
      appendLedger(ws, { at: job.clock(), actor, action: 'settings-changed', payload })
      writeSetting(ws, tableKey, payload.samplingTable)
      return value
    },
    { durable: true },
  )
}

/** The population of a rule at a scan: every subject it spoke of, whatever the outcome, by id, with its stratum. */
export function frameOf(
  ws: Workspace,
  rule: string,
  scan: number,
  stratifiedBy: Stratification | null,
): FrameItem[] {
  const frame: { item: string; stratum: string; resource: number | null }[] = []
  for (const outcome of outcomesAt(ws, { scan }, { rules: [rule] })) {
    const { subject, provider, account, region, resource } = outcome
    const strata = { account: `${provider}:${account}`, provider, region: region || 'none', type: '' }
    frame.push({ item: subject, stratum: stratifiedBy === null ? '' : strata[stratifiedBy], resource })
  }
  if (stratifiedBy === 'type') {
    const ids = frame.flatMap(({ resource }) => (resource === null ? [] : [resource]))
    const types = resourcesByIds(ws, ids)
    for (const one of frame)
      one.stratum = one.resource === null ? 'account' : (types.get(one.resource)?.type ?? 'none')
  }
  return frame
    .map(({ item, stratum }) => ({ item, stratum }))
    .sort((a, b) => (a.item < b.item ? -1 : a.item > b.item ? 1 : a.stratum < b.stratum ? -1 : 1))
}

const linesOf = (frame: readonly FrameItem[], stratified: boolean): string[] =>
  frame.map((one) => frameLine(one, stratified))

/** The committed frame of a sample, a line an item, as its hash was made over it. */
export const samplePopulation = (ws: Workspace, { population, scan, stratifiedBy }: StoredSample): string[] =>
  linesOf(frameOf(ws, population, scan, stratifiedBy), stratifiedBy !== null)

function shown(ws: Workspace, sample: StoredSample): SampleDraw {
  return {
    id: sample.id,
    population: sample.population,
    framework: sample.framework,
    requirement: sample.requirement,
    populationSha256: sample.sha256,
    populationSize: sample.size,
    committedAt: sample.committedAt,
    stratifiedBy: sample.stratifiedBy,
    strata: [...sample.strata],
    redrawOf: sample.redrawOf,
    redrawReason: sample.redrawReason,
    seed: sample.seed,
    seedBy: sample.seedBy,
    size: sample.sampleSize,
    risk: sample.risk,
    rationale: sample.rationale,
    drawnAt: sample.drawnAt,
    items: sampleItems(ws, sample.id).map(({ ledgerSeq: _, ...item }) => item),
  }
}

function found(ws: Workspace, id: number): StoredSample {
  const sample = sampleById(ws, id)
  if (!sample) throw new CountersignError('not_found', { what: 'sample', id })
  return sample
}

interface Commitment {
  readonly rule: string
  readonly framework?: Framework | undefined
  readonly requirement?: string | undefined
  readonly stratifiedBy?: Stratification | undefined
  /** The drawn sample of the same population that is to be drawn again, and why. */
  readonly redraw?: { readonly of: number; readonly reason: string } | undefined
  readonly actor: string
}

/**
 * Commits the hash of a rule's population to the ledger, before any seed is known. Strata are part of it: they cannot be chosen
 * after the seed. A population that was drawn from already is committed again only with a reason, which is an entry of its own.
 * @throws CountersignError conflict (nothing evaluated, nothing in it, already drawn), rule_unknown, not_found, invalid_input
 */
export function commitPopulation(job: Job, input: Commitment): SampleDraw {
  const { ws } = job
  const run = latestEvaluation(ws)
  if (!run) throw new CountersignError('conflict', { detail: 'nothing has been evaluated yet' })
  if (!job.rules.index.byId.has(input.rule)) throw new CountersignError('rule_unknown', { rule: input.rule })
  const stratifiedBy = input.stratifiedBy ?? null
  const frame = frameOf(ws, input.rule, run.scan, stratifiedBy)
  if (frame.length === 0) throw new CountersignError('conflict', { detail: 'the population is empty' })
  if (frame.some(({ item, stratum }) => /[\n\r]/.test(item) || /[\t\n\r]/.test(stratum)))
    throw new CountersignError('conflict', { detail: 'an id of the population holds a line break' })
  const again = input.redraw === undefined ? null : redrawn(ws, input.redraw.of, input.rule)
  refuseSecondDraw(ws, input.rule, run.scan, again?.id ?? null)
  return inTransaction(
    ws,
    () => {
      const at = job.clock()
      const hash = frameSha256(linesOf(frame, stratifiedBy !== null))
      const strata = stratifiedBy === null ? [] : strataOf(frame).map((one) => ({ ...one, size: 0 }))
      if (again !== null && input.redraw !== undefined) {
        const payload = { population: input.rule, sample: again.id, reason: input.redraw.reason }
        appendLedger(ws, { at, actor: input.actor, action: 'sample-redraw', payload })
      }
      const payload = {
        population: input.rule,
        scan: run.scan,
        size: frame.length,
        sha256: hash,
        ...(stratifiedBy === null
          ? {}
          : { stratifiedBy, strata: strata.map(({ stratum, population }) => ({ stratum, population })) }),
        ...(again === null ? {} : { redrawOf: again.id }),
      }
      const entry = appendLedger(ws, { at, actor: input.actor, action: 'population-committed', payload })
      const id = insertPopulation(ws, {
        population: input.rule,
        framework: input.framework ?? null,
        requirement: input.requirement ?? null,
        scan: run.scan,
        sha256: hash,
        size: frame.length,
        committedAt: at,
        committedSeq: entry.seq,
        stratifiedBy,
        strata,
        redrawOf: again?.id ?? null,
        redrawReason: input.redraw?.reason ?? '',
      })
      return shown(ws, found(ws, id))
    },
    { durable: true },
  )
}

function redrawn(ws: Workspace, id: number, rule: string): StoredSample {
  const sample = found(ws, id)
  if (sample.population !== rule)
    throw new CountersignError('invalid_input', {
      field: 'redraw',
      detail: `sample ${id} is of ${sample.population}, not of ${rule}`,
    })
  if (sample.drawnAt === null)
    throw new CountersignError('conflict', { detail: `sample ${id} has not been drawn yet` })
  return sample
}

/** Whoever may draw twice may choose: a population that has a sample nothing took the place of is not drawn from again. */
function refuseSecondDraw(
  ws: Workspace,
  rule: string,
  scan: number,
  takesPlaceOf: number | null,
  except: number | null = null,
): void {
  const all = listSamples(ws).filter(({ population, scan: of }) => population === rule && of === scan)
  const replaced = new Set(all.filter(({ drawnAt }) => drawnAt !== null).map(({ redrawOf }) => redrawOf))
  const standing = all.find(
    ({ id, drawnAt }) => drawnAt !== null && id !== takesPlaceOf && id !== except && !replaced.has(id),
  )
  if (standing !== undefined)
    throw new CountersignError('conflict', {
      detail: `sample ${standing.id} was drawn from this population; drawing again needs a reason and the number of the sample it takes the place of`,
    })
}

interface DrawRequest {
  readonly sample: number
  readonly seed: string
  readonly seedBy: string
  /** Left out: the firm's table decides by `risk`. */
  readonly size?: number | undefined
  readonly risk?: SampleRisk | undefined
  readonly rationale?: string | undefined
  readonly actor: string
}

/**
 * Draws by hash rank: order the items by sha256(`seed|item`), take the first n (of each stratum). Anyone can repeat it in a shell.
 * @throws CountersignError sealed (drawn already), conflict (another population than the committed one, a second draw), not_found,
 * invalid_input (fewer items than strata)
 */
export function drawSample(job: Job, input: DrawRequest): SampleDraw {
  const { ws } = job
  const sample = found(ws, input.sample)
  if (sample.drawnAt !== null) throw new CountersignError('sealed', { at: sample.drawnAt })
  refuseSecondDraw(ws, sample.population, sample.scan, sample.redrawOf, sample.id)
  const frame = committedFrame(ws, sample)
  const { size, risk, rationale } = sizeOf(ws, sample, input)
  const strata = allocation(sample, size)
  const sizes = new Map(strata.map((one) => [one.stratum, one.size]))
  const picks = drawItems(frame, input.seed, sample.stratifiedBy === null ? new Map([['', size]]) : sizes)
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
        size,
        ...(risk === null ? {} : { risk }),
        rationale,
        ...(strata.length === 0 ? {} : { strata }),
        picked: picks.length,
      }
      const entry = appendLedger(ws, { at, actor: input.actor, action: 'sample-drawn', payload })
      const { seed, seedBy, actor: by } = input
      recordDraw(
        ws,
        sample.id,
        { seed, seedBy, size, risk, rationale, strata, at, by, seq: entry.seq },
        picks,
      )
      return shown(ws, found(ws, sample.id))
    },
    { durable: true },
  )
}

function committedFrame(ws: Workspace, sample: StoredSample): FrameItem[] {
  const frame = frameOf(ws, sample.population, sample.scan, sample.stratifiedBy)
  if (frameSha256(linesOf(frame, sample.stratifiedBy !== null)) !== sample.sha256)
    throw new CountersignError('conflict', { detail: 'the population is not the one that was committed' })
  return frame
}

function sizeOf(
  ws: Workspace,
  sample: StoredSample,
  { size, risk, rationale }: Pick<DrawRequest, 'size' | 'risk' | 'rationale'>,
): { size: number; risk: SampleRisk | null; rationale: string } {
  if (size !== undefined) return { size, risk: risk ?? null, rationale: rationale ?? '' }
  const by = sizeByTable(sampleTable(ws), sample.size, risk ?? 'moderate')
  return {
    // A stratified sample has one of each stratum at least, also where the table asks for fewer.
    size: Math.max(by.size, sample.strata.length),
    risk: risk ?? 'moderate',
    rationale: [
      by.rationale,
      sample.strata.length > by.size ? `Raised to one of each of ${sample.strata.length} strata.` : '',
      rationale ?? '',
    ]
      .filter((part) => part !== '')
      .join(' '),
  }
}

function allocation(sample: StoredSample, size: number) {
  if (sample.stratifiedBy === null) return []
  const allocated = allocate(sample.strata, size)
  if (allocated === null)
    throw new CountersignError('invalid_input', {
      field: 'size',
      detail: `must be at least ${sample.strata.length}, one of each stratum`,
    })
  return allocated
}

/**
 * Puts the next item of the same order (and stratum) in the place of one that cannot be tested. Both stay listed, with the reason.
 * @throws CountersignError not_found, conflict (not drawn, replaced already, nothing left)
 */
export function replaceItem(
  job: Job,
  input: { sample: number; rank: number; reason: string; actor: string },
): SampleDraw {
  const { ws } = job
  const sample = found(ws, input.sample)
  const { seed } = sample
  if (sample.drawnAt === null || seed === null)
    throw new CountersignError('conflict', { detail: `sample ${sample.id} has not been drawn yet` })
  const items = sampleItems(ws, sample.id)
  const replaced = items.find(({ rank }) => rank === input.rank)
  if (!replaced)
    throw new CountersignError('not_found', { what: `item of sample ${sample.id}`, id: input.rank })
  if (items.some(({ replaces }) => replaces === replaced.item))
    throw new CountersignError('conflict', { detail: `item ${input.rank} was replaced already` })
  const next = nextItem(
    committedFrame(ws, sample),
    seed,
    replaced.stratum,
    new Set(items.map(({ item }) => item)),
  )
  if (next === null) throw new CountersignError('conflict', { detail: 'no item is left to take its place' })
  return inTransaction(
    ws,
    () => {
      const at = job.clock()
      const { actor, reason } = input
      const payload = { sample: sample.id, replaces: replaced.item, item: next.item, hash: next.hash, reason }
      const entry = appendLedger(ws, { at, actor, action: 'sample-item-replaced', payload })
      recordReplacement(ws, sample.id, {
        ...next,
        rank: items.length + 1,
        replaces: replaced.item,
        reason,
        replacedBy: actor,
        replacedAt: at,
        ledgerSeq: entry.seq,
      })
      return shown(ws, found(ws, sample.id))
    },
    { durable: true },
  )
}

/** All committed populations with what was drawn from them. */
export function samplesOf(ws: Workspace): SampleDraw[] {
  return listSamples(ws).map((sample) => shown(ws, sample))
}
