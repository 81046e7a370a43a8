import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { Output } from '../../../shared/contract/contract.ts'
import type { FindingChange, PackageSide } from '../../../shared/model/package-diff.ts'
import { findingChanges } from '../../../shared/model/package-diff.ts'
import type { Attach } from '../attach.ts'
import { numberOf } from '../instants.ts'
import { count, heading, percent, safe, say, table, totalsCells, totalsColumns, when } from '../print.ts'
import { sayVerification } from '../verification.ts'

const changeWords: Readonly<Record<FindingChange, string>> = {
  new: 'new',
  reopened: 'reopened',
  persisted: 'persisted',
  closed: 'closed',
  'came-and-went': 'opened and closed in between',
  'out-of-scope': 'outside the newer’s boundary',
  'resource-gone': 'resource gone',
  'rule-gone': 'rule no longer judged',
  'no-verdict': 'no verdict in the newer',
}

/** Reading packages that others made, without an engagement. */
export function addReceivedCommands(packages: Command, attach: Attach): void {
  attach<[string]>(
    packages
      .command('open <package>')
      .description(
        'a received package at a glance: whose, which period, verdict, signers, totals; changes nothing',
      ),
    async (session, path) => {
      const opened = await session.call('package.open', { path: resolve(path) })
      if (session.json) say(JSON.stringify(opened))
      else sayOpened(opened)
      return opened.verification.exitCode
    },
  )
  attach<[string, string, { csv?: string; unverified?: boolean; limit: string }]>(
    packages
      .command('diff <older> <newer>')
      .description('what changed between two packages: findings, resources, baselines, rules, totals')
      .option('--csv <file>', 'write every difference to a CSV file')
      .option('--limit <n>', 'findings shown of each kind of change', '20')
      .option('--unverified', 'compare packages that do not verify too; the answer says so'),
    async (session, older, newer, options) => {
      const diff = await session.call('package.diff', {
        older: resolve(older),
        newer: resolve(newer),
        allowUnverified: options.unverified === true,
        limit: numberOf(options.limit, '--limit'),
        ...(options.csv ? { csv: resolve(options.csv) } : {}),
      })
      if (session.json) say(JSON.stringify(diff))
      else sayDiff(diff)
      return 0
    },
  )
}

function sayOpened({ verification, facts, added, addenda }: Output<'package.open'>): void {
  if (facts) {
    const { identity, totals } = facts
    say(
      heading(
        `${safe(identity.client)}: ${safe(identity.name)}${identity.sample ? '  (SAMPLE, invented data)' : ''}`,
      ),
      `  period       ${when(identity.periodStart)} until ${when(identity.periodEnd)}, revision ${identity.revision}`,
      `  compiled     ${when(identity.compiledAt)} by ${safe(facts.tool.name)} ${safe(facts.tool.version)}`,
      `  completeness ${facts.completeness}${facts.holes.map(({ kind, entries }) => `, ${safe(kind)} ${count(entries)}`).join('')}`,
      `  scans        ${count(facts.scans)}${facts.firstScan ? `, ${when(facts.firstScan)} to ${when(facts.lastScan)}` : ''}`,
      `  findings     ${count(totals.findings.open + totals.findings.remediated)} unresolved, ${count(totals.findings.closed)} closed, ${count(totals.findings.overdue)} overdue, ${count(totals.findings.excepted)} excepted`,
      `  rule pack    ${safe(facts.rulePack.version)} (${safe(facts.rulePack.sha256.slice(0, 12))}…)`,
      `  follows      ${identity.previousPackage?.tagmanifestSha256 ?? 'no package'}`,
      ...(identity.supersedes ? [`  in place of  ${identity.supersedes}`] : []),
      '',
      ...table(
        [{ title: 'framework', max: 40 }, ...totalsColumns],
        totals.frameworks.map((one) => [safe(one.title), ...totalsCells(one.totals)]),
      ),
      '',
    )
  } else if (verification.addendum === null)
    say(
      'It holds no package.json of a form this version knows; the figures are in its PDF and CSV files.',
      '',
    )
  for (const { name, bytes } of added) say(`  adds ${safe(name)}, ${count(bytes)} bytes`)
  for (const one of addenda)
    say(
      `  addendum ${one.number}, ${safe(one.at)}, ${safe(one.by)}: ${safe(one.reason)}${one.verified ? '' : '  (does not verify)'}`,
    )
  if (added.length + addenda.length > 0) say('')
  sayVerification(verification)
}

function sayDiff(diff: Output<'package.diff'>): void {
  const { older, newer, findings, populations, rules } = diff
  for (const [word, one] of [
    ['older', older],
    ['newer', newer],
  ] as const)
    say(...sideLines(word, one))
  const chain = {
    follows: 'follows the older',
    supersedes: 'takes the place of the older',
    'not-named': 'does not name the older',
  }
  say(
    `  The newer ${chain[diff.chain]}${diff.ledgerContinues === null ? '; they are of different engagements' : diff.ledgerContinues ? ', and its ledger holds the older’s head' : ', and its ledger does NOT hold the older’s head'}.`,
    ...(diff.sameBoundary
      ? []
      : ['  The two are narrowed to different providers or accounts: what is missing may just be left out.']),
    '',
    ...table(
      [
        { title: 'framework', max: 40 },
        ...['fail before', 'fail now', 'score before', 'score now', 'not eval. before', 'not eval. now'].map(
          (title) => ({ title, right: true }),
        ),
      ],
      diff.frameworks.map(({ title, before, after }) => [
        safe(title),
        ...[before, after].map((one) => (one ? count(one.totals.fail) : '–')),
        ...[before, after].map((one) => (one ? percent(one.score) : '–')),
        ...[before, after].map((one) => (one ? count(one.totals.notEvaluated) : '–')),
      ]),
    ),
    '',
    heading('Findings'),
  )
  for (const change of findingChanges) {
    const total = findings.counts[change]
    if (total === 0) continue
    const rows = findings.rows.filter((row) => row.change === change)
    say(
      `  ${changeWords[change]}: ${count(total)}`,
      ...table(
        [
          { title: 'severity' },
          { title: 'rule', max: 44 },
          { title: 'resource', max: 60 },
          { title: 'note', max: 30 },
        ],
        rows.map((row) => [row.severity, safe(row.rule), safe(row.name || row.subject), safe(row.detail)]),
      ).map((line) => `    ${line}`),
    )
    if (rows.length < total) say(`    … and ${count(total - rows.length)} more`)
  }
  if (findings.total === 0) say('  none in either')
  say('', heading('Resources'))
  if (populations === null) say('  a package holds no list of its resources')
  else {
    const moved = populations.filter((row) => row.added + row.removed + row.changed > 0)
    if (moved.length === 0) say('  the same in both')
    else
      say(
        ...table(
          [
            { title: 'provider' },
            { title: 'type', max: 50 },
            ...['before', 'now', 'added', 'removed', 'changed'].map((title) => ({ title, right: true })),
          ],
          moved.map((row) => [
            row.provider,
            safe(row.type),
            ...[row.before, row.after, row.added, row.removed, row.changed].map(count),
          ]),
        ),
      )
  }
  say('', heading('Baselines'))
  for (const one of diff.baselines)
    say(
      `  ${one.change.padEnd(9)} v${one.version}, ${safe(one.approvedAt)}, ${safe(one.approvedBy)}: ${safe(one.rationale)}`,
    )
  if (diff.baselines.length === 0) say('  none in either')
  say(
    '',
    heading('Rules'),
    `  pack ${safe(older.rulePackVersion)} → ${safe(newer.rulePackVersion)}: ${count(rules.added)} added, ${count(rules.removed)} removed, ${count(rules.changed)} changed`,
  )
  for (const row of rules.rows.slice(0, 20))
    say(`  ${row.change.padEnd(7)} ${safe(row.rule)}  ${safe(row.detail)}`)
  if (rules.rows.length > 20) say(`  … and ${count(rules.rows.length - 20)} more`)
  if (diff.csv) say('', `${count(diff.csv.rows)} differences in ${diff.csv.path}`)
}

function sideLines(word: string, side: PackageSide): string[] {
  return [
    `${heading(word)} ${safe(side.client)}: ${safe(side.name)}, ${side.periodStart.slice(0, 10)} until ${side.periodEnd.slice(0, 10)}, r${side.revision}, ${side.completeness}${side.sample ? '  (SAMPLE)' : ''}`,
    `  ${side.packageId ?? 'no identity'}`,
    side.verified ? '  verified' : `  NOT VERIFIED: ${side.faults.join(', ')}`,
  ]
}
