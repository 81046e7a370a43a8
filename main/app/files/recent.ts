import { existsSync } from 'node:fs'
import { z } from 'zod'
import type { RecentEngagement } from '../../../shared/contract/desktop.ts'
import { readJsonFile, writeJsonFile } from './json-file.ts'

const entries = z.array(z.object({ path: z.string(), openedAt: z.string() }))
type Entry = z.infer<typeof entries>[number]

const most = 12

/** The list with `path` at its top; older mentions of it go, and no more than twelve stay. Pure. */
export function noteRecent(list: readonly Entry[], path: string, openedAt: string): Entry[] {
  return [{ path, openedAt }, ...list.filter((entry) => entry.path !== path)].slice(0, most)
}

export interface RecentFile {
  list(): RecentEngagement[]
  note(path: string): void
  forget(path: string): void
}

/** The recent engagements, kept in one small file. @param now RFC 3339 UTC of the moment */
export function recentFile(file: string, now: () => string): RecentFile {
  const read = () => readJsonFile<Entry[]>(file, entries, [])
  return {
    list: () => read().map((entry) => ({ ...entry, present: existsSync(entry.path) })),
    note: (path) => writeJsonFile(file, noteRecent(read(), path, now())),
    forget: (path) =>
      writeJsonFile(
        file,
        read().filter((entry) => entry.path !== path),
      ),
  }
}
