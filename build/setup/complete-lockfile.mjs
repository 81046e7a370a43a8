// `npm install` against a registry that lacks a package for a foreign platform drops it from package-lock.json without a
// word, and then every `npm ci` fails with "Missing: … from lock file". This writes such optional entries back: version
// and platform only, so that npm knows them, and skips them where they do not fit. Run by hand after adding a package:
// node build/setup/complete-lockfile.mjs
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** @typedef {{ version?: string, dev?: boolean, optional?: boolean, os?: string[], cpu?: string[], libc?: string[], optionalDependencies?: Record<string, string>, peerDependenciesMeta?: Record<string, { optional?: boolean }> }} Entry */

const systems = [
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
  'aix',
]
const processors = ['arm64', 'arm', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64']

/**
 * The platform a package is for, from the customary name (`binding-linux-arm64-musl`).
 * @param {string} name
 * @returns {{ os: string[], cpu: string[], libc?: string[] } | null} null when the name does not tell
 */
export function platformOf(name) {
  const words = (name.split('/').at(-1) ?? '').split('-')
  const os = systems.find((system) => words.includes(system))
  const cpu = processors.find((processor) => words.includes(processor))
  if (!os || !cpu) return null
  if (os !== 'linux') return { os: [os], cpu: [cpu] }
  if (words.some((word) => word.startsWith('musl'))) return { os: [os], cpu: [cpu], libc: ['musl'] }
  return words.some((word) => word.startsWith('gnu'))
    ? { os: [os], cpu: [cpu], libc: ['glibc'] }
    : { os: [os], cpu: [cpu] }
}

/**
 * Optional dependencies that a lockfile's packages name but that have no entry of their own.
 * @param {Record<string, Entry>} packages the lockfile's `packages`
 * @returns {{ name: string, version: string, dev: boolean }[]}
 */
export function missingOptional(packages) {
  /** @type {Map<string, { name: string, version: string, dev: boolean }>} */
  const missing = new Map()
  for (const [place, entry] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      let home = place
      let found = false
      for (;;) {
        if (packages[path.posix.join(home, 'node_modules', name)]) found = true
        const cut = home.lastIndexOf('node_modules/')
        if (found || home === '') break
        home = cut <= 0 ? '' : home.slice(0, cut - 1)
      }
      if (!found) missing.set(name, { name, version, dev: entry.dev === true })
    }
  }
  return [...missing.values()]
}

function complete() {
  const file = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..', 'package-lock.json')
  const lock = JSON.parse(readFileSync(file, 'utf8'))
  const missing = missingOptional(lock.packages)
  for (const { name, version, dev } of missing) {
    const platform = platformOf(name)
    if (!platform || !/^\d+\.\d+\.\d+$/.test(version))
      throw new Error(`${name}@${version}: neither the platform nor an exact version can be told from it`)
    lock.packages[`node_modules/${name}`] = {
      version,
      cpu: platform.cpu,
      ...(dev ? { dev: true } : {}),
      ...(platform.libc ? { libc: platform.libc } : {}),
      optional: true,
      os: platform.os,
    }
  }
  if (missing.length === 0) return
  const root = lock.packages['']
  const rest = Object.entries(lock.packages).filter(([place]) => place !== '')
  // npm's own order, so that its next rewrite gives no noise.
  rest.sort(([a], [b]) => a.localeCompare(b, 'en'))
  lock.packages = { '': root, ...Object.fromEntries(rest) }
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
  console.log(`package-lock.json: ${missing.length} optional packages of other platforms written back`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) complete()
