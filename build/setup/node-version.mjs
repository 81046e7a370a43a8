// Plain JavaScript without dependencies: it must run on whatever Node the machine has.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'

/** The major version of Node that every script of this repository runs under. */
export const wantedNode = 24

/** Platforms whose Node comes with `npm ci`, as optionalDependencies in package.json. */
const carried = new Set(['linux-x64', 'linux-arm64', 'win32-x64'])

/**
 * What a person must do to get the right Node, in one or two lines.
 * @param {string} platform as process.platform
 * @param {string} arch as process.arch
 */
export function nodeAdvice(platform, arch) {
  if (carried.has(`${platform}-${arch}`))
    return `Node ${wantedNode} comes with "npm ci" as an optional dependency; it is missing, so optional dependencies were left out (--omit=optional?). Run "npm ci --include=optional", and start scripts with "npm run".`
  return `No Node ${wantedNode} comes with "npm ci" for ${platform}-${arch}. Install Node ${wantedNode} yourself and put it first on your PATH.`
}

/**
 * Looks for Node 24: the one from optionalDependencies, else the one that runs now.
 * @param {string} root repository root
 * @returns {string | null} absolute path of a Node of the wanted major version
 */
export function findNode(root) {
  const name = process.platform === 'win32' ? 'node.exe' : 'node'
  const candidates = [
    path.join(root, 'node_modules', '.bin', name),
    path.join(
      root,
      'node_modules',
      `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`,
      'bin',
      name,
    ),
    process.execPath,
  ]
  for (const candidate of candidates) {
    if (!existsSync(candidate)) continue
    const answer = spawnSync(candidate, ['--version'], { encoding: 'utf8', timeout: 15_000 })
    if (answer.status === 0 && Number(/^v(\d+)\./.exec(answer.stdout)?.[1]) === wantedNode) return candidate
  }
  return null
}
