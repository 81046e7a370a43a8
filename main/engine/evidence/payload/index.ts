import { writeMachineFormats } from '../machine/index.ts'
import { writeReports } from '../report/index.ts'
import { writeViewer } from '../viewer/index.ts'
import type { EvidenceReader } from '../reader.ts'
import { writeAgreement } from './agreement.ts'
import { writeAttachments } from './attachments.ts'
import { writeBaselines } from './baseline.ts'
import { writeCollection } from './collection.ts'
import { openContext, type PayloadOptions } from './context.ts'
import { writeCustody } from './custody.ts'
import { writeDrift } from './drift.ts'
import { canonicalJson, sha256Hex, writeFile } from './files.ts'
import { openTally } from './gather.ts'
import { writeMethod } from './method.ts'
import { writePopulations } from './populations.ts'
import { writePosture } from './posture.ts'
import { writeRaw } from './raw.ts'
import { writeRemediation } from './remediation.ts'
import { writeSamples } from './samples.ts'
import type { PayloadSummary } from './summary.ts'
import { writeWorkpapers } from './workpapers.ts'

export type { PayloadOptions, PreviousPackage } from './context.ts'
export type { PackageSummary, PayloadSummary } from './summary.ts'

export const payloadStages = [
  'baseline',
  'drift',
  'remediation',
  'posture',
  'populations',
  'samples',
  'workpapers',
  'raw',
  'collection',
  'method',
  'custody',
  'attachments',
  'machine',
  'report',
] as const
export type PayloadStage = (typeof payloadStages)[number]

/** Rows, lines or pages done in a stage; totals are not known beforehand, stages are. */
export interface PayloadProgress {
  readonly stage: PayloadStage
  readonly done: number
  /** Which stage of how many, from 1. */
  readonly step: number
  readonly steps: number
}

/**
 * Writes everything under `dir/data/` of an evidence package (design of the package: RFC 8493 payload), from one consistent reader.
 * The same reader and options give the same bytes. Memory does not grow with the population: rows pass in slices of 500.
 * @param dir package folder; must not hold a payload yet
 * @returns the machine summary, which is also `data/11-machine/package.json`, and the files in the order written
 * @throws CountersignError cancelled (signal), package_exists, disk_full, ledger_broken, invalid_input
 */
export async function* writePayload(
  dir: string,
  reader: EvidenceReader,
  options: PayloadOptions,
): AsyncGenerator<PayloadProgress, PayloadSummary> {
  const context = openContext(dir, reader, options)
  const tally = openTally(context)
  const data = {
    baseline: writeBaselines,
    drift: writeDrift,
    remediation: writeRemediation,
    posture: writePosture,
    populations: writePopulations,
    samples: writeSamples,
    workpapers: writeWorkpapers,
    raw: writeRaw,
    collection: writeCollection,
    method: writeMethod,
    custody: writeCustody,
    attachments: writeAttachments,
  } as const
  const stages = Object.keys(data) as (keyof typeof data)[]
  const at = (stage: PayloadStage, done: number): PayloadProgress => ({
    stage,
    done,
    step: payloadStages.indexOf(stage) + 1,
    steps: payloadStages.length,
  })
  for (const stage of stages) {
    context.checkCancelled()
    yield at(stage, 0)
    for await (const done of data[stage](context, tally)) yield at(stage, done)
  }
  context.checkCancelled()
  yield at('machine', 0)
  const summary = tally.summary(context)
  const machine = canonicalJson(summary)
  context.record(await writeFile(dir, 'data/11-machine/package.json', machine))
  for await (const done of writeMachineFormats(context, options.oscalVersion)) yield at('machine', done)
  for await (const done of writeAgreement(context, summary)) yield at('machine', done)
  context.checkCancelled()
  yield at('report', 0)
  for await (const done of writeReports(context, summary)) yield at('report', done)
  for await (const done of writeViewer(context, summary)) yield at('report', done)
  return { ...summary, sha256: sha256Hex(machine), files: context.files }
}
