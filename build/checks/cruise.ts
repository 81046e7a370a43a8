import { spawnSync } from 'node:child_process'
import { inRoot } from '../root.ts'

export interface CruiseResult {
  /** Modules of our own sources that were looked at. */
  readonly modules: number
  /** `rule: from → to`, one per violation. */
  readonly violations: readonly string[]
}

interface Report {
  modules: { source: string }[]
  summary: {
    violations: {
      rule: { name: string; severity: string }
      from: string
      to: string
      cycle?: { name: string }[]
    }[]
  }
}

/**
 * Checks the boundaries of a source tree.
 * @param folder absolute; has the layout of this repository and a node_modules
 * @throws when dependency-cruiser itself fails
 */
export function cruiseTree(folder: string): CruiseResult {
  const answer = spawnSync(
    process.execPath,
    [
      inRoot('node_modules', 'dependency-cruiser', 'bin', 'dependency-cruiser.mjs'),
      '--config',
      '.dependency-cruiser.cjs',
      '--output-type',
      'json',
      'main',
      'shared',
      'renderer',
      'build',
      'test',
    ],
    { cwd: folder, encoding: 'utf8', maxBuffer: 512 * 1024 * 1024 },
  )
  if (answer.error || !answer.stdout)
    throw new Error(`dependency-cruiser failed: ${answer.stderr || String(answer.error)}`)
  const report = JSON.parse(answer.stdout) as Report
  return {
    modules: report.modules.filter(({ source }) => /^(main|shared|renderer)\//.test(source)).length,
    violations: report.summary.violations
      .filter(({ rule }) => rule.severity === 'error')
      .map(
        ({ rule, from, to, cycle }) =>
          `${rule.name}: ${from} → ${cycle ? cycle.map(({ name }) => name).join(' → ') : to}`,
      ),
  }
}
