import { score as shareOf, type Totals } from '../../../../../shared/model/outcome.ts'
import type { FrameworkSummary, PackageSummary } from '../../payload/summary.ts'
import { paragraph, subheading } from '../blocks.ts'
import type { Section } from '../report.ts'
import { colours, styles } from '../style.ts'
import { drawTable, type CellContent, type Column, type TableRow } from '../table.ts'
import { count, percent } from '../words.ts'

const figure = (title: string, width: number): Column => ({ title, width, points: true, align: 'right' })
/** The columns of the five outcomes, their sum and the score. */
export const totalColumns: readonly Column[] = [
  figure('Pass', 31),
  figure('Fail', 27),
  figure('Needs review', 33),
  figure('Not appli-\ncable', 31),
  figure('Not eval-\nuated', 31),
  figure('Popu-\nlation', 34),
  figure('Score', 37),
]

/** A figure; zeros step back so that the others are seen. */
export const figureCell = (value: number, colour?: string): CellContent => ({
  text: count(value),
  style: styles.cell,
  colour: value === 0 ? colours.muted : (colour ?? colours.ink),
})

/** The cells under `totalColumns`. */
export const totalCells = (totals: Totals, score: number | null): CellContent[] => [
  figureCell(totals.pass),
  figureCell(totals.fail, colours.bad),
  figureCell(totals.needsReview),
  figureCell(totals.notApplicable),
  figureCell(totals.notEvaluated, colours.warn),
  figureCell(totals.population),
  { text: percent(score), style: score === null ? styles.cellMuted : styles.cellStrong },
]

/** Totals per framework and per severity at the closing scan. */
export function totalsSection(summary: PackageSummary): Section {
  const { frameworks, outcomes, outcomesBySeverity } = summary.totals
  return {
    title: 'Compliance totals',
    parts: [
      { key: 'all', title: 'Totals per framework' },
      { key: 'severity', title: 'Outcomes by severity of the rule' },
    ],
    async *draw({ pen, mark }) {
      paragraph(
        pen,
        'Counts are outcomes of the closing scan: one rule’s verdict on one resource or account. Pass, fail, needs review, not applicable and not evaluated add up to the population. The score is pass out of pass and fail; coverage is the share of the population that was evaluated. In a framework’s total an outcome counts once, however many requirements its rule serves. Every requirement has its own row in the appendix.',
      )
      mark('all')
      subheading(pen, 'Totals per framework')
      yield* drawTable(
        pen,
        [
          { title: 'Framework', width: 1, style: styles.cellStrong },
          figure('Requirements, with rules', 58),
          ...totalColumns,
          figure('Coverage', 42),
        ],
        frameworks.map(frameworkRow),
        { empty: 'There is no closing scan, so nothing was evaluated.', gutter: 5 },
      )
      mark('severity')
      subheading(pen, 'Outcomes by severity of the rule')
      const rows: TableRow[] = (['critical', 'high', 'medium', 'low'] as const).map((severity) => [
        severity,
        ...totalCells(outcomesBySeverity[severity], shareOf(outcomesBySeverity[severity])),
      ])
      yield* drawTable(
        pen,
        [{ title: 'Severity', width: 1, style: styles.cellStrong }, ...totalColumns],
        [...rows, ['all', ...totalCells(outcomes, shareOf(outcomes))]],
        { empty: '', gutter: 5 },
      )
    },
  }
}

function frameworkRow(one: FrameworkSummary): TableRow {
  return [
    one.title,
    `${count(one.requirements)}, ${count(one.covered)}`,
    ...totalCells(one.totals, one.score),
    percent(one.coverage),
  ]
}
