import { fourColumns, remediationColumns } from '../../payload/remediation.ts'
import type { PayloadContext } from '../../payload/context.ts'
import { paragraph } from '../blocks.ts'
import type { Section } from '../report.ts'
import { styles } from '../style.ts'
import { drawTable, type TableRow } from '../table.ts'
import { plural } from '../words.ts'

/** The remediation log: the four columns, with the proof of each action below it. */
export const remediationSection: Section = {
  title: 'Remediation log',
  parts: [],
  async *draw({ pen, context, summary }) {
    paragraph(
      pen,
      `${plural(summary.totals.remediations, 'entry', 'entries')}. Below each action stand its finding and, once there is one, the scan that proved it. Owners, deadlines and dates of every step are in data/04-remediation/remediation-detail.csv.`,
    )
    const [resource, misconfiguration, control, action] = remediationColumns
    yield* drawTable(
      pen,
      [
        { title: resource, width: 12, style: styles.cellMono },
        { title: misconfiguration, width: 8 },
        { title: control, width: 11, style: styles.cellMuted },
        { title: action, width: 9 },
      ],
      rows(context),
      { empty: 'No remediation was recorded in the period.' },
    )
  },
}

function* rows(context: PayloadContext): Iterable<TableRow> {
  for (const row of context.reader.remediations(context.period)) {
    const [resource, misconfiguration, control, action] = fourColumns(row)
    const proof = row.verifyingScan === null ? '' : `, proved by scan ${row.verifyingScan}`
    yield [
      { text: resource, style: styles.cellMono },
      misconfiguration,
      control,
      [
        { text: action, style: styles.cell },
        { text: `finding ${row.finding}${proof}`, style: styles.cellMuted },
      ],
    ]
  }
}
