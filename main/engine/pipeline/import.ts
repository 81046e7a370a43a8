import { basename, dirname, relative, resolve, sep } from 'node:path'
import type { z } from 'zod'
import type { importResultSchema } from '../../../shared/contract/scan-methods.ts'
import { CountersignError } from '../../../shared/model/errors.ts'
import type { JsonValue } from '../../../shared/model/json.ts'
import type { Instant } from '../../../shared/model/provider.ts'
import type { Scan } from '../../../shared/model/scan.ts'
import {
  abandonScan,
  beginScan,
  dropFile,
  finishFile,
  openFile,
  readSetting,
  redactionKey,
  sealScan,
  stageCanonical,
  unfinishedScans,
  writeSetting,
} from '../store/index.ts'
import type { Job } from './job.ts'
import { apart, preparedEvents, type Apart } from './prepare-apart.ts'
import type { PreparedEvent } from './prepare.ts'

export type ImportResult = z.infer<typeof importResultSchema>

export interface ImportRequest {
  readonly paths: readonly string[]
  readonly actor: string
  readonly label: string
  readonly asOf: Instant | null
  /** Go on without the files that cannot be read; otherwise the first of them refuses the import. */
  readonly acceptRefused: boolean
}

/** What of a request a resumed scan needs again; kept beside the scan it began. */
const requestKey = (scan: number) => `import.${scan}`

interface Tally {
  bytes: number
  files: number
  items: number
  problems: number
  readonly refused: ImportResult['refused'][number][]
  /** Items committed per file: the checkpoint of pages that hold none themselves. */
  readonly done: Map<number, number>
}

/**
 * Reads export files into one scan and seals it: collect → normalise → store.
 * A cancelled or refused import leaves nothing; a killed one is unfinished and can be resumed.
 */
export async function importFiles(
  job: Job,
  request: ImportRequest,
  reading: Apart = apart,
): Promise<{ scan: Scan; result: ImportResult }> {
  const scan = beginScan(job.ws, { kind: 'import', label: request.label, asOf: request.asOf })
  writeSetting(job.ws, requestKey(scan), { ...request, paths: [...request.paths] })
  return readAndSeal(job, scan, request, null, reading)
}

/** Goes on with the oldest unfinished import from its last committed page; null when there is none. */
export async function resumeImport(
  job: Job,
  actor: string,
  reading: Apart = apart,
): Promise<{ scan: Scan; result: ImportResult } | null> {
  const unfinished = unfinishedScans(job.ws)[0]
  if (!unfinished) return null
  const request = readSetting(job.ws, requestKey(unfinished.id)) as
    | (ImportRequest & Record<string, JsonValue>)
    | undefined
  if (!request) throw new CountersignError('not_found', { what: 'import request of scan', id: unfinished.id })
  const open = unfinished.files.find((file) => file.state === 'reading')
  const done = unfinished.files.filter((file) => file.state !== 'reading').length
  return readAndSeal(
    job,
    unfinished.id,
    { ...request, actor },
    open ? { file: open.ordinal, items: open.itemsDone } : { file: done, items: 0 },
    reading,
  )
}

async function readAndSeal(
  job: Job,
  scan: number,
  request: ImportRequest,
  skip: { file: number; items: number } | null,
  reading: Apart,
): Promise<{ scan: Scan; result: ImportResult }> {
  const tally: Tally = { bytes: 0, files: 0, items: 0, problems: 0, refused: [], done: new Map() }
  try {
    const preparing = { paths: request.paths, now: job.clock(), skip, redactionKey: redactionKey(job.ws) }
    for await (const event of preparedEvents(preparing, job.signal, reading)) {
      stageEvent(job, scan, request, event, tally)
      if (event.kind === 'items' || event.kind === 'progress') await job.breathe()
    }
    if (tally.refused.length > 0 && !request.acceptRefused) throw refusal(tally)
    const sealed = await seal(job, scan, request.actor)
    const { refused, done: _, ...counts } = tally
    return { scan: sealed, result: { scans: [sealed], refused, ...counts } }
  } catch (error) {
    // Whatever stopped it, a half-read import is of no use to anyone: only a kill leaves one to resume.
    forget(job, scan)
    throw error
  }
}

/** Drops what was staged. Where even that fails (a full disk), it stays unfinished and hidden, and the first error is told. */
function forget(job: Job, scan: number): void {
  try {
    abandonScan(job.ws, scan)
  } catch {
    // The error that stopped the import says more than this one.
  }
}

function refusal(tally: Tally): CountersignError {
  const first = tally.refused[0]
  if (!first) throw new Error('no refused file')
  return new CountersignError(first.code as CountersignError['code'], {
    ...first.params,
    path: first.path,
    otherRefusedFiles: tally.refused.length - 1,
  })
}

/**
 * A file's path as evidence shows it: from the folder that was named on, so that it says the same on every machine
 * and nothing about whose machine it was.
 */
export function shownPath(path: string, inputs: readonly string[]): string {
  const full = resolve(path)
  const input = inputs
    .map((given) => resolve(given))
    .find((given) => full === given || full.startsWith(`${given}${sep}`) || full.startsWith(`${given}!`))
  return input === undefined ? basename(path) : relative(dirname(input), full).replaceAll(sep, '/')
}

function stageEvent(
  job: Job,
  scan: number,
  request: ImportRequest,
  event: PreparedEvent,
  tally: Tally,
): void {
  const { ws } = job
  const name = (path: string) => shownPath(path, request.paths)
  const doneOf = (file: number) => tally.done.get(file) ?? 0
  switch (event.kind) {
    case 'inputs':
      tally.bytes = event.bytes
      break
    case 'file':
      openFile(ws, scan, { ordinal: event.ordinal, path: name(event.path), sha256: null })
      break
    case 'file-skipped':
      openFile(ws, scan, { ordinal: event.ordinal, path: name(event.path), sha256: event.sha256 })
      tally.files += 1
      break
    case 'items':
      tally.done.set(event.file, event.itemsDone)
      stageCanonical(ws, scan, {
        file: event.file,
        itemsDone: event.itemsDone,
        items: event.items,
        problems: event.problems,
      })
      break
    case 'problems':
      stageCanonical(ws, scan, {
        file: event.file,
        itemsDone: doneOf(event.file),
        items: [],
        problems: event.problems,
      })
      break
    case 'failures':
      stageCanonical(ws, scan, {
        file: event.file,
        itemsDone: doneOf(event.file),
        items: [],
        failures: event.failures,
      })
      break
    case 'progress':
      job.progress({
        stage: 'collect',
        done: event.bytesRead,
        total: event.bytesTotal,
        unit: 'bytes',
        note: '',
      })
      break
    case 'file-end':
      finishFile(ws, scan, event.ordinal, {
        facts: { ...event.source, path: name(event.source.path) },
        claims: event.claims,
      })
      tally.files += 1
      tally.items += event.source.items
      tally.problems += event.source.problems
      break
    case 'file-refused':
      dropFile(ws, scan, event.ordinal)
      tally.refused.push({ path: event.path, code: event.error.code, params: { ...event.error.params } })
      break
  }
}

async function seal(job: Job, scan: number, actor: string): Promise<Scan> {
  const steps = sealScan(job.ws, scan, { actor })
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
    job.progress({
      stage: 'seal',
      done: step.value.done,
      total: step.value.total,
      unit: 'items',
      note: step.value.stage,
    })
    await job.breathe()
  }
}
