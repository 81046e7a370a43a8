import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Client } from '../../shared/contract/client.ts'
import { createHost, type Host, type HostOptions } from '../../main/engine/host/index.ts'
import { afterEach } from 'vitest'

/** The rule pack of this checkout. */
export const rulesDir = resolve(import.meta.dirname, '..', '..', 'rules')

/** Random bytes that are the same in every run. */
export function countingRandom(): (bytes: number) => Uint8Array {
  let next = 1
  return (bytes) => Uint8Array.from({ length: bytes }, () => (next = (next * 16807) % 2147483647) & 0xff)
}

/** A clock that stands still until it is moved. */
export function stoppedClock(at: string): { now: () => Date; set: (at: string) => void } {
  let current = at
  return { now: () => new Date(current), set: (next) => void (current = next) }
}

const opened: { host: Host; dir: string }[] = []
afterEach(async () => {
  for (const { host, dir } of opened.splice(0)) {
    await host.close()
    rmSync(dir, { recursive: true, force: true })
  }
})

export interface TestEngine {
  readonly client: Client
  readonly host: Host
  /** A folder of the test's own, gone after it. */
  readonly dir: string
  readonly clock: ReturnType<typeof stoppedClock>
}

/** An engine over a folder of its own, closed and removed after the test. */
export function testEngine(overrides: Partial<HostOptions> = {}): TestEngine {
  const dir = mkdtempSync(join(tmpdir(), 'countersign-test-'))
  const clock = stoppedClock('2026-07-06T09:00:00.000Z')
  const host = createHost({
    rulesDir,
    dataDir: join(dir, 'data'),
    clock: clock.now,
    random: countingRandom(),
    appVersion: '0.0.0-test',
    ...overrides,
  })
  opened.push({ host, dir })
  return { client: host.client(), host, dir, clock }
}

/** Makes an engagement in the engine's folder. */
export async function newEngagement(engine: TestEngine, file = 'test.countersign') {
  const path = join(engine.dir, file)
  await engine.client.call('engagement.create', {
    path,
    actor: 'Ada',
    engagement: {
      client: 'Test Ltd',
      name: 'Controls',
      periodStart: '2026-07-01T00:00:00.000Z',
      periodEnd: '2026-10-01T00:00:00.000Z',
      frameworks: ['soc2', 'nist-800-53-r5'],
    },
  })
  return path
}
