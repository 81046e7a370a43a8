import type { Totals } from '../../../../shared/model/outcome.ts'
import { severities } from '../../../../shared/model/rule.ts'
import { accountCell } from '../payload/cells.ts'
import type { PayloadContext } from '../payload/context.ts'
import type { FrameworkSummary, PackageSummary } from '../payload/summary.ts'
import { count, minute, percent, standingWords } from '../report/words.ts'
import { html, type Content, type Markup } from './markup.ts'
import { columns, fileLink, most, numbers } from './parts.ts'
import { table } from './table.ts'

const totalsTitles = [
  'Pass',
  'Fail',
  'Needs review',
  'Not applicable',
  'Not evaluated',
  'Population',
  'Score',
  'Coverage',
]
const totalsCells = (totals: Totals, score: number | null, coverage: number | null): Content[] => [
  ...[totals.pass, totals.fail, totals.needsReview, totals.notApplicable, totals.notEvaluated].map(count),
  count(totals.population),
  percent(score),
  percent(coverage),
]

export function* completeness(
  _context: PayloadContext,
  { completeness: { verdict, holes } }: PackageSummary,
): Iterable<Markup> {
  yield verdict === 'COMPLETE'
    ? html`<p class="verdict good">COMPLETE: every due capture was made, everything asked for was read, and every rule gave a verdict.</p> `
    : html`<p class="verdict bad">PARTIAL: what is missing is listed here, all of it.</p> `
  yield* table({
    caption: 'What the package lacks',
    columns: [
      ...columns(
        'Kind',
        'At',
        'Provider',
        'Account',
        'Region',
        'Reason',
        'Operation, file or rule',
        'Detail',
      ),
      ...numbers('Concerned'),
    ],
    rows: holes.map((hole) => [
      hole.kind,
      minute(hole.at),
      hole.provider,
      hole.provider === null ? hole.account : accountCell(hole.provider, hole.account),
      hole.region,
      hole.reason,
      hole.what,
      hole.detail,
      count(hole.count),
    ]),
    most: most.holes,
    total: holes.length,
    all: fileLink('data/11-machine/package.json'),
  })
}

export function* frameworks(_context: PayloadContext, { totals }: PackageSummary): Iterable<Markup> {
  yield* table({
    caption: 'Totals per framework at the closing scan; score = pass ÷ (pass + fail)',
    columns: [...columns('Framework'), ...numbers('Requirements', 'Covered by rules', ...totalsTitles)],
    rows: totals.frameworks.map((one) => [
      one.title,
      count(one.requirements),
      count(one.covered),
      ...totalsCells(one.totals, one.score, one.coverage),
    ]),
    most: most.rows,
    total: totals.frameworks.length,
    all: null,
  })
  for (const framework of totals.frameworks) yield* requirements(framework)
}

function* requirements(framework: FrameworkSummary): Iterable<Markup> {
  yield html`<details><summary>Requirements of ${framework.title}</summary> `
  yield* table({
    caption: `Requirements of ${framework.title}`,
    columns: [...columns('Requirement', 'Title', 'Standing'), ...numbers('Rules', ...totalsTitles)],
    rows: framework.byRequirement.map((one) => [
      one.requirement,
      one.title,
      standingWords[one.standing],
      count(one.rules),
      ...totalsCells(one.totals, one.score, one.coverage),
    ]),
    most: most.requirements,
    total: framework.byRequirement.length,
    all: fileLink('data/05-posture/control-status.csv'),
    filter: true,
  })
  yield html`</details>
`
}

export function* outcomes(_context: PayloadContext, { totals }: PackageSummary): Iterable<Markup> {
  const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole)
  const row = (name: string, of: Totals): Content[] => [
    name,
    ...totalsCells(
      of,
      share(of.pass, of.pass + of.fail),
      share(of.population - of.notEvaluated, of.population),
    ),
  ]
  yield* table({
    caption: 'Every outcome of the closing scan, each once',
    columns: [...columns('Severity of the rule'), ...numbers(...totalsTitles)],
    rows: [...severities.map((one) => row(one, totals.outcomesBySeverity[one])), row('all', totals.outcomes)],
    most: most.rows,
    total: severities.length + 1,
    all: null,
  })
  const { href, name } = fileLink('data/05-posture/outcomes.csv')
  yield html`<p class="note">All ${count(totals.outcomes.population)} outcomes are in <a href="${href}">${name}</a>.</p> `
}
