import type {
  Finding,
  FindingEvent,
  FindingEventKind,
  FindingProjection,
} from '../../../shared/model/finding.ts'
import type { JsonValue } from '../../../shared/model/json.ts'
import type { Instant, Provider } from '../../../shared/model/provider.ts'
import { severities, type Controls, type Severity } from '../../../shared/model/rule.ts'
import { statement } from './connection.ts'
import { toFinding, type FindingRow } from './finding-rows.ts'
import type { Workspace } from './types.ts'

/** What a finding is about; fixed for its life. */
export interface FindingSubject {
  readonly rule: string
  readonly ruleTitle: string
  readonly severity: Severity
  readonly controls: Controls
  readonly provider: Provider
  readonly account: string
  readonly region: string
  readonly resource: number | null
  readonly subject: string
  readonly subjectName: string
  readonly type: string
}

export interface NewFindingEvent {
  readonly at: Instant
  readonly actor: string
  readonly kind: FindingEventKind
  readonly payload: Readonly<Record<string, JsonValue>>
  readonly scan: number | null
  readonly ledgerSeq: number | null
}

function projected(state: FindingProjection) {
  return {
    status: state.status,
    owner: state.owner,
    openedAt: state.openedAt,
    dueAt: state.dueAt,
    breached: state.breached ? 1 : 0,
    remediatedAt: state.remediatedAt,
    closedAt: state.closedAt,
    reopened: state.reopened,
    exceptionUntil: state.exceptionUntil,
    unread: state.unread ? 1 : 0,
    notes: state.notes,
  }
}

/** Adds a finding in its first state; the caller adds the events that led to it. */
export function insertFinding(ws: Workspace, subject: FindingSubject, state: FindingProjection): number {
  const result = statement(
    ws,
    `INSERT INTO finding (rule, rule_title, severity, severity_rank, provider, account, region, resource, subject, subject_name, type, controls,
       status, owner, opened_at, due_at, breached, remediated_at, closed_at, reopened, exception_until, unread, notes)
     VALUES ($rule, $ruleTitle, $severity, $rank, $provider, $account, $region, $resource, $subject, $subjectName, $type, $controls,
       $status, $owner, $openedAt, $dueAt, $breached, $remediatedAt, $closedAt, $reopened, $exceptionUntil, $unread, $notes)`,
  ).run({
    ...projected(state),
    rule: subject.rule,
    ruleTitle: subject.ruleTitle,
    severity: subject.severity,
    rank: severities.indexOf(subject.severity),
    provider: subject.provider,
    account: subject.account,
    region: subject.region,
    resource: subject.resource,
    subject: subject.subject,
    subjectName: subject.subjectName,
    type: subject.type,
    controls: JSON.stringify(subject.controls),
  })
  return Number(result.lastInsertRowid)
}

/** Stores the state its events came to. */
export function updateFinding(ws: Workspace, id: number, state: FindingProjection): void {
  statement(
    ws,
    `UPDATE finding SET status=$status, owner=$owner, opened_at=$openedAt, due_at=$dueAt, breached=$breached, remediated_at=$remediatedAt,
       closed_at=$closedAt, reopened=$reopened, exception_until=$exceptionUntil, unread=$unread, notes=$notes WHERE id=$id`,
  ).run({ id, ...projected(state) })
}

/** Appends one event to a finding's history. */
export function insertFindingEvent(ws: Workspace, finding: number, event: NewFindingEvent): void {
  statement(
    ws,
    'INSERT INTO finding_event (finding, at, actor, kind, payload, scan, ledger_seq) VALUES (?, ?, ?, ?, ?, ?, ?)',
  ).run(
    finding,
    event.at,
    event.actor,
    event.kind,
    JSON.stringify(event.payload),
    event.scan,
    event.ledgerSeq,
  )
}

/** The finding with this id, or null. */
export function findingById(ws: Workspace, id: number): Finding | null {
  const row = statement(ws, 'SELECT * FROM finding WHERE id = ?').get(id) as FindingRow | undefined
  return row ? toFinding(row) : null
}

/** The finding of a rule on a subject, or null. */
export function findingOf(
  ws: Workspace,
  rule: string,
  provider: Provider,
  account: string,
  resource: number | null,
): Finding | null {
  const row = statement(
    ws,
    'SELECT * FROM finding WHERE rule = ? AND provider = ? AND account = ? AND ifnull(resource, 0) = ?',
  ).get(rule, provider, account, resource ?? 0) as FindingRow | undefined
  return row ? toFinding(row) : null
}

/** Findings that are not closed, by id. */
export function livingFindings(ws: Workspace): Finding[] {
  return (
    statement(ws, `SELECT * FROM finding WHERE status <> 'closed' ORDER BY id`).all() as FindingRow[]
  ).map(toFinding)
}

/** Findings read at a time when there may be many. */
const slice = 500

/** Findings open at some time in [start, end): severity, then opened time, then id. Holds ids and one slice in memory. */
export function* findingsBetween(ws: Workspace, start: Instant, end: Instant): Generator<Finding> {
  // The plus keeps the planner from walking all events of a kind once for each finding.
  const ids = statement(
    ws,
    `SELECT id FROM finding f WHERE EXISTS (SELECT 1 FROM finding_event e WHERE e.finding = f.id AND +e.kind IN ('opened','reopened') AND +e.at < $end)
       AND (f.closed_at IS NULL OR f.closed_at >= $start) ORDER BY severity_rank, opened_at, id`,
  )
    .pluck()
    .all({ start, end }) as number[]
  for (let first = 0; first < ids.length; first += slice) {
    const part = ids.slice(first, first + slice)
    const found = statement(ws, 'SELECT * FROM finding WHERE id IN (SELECT value FROM json_each(?))').all(
      JSON.stringify(part),
    ) as FindingRow[]
    const byId = new Map(found.map((row) => [row.id, row]))
    for (const id of part) {
      const row = byId.get(id)
      if (row) yield toFinding(row)
    }
  }
}

interface EventRow {
  readonly id: number
  readonly finding: number
  readonly at: string
  readonly actor: string
  readonly kind: FindingEventKind
  readonly payload: string
  readonly scan: number | null
  readonly ledger_seq: number | null
}

const toEvent = ({ ledger_seq, payload, ...row }: EventRow): FindingEvent => ({
  ...row,
  payload: JSON.parse(payload) as FindingEvent['payload'],
  ledgerSeq: ledger_seq,
})

/** A finding's events, oldest first. */
export function findingEvents(ws: Workspace, finding: number, before?: Instant): FindingEvent[] {
  const rows = statement(ws, 'SELECT * FROM finding_event WHERE finding = ? AND +at < ? ORDER BY id').all(
    finding,
    before ?? '9999',
  ) as EventRow[]
  return rows.map(toEvent)
}

/**
 * Findings in the order given with their events before an instant, oldest first: the same as asking for each one's
 * events, some hundred at a time.
 */
export function* withEvents(
  ws: Workspace,
  findings: Iterable<Finding>,
  before: Instant,
): Generator<{ readonly finding: Finding; readonly events: readonly FindingEvent[] }> {
  const flush = function* (part: readonly Finding[]) {
    const rows = statement(
      ws,
      'SELECT * FROM finding_event WHERE finding IN (SELECT value FROM json_each(?)) AND +at < ? ORDER BY finding, id',
    ).all(JSON.stringify(part.map(({ id }) => id)), before) as EventRow[]
    const byFinding = Map.groupBy(rows.map(toEvent), (event) => event.finding)
    for (const finding of part) yield { finding, events: byFinding.get(finding.id) ?? [] }
  }
  let part: Finding[] = []
  for (const finding of findings) {
    part.push(finding)
    if (part.length < slice) continue
    yield* flush(part)
    part = []
  }
  yield* flush(part)
}

/** Findings that got an event of this kind after an instant. */
export function findingsWithEvent(ws: Workspace, kind: FindingEventKind, after: Instant): Set<number> {
  return new Set(
    statement(ws, 'SELECT DISTINCT finding FROM finding_event WHERE kind = ? AND at > ?')
      .pluck()
      .all(kind, after) as number[],
  )
}
