import type { Exception, Finding, FindingProjection, Sla } from '../../../shared/model/finding.ts'
import type { JsonValue } from '../../../shared/model/json.ts'
import type { Instant } from '../../../shared/model/provider.ts'
import type { Scan } from '../../../shared/model/scan.ts'
import {
  eventsAtScan,
  eventsAtTime,
  openingEvents,
  project,
  unopened,
  type PlannedEvent,
  type Said,
} from '../review/index.ts'
import {
  accountsAt,
  decideException,
  findingOf,
  insertFinding,
  insertFindingEvent,
  listExceptions,
  livingFindings,
  readEngagement,
  resourcesByIds,
  standingOutcomes,
  transitions,
  updateFinding,
  type EvaluationRun,
  type OutcomeTransition,
  type Workspace,
} from '../store/index.ts'
import type { Job } from './job.ts'
import { slaOf } from './local-rules.ts'

/** Who a scan's own events are by. */
export const scanner = 'countersign'

interface Occasion {
  readonly at: Instant
  readonly actor: string
  readonly scan: number | null
  readonly ledgerSeq: number | null
}

/** Appends events to a finding and stores the state they come to; call inside a transaction. */
export function appendEvents(
  ws: Workspace,
  finding: Finding,
  events: readonly PlannedEvent[],
  occasion: Occasion,
): FindingProjection {
  let state: FindingProjection = finding
  for (const event of events) {
    insertFindingEvent(ws, finding.id, { ...occasion, kind: event.kind, payload: event.payload })
    state = project(state, { ...event, at: occasion.at })
  }
  if (events.length > 0) updateFinding(ws, finding.id, state)
  return state
}

/** What an evaluation run means for findings; call inside a transaction. */
export function followFindings(job: Job, run: EvaluationRun, scan: Scan): void {
  const { ws } = job
  const { sla } = readEngagement(ws)
  const occasion: Occasion = { at: scan.asOf, actor: scanner, scan: scan.id, ledgerSeq: null }
  const spokenOf = new Set<number>()
  // Taken as a whole: the connection cannot write while it is being read from.
  const changed = [...transitions(ws, run.id)]
  for (const transition of changed) {
    if (transition.before?.status === transition.after?.status) continue
    const said: Said = transition.after?.status ?? 'gone'
    const finding = findingOf(
      ws,
      transition.rule,
      transition.provider,
      transition.account,
      transition.resource,
    )
    if (finding) {
      appendEvents(
        ws,
        finding,
        eventsAtScan(finding, said, scan.asOf, finding.severity, slaOf(job.rules, finding.rule, sla)),
        occasion,
      )
      spokenOf.add(finding.id)
    } else if (said === 'fail') {
      const opened = open(job, transition, occasion, sla)
      if (opened !== null) spokenOf.add(opened)
    }
  }
  const read = new Set(
    accountsAt(ws, { scan: scan.id }).flatMap(({ provider, account, newestScan }) =>
      newestScan === scan.id ? [`${provider} ${account}`] : [],
    ),
  )
  for (const finding of livingFindings(ws)) {
    // Only a remediation can be proved or disproved without the outcome changing.
    if (finding.status !== 'remediated' || spokenOf.has(finding.id)) continue
    if (!read.has(`${finding.provider} ${finding.account}`)) continue
    const events = eventsAtScan(
      finding,
      standing(ws, finding),
      scan.asOf,
      finding.severity,
      slaOf(job.rules, finding.rule, sla),
    )
    appendEvents(ws, finding, events, occasion)
  }
  followTime(job, scan.asOf, scan.id)
}

/** What the passing of time means for findings: expired exceptions, breached due dates; call inside a transaction. */
export function followTime(
  { ws, rules }: Pick<Job, 'ws' | 'rules'>,
  now: Instant,
  scan: number | null,
): void {
  const { sla } = readEngagement(ws)
  for (const finding of livingFindings(ws)) {
    const events = eventsAtTime(finding, now, finding.severity, slaOf(rules, finding.rule, sla))
    if (events.some(({ kind }) => kind === 'exception-expired')) expire(ws, finding.id, now)
    appendEvents(ws, finding, events, { at: now, actor: scanner, scan, ledgerSeq: null })
  }
}

function expire(ws: Workspace, finding: number, now: Instant): void {
  const due = listExceptions(ws, finding).filter(
    (exception: Exception) => exception.status === 'approved' && exception.expiresAt <= now,
  )
  for (const exception of due) decideException(ws, exception.id, 'expired', null, null)
}

function open(job: Job, transition: OutcomeTransition, occasion: Occasion, sla: Sla): number | null {
  const { ws } = job
  const rule = job.rules.index.byId.get(transition.rule)?.rule
  if (!rule) return null
  const resource =
    transition.resource === null ? null : resourcesByIds(ws, [transition.resource]).get(transition.resource)
  const observed: JsonValue = { ...transition.after?.observed }
  const events = openingEvents(occasion.at, rule.severity, slaOf(job.rules, rule.id, sla)).map((event) => ({
    ...event,
    payload: { ...event.payload, observed },
  }))
  const state = events.reduce<FindingProjection>(
    (now, event) => project(now, { ...event, at: occasion.at }),
    unopened(occasion.at),
  )
  const id = insertFinding(
    ws,
    {
      rule: rule.id,
      ruleTitle: rule.title,
      severity: rule.severity,
      controls: rule.controls,
      provider: transition.provider,
      account: transition.account,
      region: resource?.region ?? 'global',
      resource: transition.resource,
      subject: resource?.resourceId ?? transition.account,
      subjectName: resource?.name ?? transition.account,
      type: resource?.type ?? 'account',
    },
    state,
  )
  for (const event of events)
    insertFindingEvent(ws, id, { ...occasion, kind: event.kind, payload: event.payload })
  return id
}

/** What the newest evaluation says of a finding's subject. */
function standing(ws: Workspace, finding: Finding): Said {
  const filter = {
    rules: [finding.rule],
    accounts: [finding.account],
    ...(finding.resource === null ? {} : { resources: [finding.resource] }),
  }
  for (const outcome of standingOutcomes(ws, filter))
    if (outcome.resource === finding.resource) return outcome.verdict.status
  return 'gone'
}
