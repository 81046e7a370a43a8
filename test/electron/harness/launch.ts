import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { _electron, type ElectronApplication, type Page } from 'playwright'
import { appArguments, electronRuntime } from '../../../build/electron.ts'

export interface LaunchOptions {
  /** Further command-line words, e.g. a workspace file. */
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** An own data folder, for a second start on the same data; the caller removes it. */
  readonly dataFolder?: string
  /** What `document.documentElement.dataset.appState` must say before the test goes on. */
  readonly readyState?: string
}

export interface RunningApp {
  readonly app: ElectronApplication
  readonly page: Page
  /** The app's own userData. */
  readonly dataFolder: string
  /** Everything the page wrote to its console at level error, and its uncaught errors. */
  readonly pageErrors: string[]
  close(): Promise<void>
}

/**
 * Starts the built app as it is shipped, on its own data folder. The one thing that differs from a user's start is
 * `--no-sandbox` when the tests run as root, where Chromium's outer sandbox cannot work; the window's own
 * `sandbox: true` stays on.
 * @throws when the window is not ready within 30 s; what the app wrote to its log is part of the message
 */
export async function launchApp(options: LaunchOptions = {}): Promise<RunningApp> {
  const dataFolder = options.dataFolder ?? mkdtempSync(path.join(tmpdir(), 'countersign-window-'))
  const output: string[] = []
  const app = await _electron.launch({
    executablePath: electronRuntime().executable,
    args: launchArguments(dataFolder, options.args ?? []),
    env: launchEnvironment(dataFolder, options.env),
    timeout: 30_000,
    // Playwright would add emulation of its own; the window must look as it does for a user.
    colorScheme: null,
  })
  const child = app.process()
  child.stderr?.on('data', (chunk: Buffer) => output.push(chunk.toString('utf8')))
  const pageErrors: string[] = []
  try {
    const page = await app.firstWindow({ timeout: 30_000 })
    page.on('console', (message) => {
      if (message.type() === 'error') pageErrors.push(message.text())
    })
    page.on('pageerror', (error) => pageErrors.push(error.message))
    await page.waitForSelector(`html[data-app-state="${options.readyState ?? 'loaded'}"]`, {
      state: 'attached',
      timeout: 30_000,
    })
    return {
      app,
      page,
      dataFolder,
      pageErrors,
      async close() {
        await end(app, child)
        if (options.dataFolder === undefined) rmSync(dataFolder, { recursive: true, force: true })
      },
    }
  } catch (error) {
    await end(app, child)
    throw new Error(`the window did not become ready; the app wrote:\n${output.join('').slice(-4_000)}`, {
      cause: error,
    })
  }
}

/** Closes the app; after 15 s it is killed, by its own process id. */
async function end(app: ElectronApplication, child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(() => {
      child.kill('SIGKILL')
      resolve()
    }, 15_000)
  })
  await Promise.race([app.close().catch(() => {}), late])
  clearTimeout(timer)
}

/** A start without Playwright, for what needs no look inside: second instances, the self test. Ends by itself or is killed. */
export function runApp(
  dataFolder: string,
  args: readonly string[],
  patience = 45_000,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child: ChildProcess = spawn(electronRuntime().executable, launchArguments(dataFolder, args), {
    env: launchEnvironment(dataFolder),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString('utf8')))
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString('utf8')))
  const timer = setTimeout(() => child.kill('SIGKILL'), patience)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => {
      clearTimeout(timer)
      resolve({ code, stdout, stderr })
    })
  })
}

function launchArguments(dataFolder: string, extra: readonly string[]): string[] {
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0
  return appArguments([
    `--user-data-dir=${dataFolder}`,
    '--force-prefers-reduced-motion',
    ...(asRoot ? ['--no-sandbox'] : []),
    ...extra,
  ])
}

/** Identities and the engine's log stay in the test's folder too. */
function launchEnvironment(
  dataFolder: string,
  extra: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  )
  // Vitest's own Node options must not reach the app.
  return {
    ...Object.fromEntries(
      inherited.filter(([name]) => !/^(NODE_OPTIONS|VITEST.*|ELECTRON_RUN_AS_NODE)$/.test(name)),
    ),
    COUNTERSIGN_HOME: path.join(dataFolder, 'engine'),
    ...extra,
  }
}
