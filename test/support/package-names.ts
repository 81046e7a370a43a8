import { expect } from 'vitest'
import { nameFault } from '../../main/engine/evidence/bag/index.ts'

/** Every path is one that the bag takes, and no two are one on a disk that ignores case. */
export function assertNamesForTest(paths: readonly string[]): void {
  for (const path of paths) expect([path, nameFault(path)]).toEqual([path, undefined])
  expect(new Set(paths.map((path) => path.toLowerCase())).size).toBe(paths.length)
}
