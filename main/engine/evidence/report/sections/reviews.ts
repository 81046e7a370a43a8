import type { PayloadContext } from '../../payload/context.ts'
import { figures, paragraph, subheading } from '../blocks.ts'
import type { Section } from '../report.ts'
import { colours, styles } from '../style.ts'
import { drawTable, type TableRow } from '../table.ts'
import { count, minute } from '../words.ts'

/** The weekly review: every week of the period, and every decision taken in it. */
export const reviewSection: Section = {
  title: 'Review sessions',
  parts: [
    { key: 'weeks', title: 'Weeks of the period' },
    { key: 'signoffs', title: 'Sign-offs' },
  ],
  async *draw({ pen, context, summary, mark }) {
    const { reviews } = summary.totals
    paragraph(
      pen,
      'Each Monday the open items are gone through, decided and sealed; the seal is an entry of the ledger. A week without a sealed session is shown as what it is. Every decision is in the appendix.',
      undefined,
      { after: 14 },
    )
    figures(pen, [
      { figure: count(reviews.weeks), caption: 'weeks in the period' },
      { figure: count(reviews.sealed), caption: 'sealed', colour: colours.good },
      {
        figure: count(reviews.open),
        caption: 'begun, not sealed',
        colour: reviews.open > 0 ? colours.warn : colours.ink,
      },
      {
        figure: count(reviews.missed),
        caption: 'missed',
        colour: reviews.missed > 0 ? colours.bad : colours.ink,
      },
    ])
    mark('weeks')
    subheading(pen, 'Weeks of the period')
    yield* drawTable(
      pen,
      [
        { title: 'Week of', width: 52, points: true, style: styles.cellStrong },
        { title: 'Session', width: 52, points: true },
        { title: 'Led, attended, reviewed', width: 2 },
        { title: 'Summary', width: 3 },
        { title: 'Decided of items', width: 46, points: true, align: 'right' },
      ],
      weekRows(context),
      { empty: 'The period holds no Monday.' },
    )
    mark('signoffs')
    subheading(pen, 'Sign-offs')
    yield* drawTable(
      pen,
      [
        { title: 'At', width: 92, points: true, style: styles.cellMuted },
        { title: 'Person, role', width: 2 },
        { title: 'Object and its hash', width: 4 },
        { title: 'Ledger entry', width: 50, points: true, align: 'right' },
      ],
      [...context.reader.signOffs(context.period)].map((one) => [
        minute(one.at),
        [
          { text: one.person, style: styles.cell },
          { text: one.role, style: styles.cellMuted },
        ],
        [
          { text: one.object, style: styles.cell },
          { text: one.sha256 ?? '', style: styles.cellMono },
        ],
        one.ledgerSeq === null ? '' : String(one.ledgerSeq),
      ]),
      { empty: 'Nothing was signed off in the period.' },
    )
  },
}

function* weekRows(context: PayloadContext): Iterable<TableRow> {
  const sessions = new Map(
    [...context.reader.sessions(context.period)].map((session) => [session.id, session]),
  )
  const tone = {
    sealed: colours.good,
    open: colours.warn,
    missed: colours.bad,
    future: colours.muted,
  } as const
  for (const week of context.reader.weeks(context.period)) {
    const session = week.session === null ? undefined : sessions.get(week.session)
    const standing = { text: week.standing, style: styles.cellStrong, colour: tone[week.standing] }
    if (session === undefined) {
      yield [week.week, standing, '', week.scans === 0 ? 'No capture in this week.' : '', '']
      continue
    }
    yield [
      week.week,
      standing,
      [
        { text: session.startedBy, style: styles.cell },
        { text: session.attendees.join(', '), style: styles.cellMuted },
        ...(session.reviewedBy === null
          ? []
          : [{ text: `reviewed by ${session.reviewedBy}`, style: styles.cellMuted }]),
        ...(session.sealedAt === null
          ? []
          : [{ text: `sealed ${minute(session.sealedAt)}`, style: styles.cellMuted }]),
      ],
      session.summary,
      `${count(session.decided)} of ${count(session.items)}`,
    ]
  }
}
