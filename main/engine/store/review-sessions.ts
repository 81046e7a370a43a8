import type { Instant } from '../../../shared/model/provider.ts'
import type { ReviewItem, ReviewSession } from '../../../shared/model/review.ts'
import { statement } from './connection.ts'
import type { Workspace } from './types.ts'

interface SessionRow extends Omit<ReviewSession, 'attendees'> {
  attendees: string
}
interface ItemRow extends Omit<ReviewItem, 'reasons'> {
  reasons: string
  decidedBy: string | null
  decidedAt: string | null
}
export interface DecidedItem extends ReviewItem {
  readonly decidedBy: string | null
  readonly decidedAt: Instant | null
}

const select = `SELECT s.id, s.week, s.started_at AS startedAt, s.started_by AS startedBy, s.attendees, s.scan,
  (SELECT count(*) FROM review_item i WHERE i.session = s.id) AS items,
  (SELECT count(*) FROM review_item i WHERE i.session = s.id AND i.decision IS NOT NULL) AS decided,
  s.sealed_at AS sealedAt, s.sealed_by AS sealedBy, s.reviewed_by AS reviewedBy, s.summary, s.ledger_seq AS ledgerSeq FROM review_session s`

const toSession = (row: SessionRow): ReviewSession => ({
  ...row,
  attendees: JSON.parse(row.attendees) as string[],
})

/** Starts a session with the items it must look at. */
export function insertSession(
  ws: Workspace,
  session: { week: string; at: Instant; by: string; attendees: readonly string[]; scan: number },
  items: readonly ReviewItem[],
): number {
  const id = Number(
    statement(
      ws,
      `INSERT INTO review_session (week, started_at, started_by, attendees, scan, summary) VALUES (?, ?, ?, ?, ?, '')`,
    ).run(session.week, session.at, session.by, JSON.stringify(session.attendees), session.scan)
      .lastInsertRowid,
  )
  addItems(ws, id, items)
  return id
}

/** Adds items a session must also look at; those it has already are left as they are. */
export function addItems(ws: Workspace, session: number, items: readonly ReviewItem[]): void {
  const from = statement(ws, 'SELECT count(*) FROM review_item WHERE session = ?')
    .pluck()
    .get(session) as number
  const insert = statement(
    ws,
    'INSERT INTO review_item (session, position, kind, ref, reasons, title, subject, severity) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
  )
  items.forEach((item, index) =>
    insert.run(
      session,
      from + index,
      item.kind,
      item.ref,
      JSON.stringify(item.reasons),
      item.title,
      item.subject,
      item.severity,
    ),
  )
}

/** Records a decision on an item; false when the session has no such item. */
export function decideItem(
  ws: Workspace,
  session: number,
  kind: ReviewItem['kind'],
  ref: number,
  decision: string,
  by: string,
  at: Instant,
): boolean {
  return (
    statement(
      ws,
      'UPDATE review_item SET decision = ?, decided_by = ?, decided_at = ? WHERE session = ? AND kind = ? AND ref = ?',
    ).run(decision, by, at, session, kind, ref).changes === 1
  )
}

/** Seals a session: after this no item and no word of it changes. */
export function sealSession(
  ws: Workspace,
  id: number,
  seal: { at: Instant; by: string; summary: string; sha256: string; ledgerSeq: number },
): void {
  statement(
    ws,
    'UPDATE review_session SET sealed_at = ?, sealed_by = ?, summary = ?, sha256 = ?, ledger_seq = ? WHERE id = ?',
  ).run(seal.at, seal.by, seal.summary, seal.sha256, seal.ledgerSeq, id)
}

/** The second person's sign-off of a sealed session. */
export function countersignSession(ws: Workspace, id: number, by: string, at: Instant): void {
  statement(ws, 'UPDATE review_session SET reviewed_by = ?, reviewed_at = ? WHERE id = ?').run(by, at, id)
}

/** Hash under which a session was sealed, and when it was countersigned. */
export function sessionSeal(
  ws: Workspace,
  id: number,
): { sha256: string | null; reviewedAt: Instant | null } {
  return statement(ws, 'SELECT sha256, reviewed_at AS reviewedAt FROM review_session WHERE id = ?').get(
    id,
  ) as { sha256: string | null; reviewedAt: string | null }
}

/** The session being held, or null. */
export function openSession(ws: Workspace): ReviewSession | null {
  const row = statement(ws, `${select} WHERE s.sealed_at IS NULL`).get() as SessionRow | undefined
  return row ? toSession(row) : null
}

/** The session with this id, or null. */
export function sessionById(ws: Workspace, id: number): ReviewSession | null {
  const row = statement(ws, `${select} WHERE s.id = ?`).get(id) as SessionRow | undefined
  return row ? toSession(row) : null
}

/** All sessions, oldest first. */
export function listSessions(ws: Workspace): ReviewSession[] {
  return (statement(ws, `${select} ORDER BY s.week, s.id`).all() as SessionRow[]).map(toSession)
}

/** A session's items, decided or not, in order. */
export function sessionItems(ws: Workspace, session: number): DecidedItem[] {
  const rows = statement(
    ws,
    `SELECT kind, ref, reasons, title, subject, severity, decision, decided_by AS decidedBy, decided_at AS decidedAt
     FROM review_item WHERE session = ? ORDER BY position, kind, ref`,
  ).all(session) as ItemRow[]
  return rows.map((row) => ({ ...row, reasons: JSON.parse(row.reasons) as ReviewItem['reasons'] }))
}
