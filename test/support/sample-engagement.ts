import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEngine, type Engine } from '../../main/engine/host/engine.ts'
import { quietContext } from '../../main/engine/host/context.ts'
import { makeSample } from '../../main/engine/host/sample/play.ts'
import { evidenceReader } from '../../main/engine/pipeline/evidence-reader.ts'
import type { Job } from '../../main/engine/pipeline/job.ts'
import type { EvidenceReader } from '../../main/engine/evidence/reader.ts'
import { countingRandom, rulesDir } from './engine.ts'

export interface SampleEngagement {
  readonly dir: string
  readonly path: string
  readonly engine: Engine
  readonly job: Job
  readonly reader: EvidenceReader
  close(): void
}

export const sampleNow = '2026-10-05T09:00:00.000Z'

/** The built-in sample engagement, open for work, in a folder that `close` removes. Takes about a minute. */
export async function openSample(): Promise<SampleEngagement> {
  const dir = mkdtempSync(join(tmpdir(), 'countersign-sample-'))
  const engine = createEngine({
    rulesDir,
    dataDir: join(dir, 'data'),
    clock: () => new Date(sampleNow),
    random: countingRandom(),
    appVersion: '0.0.0-test',
  })
  const path = join(dir, 's.countersign')
  await makeSample(engine, { path, exportsDir: join(dir, 'exports'), seed: 1 }, quietContext())
  const job = engine.job(quietContext())
  const tool = { name: 'Countersign', version: '0.0.0-test', build: 'test', runtime: 'node' }
  return {
    dir,
    path,
    engine,
    job,
    reader: evidenceReader(job.ws, job.rules, tool, () => sampleNow),
    close() {
      engine.use(null)
      rmSync(dir, { recursive: true, force: true })
    },
  }
}
