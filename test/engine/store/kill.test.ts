import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  closeWorkspace,
  doctor,
  latestEvaluation,
  listScans,
  openWorkspace,
  resourcesAt,
  totalsAt,
  unfinishedScans,
} from '../../../main/engine/store/index.ts'
import { newWorkspace, options, temporaryFolder } from './support.ts'

const child = fileURLToPath(new URL('child.ts', import.meta.url))
let folder: ReturnType<typeof temporaryFolder>
let path: string
beforeEach(() => {
  folder = temporaryFolder()
  path = `${folder.path}/a.countersign`
  closeWorkspace(newWorkspace(path))
})
afterEach(() => folder.remove())

/** Runs the child until its output says `until` (and `afterMs` more), then kills it with SIGKILL. Out: what it said. */
function runUntil(args: readonly string[], until: string | null, afterMs = 0): Promise<string> {
  return new Promise((resolve, reject) => {
    const process_ = spawn(process.execPath, [child, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    let wrong = ''
    let killing = false
    process_.stdout.on('data', (data: Buffer) => {
      said += data.toString()
      if (until === null || killing || !said.includes(until)) return
      killing = true
      setTimeout(() => process_.kill('SIGKILL'), afterMs)
    })
    process_.stderr.on('data', (data: Buffer) => (wrong += data.toString()))
    process_.on('close', (code, signal) => {
      if (code !== 0 && signal !== 'SIGKILL') reject(new Error(wrong))
      else resolve(said)
    })
  })
}

function look() {
  const ws = openWorkspace(path, { ...options('looker'), mode: 'write' })
  try {
    return {
      scans: listScans(ws, { offset: 0, limit: 10 }).rows,
      unfinished: unfinishedScans(ws),
      present:
        listScans(ws, { offset: 0, limit: 1 }).total === 0 ? 0 : [...resourcesAt(ws, { scan: 1 })].length,
      failed: [...doctor(ws)].filter(({ status }) => status === 'failed'),
      outcomes: listScans(ws, { offset: 0, limit: 1 }).total === 0 ? 0 : totalsAt(ws, { scan: 1 }).population,
      evaluated: latestEvaluation(ws) !== null,
    }
  } finally {
    closeWorkspace(ws)
  }
}

describe('killed without warning', () => {
  test('while staging: nothing visible, no committed page lost, the resumed scan is the same as an unbroken one', async () => {
    const said = await runUntil(['stage', path, '2000'], 'staged 700')
    const committed = Number(/staged (\d+)\n(?!.*staged)/s.exec(said)?.[1])
    const after = look()
    expect(after.scans).toEqual([])
    expect(after.failed).toEqual([])
    const done = after.unfinished[0]?.files[0]?.itemsDone ?? 0
    expect(done).toBeGreaterThanOrEqual(committed)
    expect(after.unfinished[0]?.stagedItems).toBe(done)
    const resumed = await runUntil(['stage', path, '2000'], null)
    expect(resumed).toContain(`from ${done}\n`)
    const end = look()
    expect(end).toMatchObject({
      present: 2000,
      unfinished: [],
      failed: [],
      scans: [{ verdict: 'complete', items: 2000 }],
    })

    const whole = temporaryFolder()
    closeWorkspace(newWorkspace(`${whole.path}/b.countersign`))
    await runUntil(['stage', `${whole.path}/b.countersign`, '2000'], null)
    const other = openWorkspace(`${whole.path}/b.countersign`, { ...options(), mode: 'read' })
    expect(listScans(other, { offset: 0, limit: 1 }).rows[0]?.contentSha256).toBe(end.scans[0]?.contentSha256)
    closeWorkspace(other)
    whole.remove()
  }, 60_000)

  test('while sealing, at several moments: all of the scan or nothing of it', async () => {
    const seen = new Set<string>()
    for (const [until, delay] of [
      ['sealing\n', 0],
      ['merging 3000', 0],
      ['packing', 0],
      ['sealing 0', 0],
      ['sealing 0', 25],
      ['sealing 0', 60],
      ['sealing 1', 0],
    ] as const) {
      await runUntil(['stage', path, '3000'], until, delay)
      const after = look()
      expect(after.failed).toEqual([])
      const sealed = after.scans.length === 1
      expect([sealed ? 3000 : 0, sealed ? 0 : 1]).toEqual([after.present, after.unfinished.length])
      seen.add(sealed ? 'sealed' : 'open')
      if (sealed) break
    }
    expect(seen).toContain('open')
    await (seen.has('sealed') ? Promise.resolve() : runUntil(['stage', path, '3000'], null))
    expect(look()).toMatchObject({ present: 3000, unfinished: [] })
  }, 120_000)

  test('while evaluating: no outcome, until the whole evaluation is there', async () => {
    await runUntil(['stage', path, '2000'], null)
    for (const delay of [0, 15, 40]) {
      await runUntil(['evaluate', path, '2000'], 'sealing', delay)
      const after = look()
      expect(after.failed).toEqual([])
      expect(after.outcomes).toBe(after.evaluated ? 2000 : 0)
    }
    await runUntil(['evaluate', path, '2000'], null)
    expect(look()).toMatchObject({ outcomes: 2000, evaluated: true, failed: [] })
  }, 120_000)
})
