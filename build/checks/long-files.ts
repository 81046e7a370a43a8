import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { inRoot } from '../root.ts'

/** Source files of the folders that have more than `most` lines, longest first. Data files do not count. */
export function longFiles(folders: readonly string[], most: number): { file: string; lines: number }[] {
  const found: { file: string; lines: number }[] = []
  for (const folder of folders)
    for (const entry of readdirSync(inRoot(folder), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !/\.(ts|tsx|mjs)$/.test(entry.name)) continue
      const file = path.join(entry.parentPath, entry.name)
      const lines = readFileSync(file, 'utf8').split('\n').length - 1
      if (lines > most) found.push({ file: path.relative(inRoot(), file), lines })
    }
  return found.sort((a, b) => b.lines - a.lines)
}
