import type { Period, Person, SignOff } from '../evidence/reader.ts'
import {
  listBaselines,
  listExceptions,
  listSamples,
  listSessions,
  livingFindings,
  sessionSeal,
  type Workspace,
} from '../store/index.ts'

/** Who signed off what in the period, oldest first. */
export function signOffsOf(ws: Workspace, period: Period): SignOff[] {
  const all: SignOff[] = []
  for (const session of listSessions(ws)) {
    if (session.sealedAt === null || session.sealedBy === null) continue
    const { sha256, reviewedAt } = sessionSeal(ws, session.id)
    const object = `review session ${session.week}`
    all.push({
      at: session.sealedAt,
      person: session.sealedBy,
      role: 'preparer',
      object,
      sha256,
      ledgerSeq: session.ledgerSeq,
    })
    if (session.reviewedBy !== null && reviewedAt !== null) {
      all.push({
        at: reviewedAt,
        person: session.reviewedBy,
        role: 'reviewer',
        object,
        sha256,
        ledgerSeq: null,
      })
    }
  }
  for (const { approvedAt, approvedBy, version, sha256, ledgerSeq } of listBaselines(ws)) {
    all.push({
      at: approvedAt,
      person: approvedBy,
      role: 'approver',
      object: `baseline v${version}`,
      sha256,
      ledgerSeq,
    })
  }
  for (const { id, decidedAt, decidedBy, status } of listExceptions(ws)) {
    if (decidedAt !== null && decidedBy !== null)
      all.push({
        at: decidedAt,
        person: decidedBy,
        role: 'approver',
        object: `exception ${id} ${status}`,
        sha256: null,
        ledgerSeq: null,
      })
  }
  for (const { drawnAt, drawnBy, population, sha256, drawnSeq } of listSamples(ws)) {
    if (drawnAt !== null && drawnBy !== null)
      all.push({
        at: drawnAt,
        person: drawnBy,
        role: 'tester',
        object: `sample of ${population}`,
        sha256,
        ledgerSeq: drawnSeq,
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
  for (const { person, role } of signOffsOf(ws, { start: '', end: '9999' })) add(person, role)
  for (const { owner } of livingFindings(ws)) add(owner, 'owner')
  for (const { requestedBy } of listExceptions(ws)) add(requestedBy, 'requester')
  for (const { attendees } of listSessions(ws)) for (const name of attendees) add(name, 'attendee')
  return [...roles]
    .map(([name, set]) => ({ name, roles: [...set].sort() }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}
