import { readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { stampFile } from './bundle.ts'
import { inRoot } from './root.ts'

const sources = [
  'main',
  'shared',
  'renderer',
  'rules',
  'build',
  'package.json',
  'package-lock.json',
  'tsconfig.base.json',
]

/** Whether out/app was built after the last change of anything it is built from. */
export function buildIsFresh(): boolean {
  const built = statSync(stampFile, { throwIfNoEntry: false })?.mtimeMs
  return built !== undefined && sources.every((name) => newest(inRoot(name)) <= built)
}

/** Latest modification below a path, ms; 0 for what does not exist. */
function newest(place: string): number {
  const stat = statSync(place, { throwIfNoEntry: false })
  if (!stat) return 0
  if (!stat.isDirectory()) return stat.mtimeMs
  // The folder's own time tells of deleted files.
  return readdirSync(place).reduce(
    (latest, name) => Math.max(latest, newest(path.join(place, name))),
    stat.mtimeMs,
  )
}
