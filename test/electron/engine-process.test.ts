import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { launchApp, type RunningApp } from './harness/launch.ts'
import { callEngine } from './harness/page.ts'

let running: RunningApp | undefined
afterEach(async () => {
  await running?.close()
  running = undefined
})

/** Process id of the engine, as the shell counts its children; null while there is none. */
async function enginePid({ app }: RunningApp): Promise<number | null> {
  return await app.evaluate(
    ({ app: electron }) =>
      electron.getAppMetrics().find((metric) => metric.name === 'Countersign engine')?.pid ?? null,
  )
}

async function eventually<T>(look: () => Promise<T>, wanted: (value: T) => boolean): Promise<T> {
  const until = performance.now() + 15_000
  for (;;) {
    const value = await look()
    if (wanted(value) || performance.now() > until) return value
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

describe('engine process', () => {
  it('answers the page through its own port and refuses what the contract does not know', async () => {
    running = await launchApp()
    expect(await callEngine(running.page, 'no.such.method', {})).toMatchObject({
      kind: 'error',
      error: { code: 'unknown_method' },
    })
  })

  it('comes back when it is killed, and the page hears of it', async () => {
    running = await launchApp()
    const { page } = running
    await page.evaluate(() => {
      const heard: string[] = []
      ;(window as unknown as { heard: string[] }).heard = heard
      window.countersign.onEvent((event) => {
        if (event.kind === 'engine') heard.push(event.state)
      })
    })
    const first = await eventually(
      () => enginePid(running!),
      (pid) => pid !== null,
    )
    expect(first).not.toBeNull()
    process.kill(first!, 'SIGKILL')
    const heard = await eventually(
      () => page.evaluate(() => (window as unknown as { heard: string[] }).heard),
      (states) => states.includes('running'),
    )
    expect(heard).toEqual(['restarting', 'running'])
    expect(await enginePid(running)).not.toBe(first)
    expect(await callEngine(page, 'no.such.method', {})).toMatchObject({ kind: 'error' })
  })

  it('is given up after three restarts within a minute, and starts again when asked', async () => {
    running = await launchApp()
    const { page } = running
    const state = () => page.evaluate(() => window.countersign.startup().then((startup) => startup.engine))
    let last: number | null = null
    for (let death = 0; death < 4; death += 1) {
      const pid: number | null = await eventually(
        () => enginePid(running!),
        (found) => found !== null && found !== last,
      )
      await eventually(state, (found) => found === 'running')
      process.kill(pid!, 'SIGKILL')
      last = pid
      await eventually(state, (found) => found !== 'running')
    }
    expect(await eventually(state, (found) => found === 'stopped')).toBe('stopped')
    await page.evaluate(() => window.countersign.restartEngine())
    expect(await eventually(state, (found) => found === 'running')).toBe('running')
  })

  it('ends with the app', async () => {
    running = await launchApp()
    const pid = await eventually(
      () => enginePid(running!),
      (found) => found !== null,
    )
    const { dataFolder } = running
    await running.app.close()
    const alive = await eventually(
      () =>
        Promise.resolve(
          (() => {
            try {
              process.kill(pid!, 0)
              return true
            } catch {
              return false
            }
          })(),
        ),
      (found) => !found,
    )
    expect(alive).toBe(false)
    expect(readFileSync(path.join(dataFolder, 'logs', 'countersign.log'), 'utf8')).not.toContain('was killed')
  })
})

describe('page process', () => {
  it('is loaded again after a crash', async () => {
    running = await launchApp()
    const { app } = running
    const pid = () =>
      app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.webContents.getOSProcessId())
    const before = await pid()
    // From a timer: the call that crashes the page would never return to the harness.
    await app.evaluate(({ BrowserWindow }) => {
      setTimeout(() => BrowserWindow.getAllWindows()[0]!.webContents.forcefullyCrashRenderer(), 20)
    })
    const after = await eventually(pid, (found) => found !== before && found !== 0)
    expect(after).not.toBe(before)
    const state = await eventually(
      () =>
        app.evaluate(({ BrowserWindow }) =>
          Promise.race([
            BrowserWindow.getAllWindows()[0]!.webContents.executeJavaScript(
              'document.documentElement.dataset.appState ?? ""',
            ) as Promise<string>,
            new Promise<string>((resolve) => setTimeout(() => resolve('no answer'), 1_000)),
          ]),
        ),
      (found) => found === 'loaded',
    )
    expect(state).toBe('loaded')
  })
})
