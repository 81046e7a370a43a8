import { paragraph } from '../blocks.ts'
import type { Section } from '../report.ts'
import { styles } from '../style.ts'
import { drawTable } from '../table.ts'
import { count, minute } from '../words.ts'

/** Who approved which baseline, when and why. */
export const baselineSection: Section = {
  title: 'Baseline approvals',
  parts: [],
  async *draw({ pen, context }) {
    paragraph(
      pen,
      'What each baseline holds, resource by resource with the hash of its document, is in data/02-baseline.',
    )
    yield* drawTable(
      pen,
      [
        { title: 'Version', width: 36, points: true, style: styles.cellStrong },
        { title: 'Approved', width: 100, points: true },
        { title: 'Rationale', width: 3 },
        { title: 'State as of', width: 88, points: true, style: styles.cellMuted },
        { title: 'Resources', width: 46, points: true, align: 'right' },
      ],
      [...context.reader.baselines(context.period)].map((one) => [
        `v${one.version}`,
        [
          { text: one.approvedBy, style: styles.cell },
          { text: minute(one.approvedAt), style: styles.cellMuted },
          { text: `ledger entry ${one.ledgerSeq}`, style: styles.cellMuted },
        ],
        [
          { text: one.rationale, style: styles.cell },
          ...(one.filter === '{}' ? [] : [{ text: `only ${one.filter}`, style: styles.cellMono }]),
          { text: one.sha256, style: styles.cellMono },
        ],
        `${minute(one.asOf)}\nscan ${one.scan}`,
        count(one.resources),
      ]),
      { empty: 'No baseline was in force in the period. Drift could not be measured.' },
    )
  },
}
