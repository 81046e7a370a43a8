// `npm run package [-- --test-build] [--targets tar.gz,zip] [--prove]`: the app as users get it, in out/package, tested by
// itself. `--prove` also lets the packaged program do the whole sample job and verifies what it made.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { listPackage } from '@electron/asar'
import { build, Platform, type Configuration } from 'electron-builder'
import { parse } from 'yaml'
import { buildApp } from './bundle.ts'
import { electronRuntime } from './electron.ts'
import { buildIsFresh } from './freshness.ts'
import { packagingPlan, strayFiles } from './packaging/plan.ts'
import { inRoot, root } from './root.ts'

const { values } = parseArgs({
  options: {
    'test-build': { type: 'boolean', default: false },
    targets: { type: 'string', default: 'dir' },
    prove: { type: 'boolean', default: false },
  },
})
const runtime = electronRuntime()
const manifest = JSON.parse(readFileSync(inRoot('package.json'), 'utf8')) as { version: string }
const plan = packagingPlan(runtime, values['test-build'], manifest.version)
if ('problem' in plan) {
  console.error(`countersign: ${plan.problem}`)
  process.exit(1)
}

if (!buildIsFresh()) await buildApp()
const base = parse(readFileSync(inRoot('electron-builder.yml'), 'utf8')) as Configuration
const output = inRoot(...plan.output.split('/'))
rmSync(output, { recursive: true, force: true })
const paths = await build({
  projectDir: root,
  publish: 'never',
  targets: Platform.current().createTarget(values.targets.split(',')),
  config: {
    ...base,
    directories: { ...base.directories, output },
    // SQLite's binding brings the binaries of every platform.
    files: [
      ...(base.files as string[]),
      `!**/node_modules/better-sqlite3/prebuilds/!(${process.platform}-${process.arch}.node)`,
    ],
    electronDist: runtime.dist,
    electronVersion: runtime.version,
    extraMetadata: { version: plan.version },
  },
})
if (plan.notice !== null) writeFileSync(path.join(output, 'TEST-BUILD.txt'), plan.notice)
for (const file of paths) console.log(`packaged: ${path.relative(root, file)}`)

const archive = path.join(output, unpackedFolder(), 'resources', 'app.asar')
const strays = existsSync(archive) ? strayFiles(listPackage(archive, { isPack: false })) : []
if (strays.length > 0) {
  console.error(`countersign: the archive holds what it should not: ${strays.slice(0, 10).join(', ')}`)
  process.exit(1)
}
const executable = path.join(
  output,
  unpackedFolder(),
  process.platform === 'win32' ? 'Countersign.exe' : 'countersign',
)
if (process.platform === 'linux' && existsSync(executable)) {
  const checks = values.prove ? [selfTest, proveSampleJob] : [selfTest]
  const failed = checks.filter((check) => !check(executable))
  process.exit(failed.length)
}

function unpackedFolder(): string {
  const system = process.platform === 'win32' ? 'win' : process.platform
  return process.arch === 'x64' ? `${system}-unpacked` : `${system}-${process.arch}-unpacked`
}

/** Starts the packaged app as a user would and lets it test itself. */
function selfTest(program: string): boolean {
  const folder = freshFolder('package-self-test')
  return report('self test', runPackaged(program, ['--self-test', `--user-data-dir=${folder}`], folder))
}

/** Lets the packaged command line do the sample job in an empty folder; the package it makes has to verify without us. */
function proveSampleJob(program: string): boolean {
  const folder = freshFolder('package-prove')
  const made = report(
    'sample job',
    runPackaged(program, [`--user-data-dir=${folder}`, '--cli', 'demo'], folder),
  )
  const bag = readdirSync(path.join(folder, 'out'), { recursive: true, encoding: 'utf8' }).find(
    (name) => path.basename(name) === 'verify.sh',
  )
  if (!made || bag === undefined) return report('verify.sh', 1)
  return report(
    'verify.sh',
    spawnSync('sh', ['verify.sh'], { cwd: path.join(folder, 'out', path.dirname(bag)), stdio: 'inherit' })
      .status,
  )
}

function freshFolder(name: string): string {
  const folder = inRoot('.cache', name)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  return folder
}

function runPackaged(program: string, words: readonly string[], folder: string): number | null {
  // As root, where Chromium's sandbox cannot work, it is left out; users never start it so.
  const line = [program, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), ...words]
  const [command = program, ...args] = process.env['DISPLAY'] ? line : ['xvfb-run', '-a', ...line]
  return spawnSync(command, args, {
    cwd: folder,
    stdio: 'inherit',
    timeout: 600_000,
    env: { ...process.env, COUNTERSIGN_HOME: path.join(folder, 'home') },
  }).status
}

function report(what: string, status: number | null): boolean {
  console.log(`${what} of the packaged app: ${status === 0 ? 'passed' : 'FAILED'}`)
  return status === 0
}
