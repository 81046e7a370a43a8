import path from 'node:path'

/** The repository's root, absolute. */
export const root = path.resolve(import.meta.dirname, '..')

/** A path below the root, absolute. */
export function inRoot(...parts: string[]): string {
  return path.join(root, ...parts)
}
