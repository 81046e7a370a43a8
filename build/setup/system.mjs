// First step of `npm test`: what the tests need from the system. As root on Debian or Ubuntu it is installed,
// otherwise the exact line is printed and the run fails: a missing runtime is a failure, never a skipped test.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureElectron } from './electron-runtime.mjs'
import { missingLibraries, missingPrograms, packagesFor } from './libraries.mjs'
import { findNode } from './node-version.mjs'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..')
/** @param {string} message */
const say = (message) => console.log(`countersign: ${message}`)
/** @param {string} message @returns {never} */
function fail(message) {
  console.error(`countersign: ${message}`)
  process.exit(1)
}

/** @param {string[]} args */
const apt = (args) =>
  spawnSync('apt-get', ['-o', 'DPkg::Lock::Timeout=120', ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    timeout: 900_000,
  }).status === 0

/** Debian 13 and Ubuntu 24.04 carry some libraries under a `t64` name only. @param {string} name */
const available = (name) => {
  const known = spawnSync('apt-cache', ['show', '--no-all-versions', name], { stdio: 'ignore' }).status === 0
  return known ? name : `${name}t64`
}

const { runtime, problem } = await ensureElectron(root, findNode(root), say)
if (!runtime) fail(problem ?? 'no Electron runtime')
if (process.platform !== 'linux') process.exit(0)

const { executable } = runtime
const look = () => {
  const { packages, unknown } = packagesFor(missingLibraries(executable))
  return {
    packages: [...new Set([...packages, ...missingPrograms(process.env['PATH'] ?? '')])].sort(),
    unknown,
  }
}
const before = look()
if (before.packages.length > 0) {
  const line = `apt-get update && apt-get install -y --no-install-recommends ${before.packages.join(' ')}`
  const root0 = process.getuid?.() === 0
  if (!root0 || !existsSync('/etc/debian_version'))
    fail(`the tests need packages that are missing here. As root: ${line}`)
  say(`installing ${before.packages.join(' ')} …`)
  apt(['update', '-qq'])
  if (!apt(['install', '-y', '-qq', '--no-install-recommends', ...before.packages.map(available)]))
    fail(`that failed; by hand: ${line}`)
}
const after = look()
if (after.packages.length > 0) fail(`still missing after the installation: ${after.packages.join(' ')}`)
if (after.unknown.length > 0)
  fail(`Electron needs libraries whose package is not known here: ${after.unknown.join(', ')}`)
