import { spawn, type ChildProcess } from 'node:child_process'
import { resolve } from 'node:path'

const cli = resolve(import.meta.dirname, '..', '..', 'main', 'cli', 'index.ts')

export interface CliResult {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Starts the command line as a process of its own, as a person would. */
export function startCli(
  words: readonly string[],
  options: { cwd: string; env?: Record<string, string> },
): ChildProcess {
  return spawn(process.execPath, [cli, ...words], {
    cwd: options.cwd,
    env: {
      ...process.env,
      COUNTERSIGN_HOME: options.cwd,
      COUNTERSIGN_ENGAGEMENT: 'e.countersign',
      COUNTERSIGN_ACTOR: 'Ada',
      NO_COLOR: '1',
      ...options.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

/** Runs it to its end. */
export function cliResult(
  words: readonly string[],
  options: { cwd: string; env?: Record<string, string> },
): Promise<CliResult> {
  const child = startCli(words, options)
  let stdout = ''
  let stderr = ''
  child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  return new Promise((done, fail) => {
    child.on('error', fail)
    child.on('close', (code) => done({ code, stdout, stderr }))
  })
}

/** Makes an engagement named `e.countersign` in the folder. */
export async function initEngagement(cwd: string): Promise<void> {
  const made = await cliResult(
    [
      'init',
      'e.countersign',
      '--client',
      'Test Ltd',
      '--from',
      '2026-07-01',
      '--to',
      '2026-10-01',
      '--frameworks',
      'soc2',
    ],
    { cwd },
  )
  if (made.code !== 0) throw new Error(made.stderr)
}
