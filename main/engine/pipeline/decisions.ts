import { CountersignError } from '../../../shared/model/errors.ts'
import type { Exception, Finding } from '../../../shared/model/finding.ts'
import type { JsonValue } from '../../../shared/model/json.ts'
import type { LedgerAction } from '../../../shared/model/ledger.ts'
import type { Instant } from '../../../shared/model/provider.ts'
import { dueAt, type PlannedEvent } from '../review/index.ts'
import {
  appendLedger,
  decideDrift,
  decideException,
  exceptionById,
  findingById,
  inTransaction,
  insertException,
  readEngagement,
  type Workspace,
} from '../store/index.ts'
import { appendEvents } from './findings.ts'
import type { Job } from './job.ts'
import { slaOf } from './local-rules.ts'

type Payload = Record<string, JsonValue>

function findingOrThrow(ws: Workspace, id: number): Finding {
  const finding = findingById(ws, id)
  if (!finding) throw new CountersignError('not_found', { what: 'finding', id })
  return finding
}

/** One decision on several findings: one ledger entry, one event on each. */
function decideOnFindings(
  job: Job,
  ids: readonly number[],
  actor: string,
  action: LedgerAction,
  payload: Payload,
  event: PlannedEvent,
): { changed: number } {
  const { ws } = job
  return inTransaction(ws, () => {
    const findings = [...new Set(ids)].map((id) => findingOrThrow(ws, id))
    const at = job.clock()
    const subjects = findings.map(({ rule, subject }) => ({ rule, subject }))
    const entry = appendLedger(ws, { at, actor, action, payload: { ...payload, findings: subjects } })
    for (const finding of findings)
      appendEvents(ws, finding, [event], { at, actor, scan: null, ledgerSeq: entry.seq })
    return { changed: findings.length }
  })
}

/** Gives findings an owner by name, or takes it away. */
export function assignFindings(
  job: Job,
  input: { findings: readonly number[]; owner: string | null; actor: string },
): { changed: number } {
  const payload = { owner: input.owner }
  return decideOnFindings(job, input.findings, input.actor, 'finding-assigned', payload, {
    kind: 'assigned',
    payload,
  })
}

/** Adds a note of any length. */
export function noteFindings(
  job: Job,
  input: { findings: readonly number[]; text: string; actor: string },
): { changed: number } {
  const payload = { text: input.text }
  return decideOnFindings(job, input.findings, input.actor, 'finding-noted', payload, {
    kind: 'noted',
    payload,
  })
}

/** A person says the work is done; the next scan proves it or not. */
export function markRemediated(
  job: Job,
  input: { findings: readonly number[]; action: string; actedAt?: Instant | undefined; actor: string },
): { changed: number } {
  for (const id of input.findings) {
    if (findingOrThrow(job.ws, id).status === 'closed')
      throw new CountersignError('conflict', { detail: `finding ${id} is closed already` })
  }
  const now = job.clock()
  if (input.actedAt !== undefined && input.actedAt > now)
    throw new CountersignError('invalid_input', { field: 'actedAt', detail: 'lies in the future' })
  const payload = { action: input.action, actedAt: input.actedAt ?? now }
  return decideOnFindings(job, input.findings, input.actor, 'finding-remediation-marked', payload, {
    kind: 'remediation-marked',
    payload,
  })
}

/** Asks to accept a risk for a time. */
export function requestException(
  job: Job,
  input: { finding: number; reason: string; compensatingControl: string; expiresAt: Instant; actor: string },
): Exception {
  const { ws } = job
  const at = job.clock()
  if (input.expiresAt <= at)
    throw new CountersignError('invalid_input', { field: 'expiresAt', detail: 'must lie in the future' })
  return inTransaction(ws, () => {
    const finding = findingOrThrow(ws, input.finding)
    if (finding.status === 'closed')
      throw new CountersignError('conflict', { detail: 'the finding is closed' })
    const { actor, finding: _, ...terms } = input
    const id = insertException(ws, { finding: finding.id, requestedBy: actor, requestedAt: at, ...terms })
    const payload = { exception: id, rule: finding.rule, subject: finding.subject, ...terms }
    const entry = appendLedger(ws, { at, actor, action: 'exception-requested', payload })
    appendEvents(ws, finding, [{ kind: 'exception-requested', payload: { exception: id, ...terms } }], {
      at,
      actor,
      scan: null,
      ledgerSeq: entry.seq,
    })
    return exceptionOrThrow(ws, id)
  })
}

function exceptionOrThrow(ws: Workspace, id: number): Exception {
  const exception = exceptionById(ws, id)
  if (!exception) throw new CountersignError('not_found', { what: 'exception', id })
  return exception
}

const allowedFrom = { approved: 'requested', rejected: 'requested', revoked: 'approved' } as const

/** Decides on an exception; nobody approves what they asked for. */
export function resolveException(
  job: Job,
  input: { exception: number; decision: 'approved' | 'rejected' | 'revoked'; actor: string },
): Exception {
  const { ws } = job
  return inTransaction(ws, () => {
    const exception = exceptionOrThrow(ws, input.exception)
    if (exception.status !== allowedFrom[input.decision])
      throw new CountersignError('conflict', { detail: `the exception is ${exception.status}` })
    const samePerson = exception.requestedBy.trim().toLowerCase() === input.actor.trim().toLowerCase()
    if (input.decision !== 'revoked' && samePerson) {
      throw new CountersignError('same_person', {
        person: input.actor,
        first: 'request an exception',
        second: 'decide on it',
      })
    }
    const at = job.clock()
    if (input.decision === 'approved' && exception.expiresAt <= at)
      throw new CountersignError('conflict', { detail: 'its expiry has passed' })
    const finding = findingOrThrow(ws, exception.finding)
    const payload = {
      exception: exception.id,
      rule: exception.rule,
      subject: exception.subject,
      expiresAt: exception.expiresAt,
    }
    const entry = appendLedger(ws, { at, actor: input.actor, action: `exception-${input.decision}`, payload })
    decideException(ws, exception.id, input.decision, input.actor, at)
    const due =
      input.decision === 'revoked'
        ? { dueAt: dueAt(at, finding.severity, slaOf(job.rules, finding.rule, readEngagement(ws).sla)) }
        : {}
    const event: PlannedEvent = {
      kind: `exception-${input.decision}`,
      payload: { exception: exception.id, expiresAt: exception.expiresAt, ...due },
    }
    appendEvents(ws, finding, [event], { at, actor: input.actor, scan: null, ledgerSeq: entry.seq })
    return exceptionOrThrow(ws, exception.id)
  })
}

/** Says whether drift was authorised, with the change reference. */
export function resolveDrift(
  job: Job,
  input: { drifts: readonly number[]; authorised: boolean; changeReference: string; actor: string },
): { changed: number } {
  const { ws } = job
  return inTransaction(ws, () => {
    const at = job.clock()
    const drifts = [...new Set(input.drifts)]
    appendLedger(ws, {
      at,
      actor: input.actor,
      action: input.authorised ? 'drift-authorised' : 'drift-not-authorised',
      payload: { drifts, changeReference: input.changeReference },
    })
    for (const id of drifts) {
      if (!decideDrift(ws, id, input.authorised, input.changeReference, input.actor, at))
        throw new CountersignError('not_found', { what: 'drift event', id })
    }
    return { changed: drifts.length }
  })
}
