import type { Command } from 'commander'
import type { Input, Output } from '../../../shared/contract/contract.ts'
import { coverageStandings } from '../../../shared/model/coverage.ts'
import { frameworks } from '../../../shared/model/framework.ts'
import { csvText } from '../../engine/host/index.ts'
import { CountersignError } from '../../../shared/model/errors.ts'
import type { Attach } from '../attach.ts'
import { wordsOf } from '../filters.ts'
import { count, safe, say, severityWord, table, type Column } from '../print.ts'
import type { Session } from '../session.ts'
import { ruleFilterOf, withRuleFilter, type FilterOptions } from './rules.ts'

type Row = Output<'rule.standings'>['rows'][number]
type Control = Output<'rule.controls'>['rows'][number]
type Mapped = Output<'rule.crosswalk'>[number]

interface CoverageOptions {
  missing?: boolean
  standing?: string
  rows?: boolean
  csv?: boolean
}
interface CrosswalkOptions extends FilterOptions {
  by: string
  rule?: string
  csv?: boolean
}

/** A whole CSV file on standard output, as the package's are: BOM for spreadsheets, CRLF, no formulas. */
function sayCsv(rows: Parameters<typeof csvText>[0]): void {
  process.stdout.write(`\uFEFF${csvText(rows)}`)
}

/** `rules crosswalk` and `rules coverage`. */
export function addRuleCoverageCommands(rules: Command, attach: Attach): void {
  attach<[string | undefined, CoverageOptions]>(
    rules
      .command('coverage [of]')
      .description('what stands behind every recommendation and requirement, in sum or one by one')
      .option('--rows', 'one by one; also with a benchmark or framework named')
      .option(
        '--missing',
        'only what has no standing, or a rule that lacks a case; exit code 9 when there is any',
      )
      .option('--standing <list>', coverageStandings.join(', '))
      .option('--csv', 'as CSV'),
    async (session, of, options) => {
      await session.openIfAny()
      const asked = { of, missing: options.missing }
      const standing =
        options.standing === undefined
          ? {}
          : { standing: wordsOf(options.standing, coverageStandings, '--standing') }
      if (of === undefined && !options.rows && !options.missing && options.standing === undefined) {
        const coverage = await session.call('rule.coverage', {})
        return sayCoverage(session, coverage, options.csv === true)
      }
      const rows = await allRows(session, { ...asked, ...standing })
      if (session.json) say(JSON.stringify(rows))
      else if (options.csv) sayCsv([rowHeader, ...rows.map(rowCells)])
      else sayRows(rows)
      return options.missing && rows.length > 0 ? 9 : 0
    },
  )
  attach<[CrosswalkOptions]>(
    withRuleFilter(
      rules.command('crosswalk').description('rules and the controls they map to, in either direction'),
    )
      .option('--by <side>', 'rule (rule to controls) or control (control to rules)', 'rule')
      .option('--rule <id>', 'of one rule')
      .option('--csv', 'as CSV'),
    async (session, options) => {
      await session.openIfAny()
      const by = wordsOf(options.by, ['rule', 'control'] as const, '--by')[0]
      if (by === 'control')
        return sayControls(session, await allControls(session, options), options.csv === true)
      const mapped = await session.call('rule.crosswalk', { filter: ruleFilterOf(options) })
      const rows = mapped.filter(({ rule }) => options.rule === undefined || rule === options.rule)
      if (options.rule !== undefined && rows.length === 0)
        throw new CountersignError('rule_unknown', { rule: options.rule })
      return sayMapped(session, rows, options.csv === true)
    },
  )
}

async function allRows(
  session: Session,
  filter: Omit<Input<'rule.standings'>, 'offset' | 'limit'>,
): Promise<Row[]> {
  const rows: Row[] = []
  for (;;) {
    const page = await session.call('rule.standings', { ...filter, offset: rows.length, limit: 500 })
    rows.push(...page.rows)
    if (page.rows.length === 0 || rows.length >= page.total) return rows
  }
}

async function allControls(session: Session, options: CrosswalkOptions): Promise<Control[]> {
  const { framework, control, rule } = options
  const filter = {
    control,
    rule,
    ...(framework === undefined ? {} : { framework: wordsOf(framework, frameworks, '--framework')[0] }),
  }
  const rows: Control[] = []
  for (;;) {
    const page = await session.call('rule.controls', { ...filter, offset: rows.length, limit: 500 })
    rows.push(...page.rows)
    if (page.rows.length === 0 || rows.length >= page.total) return rows
  }
}

function sayCoverage(session: Session, coverage: Output<'rule.coverage'>, csv: boolean): void {
  if (session.json) return say(JSON.stringify(coverage))
  const header = [
    'of',
    'version',
    'all',
    'rules',
    'rules + API',
    'attested',
    'inherited',
    'out of scope',
    'uncovered',
    'rules behind',
    'cases: pass',
    'fail',
    'review',
    'n/a',
    'not eval.',
    'lack cases',
  ]
  const cells = coverage.sets.map(({ of, version, count: all, standings, rules, cases, withoutCases }) => [
    of,
    version,
    all,
    ...coverageStandings.map((standing) => standings[standing] ?? 0),
    rules,
    cases.pass,
    cases.fail,
    cases.needsReview,
    cases.notApplicable,
    cases.notEvaluated,
    withoutCases,
  ])
  if (csv) return sayCsv([header, ...cells])
  const columns = header.map((title, index): Column => ({ title, right: index > 1, max: 24 }))
  say(
    ...table(
      columns,
      cells.map((row) => row.map((cell) => (typeof cell === 'number' ? count(cell) : cell))),
    ),
    `${count(coverage.rules)} rules, ${count(coverage.cases.population)} cases`,
  )
}

const rowHeader = [
  'Of',
  'Id',
  'Title',
  'Group',
  'Level',
  'Assessment',
  'Standing',
  'Why no rule judges it',
  'Rules',
  'Further interfaces',
  'Evidence to attach',
  'Attested by',
  'Valid for days',
  'From',
  'Cases: pass',
  'Cases: fail',
  'Cases: needs review',
  'Cases: not applicable',
  'Cases: not evaluated',
  'Rules that lack a case',
]
function rowCells(row: Row): (string | number | null)[] {
  const { attestation, cases } = row
  return [
    row.of,
    row.id,
    row.title,
    row.group,
    row.level,
    row.assessment,
    row.standing,
    row.reason,
    row.rules.join(' '),
    row.apis.join('; '),
    ...attestationCells(attestation),
    cases.pass,
    cases.fail,
    cases.needsReview,
    cases.notApplicable,
    cases.notEvaluated,
    row.withoutCases.join(' '),
  ]
}

const attestationCells = (attestation: Row['attestation']) => [
  attestation?.evidence.join('; ') ?? '',
  attestation?.role ?? '',
  attestation?.validDays ?? null,
  attestation?.from ?? '',
]

function sayRows(rows: readonly Row[]): void {
  say(
    ...table(
      [
        { title: 'of' },
        { title: 'id' },
        { title: 'standing' },
        { title: 'title', max: 56 },
        { title: 'behind it', max: 110 },
      ],
      rows.map((row) => [row.of, row.id, row.standing, safe(row.title), safe(behind(row))]),
    ),
    `${count(rows.length)} rows`,
  )
}

function behind({ rules, apis, attestation, reason, withoutCases }: Row): string {
  if (rules.length > 0)
    return [
      ...(withoutCases.length === 0 ? [] : [`lack a case: ${withoutCases.join(', ')}`]),
      ...(apis.length === 0 ? [] : [`needs ${apis.join(', ')}`]),
      rules.join(', '),
    ].join('; ')
  if (attestation === null) return reason
  return `${attestation.role}, ${attestation.validDays} days: ${attestation.evidence.join('; ')}`
}

function sayMapped(session: Session, rows: readonly Mapped[], csv: boolean): void {
  if (session.json) return say(JSON.stringify(rows))
  if (csv) {
    const pairs = rows.flatMap((row) =>
      [
        ...Object.entries(row.controls).flatMap(([framework, ids]) => ids.map((id) => [framework, id])),
        ...row.benchmarks.map(({ id, version, recommendation }) => [`${id} ${version}`, recommendation]),
      ].map(([framework = '', id = '']) => [row.rule, row.title, row.provider, row.severity, framework, id]),
    )
    return sayCsv([['Rule', 'Title', 'Provider', 'Severity', 'Framework', 'Control'], ...pairs])
  }
  say(
    ...table(
      [
        { title: 'rule' },
        { title: 'severity' },
        { title: 'SOC 2' },
        { title: 'ISO 27001:2022' },
        { title: 'NIST CSF 2.0' },
        { title: 'NIST 800-53 r5' },
        { title: 'FedRAMP' },
        { title: 'CIS' },
      ],
      rows.map(({ rule, severity, controls, fedramp, benchmarks }) => [
        rule,
        severityWord[severity],
        controls.soc2.join(' '),
        controls['iso27001-2022'].join(' '),
        controls['nist-csf-2.0'].join(' '),
        controls['nist-800-53-r5'].join(' '),
        fedramp.map((name) => name.replace('fedramp-', '')).join(' '),
        benchmarks.map(({ recommendation }) => recommendation).join(' '),
      ]),
    ),
    `${count(rows.length)} rules`,
  )
}

function sayControls(session: Session, rows: readonly Control[], csv: boolean): void {
  if (session.json) return say(JSON.stringify(rows))
  if (csv) {
    const header = ['Framework', 'Control', 'Title', 'Group', 'Standing', 'Why no rule judges it', 'Rules']
    const attested = ['Evidence to attach', 'Attested by', 'Valid for days', 'From']
    const cells = rows.map((row) => [
      row.framework,
      row.requirement,
      row.title,
      row.group,
      row.standing,
      row.reason,
      row.rules.join(' '),
      ...attestationCells(row.attestation),
    ])
    return sayCsv([[...header, ...attested], ...cells])
  }
  say(
    ...table(
      [
        { title: 'framework' },
        { title: 'control' },
        { title: 'title', max: 56 },
        { title: 'standing' },
        { title: 'rules', max: 110 },
      ],
      rows.map((row) => [
        row.framework,
        row.requirement,
        safe(row.title),
        row.standing,
        row.rules.length > 0 ? row.rules.join(', ') : safe(row.reason),
      ]),
    ),
    `${count(rows.length)} requirements`,
  )
}
