import type { ReviewSession } from '../../../../../shared/model/review.ts'
import type { PayloadContext } from '../../payload/context.ts'
import type { ReviewDecision } from '../../reader.ts'
import { paragraph } from '../blocks.ts'
import type { Section } from '../report.ts'
import { styles } from '../style.ts'
import { drawTable, type TableRow } from '../table.ts'
import { count, minute, spans } from '../words.ts'
import { severityCell } from './findings.ts'

/** Every decision of every review session; items that were decided alike in one session stand in one row, each by its number. */
export const decisionSection: Section = {
  title: 'Appendix: review decisions',
  parts: [],
  async *draw({ pen, context }) {
    paragraph(
      pen,
      'What was decided of each item of the queue, week by week, with why it was there. Items decided alike by one person in one session stand in one row, every one by its number; findings and drift events stand under that number in their chapters, and data/08-workpapers/review-notes.csv has a row for each decision.',
    )
    yield* drawTable(
      pen,
      [
        { title: 'Severity', width: 44, points: true },
        { title: 'What, and why it was in the queue', width: 9 },
        { title: 'Decision and note', width: 8 },
        { title: 'Items', width: 13 },
        { title: 'By, at', width: 92, points: true, style: styles.cellMuted },
      ],
      decisionRows(context),
      { empty: 'No decision was recorded in the period.' },
    )
  },
}

interface Alike {
  readonly one: ReviewDecision
  readonly refs: number[]
  last: string
}

/** The decisions of a session, those alike together, in the order in which the first of them was taken. */
function alike(context: PayloadContext, session: ReviewSession): { kinds: Alike[]; total: number } {
  const found = new Map<string, Alike>()
  let total = 0
  for (const one of context.reader.decisions(session.id)) {
    total++
    const { kind, severity, title, decision, note, person, reasons } = one
    const key = JSON.stringify([kind, severity, title, decision, note, person, reasons])
    const same = found.get(key)
    if (same === undefined) found.set(key, { one, refs: [one.ref], last: one.at })
    else {
      same.refs.push(one.ref)
      if (one.at > same.last) same.last = one.at
    }
  }
  return { kinds: [...found.values()], total }
}

function* decisionRows(context: PayloadContext): Iterable<TableRow> {
  for (const session of context.reader.sessions(context.period)) {
    const { kinds, total } = alike(context, session)
    if (total > 0) yield { group: `Week of ${session.week}: ${count(total)} decisions` }
    for (const { one, refs, last } of kinds)
      yield [
        severityCell(one.severity),
        [
          { text: one.title, style: styles.cell },
          { text: one.reasons.join(', '), style: styles.cellMuted },
        ],
        [
          { text: one.decision, style: styles.cellStrong },
          { text: one.note, style: styles.cell },
        ],
        [
          {
            text: `${refs.length === 1 ? one.kind : `${count(refs.length)} × ${one.kind}`} ${spans(refs)}`,
            style: styles.cell,
          },
          ...(refs.length === 1 ? [{ text: one.subject, style: styles.cellMono }] : []),
        ],
        `${one.person}\n${minute(one.at)}${minute(last) === minute(one.at) ? '' : ` to ${minute(last)}`}`,
      ]
  }
}
