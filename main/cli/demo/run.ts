import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { CountersignError } from '../../../shared/model/errors.ts'
import { findingStatuses } from '../../../shared/model/finding.ts'
import { say } from '../print.ts'
import { startSession, type Session } from '../session.ts'
import {
  sayDrift,
  sayFrameworks,
  sayOpening,
  sayPackage,
  sayReviews,
  sayScans,
  sayTopFindings,
  sayTrend,
} from './page.ts'
import { noWindowBecause, openWindow } from './window.ts'

/** When the sample's people compile their package: the Monday after the period. Fixed, so that the demo gives the same evidence every time. */
const compiledAt = new Date('2026-10-05T09:00:00.000Z')
/** Sample identities sign nothing but invented data; their passphrase is no secret. */
const passphrase = 'sample-passphrase'
const packageName = 'larkfield-robotics_2026q3'

/** Runs the whole job on the sample and prints what it did. Its last line is `package: <bag folder>`. */
export async function runDemo(options: { out: string; window: boolean }): Promise<number> {
  const out = resolve(options.out)
  const workspace = join(out, 'sample.countersign')
  const started = performance.now()
  mkdirSync(out, { recursive: true })
  for (const old of ['sample-exports', 'identities', packageName, `${packageName}.zip`])
    rmSync(join(out, old), { recursive: true, force: true })
  // Certificates must hold both at the story's time and at this machine's, whichever comes first.
  const clock = () => (Date.now() < compiledAt.getTime() ? new Date() : compiledAt)
  const session = startSession({}, { clock, dataDir: out })
  try {
    sayOpening()
    await session.call('engagement.sample', {
      path: workspace,
      exportsDir: join(out, 'sample-exports'),
      replace: true,
    })
    await sayEngagement(session)
    const { made, verified } = await compileAndVerify(session, out)
    const bag = relative('.', made.bag)
    const shown = { bag, zip: relative('.', made.zip), workspace: relative('.', workspace) }
    sayPackage(made, shown, verified)
    say(`Done in ${((performance.now() - started) / 1000).toFixed(1)} s.`)
    const because = options.window ? noWindowBecause() : 'it was not asked for'
    if (because === null) openWindow(workspace)
    say(
      because === null
        ? 'The window opens on the sample.'
        : `No window: ${because}. Open it with: npm start -- ${shown.workspace}`,
    )
    say(`package: ${bag}`)
    return 0
  } finally {
    await session.close()
  }
}

async function sayEngagement(session: Session): Promise<void> {
  const weeks = await session.call('review.weeks', {})
  sayScans(await session.call('scan.list', {}), weeks.weeks)
  const frameworks = await session.call('totals.frameworks', {})
  sayFrameworks(frameworks)
  sayTrend(
    await session.call('totals.trend', {}),
    new Map(frameworks.map(({ framework, title }) => [framework, title])),
  )
  const living = findingStatuses.filter((status) => status !== 'closed')
  const closed = await session.call('finding.page', { limit: 1, filter: { status: ['closed'] } })
  sayTopFindings(await session.call('finding.page', { limit: 10, filter: { status: living } }), closed.total)
  const open = await session.call('drift.page', { limit: 1, open: true })
  sayDrift(
    await session.call('drift.page', { limit: 8 }),
    open.total,
    await session.call('baseline.list', {}),
  )
  sayReviews(weeks)
}

async function compileAndVerify(session: Session, out: string) {
  const people = { preparer: 'Priya Raman', reviewer: 'Marcus Adeyemi' }
  const preparer = await session.call('identity.create', {
    name: people.preparer,
    organisation: 'Larkfield Robotics',
    passphrase,
    years: 10,
  })
  const reviewer = await session.call('identity.create', {
    name: people.reviewer,
    organisation: 'Hartwell Lime',
    passphrase,
    years: 10,
  })
  const rule = (await session.call('rule.list', {})).find(
    ({ misconfiguration, totals }) => misconfiguration === 5 && totals.population >= 25,
  )
  if (rule) {
    const population = await session.call('sample.commit', { rule: rule.id, actor: people.preparer })
    await session.call('sample.draw', {
      sample: population.id,
      seed: '4711-larkfield',
      seedBy: people.reviewer,
      size: 25,
      actor: people.preparer,
    })
  }
  const made = await session.call('package.compile', {
    outDir: out,
    name: packageName,
    actor: people.preparer,
    preparer: { fingerprint: preparer.fingerprint, passphrase },
    reviewer: { fingerprint: reviewer.fingerprint, passphrase },
  })
  const result = await session.call('package.verify', {
    path: made.bag,
    trustedFingerprints: [preparer.fingerprint, reviewer.fingerprint],
  })
  const shell = spawnSync('sh', ['verify.sh'], { cwd: made.bag, encoding: 'utf8' })
  if (result.overall !== 'verified')
    throw new CountersignError('package_invalid', {
      path: made.bag,
      detail: `verification ended with ${result.exitCode}`,
    })
  if (shell.error) return { made, verified: { engine: 'yes', shell: `not run (${shell.error.message})` } }
  if (shell.status !== 0)
    throw new CountersignError('package_invalid', {
      path: made.bag,
      detail: `verify.sh ended with ${shell.status ?? 'a signal'}: ${shell.stdout}${shell.stderr}`,
    })
  return { made, verified: { engine: 'yes', shell: 'yes' } }
}
