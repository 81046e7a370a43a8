import type { PackageSummary } from '../../payload/summary.ts'
import { paragraph, subheading } from '../blocks.ts'
import type { Section } from '../report.ts'
import { styles } from '../style.ts'
import { drawTable } from '../table.ts'
import { count, percent, plural, standingWords } from '../words.ts'
import { totalCells, totalColumns } from './totals.ts'

/** Every requirement of every framework at the closing scan, those without a rule too. */
export function requirementSection(summary: PackageSummary): Section {
  const { frameworks } = summary.totals
  return {
    title: 'Appendix: every requirement',
    parts: frameworks.map((one) => ({ key: one.framework, title: one.title })),
    async *draw({ pen, mark }) {
      paragraph(
        pen,
        'Every requirement of each framework in scope, in its own order. A requirement marked attestation is answered by people, not by rules; inherited, by the cloud’s provider; uncovered means nothing here answers it. An outcome counts for every requirement that its rule serves, so these rows add up to more than the framework’s total.',
      )
      if (frameworks.length === 0) paragraph(pen, 'There is no closing scan, so nothing was evaluated.')
      for (const framework of frameworks) {
        pen.need(150)
        mark(framework.framework)
        subheading(pen, framework.title)
        paragraph(
          pen,
          `${plural(framework.requirements, 'requirement')}, ${count(framework.covered)} with rules behind them. Score ${percent(framework.score)} of ${count(framework.totals.pass + framework.totals.fail)} judged; coverage ${percent(framework.coverage)} of ${count(framework.totals.population)}.`,
        )
        yield* drawTable(
          pen,
          [
            { title: 'Requirement', width: 54, points: true, style: styles.cellStrong },
            { title: 'Title', width: 1 },
            { title: 'Standing', width: 50, points: true, style: styles.cellMuted },
            ...totalColumns,
          ],
          framework.byRequirement.map((one) => [
            one.requirement,
            one.title,
            one.standing === 'rules' ? plural(one.rules, 'rule') : standingWords[one.standing],
            ...totalCells(one.totals, one.score),
          ]),
          { empty: 'The framework’s catalogue lists no requirement.', gutter: 5 },
        )
      }
      yield pen.page
    },
  }
}
