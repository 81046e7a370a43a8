// What Electron and our tests need from the system, and which Debian package brings it. Plain JavaScript, no dependencies.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'

/**
 * Shared library → Debian 12 package. Debian 13 and Ubuntu 24.04 renamed some with a `t64` suffix;
 * system.mjs tries that name when the plain one does not exist.
 */
const packageOfLibrary = {
  'libX11.so.6': 'libx11-6',
  'libXcomposite.so.1': 'libxcomposite1',
  'libXdamage.so.1': 'libxdamage1',
  'libXext.so.6': 'libxext6',
  'libXfixes.so.3': 'libxfixes3',
  'libXrandr.so.2': 'libxrandr2',
  'libXss.so.1': 'libxss1',
  'libXtst.so.6': 'libxtst6',
  'libasound.so.2': 'libasound2',
  'libatk-1.0.so.0': 'libatk1.0-0',
  'libatk-bridge-2.0.so.0': 'libatk-bridge2.0-0',
  'libatspi.so.0': 'libatspi2.0-0',
  'libcairo.so.2': 'libcairo2',
  'libcups.so.2': 'libcups2',
  'libdbus-1.so.3': 'libdbus-1-3',
  'libdrm.so.2': 'libdrm2',
  'libexpat.so.1': 'libexpat1',
  'libgbm.so.1': 'libgbm1',
  'libgdk_pixbuf-2.0.so.0': 'libgdk-pixbuf-2.0-0',
  'libgio-2.0.so.0': 'libglib2.0-0',
  'libglib-2.0.so.0': 'libglib2.0-0',
  'libgobject-2.0.so.0': 'libglib2.0-0',
  'libgmodule-2.0.so.0': 'libglib2.0-0',
  'libgtk-3.so.0': 'libgtk-3-0',
  'libgdk-3.so.0': 'libgtk-3-0',
  'libnspr4.so': 'libnspr4',
  'libnss3.so': 'libnss3',
  'libnssutil3.so': 'libnss3',
  'libsmime3.so': 'libnss3',
  'libpango-1.0.so.0': 'libpango-1.0-0',
  'libudev.so.1': 'libudev1',
  'libuuid.so.1': 'libuuid1',
  'libxcb.so.1': 'libxcb1',
  'libxkbcommon.so.0': 'libxkbcommon0',
}

/** Programs the tests call → Debian package. */
const packageOfProgram = {
  'xvfb-run': 'xvfb',
  Xvfb: 'xvfb',
  xauth: 'xauth',
  pdftotext: 'poppler-utils',
  pdfsig: 'poppler-utils',
  qpdf: 'qpdf',
  openssl: 'openssl',
  sha256sum: 'coreutils',
}

/**
 * Reads the output of `ldd`.
 * @param {string} output
 * @returns {string[]} names of shared libraries that the linker cannot find, sorted, each once
 */
export function missingFromLdd(output) {
  /** @type {Set<string>} */
  const names = new Set()
  for (const line of output.split('\n')) {
    const found = /^\s*(\S+) => not found/.exec(line)
    if (found?.[1]) names.add(found[1])
  }
  return [...names].sort()
}

/**
 * Debian packages for missing libraries; a library we do not know stays under its own name so that it is not lost.
 * @param {string[]} libraries
 * @returns {{ packages: string[], unknown: string[] }}
 */
export function packagesFor(libraries) {
  /** @type {Record<string, string>} */
  const table = packageOfLibrary
  /** @type {Set<string>} */
  const packages = new Set()
  const unknown = []
  for (const library of libraries) {
    const name = table[library]
    if (name) packages.add(name)
    else unknown.push(library)
  }
  return { packages: [...packages].sort(), unknown }
}

/**
 * Shared libraries the binary needs and the system lacks. Empty on systems without ldd.
 * @param {string} binary absolute path
 */
export function missingLibraries(binary) {
  if (process.platform !== 'linux') return []
  // Electron brings libffmpeg.so beside itself and finds it through its rpath, which ldd follows.
  const answer = spawnSync('ldd', [binary], {
    encoding: 'utf8',
    timeout: 15_000,
    env: { ...process.env, LC_ALL: 'C' },
  })
  return answer.error ? [] : missingFromLdd(answer.stdout ?? '')
}

/**
 * Debian packages of the programs that are not on the PATH.
 * @param {string} searchPath as process.env.PATH
 * @returns {string[]}
 */
export function missingPrograms(searchPath) {
  const directories = searchPath.split(path.delimiter).filter(Boolean)
  /** @type {Set<string>} */
  const missing = new Set()
  for (const [program, name] of Object.entries(packageOfProgram))
    if (!directories.some((directory) => existsSync(path.join(directory, program)))) missing.add(name)
  return [...missing].sort()
}
