import pc from 'picocolors'
import type { Output } from '../../../shared/contract/contract.ts'
import { readableFingerprint } from '../../../shared/model/signing.ts'
import {
  count,
  heading,
  percent,
  safe,
  say,
  severityWord,
  table,
  totalsCells,
  totalsColumns,
  when,
} from '../print.ts'

const rule = (title: string) =>
  say('', pc.bold(pc.cyan(`── ${title} ${'─'.repeat(Math.max(0, 84 - title.length))}`)))

export function sayOpening(): void {
  say(
    '',
    heading('Countersign'),
    'A quarter of cloud exports in, a signed evidence package out. Everything below is invented data, made and judged',
    'on this machine by the same code that serves real engagements.',
  )
}

/** What was imported, one row per capture. */
export function sayScans(scans: Output<'scan.list'>, weeks: Output<'review.weeks'>['weeks']): void {
  rule('What was read')
  const rows = scans
    .toReversed()
    .map((scan) => [
      when(scan.asOf),
      scan.verdict === 'complete' ? pc.green('complete') : pc.yellow('partial'),
      ...[scan.files, scan.present, scan.added, scan.changed, scan.removed].map(count),
      scan.unread === 0 ? '0' : pc.yellow(count(scan.unread)),
      scan.problems === 0 ? '0' : pc.yellow(count(scan.problems)),
    ])
  say(
    ...table(
      [
        { title: 'capture' },
        { title: 'verdict' },
        ...['files', 'resources', 'new', 'changed', 'gone', 'not read', 'unusable'].map((title) => ({
          title,
          right: true,
        })),
      ],
      rows,
    ),
  )
  const missed = weeks
    .filter(({ scans: made, standing }) => made === 0 && standing !== 'future')
    .map(({ week }) => week)
  if (missed.length > 0)
    say(pc.yellow(`No capture in the week of ${missed.join(', ')}: the gap is in the report.`))
}

/** Totals per framework with their denominators. */
export function sayFrameworks(totals: Output<'totals.frameworks'>): void {
  rule('Where it stands at the end of the period')
  say(
    ...table(
      [{ title: 'framework' }, { title: 'requirements', right: true }, ...totalsColumns],
      totals.map((row) => [
        row.title,
        `${count(row.covered)} of ${count(row.requirements)}`,
        ...totalsCells(row.totals),
      ]),
    ),
  )
  say(
    pc.dim(
      'score = pass / (pass + fail); coverage = judged share of the population; nothing unread counts as passed',
    ),
  )
}

/** The posture over the period as one line per framework. */
export function sayTrend(trend: Output<'totals.trend'>, titles: ReadonlyMap<string, string>): void {
  const first = trend.points[0]
  const last = trend.points.at(-1)
  if (!first || !last) return
  rule('How it got there')
  const share = (point: typeof first, framework: string) => {
    const totals = point.frameworks.find((row) => row.framework === framework)?.totals
    return totals && totals.pass + totals.fail > 0 ? totals.pass / (totals.pass + totals.fail) : null
  }
  const bars = '▁▂▃▄▅▆▇█'
  const rows = first.frameworks.map(({ framework }) => {
    const shares = trend.points.map((point) => share(point, framework) ?? 0)
    const low = Math.min(...shares)
    const span = Math.max(...shares) - low || 1
    const line = shares
      .map((value) => bars[Math.round(((value - low) / span) * (bars.length - 1))] ?? bars[0])
      .join('')
    return [
      titles.get(framework) ?? framework,
      line,
      percent(share(first, framework)),
      percent(share(last, framework)),
    ]
  })
  say(
    ...table(
      [
        { title: 'framework' },
        { title: 'weekly' },
        { title: 'first', right: true },
        { title: 'last', right: true },
      ],
      rows,
    ),
  )
}

type Findings = Output<'finding.page'>
/** Open findings, worst first. */
export function sayTopFindings({ rows, total }: Findings, closed: number): void {
  rule('Findings')
  say(
    `${count(total)} open, ${count(closed)} opened and verified closed in the period. The worst that are open:`,
  )
  say(
    ...table(
      [
        { title: 'severity' },
        { title: 'finding', max: 50 },
        { title: 'resource', max: 34 },
        { title: 'owner', max: 16 },
        { title: 'due' },
      ],
      rows.map((row) => [
        severityWord[row.severity],
        safe(row.ruleTitle),
        safe(row.subjectName || row.subject),
        safe(row.owner ?? '–'),
        `${row.dueAt.slice(0, 10)}${row.exceptionUntil ? pc.dim(' accepted') : row.breached ? pc.red(' breached') : ''}`,
      ]),
    ),
  )
}

/** Drift against the approved baselines. */
export function sayDrift(
  { rows, total }: Output<'drift.page'>,
  open: number,
  baselines: Output<'baseline.list'>,
): void {
  rule('Drift')
  const approved = baselines
    .map((row) => `v${row.version} by ${row.approvedBy} on ${row.approvedAt.slice(0, 10)}`)
    .join(', ')
  say(
    `Baselines: ${approved}. ${count(total)} changes seen against them, ${count(open)} still open. The newest:`,
  )
  say(
    ...table(
      [
        { title: 'detected' },
        { title: 'resource', max: 34 },
        { title: 'property', max: 62 },
        { title: 'authorised' },
      ],
      rows.map((row) => [
        when(row.detectedAt),
        safe(row.name || row.resourceId),
        safe(row.path || `resource ${row.kind}`),
        row.authorised === null
          ? 'undecided'
          : row.authorised
            ? `yes, ${safe(row.changeReference ?? '')}`
            : pc.red('no'),
      ]),
    ),
  )
}

/** Monday sessions held and missed. */
export function sayReviews({ weeks, sessions }: Output<'review.weeks'>): void {
  rule('Monday reviews')
  const marks = { sealed: pc.green('●'), open: pc.yellow('◐'), missed: pc.red('○'), future: pc.dim('·') }
  const signed = sessions.filter(({ reviewedBy }) => reviewedBy !== null).length
  say(
    weeks.map(({ standing }) => marks[standing]).join(' '),
    `${count(sessions.length)} sessions sealed, ${count(signed)} countersigned by a second person, ${count(weeks.filter(({ standing }) => standing === 'missed').length)} missed`,
  )
}

/** The package and how anyone verifies it. */
export function sayPackage(
  made: Output<'package.compile'>,
  shown: { bag: string; zip: string; workspace: string },
  verified: { engine: string; shell: string },
): void {
  rule('The evidence package')
  say(
    `  ${made.completeness === 'COMPLETE' ? pc.green('COMPLETE') : pc.yellow('PARTIAL: every hole is listed in it')}`,
    `  report      ${shown.bag}/data/01-report/evidence-report.pdf`,
    `  zip         ${shown.zip}`,
    `  engagement  ${shown.workspace}`,
    `  ${count(made.files)} files, ${count(made.bytes)} bytes, id ${made.packageId}`,
    `  prepared by ${made.preparer.name}, ${readableFingerprint(made.preparer.fingerprint)}`,
    ...(made.reviewer
      ? [`  reviewed by ${made.reviewer.name}, ${readableFingerprint(made.reviewer.fingerprint)}`]
      : []),
    '',
    `  verified by Countersign: ${verified.engine}`,
    `  verified by the package's own verify.sh (sh, sha256sum, openssl): ${verified.shell}`,
  )
  rule('Verify it yourself, without Countersign')
  say(
    `  cd ${shown.bag}`,
    '  sha256sum -c --quiet --strict manifest-sha256.txt tagmanifest-sha256.txt && echo every file is as signed',
    ...['preparer', ...(made.reviewer ? ['reviewer'] : [])].map(
      (role) =>
        `  openssl cms -verify -binary -inform DER -in signatures/${role}.p7s -content tagmanifest-sha256.txt -CAfile signatures/signers.pem -out /dev/null`,
    ),
    '  sh verify.sh',
    '',
  )
}
