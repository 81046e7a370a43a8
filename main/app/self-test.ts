import type { BrowserWindow } from 'electron'
import type { Supervisor } from './engine/supervisor.ts'

/**
 * What `--self-test` reports: the packaged app has its inspector fused off, so it has to say by itself whether it works.
 * Waits at most `patience` ms for the page and the engine, then gives one JSON line.
 * @returns exit code: 0 when all is well, 1 otherwise
 */
export async function selfTest(window: BrowserWindow, engine: Supervisor, patience: number): Promise<number> {
  const started = performance.now()
  const left = () => performance.now() - started < patience
  const checks = { page: false, isolated: false, engine: false, answer: false }
  while (left() && !(checks.page && checks.engine)) {
    checks.page ||= !window.webContents.isLoading() && window.webContents.getURL() !== ''
    checks.engine ||= engine.state() === 'running'
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  if (checks.page) {
    checks.isolated = (await window.webContents.executeJavaScript(
      "window.countersign?.isolated === true && typeof require === 'undefined' && typeof process === 'undefined'",
    )) as boolean
    // The whole way: page → preload → shell → port → engine and back.
    checks.answer = await Promise.race([
      window.webContents.executeJavaScript(askEngine) as Promise<boolean>,
      new Promise<boolean>((resolve) =>
        setTimeout(() => resolve(false), Math.max(1_000, patience - (performance.now() - started))),
      ),
    ])
  }
  const passed = Object.values(checks).every(Boolean)
  process.stdout.write(
    `${JSON.stringify({ selfTest: passed ? 'passed' : 'failed', ...checks, electron: process.versions.electron })}\n`,
  )
  return passed ? 0 : 1
}

/** Asks for a port and calls a method that does not exist: any answer proves the way. */
const askEngine = `new Promise((resolve) => {
  window.addEventListener('message', (event) => {
    const [port] = event.ports
    if (event.data !== 'countersign:engine-port' || !port) return
    port.onmessage = (reply) => { if (reply.data.id === 'self-test') resolve(reply.data.kind === 'error') }
    port.postMessage({ kind: 'call', id: 'self-test', method: 'self.test', input: {} })
  })
  void window.countersign.connectEngine()
})`
