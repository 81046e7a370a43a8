import { createHash } from 'node:crypto'
import { canonicalJson } from '../../../shared/model/canonical.ts'
import { CountersignError } from '../../../shared/model/errors.ts'
import type { JsonValue } from '../../../shared/model/json.ts'
import type { Instant } from '../../../shared/model/provider.ts'
import type { ReviewItem, ReviewSession, ReviewWeek } from '../../../shared/model/review.ts'
import { reviewQueue, weekOf, weeksOf } from '../review/index.ts'
import {
  addItems,
  appendLedger,
  countersignSession,
  decideItem,
  findingById,
  findingsWithEvent,
  inTransaction,
  insertSession,
  latestScan,
  listExceptions,
  listScans,
  listSessions,
  livingFindings,
  openDrift,
  openSession,
  readEngagement,
  sealSession,
  sessionById,
  sessionItems,
  type Workspace,
} from '../store/index.ts'
import { appendEvents, followTime } from './findings.ts'
import type { Job } from './job.ts'

function queueNow(ws: Workspace, now: Instant): ReviewItem[] {
  const lastSealedAt = listSessions(ws).findLast(({ sealedAt }) => sealedAt !== null)?.sealedAt ?? null
  return reviewQueue({
    findings: livingFindings(ws),
    drifts: openDrift(ws),
    exceptions: listExceptions(ws),
    disproved: findingsWithEvent(ws, 'remediation-disproved', lastSealedAt ?? ''),
    lastSealedAt,
    now,
  })
}

function current(ws: Workspace): ReviewSession {
  const session = openSession(ws)
  if (!session) throw new CountersignError('conflict', { detail: 'no review session is open' })
  return session
}

function again(ws: Workspace, id: number): ReviewSession {
  const session = sessionById(ws, id)
  if (!session) throw new CountersignError('not_found', { what: 'review session', id })
  return session
}

/** Opens the week's session with what has come up since the last sealed one. */
export function startReview(
  job: Job,
  input: { attendees: readonly string[]; week?: string | undefined; actor: string },
): ReviewSession {
  const { ws } = job
  const scan = latestScan(ws)
  if (!scan) throw new CountersignError('conflict', { detail: 'there is no scan to review yet' })
  if (openSession(ws)) throw new CountersignError('conflict', { detail: 'a review session is open already' })
  return inTransaction(ws, () => {
    const at = job.clock()
    followTime(job, at, null)
    const week = input.week ?? weekOf(at)
    const items = queueNow(ws, at)
    appendLedger(ws, {
      at,
      actor: input.actor,
      action: 'review-started',
      payload: { week, scan: scan.id, items: items.length, attendees: [...input.attendees] },
    })
    return again(
      ws,
      insertSession(ws, { week, at, by: input.actor, attendees: input.attendees, scan: scan.id }, items),
    )
  })
}

/** The open session with its items; without one, what a session started now would hold. */
export function reviewNow(job: Job): { session: ReviewSession | null; items: ReviewItem[] } {
  const session = openSession(job.ws)
  if (!session) return { session: null, items: queueNow(job.ws, job.clock()) }
  return {
    session,
    items: sessionItems(job.ws, session.id).map(({ decidedBy: _, decidedAt: __, ...item }) => item),
  }
}

/** Records what was decided on one item; deciding again replaces it until the session is sealed. */
export function decideReview(
  job: Job,
  input: { kind: ReviewItem['kind']; ref: number; decision: string; actor: string },
): ReviewSession {
  const { ws } = job
  return inTransaction(ws, () => {
    const session = current(ws)
    const at = job.clock()
    const known = sessionItems(ws, session.id).some(
      (item) => item.kind === input.kind && item.ref === input.ref,
    )
    if (!known)
      addItems(
        ws,
        session.id,
        queueNow(ws, at).filter((item) => item.kind === input.kind && item.ref === input.ref),
      )
    if (!decideItem(ws, session.id, input.kind, input.ref, input.decision, input.actor, at))
      throw new CountersignError('not_found', { what: input.kind, id: input.ref })
    const finding = input.kind === 'finding' ? findingById(ws, input.ref) : null
    if (finding)
      appendEvents(
        ws,
        finding,
        [{ kind: 'reviewed', payload: { session: session.id, decision: input.decision } }],
        { at, actor: input.actor, scan: null, ledgerSeq: null },
      )
    return again(ws, session.id)
  })
}

/** Seals the open session: every decision goes into one ledger entry under one hash. Undecided items stay visible as such. */
export function sealReview(job: Job, input: { summary: string; actor: string }): ReviewSession {
  const { ws } = job
  return inTransaction(
    ws,
    () => {
      const session = current(ws)
      const items = sessionItems(ws, session.id)
      const minutes: JsonValue = {
        week: session.week,
        attendees: session.attendees,
        scan: session.scan,
        summary: input.summary,
        items: items.map(
          ({ kind, ref, reasons, title, subject, severity, decision, decidedBy, decidedAt }) => ({
            kind,
            ref,
            reasons,
            title,
            subject,
            severity,
            decision,
            decidedBy,
            decidedAt,
          }),
        ),
      }
      const sha256 = createHash('sha256').update(canonicalJson(minutes)).digest('hex')
      const at = job.clock()
      const decided = items.filter(({ decision }) => decision !== null).length
      const payload = {
        session: session.id,
        week: session.week,
        items: items.length,
        decided,
        undecided: items.length - decided,
        minutesSha256: sha256,
      }
      const entry = appendLedger(ws, { at, actor: input.actor, action: 'review-sealed', payload })
      sealSession(ws, session.id, {
        at,
        by: input.actor,
        summary: input.summary,
        sha256,
        ledgerSeq: entry.seq,
      })
      return again(ws, session.id)
    },
    { durable: true },
  )
}

/** A second person signs a sealed session off. */
export function countersignReview(job: Job, input: { session: number; actor: string }): ReviewSession {
  const { ws } = job
  return inTransaction(ws, () => {
    const session = again(ws, input.session)
    if (session.sealedAt === null)
      throw new CountersignError('conflict', { detail: 'the session is not sealed yet' })
    if (session.reviewedBy !== null) throw new CountersignError('sealed', { at: session.sealedAt })
    if (session.sealedBy?.trim().toLowerCase() === input.actor.trim().toLowerCase()) {
      throw new CountersignError('same_person', {
        person: input.actor,
        first: 'seal a session',
        second: 'countersign it',
      })
    }
    const at = job.clock()
    appendLedger(ws, {
      at,
      actor: input.actor,
      action: 'review-countersigned',
      payload: { session: session.id, week: session.week },
    })
    countersignSession(ws, session.id, input.actor, at)
    return again(ws, session.id)
  })
}

/** Every week of the period with its session, or the fact that there was none. */
export function reviewWeeks(job: Job): { weeks: ReviewWeek[]; sessions: ReviewSession[] } {
  const { ws } = job
  const { periodStart, periodEnd } = readEngagement(ws)
  const sessions = listSessions(ws)
  const thisWeek = weekOf(job.clock())
  const scans = listScans(ws, { offset: 0, limit: 500 }).rows.map((scan) => weekOf(scan.asOf))
  const weeks = weeksOf(periodStart, periodEnd).map((week): ReviewWeek => {
    const session = sessions.findLast((candidate) => candidate.week === week)
    const standing = session ? (session.sealedAt ? 'sealed' : 'open') : week >= thisWeek ? 'future' : 'missed'
    return {
      week,
      session: session?.id ?? null,
      scans: scans.filter((scanWeek) => scanWeek === week).length,
      standing,
    }
  })
  return { weeks, sessions }
}
