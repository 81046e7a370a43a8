import { spawnSync } from 'node:child_process'
import { availableParallelism, cpus } from 'node:os'
import { parseArgs } from 'node:util'
import type { Row } from './measure.ts'
import { floor, measures } from './measures.ts'

// `npm run bench [-- --size 20000] [--only import,evaluate] [--json]`
// Each measurement runs in a process of its own, so that its peak memory is its own.
const { values } = parseArgs({
  options: {
    size: { type: 'string', default: '20000' },
    only: { type: 'string', default: Object.keys(measures).join(',') },
    json: { type: 'boolean', default: false },
    measure: { type: 'string' },
    floor: { type: 'string' },
  },
})
const size = Number(values.size)

interface Measured {
  readonly rows: readonly Row[]
  /** Largest resident set of the measuring process. */
  readonly peakMb: number
}

if (values.floor !== undefined) {
  process.stdout.write(String(floor(values.floor)))
} else if (values.measure !== undefined) {
  const measure = measures[values.measure]
  if (!measure) throw new Error(`no measurement ${values.measure}`)
  const rows = await measure(size)
  const measured: Measured = { rows, peakMb: process.resourceUsage().maxRSS / 1024 }
  process.stdout.write(JSON.stringify(measured))
} else {
  const results = values.only.split(',').map((name) => {
    process.stderr.write(`measuring ${name} …\n`)
    const run = spawnSync(
      process.execPath,
      [import.meta.filename, '--measure', name, '--size', String(size)],
      { encoding: 'utf8', maxBuffer: 1 << 26 },
    )
    if (run.status !== 0) throw new Error(`${name}: ${run.stderr}`)
    return { name, ...(JSON.parse(run.stdout) as Measured) }
  })
  const report = {
    size,
    node: process.versions.node,
    cpu: cpus()[0]?.model ?? '',
    cores: availableParallelism(),
    results,
  }
  if (!values.json) {
    const lines = results.flatMap(({ name, rows, peakMb }) => [
      ...rows,
      {
        what: `${name}: peak memory`,
        value: peakMb,
        unit: 'MB',
        ...(name === 'import' ? { goal: '≤ 700 at 100,000' } : {}),
      },
    ])
    const shown = (value: number) =>
      value >= 1000 ? Math.round(value).toLocaleString('en') : value.toPrecision(3)
    process.stdout.write(
      `\n${size.toLocaleString('en')} resources, Node ${report.node}, ${report.cores} cores (${report.cpu})\n\n`,
    )
    for (const { what, value, unit, goal } of lines)
      process.stdout.write(
        `${what.padEnd(58)} ${shown(value).padStart(10)} ${unit}${goal ? `   (goal ${goal})` : ''}\n`,
      )
    process.stdout.write('\n')
  }
  process.stdout.write(`${JSON.stringify(report)}\n`)
}
