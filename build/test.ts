// `npm test`: everything CI checks, in an order that fails early, each step to its end, and a table of what came out.
//   node build/test.ts            system, gates, tests, build, tests on the real Electron
//   node build/test.ts check      gates and tests that need neither Electron nor a build
//   node build/test.ts electron   build if needed, then the tests on the real Electron
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { buildIsFresh } from './freshness.ts'
import { inRoot, root } from './root.ts'

interface Step {
  readonly name: string
  readonly command: readonly string[]
  /** A step that makes the later ones pointless when it fails. */
  readonly needed?: boolean
  /** Name of the vitest projects whose tests are counted one by one; other steps count as one check. */
  readonly tests?: string
}
interface Outcome {
  readonly name: string
  readonly passed: number
  readonly failed: number
  readonly seconds: number
}

const node = process.execPath
const results = inRoot('out', 'test-results')

const gates: Step[] = [
  { name: 'typecheck', command: [node, 'build/checks/typecheck.ts'] },
  { name: 'lint', command: [node, 'build/checks/lint.ts'] },
  { name: 'deps', command: [node, 'build/checks/boundaries.ts'] },
  { name: 'knip', command: [node, 'node_modules/knip/bin/knip.js'] },
]
const unit: Step = { name: 'unit', command: vitest('unit', ['unit', 'ui']), tests: 'unit' }
const build: Step = { name: 'build', command: [node, 'build/build.ts'], needed: true }
const electron: Step = {
  name: 'electron',
  command: [...display(), ...vitest('electron', ['electron'])],
  tests: 'electron',
}

const plans: Readonly<Record<string, readonly Step[]>> = {
  all: [
    { name: 'system', command: [node, 'build/setup/system.mjs'], needed: true },
    ...gates,
    unit,
    build,
    electron,
  ],
  check: [...gates, unit],
  electron: [...(buildIsFresh() ? [] : [build]), electron],
}

const [plan = 'all', ...words] = process.argv.slice(2)
const steps = plans[plan]
if (!steps) {
  console.error(`there is no plan "${plan}"; there are ${Object.keys(plans).join(', ')}`)
  process.exit(2)
}
rmSync(results, { recursive: true, force: true })
mkdirSync(results, { recursive: true })
const outcomes: Outcome[] = []
for (const step of steps) {
  const outcome = run(step)
  outcomes.push(outcome)
  if (outcome.failed > 0 && step.needed) break
}
finish(outcomes)

function run(step: Step): Outcome {
  console.log(`\n▸ ${step.name}`)
  const started = performance.now()
  const [program = node, ...args] = step.command
  const { status, error } = spawnSync(program, step.tests === undefined ? args : [...args, ...words], {
    cwd: root,
    stdio: 'inherit',
  })
  if (error) console.error(error.message)
  const seconds = (performance.now() - started) / 1000
  const counts = step.tests === undefined ? null : countTests(step.tests)
  // A run that crashed may have counted only what passed before; its exit code is a failure of its own.
  const passed = counts?.passed ?? (status === 0 ? 1 : 0)
  const failed = Math.max(counts?.failed ?? 0, status === 0 ? 0 : 1)
  return { name: step.name, passed, failed, seconds }
}

function countTests(name: string): { passed: number; failed: number } | null {
  try {
    const report = JSON.parse(readFileSync(`${results}/${name}.json`, 'utf8')) as {
      numPassedTests: number
      numFailedTests: number
      numFailedTestSuites: number
    }
    return {
      passed: report.numPassedTests,
      failed: Math.max(report.numFailedTests, report.numFailedTestSuites > 0 ? 1 : 0),
    }
  } catch {
    return null
  }
}

function finish(done: readonly Outcome[]): never {
  console.log('')
  for (const { name, passed, failed, seconds } of done)
    console.log(
      `${failed === 0 ? '✓' : '✗'} ${name.padEnd(10)} ${String(passed).padStart(5)} passed ${String(failed).padStart(4)} failed ${seconds.toFixed(1).padStart(7)} s`,
    )
  const passed = done.reduce((sum, outcome) => sum + outcome.passed, 0)
  const failed = done.reduce((sum, outcome) => sum + outcome.failed, 0)
  writeFileSync(`${results}/totals.json`, `${JSON.stringify({ passed, failed })}\n`)
  console.log(`${passed} passed, ${failed} failed`)
  process.exit(failed === 0 ? 0 : 1)
}

function vitest(report: string, projects: readonly string[]): string[] {
  return [
    node,
    'node_modules/vitest/vitest.mjs',
    'run',
    ...projects.flatMap((name) => ['--project', name]),
    '--passWithNoTests=false',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${results}/${report}.json`,
  ]
}

/** A virtual display where there is none. */
function display(): string[] {
  const needed = process.platform === 'linux' && !process.env['DISPLAY']
  return needed ? ['xvfb-run', '-a', '-s', '-screen 0 1440x900x24'] : []
}
