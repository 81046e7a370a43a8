import { execFileSync, spawnSync } from 'node:child_process'

/**
 * Whether an outside checker is installed. In CI a checker that is missing is a failure, never a silent skip:
 * there this says true and the test fails when it calls the tool.
 */
export function haveTool(name: string): boolean {
  return process.env['CI'] !== undefined || spawnSync(name, ['--version']).error === undefined
}

export const run = (name: string, args: readonly string[]): string =>
  execFileSync(name, [...args], { encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 })

/** Text of each page of a PDF, laid out as on the page. */
export const pdfPages = (file: string): string[] =>
  run('pdftotext', ['-layout', file, '-']).split('\f').slice(0, -1)
