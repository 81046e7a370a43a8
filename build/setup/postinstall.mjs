// Runs after `npm ci` / `npm install`: idempotent, and silent when there is nothing to do. It never makes the install
// fail: engine, CLI and their tests work without Electron. It runs on the machine's own Node, so plain JavaScript only.
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureElectron } from './electron-runtime.mjs'
import { missingLibraries, packagesFor } from './libraries.mjs'
import { findNode, nodeAdvice } from './node-version.mjs'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..')
/** @param {string} message */
const say = (message) => console.log(`countersign: ${message}`)

const node = findNode(root)
if (!node) say(`Node 24 is missing. ${nodeAdvice(process.platform, process.arch)}`)

const { runtime, problem } = await ensureElectron(root, node, say)
if (problem) say(`${problem} The window cannot open until then; the command line works without it.`)
if (runtime) {
  const missing = missingLibraries(runtime.executable)
  if (missing.length > 0) {
    const { packages, unknown } = packagesFor(missing)
    say(`Electron needs system libraries that are missing here: ${missing.join(', ')}.`)
    if (packages.length > 0)
      say(
        `On Debian 12, as root: apt-get install --no-install-recommends ${packages.join(' ')}   ("npm test" as root does it for you)`,
      )
    if (unknown.length > 0) say(`For ${unknown.join(', ')} look up the package of your system.`)
  }
}
