import { spawnSync } from 'node:child_process'
import { inRoot, root } from '../root.ts'

/** Runs a tool of node_modules under this Node, its output going straight through. @returns exit code */
export function runTool(script: string, args: readonly string[]): number {
  const { status, error } = spawnSync(process.execPath, [inRoot('node_modules', script), ...args], {
    cwd: root,
    stdio: 'inherit',
  })
  if (error) console.error(error.message)
  return status ?? 1
}
