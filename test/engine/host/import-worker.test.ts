import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Worker } from 'node:worker_threads'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { breathe } from '../../../main/engine/host/context.ts'
import { createEngine } from '../../../main/engine/host/engine.ts'
import { importFiles } from '../../../main/engine/pipeline/import.ts'
import type { Job } from '../../../main/engine/pipeline/job.ts'
import { apart, preparedEvents, type Apart } from '../../../main/engine/pipeline/prepare-apart.ts'
import type { PreparedEvent } from '../../../main/engine/pipeline/prepare.ts'
import { generateSample, type SampleManifest } from '../../../main/engine/sample/index.ts'
import {
  closeWorkspace,
  coverageClaims,
  createWorkspace,
  itemProblems,
  resourcesAt,
  sourceFiles,
  unfinishedScans,
  type Workspace,
} from '../../../main/engine/store/index.ts'
import { defaultSla } from '../../../shared/model/finding.ts'
import { countingRandom, rulesDir } from '../../support/engine.ts'
import { securityGroup } from '../../support/exports.ts'

const always: Apart = { ...apart, fromBytes: 0 }
const never: Apart = { ...apart, fromBytes: Number.POSITIVE_INFINITY }
const now = '2026-12-01T00:00:00.000Z'

let dir: string
let manifest: SampleManifest
const workers: Worker[] = []
const count = (worker: Worker) => void workers.push(worker)

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'countersign-worker-'))
  manifest = await generateSample(join(dir, 'exports'), { seed: 7 })
  process.on('worker', count)
}, 60_000)
afterEach(() => void workers.splice(0))
afterAll(() => {
  process.off('worker', count)
  rmSync(dir, { recursive: true, force: true })
})

let engagements = 0
async function withJob<Result>(
  work: (job: Job) => Promise<Result>,
  signal = new AbortController().signal,
): Promise<Result> {
  const engine = createEngine({
    rulesDir,
    dataDir: join(dir, 'data'),
    clock: () => new Date(now),
    random: countingRandom(),
    appVersion: 'test',
  })
  const ws: Workspace = createWorkspace(join(dir, `${engagements++}.countersign`), {
    ...engine.openOptions('write'),
    engagement: {
      id: 'test',
      client: 'Test',
      name: 'Test',
      periodStart: '2026-07-01T00:00:00.000Z',
      periodEnd: '2026-10-01T00:00:00.000Z',
      timeZone: 'UTC',
      sample: false,
      frameworks: ['soc2'],
      sla: defaultSla,
      createdAt: now,
    },
    redactionKey: new Uint8Array(32).fill(7),
    actor: 'test',
  })
  try {
    return await work({
      ws,
      get rules() {
        return engine.rules()
      },
      clock: () => now,
      signal,
      progress: () => {},
      breathe: () => breathe(signal),
    })
  } finally {
    closeWorkspace(ws)
  }
}

/** Everything an import leaves behind. */
const imported = (paths: readonly string[], reading: Apart) =>
  withJob(async (job) => {
    const request = { paths, actor: 'test', label: '', asOf: null, acceptRefused: true }
    const { scan, result } = await importFiles(job, request, reading)
    return {
      scan,
      result,
      problems: itemProblems(job.ws, scan.id, { offset: 0, limit: 500 }).rows,
      claims: coverageClaims(job.ws, scan.id),
      files: sourceFiles(job.ws, scan.id),
      resources: [...resourcesAt(job.ws, { scan: scan.id })].map(({ id, resourceId, name, sha256 }) => ({
        id,
        resourceId,
        name,
        sha256,
      })),
    }
  })

/** A snapshot of so many security groups. */
function writeSnapshot(name: string, items: number): string {
  const path = join(dir, name)
  const rows = Array.from({ length: items }, (_, index) => JSON.stringify(securityGroup(`sg-${index}`)))
  writeFileSync(
    path,
    `{"fileVersion":"1.0","configSnapshotId":"00000000-0000-4000-8000-000000000001","configurationItems":[${rows.join(',')}]}`,
  )
  return path
}

describe('preparing an import in a thread of its own', () => {
  it('stores the same of the sample as preparing it in this one', async () => {
    const capture = manifest.captures[0]
    const paths = [join(dir, 'exports', capture?.folder ?? '')]
    const direct = await imported(paths, never)
    expect(workers).toHaveLength(0)
    const worked = await imported(paths, always)
    expect(workers).toHaveLength(1)
    expect(direct.resources.length).toBeGreaterThan(100)
    expect(worked).toEqual(direct)
  }, 60_000)

  it('stores the same of files with everything that can be wrong', async () => {
    const paths = [resolve(import.meta.dirname, '..', '..', 'fixtures', 'collect')]
    const direct = await imported(paths, never)
    const worked = await imported(paths, always)
    expect(workers).toHaveLength(1)
    expect(direct.problems.length).toBeGreaterThan(0)
    expect(direct.claims.length).toBeGreaterThan(0)
    expect(worked).toEqual(direct)
  }, 60_000)

  it('prepares here when no thread can be started, and when there is little to read', async () => {
    const paths = [writeSnapshot('few.json', 700)]
    const missing = { fromBytes: 0, entry: new URL('./no-such-worker.js', import.meta.url) }
    const direct = await imported(paths, never)
    expect(await imported(paths, missing)).toEqual(direct)
    expect(workers).toHaveLength(1)
    expect(await imported(paths, apart)).toEqual(direct)
    expect(workers).toHaveLength(1)
  }, 60_000)

  it('stops at once when it is cancelled and leaves nothing', async () => {
    const path = writeSnapshot('many.json', 20_000)
    const controller = new AbortController()
    await withJob(async (job) => {
      let cancelledAt = 0
      const progress: Job['progress'] = ({ stage, done }) => {
        if (stage !== 'collect' || done < 2_000_000 || cancelledAt > 0) return
        cancelledAt = performance.now()
        controller.abort()
      }
      const request = { paths: [path], actor: 'test', label: '', asOf: null, acceptRefused: false }
      const importing = importFiles({ ...job, progress }, request, always)
      await expect(importing).rejects.toThrow(expect.objectContaining({ code: 'cancelled' }))
      // Abandoning what was staged is part of it; a busy machine is given some room.
      expect(performance.now() - cancelledAt).toBeLessThan(1_000)
      expect(cancelledAt).toBeGreaterThan(0)
      expect(unfinishedScans(job.ws)).toEqual([])
      expect(workers[0]?.threadId).toBe(-1)
    }, controller.signal)
  }, 60_000)
})

describe('a worker in trouble', () => {
  /** The events of a worker that runs this program. */
  async function told(program: string): Promise<PreparedEvent[]> {
    const entry = new URL(`data:text/javascript,${encodeURIComponent(program)}`)
    const preparing = {
      paths: [writeSnapshot('one.json', 1)],
      now,
      skip: null,
      redactionKey: new Uint8Array(32),
    }
    const events: PreparedEvent[] = []
    const signal = new AbortController().signal
    for await (const event of preparedEvents(preparing, signal, { fromBytes: 0, entry })) events.push(event)
    return events
  }
  const first = `import { parentPort as p } from 'node:worker_threads'
    p.postMessage({ kind: 'event', event: { kind: 'progress', bytesRead: 1, bytesTotal: 2 } });`

  it('hands on the code and facts of its error', async () => {
    const program = `${first} p.postMessage({ kind: 'refused', code: 'file_unreadable', params: { path: 'x' } })`
    await expect(told(program)).rejects.toThrow(
      expect.objectContaining({ name: 'CountersignError', code: 'file_unreadable', params: { path: 'x' } }),
    )
  })

  it('does not take an early end for the end of the files', async () => {
    await expect(told(`${first} setTimeout(() => process.exit(0), 20)`)).rejects.toThrow(/before its end/)
    await expect(told(`${first} setTimeout(() => { throw new Error('defect') }, 20)`)).rejects.toThrow(
      'defect',
    )
  })
})
