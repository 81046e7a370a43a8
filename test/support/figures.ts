/** Reads every figure out of each form that a package's evidence has, so that tests can compare them. */
import path from 'node:path'
import type { PackageSummary } from '../../main/engine/evidence/payload/index.ts'
import type { Totals } from '../../shared/model/outcome.ts'
import { severities } from '../../shared/model/rule.ts'
import type { MadePayload } from './make-payload.ts'
import { readCsv } from './read-csv.ts'
import { pdfPages } from './tools.ts'

/** `framework/soc2/pass` → 12. */
export type Figures = ReadonlyMap<string, number>

type Put = (name: string, value: number) => void
type Row = Record<string, string>
const parts = ['pass', 'fail', 'needsReview', 'notApplicable', 'notEvaluated', 'population'] as const
const words: Record<string, (typeof parts)[number]> = {
  pass: 'pass',
  fail: 'fail',
  'needs review': 'needsReview',
  'needs-review': 'needsReview',
  'not applicable': 'notApplicable',
  'not-applicable': 'notApplicable',
  'not evaluated': 'notEvaluated',
  'not-evaluated': 'notEvaluated',
}
const findingParts = ['total', 'open', 'remediated', 'closed', 'overdue', 'breached', 'excepted'] as const

function collect(fill: (put: Put) => void): Figures {
  const all = new Map<string, number>()
  fill((name, value) => {
    const known = all.get(name)
    if (known !== undefined && known !== value)
      throw new Error(`${name} is ${known} and ${value} in one form`)
    all.set(name, value)
  })
  return all
}

const putTotals = (put: Put, name: string, totals: Totals): void =>
  parts.forEach((part) => put(`${name}/${part}`, totals[part]))

/** `11-machine/package.json`, which names all there are. */
export const machineFigures = (made: MadePayload): Figures =>
  collect((put) => {
    const { totals, completeness } = JSON.parse(made.text('data/11-machine/package.json')) as PackageSummary
    for (const one of totals.frameworks) {
      putTotals(put, `framework/${one.framework}`, one.totals)
      put(`framework/${one.framework}/requirements`, one.requirements)
      put(`framework/${one.framework}/covered`, one.covered)
      for (const row of one.byRequirement)
        putTotals(put, `requirement/${one.framework}/${row.requirement}`, row.totals)
    }
    putTotals(put, 'outcomes/all', totals.outcomes)
    for (const severity of severities)
      putTotals(put, `outcomes/${severity}`, totals.outcomesBySeverity[severity])
    for (const part of findingParts) {
      put(`findings/all/${part}`, totals.findings[part])
      for (const severity of severities)
        put(`findings/${severity}/${part}`, totals.findingsBySeverity[severity][part])
    }
    for (const [part, value] of Object.entries(totals.drift)) put(`drift/${part}`, value)
    for (const [part, value] of Object.entries(totals.reviews)) put(`reviews/${part}`, value)
    put('exceptions', totals.exceptions.total)
    for (const [status, value] of Object.entries(totals.exceptions.byStatus))
      put(`exceptions/${status}`, value)
    put('remediations', totals.remediations)
    put('baselines', totals.baselines)
    put('samples', totals.samples)
    put('documents', totals.documents)
    put('holes', completeness.holes.length)
  })

const nothing = (): Record<(typeof parts)[number], number> => ({
  pass: 0,
  fail: 0,
  needsReview: 0,
  notApplicable: 0,
  notEvaluated: 0,
  population: 0,
})

function count(into: Map<string, ReturnType<typeof nothing>>, key: string, word: string): void {
  const part = words[word]
  if (part === undefined) throw new Error(`no outcome: ${word}`)
  const totals = into.get(key) ?? nothing()
  totals[part]++
  totals.population++
  into.set(key, totals)
}

function sum(all: Iterable<ReturnType<typeof nothing> | undefined>): ReturnType<typeof nothing> {
  const totals = nothing()
  for (const one of all) if (one !== undefined) for (const part of parts) totals[part] += one[part]
  return totals
}

/** The CSV files: rows counted one by one, and the figures that they state. */
export const csvFigures = (made: MadePayload): Figures =>
  collect((put) => {
    const csv = (name: string): Row[] => readCsv(made.text(`data/${name}.csv`))
    const severityOf = new Map(
      csv('12-method/rules').map((row) => [row['Rule'] ?? '', row['Severity'] ?? '']),
    )
    const perRule = new Map<string, ReturnType<typeof nothing>>()
    for (const row of csv('05-posture/outcomes')) count(perRule, row['Rule'] ?? '', row['Outcome'] ?? '')
    putTotals(put, 'outcomes/all', sum(perRule.values()))
    for (const severity of severities)
      putTotals(
        put,
        `outcomes/${severity}`,
        sum([...perRule].map(([rule, totals]) => (severityOf.get(rule) === severity ? totals : undefined))),
      )
    // Populations are files of their own, with their sheet.
    for (const sheet of csv('06-populations/rules')) {
      const rows = csv(`06-populations/${sheet['File']?.replace(/\.csv$/, '')}`)
      const mine = new Map<string, ReturnType<typeof nothing>>()
      for (const row of rows) count(mine, 'all', row['Outcome'] ?? '')
      const rule = sheet['Rule'] ?? ''
      const totals = mine.get('all') ?? nothing()
      if (JSON.stringify(totals) !== JSON.stringify(perRule.get(rule) ?? nothing()))
        throw new Error(`the population of ${rule} differs from its outcomes`)
      if (Number(sheet['Items']) !== totals.population || Number(sheet['Pass']) !== totals.pass)
        throw new Error(`the sheet of ${rule} differs from its file`)
    }
    const requirements = new Map<string, Set<string>>()
    for (const row of csv('06-populations/index')) {
      const key = `${row['Framework']}/${row['Requirement']}`
      const rules = requirements.get(key) ?? new Set<string>()
      if (row['Rule'] !== '') rules.add(row['Rule'] ?? '')
      requirements.set(key, rules)
    }
    const frameworks = new Map<string, { rules: Set<string>; requirements: number; covered: number }>()
    for (const row of csv('05-posture/control-status')) {
      const framework = row['Framework'] ?? ''
      const key = `${framework}/${row['Requirement']}`
      const rules = requirements.get(key) ?? new Set<string>()
      const stated = [
        row['Pass'],
        row['Fail'],
        row['Needs review'],
        row['Not applicable'],
        row['Not evaluated'],
        row['Population'],
      ].map(Number)
      parts.forEach((part, index) => put(`requirement/${key}/${part}`, stated[index] ?? Number.NaN))
      putTotals(put, `requirement/${key}`, sum([...rules].map((rule) => perRule.get(rule))))
      const one = frameworks.get(framework) ?? { rules: new Set(), requirements: 0, covered: 0 }
      one.requirements++
      if (row['Standing'] === 'rules') one.covered++
      for (const rule of rules) one.rules.add(rule)
      frameworks.set(framework, one)
    }
    for (const [framework, one] of frameworks) {
      putTotals(put, `framework/${framework}`, sum([...one.rules].map((rule) => perRule.get(rule))))
      put(`framework/${framework}/requirements`, one.requirements)
      put(`framework/${framework}/covered`, one.covered)
    }
    const { identity } = JSON.parse(made.text('data/11-machine/package.json')) as PackageSummary
    const at = identity.compiledAt < identity.periodEnd ? identity.compiledAt : identity.periodEnd
    const clocks = csv('04-remediation/sla')
    for (const severity of ['all', ...severities]) {
      const mine = clocks.filter((row) => severity === 'all' || row['Severity'] === severity)
      const how = (wanted: (row: Row) => boolean): number => mine.filter(wanted).length
      const excepted = (row: Row): boolean =>
        row['Status'] !== 'closed' && row['Exception until'] !== '' && (row['Exception until'] ?? '') > at
      put(`findings/${severity}/total`, mine.length)
      for (const status of ['open', 'remediated', 'closed'])
        put(
          `findings/${severity}/${status}`,
          how((row) => row['Status'] === status),
        )
      put(
        `findings/${severity}/overdue`,
        how((row) => row['Status'] !== 'closed' && !excepted(row) && (row['Due at'] ?? '') <= at),
      )
      put(
        `findings/${severity}/breached`,
        how((row) => row['Breached'] === 'yes'),
      )
      put(`findings/${severity}/excepted`, how(excepted))
    }
    const drift = csv('03-drift/drift-events')
    const decided = (word: string): number => drift.filter((row) => row['Authorised'] === word).length
    put('drift/total', drift.length)
    put('drift/open', drift.filter((row) => row['Closed at'] === '').length)
    put('drift/authorised', decided('authorised'))
    put('drift/notAuthorised', decided('not authorised'))
    put('drift/undecided', decided('undecided'))
    const weeks = csv('08-workpapers/monday-sessions')
    put('reviews/weeks', weeks.length)
    for (const standing of ['sealed', 'open', 'missed'])
      put(`reviews/${standing}`, weeks.filter((row) => row['Standing'] === standing).length)
    const exceptions = csv('04-remediation/exceptions')
    put('exceptions', exceptions.length)
    for (const status of new Set(exceptions.map((row) => row['Status'])))
      put(`exceptions/${status}`, exceptions.filter((row) => row['Status'] === status).length)
    put('remediations', csv('04-remediation/remediation-log').length)
    put('remediations', csv('04-remediation/remediation-detail').length)
    put('baselines', csv('02-baseline/approvals').length)
    put('samples', csv('08-workpapers/tests').filter((row) => row['Test']?.startsWith('sample ')).length)
    put(
      'documents',
      made
        .list()
        .filter((name) => /^data\/09-raw\/.+\.ndjson$/.test(name))
        .reduce((total, name) => total + made.text(name).split('\n').length - 1, 0),
    )
    for (const row of csv('11-machine/agreement'))
      if (row['Agree'] !== 'yes') throw new Error(`agreement.csv: ${row['Figure']} does not agree`)
  })

interface Prop {
  readonly name: string
  readonly value: string
}
interface Told {
  readonly uuid: string
  readonly props: readonly Prop[]
  readonly types?: readonly string[]
}

const valueOf = (props: readonly Prop[], name: string): string =>
  props.find((prop) => prop.name === name)?.value ?? ''

function propTotals(props: readonly Prop[]): ReturnType<typeof nothing> {
  const number = (name: string): number => Number(valueOf(props, name))
  return {
    pass: number('pass'),
    fail: number('fail'),
    needsReview: number('needs-review'),
    notApplicable: number('not-applicable'),
    notEvaluated: number('not-evaluated'),
    population: number('population'),
  }
}

/** OSCAL assessment results and plan of action. */
export const oscalFigures = (made: MadePayload): Figures =>
  collect((put) => {
    const { results } = (
      JSON.parse(made.text('data/11-machine/oscal-ar.json')) as {
        'assessment-results': { results: { props: Prop[]; observations?: Told[]; findings?: Told[] }[] }
      }
    )['assessment-results']
    const [result] = results
    const observations = result?.observations ?? []
    const rules = observations.filter(({ types }) => types?.[0] === 'control-objective')
    const single = observations.filter(({ types }) => types?.[0] === 'finding')
    putTotals(put, 'outcomes/all', propTotals(result?.props ?? []))
    putTotals(put, 'outcomes/all', sum(rules.map(({ props }) => propTotals(props))))
    for (const severity of severities)
      putTotals(
        put,
        `outcomes/${severity}`,
        sum(
          rules
            .filter(({ props }) => valueOf(props, 'severity') === severity)
            .map(({ props }) => propTotals(props)),
        ),
      )
    for (const word of ['fail', 'needs-review', 'not-evaluated'] as const)
      put(
        `outcomes/all/${words[word]}`,
        single.filter(({ props }) => valueOf(props, 'outcome') === word).length,
      )
    for (const { props } of result?.findings ?? [])
      putTotals(
        put,
        `requirement/${valueOf(props, 'framework')}/${valueOf(props, 'requirement')}`,
        propTotals(props),
      )
    if (!made.list().includes('data/11-machine/oscal-poam.json')) return
    const plan = (
      JSON.parse(made.text('data/11-machine/oscal-poam.json')) as {
        'plan-of-action-and-milestones': {
          observations: Told[]
          risks: (Told & { status: string })[]
          'poam-items': Told[]
        }
      }
    )['plan-of-action-and-milestones']
    put('findings/all/total', plan.observations.length)
    for (const severity of ['all', ...severities]) {
      const of = ({ props }: Told): boolean => severity === 'all' || valueOf(props, 'severity') === severity
      const risks = plan.risks.filter(of)
      const items = plan['poam-items'].filter(of)
      put(`findings/${severity}/total`, risks.length)
      put(`findings/${severity}/total`, items.length)
      for (const status of ['open', 'remediated', 'closed'])
        put(
          `findings/${severity}/${status}`,
          items.filter(({ props }) => valueOf(props, 'status') === status).length,
        )
      put(`findings/${severity}/closed`, risks.filter(({ status }) => status === 'closed').length)
      put(
        `findings/${severity}/excepted`,
        risks.filter(({ status }) => status === 'deviation-approved').length,
      )
      for (const word of ['overdue', 'breached'])
        put(
          `findings/${severity}/${word}`,
          risks.filter(({ props }) => valueOf(props, word) === 'yes').length,
        )
    }
  })

/** OCSF compliance findings, one an outcome. */
export const ocsfFigures = (made: MadePayload): Figures =>
  collect((put) => {
    const all = new Map<string, ReturnType<typeof nothing>>()
    const fails = new Map<string, number>(severities.map((severity) => [severity, 0]))
    for (const line of made.text('data/11-machine/ocsf-2003.ndjson').split('\n').slice(0, -1)) {
      const one = JSON.parse(line) as {
        severity: string
        compliance: { status_code: string; status: string }
      }
      const { status_code: code } = one.compliance
      count(all, 'all', code)
      const severity = one.severity.toLowerCase()
      if (code === 'fail') fails.set(severity, (fails.get(severity) ?? 0) + 1)
    }
    putTotals(put, 'outcomes/all', all.get('all') ?? nothing())
    for (const [severity, value] of fails) put(`outcomes/${severity}/fail`, value)
  })

const plain = (text: string): number => Number(text.replaceAll(',', '').trim())

/** Words of a laid-out row after its label: columns are at least two spaces apart. */
const cellsOf = (line: string): string[] => line.trim().split(/\s{2,}| (?=n\/a)/)

/** The report, as `pdftotext -layout` reads it; `titles` are those of the frameworks. */
export const pdfFigures = (made: MadePayload): Figures =>
  collect((put) => {
    const { totals } = JSON.parse(made.text('data/11-machine/package.json')) as PackageSummary
    const text = pdfPages(path.join(made.dir, 'data/01-report/evidence-report.pdf')).join('\n')
    const lines = text.split('\n')
    // A heading stands in the contents too; the chapter's own is the last.
    const after = (heading: string): string[] =>
      lines.slice(lines.findLastIndex((line) => line.trim() === heading) + 1)
    const rowOf = (table: readonly string[], label: string): string[] => {
      const line = table.find(
        (one) => one.trim().startsWith(`${label} `) && /\d/.test(one.slice(label.length)),
      )
      return line === undefined ? [] : cellsOf(line)
    }
    const cover = text.slice(0, 4_000).replaceAll(/\s+/g, ' ')
    const outcomes =
      /([\d,]+) at the closing scan: ([\d,]+) pass, ([\d,]+) fail, ([\d,]+) needs review, ([\d,]+) not applicable, ([\d,]+) not evaluated/.exec(
        cover,
      )
    ;(['population', 'pass', 'fail', 'needsReview', 'notApplicable', 'notEvaluated'] as const).forEach(
      (part, index) => put(`outcomes/all/${part}`, plain(outcomes?.[index + 1] ?? 'none')),
    )
    const found =
      /([\d,]+) in the period: ([\d,]+) open, ([\d,]+) marked remediated, ([\d,]+) verified closed/.exec(
        cover,
      )
    ;(['total', 'open', 'remediated', 'closed'] as const).forEach((part, index) =>
      put(`findings/all/${part}`, plain(found?.[index + 1] ?? 'none')),
    )
    const holes = /([\d,]+) holes? in the evidence/.exec(cover)
    put('holes', holes === null && cover.includes('COMPLETE Every due') ? 0 : plain(holes?.[1] ?? 'none'))

    const perFramework = after('Totals per framework')
    for (const one of totals.frameworks) {
      // A long title goes on in the next line.
      const shorter = one.title.slice(0, one.title.lastIndexOf(' '))
      const row = rowOf(perFramework, one.title)
      const [, requirements = '', ...figures] = row.length > 0 ? row : rowOf(perFramework, shorter)
      const [all = '', covered = ''] = requirements.split(', ')
      put(`framework/${one.framework}/requirements`, plain(all || 'none'))
      put(`framework/${one.framework}/covered`, plain(covered || 'none'))
      parts.forEach((part, index) =>
        put(`framework/${one.framework}/${part}`, plain(figures[index] ?? 'none')),
      )
      const table = after(one.title)
      for (const { requirement } of one.byRequirement) {
        const figures = rowOf(table, requirement).slice(-7)
        parts.forEach((part, index) =>
          put(`requirement/${one.framework}/${requirement}/${part}`, plain(figures[index] ?? 'none')),
        )
      }
    }
    const bySeverity = after('Outcomes by severity of the rule')
    const clocks = after('By severity, against the time allowed')
    if (totals.outcomes.population > 0)
      for (const severity of ['all', ...severities])
        parts.forEach((part, index) =>
          put(`outcomes/${severity}/${part}`, plain(rowOf(bySeverity, severity)[index + 1] ?? 'none')),
        )
    if (totals.findings.total > 0)
      for (const severity of ['all', ...severities]) {
        const figures = rowOf(clocks, severity).slice(-7)
        findingParts.forEach((part, index) =>
          put(`findings/${severity}/${part}`, plain(figures[index] ?? 'none')),
        )
      }
    const log = /([\d,]+) entr(?:y|ies)\. Below each action/.exec(text.replaceAll(/\s+/g, ' '))
    if (log !== null || totals.remediations > 0) put('remediations', plain(log?.[1] ?? 'none'))
  })

/** Rows of a table of index.html by its caption: text of every cell. */
function htmlTable(html: string, caption: string): string[][] {
  const at = html.indexOf(`<caption>${caption}`)
  if (at === -1) return []
  const table = html.slice(at, html.indexOf('</table>', at))
  return [...table.matchAll(/<tr>(.*?)<\/tr>/gs)]
    .map(([, row = '']) =>
      [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell = '']) =>
        cell.replaceAll(/<[^>]+>/g, ''),
      ),
    )
    .slice(1)
}

const unescaped = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')

/** The viewer. */
export const htmlFigures = (made: MadePayload): Figures =>
  collect((put) => {
    const html = made.text('data/01-report/index.html')
    const { totals } = JSON.parse(made.text('data/11-machine/package.json')) as PackageSummary
    const idOf = new Map(totals.frameworks.map(({ title, framework }) => [title, framework]))
    for (const [title = '', requirements = '', covered = '', ...figures] of htmlTable(
      html,
      'Totals per framework',
    )) {
      const framework = idOf.get(unescaped(title)) ?? title
      put(`framework/${framework}/requirements`, plain(requirements))
      put(`framework/${framework}/covered`, plain(covered))
      parts.forEach((part, index) => put(`framework/${framework}/${part}`, plain(figures[index] ?? 'none')))
      for (const [requirement = '', , , , ...mine] of htmlTable(html, `Requirements of ${title}`))
        parts.forEach((part, index) =>
          put(`requirement/${framework}/${unescaped(requirement)}/${part}`, plain(mine[index] ?? 'none')),
        )
    }
    for (const [severity = '', ...figures] of htmlTable(html, 'Every outcome of the closing scan'))
      parts.forEach((part, index) => put(`outcomes/${severity}/${part}`, plain(figures[index] ?? 'none')))
    for (const [severity = '', ...figures] of htmlTable(html, 'Findings that were open'))
      findingParts.forEach((part, index) =>
        put(`findings/${severity}/${part}`, plain(figures[index] ?? 'none')),
      )
    const drift =
      /([\d,]+) changes? against the baseline: ([\d,]+) still differs?, ([\d,]+) authorised, ([\d,]+) not authorised, ([\d,]+) undecided/.exec(
        html,
      )
    if (drift !== null)
      (['total', 'open', 'authorised', 'notAuthorised', 'undecided'] as const).forEach((part, index) =>
        put(`drift/${part}`, plain(drift[index + 1] ?? 'none')),
      )
    const weeks = /([\d,]+) weeks?: ([\d,]+) sealed, ([\d,]+) open, ([\d,]+) missed/.exec(html)
    if (weeks !== null)
      (['weeks', 'sealed', 'open', 'missed'] as const).forEach((part, index) =>
        put(`reviews/${part}`, plain(weeks[index + 1] ?? 'none')),
      )
    put('holes', htmlTable(html, 'What the package lacks').length)
  })
