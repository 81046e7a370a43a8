import type { Period, Person, SignOff } from '../evidence/reader.ts'
import { weekOf } from '../review/index.ts'
import {
  listBaselines,
  listExceptions,
  listSamples,
  listSessions,
  livingFindings,
  scanById,
  sessionSeal,
  type StoredSample,
  type Workspace,
} from '../store/index.ts'

/**
 * Samples of a period, by id: those drawn in it, and those drawn later from what was captured in it, since auditors sample a
 * period after it has ended.
 */
export function drawnSamples(ws: Workspace, period: Period): StoredSample[] {
  return listSamples(ws).filter(({ drawnAt, scan }) => {
    if (drawnAt === null || drawnAt < period.start) return false
    if (drawnAt < period.end) return true
    const { asOf } = scanById(ws, scan)
    return asOf >= period.start && asOf < period.end
  })
}

/**
 * Who signed off what of the period, oldest first. A review session or a sample of the period may be signed after its end;
 * approvals of baselines and exceptions count in the period they were given in.
 */
export function signOffsOf(ws: Workspace, period: Period): SignOff[] {
  const all: SignOff[] = []
  for (const session of listSessions(ws)) {
    if (session.sealedAt === null || session.sealedBy === null) continue
    if (session.week < weekOf(period.start) || session.week >= period.end.slice(0, 10)) continue
    const { sha256, reviewedAt } = sessionSeal(ws, session.id)
    const object = `review session ${session.week}`
    all.push({
      at: session.sealedAt,
      person: session.sealedBy,
      role: 'preparer',
      object,
      sha256,
      ledgerSeq: session.ledgerSeq,
      of: { kind: 'session', id: session.id },
    })
    if (session.reviewedBy !== null && reviewedAt !== null) {
      all.push({
        at: reviewedAt,
        person: session.reviewedBy,
        role: 'reviewer',
        object,
        sha256,
        ledgerSeq: null,
        of: { kind: 'session', id: session.id },
      })
    }
  }
  for (const { approvedAt, approvedBy, version, sha256, ledgerSeq } of listBaselines(ws)) {
    if (approvedAt >= period.end) continue
    all.push({
      at: approvedAt,
      person: approvedBy,
      role: 'approver',
      object: `baseline v${version}`,
      sha256,
      ledgerSeq,
      of: { kind: 'baseline', id: version },
    })
  }
  for (const { id, decidedAt, decidedBy, status } of listExceptions(ws)) {
    if (decidedAt !== null && decidedBy !== null && decidedAt < period.end)
      all.push({
        at: decidedAt,
        person: decidedBy,
        role: 'approver',
        object: `exception ${id} ${status}`,
        sha256: null,
        ledgerSeq: null,
        of: { kind: 'exception', id },
      })
  }
  for (const { id, drawnAt, drawnBy, population, sha256, drawnSeq } of drawnSamples(ws, period)) {
    if (drawnAt !== null && drawnBy !== null)
      all.push({
        at: drawnAt,
        person: drawnBy,
        role: 'tester',
        object: `sample of ${population}`,
        sha256,
        ledgerSeq: drawnSeq,
        of: { kind: 'sample', id },
      })
  }
  return all.filter(({ at }) => at >= period.start).sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
}

/** Everyone who did something in the engagement, by name, with their roles. */
export function peopleOf(ws: Workspace): Person[] {
  const roles = new Map<string, Set<string>>()
  const add = (name: string | null, role: string) => {
    if (name) roles.set(name, (roles.get(name) ?? new Set()).add(role))
  }
  for (const { person, role } of signOffsOf(ws, {
    start: '0000-01-01T00:00:00.000Z',
    end: '9999-12-31T00:00:00.000Z',
  }))
    add(person, role)
  for (const { owner } of livingFindings(ws)) add(owner, 'owner')
  for (const { requestedBy } of listExceptions(ws)) add(requestedBy, 'requester')
  for (const { attendees } of listSessions(ws)) for (const name of attendees) add(name, 'attendee')
  return [...roles]
    .map(([name, set]) => ({ name, roles: [...set].sort() }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}
