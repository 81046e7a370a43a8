import type { PayloadContext } from '../../payload/context.ts'
import { paragraph } from '../blocks.ts'
import type { Section } from '../report.ts'
import { styles } from '../style.ts'
import { drawTable, type TableRow } from '../table.ts'
import { minute } from '../words.ts'
import { severityCell } from './findings.ts'

/** Every decision of every review session. */
export const decisionSection: Section = {
  title: 'Appendix: review decisions',
  parts: [],
  async *draw({ pen, context }) {
    paragraph(pen, 'What was decided of each item of the queue, week by week, with why it was there.')
    yield* drawTable(
      pen,
      [
        { title: 'Item', width: 56, points: true },
        { title: 'What', width: 10 },
        { title: 'Decision and note', width: 12 },
        { title: 'By, at', width: 92, points: true, style: styles.cellMuted },
      ],
      decisionRows(context),
      { empty: 'No decision was recorded in the period.' },
    )
  },
}

function* decisionRows(context: PayloadContext): Iterable<TableRow> {
  for (const session of context.reader.sessions(context.period)) {
    let first = true
    for (const one of context.reader.decisions(session.id)) {
      if (first) yield { group: `Week of ${session.week}` }
      first = false
      yield [
        [{ text: `${one.kind} ${one.ref}`, style: styles.cell }, severityCell(one.severity)],
        [
          { text: one.title, style: styles.cell },
          { text: one.subject, style: styles.cellMono },
          { text: one.reasons.join(', '), style: styles.cellMuted },
        ],
        [
          { text: one.decision, style: styles.cellStrong },
          { text: one.note, style: styles.cell },
        ],
        `${one.person}\n${minute(one.at)}`,
      ]
    }
  }
}
