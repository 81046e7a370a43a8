import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createEngine, type Engine } from '../../main/engine/host/engine.ts'
import { quietContext } from '../../main/engine/host/context.ts'
import type { Job } from '../../main/engine/pipeline/job.ts'
import { createWorkspace } from '../../main/engine/store/index.ts'
import { defaultSla } from '../../shared/model/finding.ts'

export interface Bench {
  readonly dir: string
  readonly engine: Engine
  readonly job: Job
  readonly workspace: string
  set(at: string): void
}

/** Runs one measurement with an engagement of its own in a temporary folder. */
export async function withBench<Result>(work: (bench: Bench) => Promise<Result>): Promise<Result> {
  const dir = mkdtempSync(join(tmpdir(), 'countersign-bench-'))
  let now = '2026-07-01T06:00:00.000Z'
  const engine = createEngine({
    rulesDir: resolve(import.meta.dirname, '..', '..', 'rules'),
    dataDir: join(dir, 'data'),
    clock: () => new Date(now),
    random: (bytes) => randomBytes(bytes),
    appVersion: 'bench',
  })
  const workspace = join(dir, 'bench.countersign')
  try {
    engine.use(
      createWorkspace(workspace, {
        ...engine.openOptions('write'),
        engagement: {
          id: 'bench',
          client: 'Bench',
          name: 'Bench',
          periodStart: '2026-07-01T00:00:00.000Z',
          periodEnd: '2026-10-01T00:00:00.000Z',
          timeZone: 'UTC',
          sample: true,
          frameworks: ['soc2'],
          sla: defaultSla,
          createdAt: now,
        },
        redactionKey: randomBytes(32),
        actor: 'bench',
      }),
    )
    return await work({
      dir,
      engine,
      job: engine.job(quietContext()),
      workspace,
      set: (at) => void (now = at),
    })
  } finally {
    engine.use(null)
    rmSync(dir, { recursive: true, force: true })
  }
}

/** Milliseconds a piece of work takes, with its result. */
export async function timed<Result>(
  work: () => Promise<Result> | Result,
): Promise<{ ms: number; result: Result }> {
  const start = performance.now()
  const result = await work()
  return { ms: performance.now() - start, result }
}
