import { writeCsv, type Row } from './csv.ts'
import type { PayloadContext } from './context.ts'

/** `08-workpapers/`: every Monday of the period with its session or its absence, sign-offs, and what was decided of each item. */
export async function* writeWorkpapers(context: PayloadContext): AsyncGenerator<number> {
  const { reader } = context
  yield* writeCsv(
    context,
    'data/08-workpapers/monday-sessions.csv',
    [
      'Week',
      'Standing',
      'Scans',
      'Session',
      'Started at',
      'Started by',
      'Attendees',
      'Scan reviewed',
      'Items',
      'Decided',
      'Sealed at',
      'Sealed by',
      'Reviewed by',
      'Summary',
      'Ledger entry',
    ],
    weeks(context),
  )
  yield* writeCsv(
    context,
    'data/08-workpapers/signoffs.csv',
    ['At', 'Person', 'Role', 'Object', 'Object SHA-256', 'Ledger entry'],
    signOffs(context),
  )
  yield* writeCsv(
    context,
    'data/08-workpapers/review-notes.csv',
    [
      'Session',
      'Week',
      'At',
      'Person',
      'Kind',
      'Reference',
      'Title',
      'Subject',
      'Severity',
      'Why in the queue',
      'Decision',
      'Note',
    ],
    notes(context),
  )
  yield* writeCsv(
    context,
    'data/08-workpapers/people.csv',
    ['Name', 'Roles'],
    [...reader.people()].map((one) => [one.name, one.roles.join(', ')]),
  )
}

function* weeks(context: PayloadContext): Iterable<Row> {
  const sessions = new Map(
    [...context.reader.sessions(context.period)].map((session) => [session.id, session]),
  )
  for (const week of context.reader.weeks(context.period)) {
    const session = week.session === null ? undefined : sessions.get(week.session)
    if (session === undefined) {
      yield [week.week, week.standing, week.scans, week.session, ...Array<null>(11).fill(null)]
      continue
    }
    yield [
      week.week,
      week.standing,
      week.scans,
      session.id,
      session.startedAt,
      session.startedBy,
      session.attendees.join(', '),
      session.scan,
      session.items,
      session.decided,
      session.sealedAt,
      session.sealedBy,
      session.reviewedBy,
      session.summary,
      session.ledgerSeq,
    ]
  }
}

function* signOffs(context: PayloadContext): Iterable<Row> {
  for (const one of context.reader.signOffs(context.period))
    yield [one.at, one.person, one.role, one.object, one.sha256, one.ledgerSeq]
}

function* notes(context: PayloadContext): Iterable<Row> {
  for (const session of context.reader.sessions(context.period)) {
    for (const one of context.reader.decisions(session.id)) {
      yield [
        session.id,
        session.week,
        one.at,
        one.person,
        one.kind,
        one.ref,
        one.title,
        one.subject,
        one.severity,
        one.reasons.join(', '),
        one.decision,
        one.note,
      ]
    }
  }
}
