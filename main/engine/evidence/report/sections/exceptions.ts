import type { Exception } from '../../../../../shared/model/finding.ts'
import { paragraph } from '../blocks.ts'
import type { Section } from '../report.ts'
import { colours, styles } from '../style.ts'
import { drawTable, type TableRow } from '../table.ts'
import { day } from '../words.ts'

/** Accepted risks: who asked, who else decided, why, what stands in for the control, until when. */
export const exceptionSection: Section = {
  title: 'Exceptions',
  parts: [],
  async *draw({ pen, context }) {
    paragraph(
      pen,
      'An exception accepts the risk of one finding for a time. Whoever asks for it cannot approve it; when it expires the finding counts again.',
    )
    yield* drawTable(
      pen,
      [
        { title: 'No.', width: 24, points: true, style: styles.cellMuted },
        { title: 'Finding', width: 10 },
        { title: 'Reason', width: 10 },
        { title: 'Compensating control', width: 10 },
        { title: 'Requested, decided', width: 96, points: true },
        { title: 'Until', width: 50, points: true },
      ],
      rows(context.reader.exceptions(context.period)),
      { empty: 'No exception was asked for or in force in the period.' },
    )
  },
}

function* rows(exceptions: Iterable<Exception>): Iterable<TableRow> {
  for (const one of exceptions) {
    const colour =
      one.status === 'approved'
        ? colours.good
        : one.status === 'expired' || one.status === 'rejected'
          ? colours.bad
          : colours.warn
    yield [
      String(one.id),
      [
        { text: `finding ${one.finding}`, style: styles.cell },
        { text: one.rule, style: styles.cellMono },
        { text: one.subject, style: styles.cellMono },
      ],
      one.reason,
      one.compensatingControl,
      [
        { text: `${one.requestedBy}, ${day(one.requestedAt)}`, style: styles.cellMuted },
        {
          text: one.decidedBy === null ? 'not decided' : `${one.decidedBy}, ${day(one.decidedAt)}`,
          style: styles.cellMuted,
        },
      ],
      [
        { text: one.status, style: styles.cellStrong, colour },
        { text: day(one.expiresAt), style: styles.cellMuted },
      ],
    ]
  }
}
