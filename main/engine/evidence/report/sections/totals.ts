import { score as shareOf, type Totals } from '../../../../../shared/model/outcome.ts'
import type { FrameworkSummary, PackageSummary } from '../../payload/summary.ts'
import { paragraph, subheading } from '../blocks.ts'
import type { Section } from '../report.ts'
import { colours, styles } from '../style.ts'
import { drawTable, type CellContent, type Column, type TableRow } from '../table.ts'
import { count, percent, plural, standingWords } from '../words.ts'

const figure = (title: string, width: number): Column => ({ title, width, points: true, align: 'right' })
const figures: readonly Column[] = [figure('Pass', 31), figure('Fail', 27), figure('Needs review', 33), figure('Not appli-\ncable', 31), figure('Not eval-\nuated', 31), figure('Popu-\nlation', 34), figure('Score', 37)]

/** A figure; zeros step back so that the others are seen. */
export const figureCell = (value: number, colour?: string): CellContent => ({ text: count(value), style: styles.cell, colour: value === 0 ? colours.muted : (colour ?? colours.ink) })

const totalCells = (totals: Totals, score: number | null): CellContent[] => [
  figureCell(totals.pass), figureCell(totals.fail, colours.bad), figureCell(totals.needsReview), figureCell(totals.notApplicable), figureCell(totals.notEvaluated, colours.warn),
  figureCell(totals.population), { text: percent(score), style: score === null ? styles.cellMuted : styles.cellStrong },
]

/** Totals per framework, then every requirement of each, at the closing scan. */
export function totalsSection(summary: PackageSummary): Section {
  const { frameworks, outcomes, outcomesBySeverity } = summary.totals
  return {
    title: 'Compliance totals',
    parts: [{ key: 'all', title: 'Totals per framework' }, { key: 'severity', title: 'Outcomes by severity of the rule' }, ...frameworks.map((one) => ({ key: one.framework, title: one.title }))],
    async *draw({ pen, mark }) {
      paragraph(pen, 'Counts are outcomes of the closing scan: one rule’s verdict on one resource or account. Pass, fail, needs review, not applicable and not evaluated add up to the population. The score is pass out of pass and fail; coverage is the share of the population that was evaluated. In a framework’s total an outcome counts once, however many requirements its rule serves, so the requirements below do not add up to it.')
      mark('all')
      subheading(pen, 'Totals per framework')
      yield* drawTable(pen, [{ title: 'Framework', width: 1, style: styles.cellStrong }, figure('Requirements, with rules', 58), ...figures, figure('Coverage', 42)], frameworks.map(frameworkRow), { empty: 'There is no closing scan, so nothing was evaluated.', gutter: 5 })
      mark('severity')
      subheading(pen, 'Outcomes by severity of the rule')
      const rows: TableRow[] = (['critical', 'high', 'medium', 'low'] as const).map((severity) => [severity, ...totalCells(outcomesBySeverity[severity], shareOf(outcomesBySeverity[severity]))])
      yield* drawTable(pen, [{ title: 'Severity', width: 1, style: styles.cellStrong }, ...figures], [...rows, ['all', ...totalCells(outcomes, shareOf(outcomes))]], { empty: '', gutter: 5 })
      for (const framework of frameworks) {
        pen.need(150)
        mark(framework.framework)
        subheading(pen, framework.title)
        paragraph(pen, `${plural(framework.requirements, 'requirement')}, ${count(framework.covered)} with rules behind them. Score ${percent(framework.score)} of ${count(framework.totals.pass + framework.totals.fail)} judged; coverage ${percent(framework.coverage)} of ${count(framework.totals.population)}. A requirement marked attestation is answered by people, not by rules; uncovered means nothing here answers it.`)
        yield* drawTable(
          pen,
          [{ title: 'Requirement', width: 54, points: true, style: styles.cellStrong }, { title: 'Title', width: 1 }, { title: 'Standing', width: 50, points: true, style: styles.cellMuted }, ...figures],
          framework.byRequirement.map((one) => [one.requirement, one.title, one.standing === 'rules' ? plural(one.rules, 'rule') : standingWords[one.standing], ...totalCells(one.totals, one.score)]),
          { empty: 'The framework’s catalogue lists no requirement.', gutter: 5 },
        )
      }
    },
  }
}


function frameworkRow(one: FrameworkSummary): TableRow {
  return [one.title, `${count(one.requirements)}, ${count(one.covered)}`, ...totalCells(one.totals, one.score), percent(one.coverage)]
}
