import { createReadStream } from 'node:fs'
import path from 'node:path'
import type { PayloadContext } from './context.ts'
import { writeCsv, type Row } from './csv.ts'
import type { PackageSummary } from './summary.ts'

/** A figure of package.json and the same counted elsewhere. */
interface Figure {
  readonly what: string
  readonly machine: number
  readonly counted: number
  readonly where: string
}

/**
 * `11-machine/agreement.csv`: every figure of package.json beside the same figure counted from the files themselves, so that whoever
 * reads one form of the evidence knows that the others say the same. The package is not made when two differ.
 * (Counting: rows of a CSV as they were written; in JSON files occurrences of a member that each counted element has once, which
 * cannot be part of a text since quotes are escaped there.)
 */
export async function* writeAgreement(
  context: PayloadContext,
  summary: PackageSummary,
): AsyncGenerator<number> {
  const figures = [
    ...csvFigures(context, summary),
    ...(await oscalFigures(context, summary)),
    ...(await ocsfFigures(context, summary)),
  ]
  const differing = figures.find(({ machine, counted }) => machine !== counted)
  if (differing !== undefined)
    throw new Error(
      `${differing.what}: package.json says ${differing.machine}, ${differing.where} ${differing.counted}`,
    )
  yield* writeCsv(
    context,
    'data/11-machine/agreement.csv',
    ['Figure', 'In package.json', 'Counted', 'In', 'Agree'],
    figures.map(({ what, machine, counted, where }): Row => [
      what,
      machine,
      counted,
      where,
      machine === counted,
    ]),
  )
}

function csvFigures(context: PayloadContext, { totals }: PackageSummary): Figure[] {
  const figures: Figure[] = []
  const add = (what: string, machine: number, where: string): void => {
    const file = context.files.find((one) => one.path === where)
    figures.push({ what, machine, counted: file?.rows ?? 0, where })
  }
  add('outcomes', totals.outcomes.population, 'data/05-posture/outcomes.csv')
  add(
    'requirements',
    totals.frameworks.reduce((sum, { requirements }) => sum + requirements, 0),
    'data/05-posture/control-status.csv',
  )
  add('findings', totals.findings.total, 'data/04-remediation/sla.csv')
  add('remediation log entries', totals.remediations, 'data/04-remediation/remediation-log.csv')
  add('exceptions', totals.exceptions.total, 'data/04-remediation/exceptions.csv')
  add('drift events', totals.drift.total, 'data/03-drift/drift-events.csv')
  add('baselines', totals.baselines, 'data/02-baseline/approvals.csv')
  add('review weeks', totals.reviews.weeks, 'data/08-workpapers/monday-sessions.csv')
  const rowsBelow = (prefix: string, suffix: string): number =>
    context.files
      .filter((file) => file.path.startsWith(prefix) && file.path.endsWith(suffix))
      .reduce((sum, file) => sum + (file.rows ?? 0), 0)
  figures.push({
    what: 'outcomes',
    machine: totals.outcomes.population,
    counted: rowsBelow('data/06-populations/rules/', '.csv'),
    where: 'data/06-populations/rules/*.csv',
  })
  figures.push({
    what: 'documents',
    machine: totals.documents,
    counted: rowsBelow('data/09-raw/', '.ndjson'),
    where: 'data/09-raw/*/*.ndjson',
  })
  return figures
}

async function oscalFigures(context: PayloadContext, { totals }: PackageSummary): Promise<Figure[]> {
  const { outcomes } = totals
  const results = 'data/11-machine/oscal-ar.json'
  const plan = 'data/11-machine/oscal-poam.json'
  const told = await occurrences(context, results, ['"types":["finding"]'])
  const figures: Figure[] = [
    {
      what: 'outcomes that are neither pass nor not applicable',
      machine: outcomes.fail + outcomes.needsReview + outcomes.notEvaluated,
      counted: told[0] ?? 0,
      where: results,
    },
  ]
  // A period without findings has no plan of action: OSCAL asks for at least one item.
  if (context.files.some((file) => file.path === plan)) {
    const [items] = await occurrences(context, plan, ['"types":["finding"]'])
    figures.push({ what: 'findings', machine: totals.findings.total, counted: items ?? 0, where: plan })
  }
  return figures
}

async function ocsfFigures(context: PayloadContext, { totals }: PackageSummary): Promise<Figure[]> {
  const where = 'data/11-machine/ocsf-2003.ndjson'
  const words = [
    ['pass', 'pass'],
    ['fail', 'fail'],
    ['needsReview', 'needs-review'],
    ['notApplicable', 'not-applicable'],
    ['notEvaluated', 'not-evaluated'],
  ] as const
  const counts = await occurrences(
    context,
    where,
    words.map(([, code]) => `"status_code":"${code}"`),
  )
  return words.map(([key, code], index) => ({
    what: `outcomes ${code.replace('-', ' ')}`,
    machine: totals.outcomes[key],
    counted: counts[index] ?? 0,
    where,
  }))
}

/** How often each of some ASCII texts is in a file, read in pieces. */
async function occurrences(
  { root }: PayloadContext,
  relative: string,
  wanted: readonly string[],
): Promise<number[]> {
  const counts = wanted.map(() => 0)
  const longest = Math.max(...wanted.map((text) => text.length))
  let held = ''
  for await (const piece of createReadStream(path.join(root, ...relative.split('/')), {
    encoding: 'latin1',
    highWaterMark: 1 << 20,
  })) {
    const text = held + String(piece)
    wanted.forEach((one, index) => {
      for (let at = text.indexOf(one); at !== -1; at = text.indexOf(one, at + one.length))
        // What ends within the part that is read again is counted then.
        if (at + one.length > held.length) counts[index] = (counts[index] ?? 0) + 1
    })
    held = text.slice(-(longest - 1))
  }
  return counts
}
