import { createHash } from 'node:crypto'
import type { DriftEvent } from '../../../shared/model/drift.ts'
import type {
  Exception,
  Finding,
  FindingEvent,
  FindingProjection,
  RemediationRow,
} from '../../../shared/model/finding.ts'
import type { OutcomeRow, Totals } from '../../../shared/model/outcome.ts'
import type { Instant } from '../../../shared/model/provider.ts'
import { frameworkViews } from '../evaluate/index.ts'
import type { EvidenceOutcome, EvidenceReader, Period, ToolIdentity } from '../evidence/reader.ts'
import { project, unopened, weekOf } from '../review/index.ts'
import {
  baselineRows,
  callFailures,
  capturedAt,
  countsByRule,
  coverageHoles,
  documentTextBySha,
  driftBetween,
  droppedFiles,
  findingById,
  findingEvents,
  findingsBetween,
  itemProblems,
  ledgerEntries,
  ledgerHead,
  listBaselines,
  listExceptions,
  listFollowed,
  listScans,
  listSessions,
  outcomesAt,
  presenceAt,
  readEngagement,
  resourceIdsAt,
  resourcesByIds,
  sampleById,
  sampleItems,
  scanById,
  scansBetween,
  sessionItems,
  sourceFiles,
  withEvents,
  type Workspace,
} from '../store/index.ts'
import { localRulesRecord } from './local-rules.ts'
import { reviewWeeks } from './sessions.ts'
import type { Job, JudgingPack } from './job.ts'
import { remediationOf } from './remediation.ts'
import { frameworksAt, requirementsAt } from './totals.ts'
import { samplePopulation } from './sampling.ts'
import { drawnSamples, signOffsOf, peopleOf } from './sign-offs.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const page = 500

/** A finding as it stood when it had had these events: they are folded. */
function asOf(finding: Finding, events: readonly FindingEvent[]): Finding {
  const state = events.reduce<FindingProjection>(
    (now, event) => project(now, event),
    unopened(finding.openedAt),
  )
  return { ...finding, ...state }
}

/** Findings of a period as they stood at its end, with what had happened to them. */
function* inPeriod(ws: Workspace, period: Period) {
  const found = findingsBetween(ws, period.start, period.end)
  for (const { finding, events } of withEvents(ws, found, period.end))
    yield { finding: asOf(finding, events), events }
}

function* findingsOf(ws: Workspace, period: Period): Generator<Finding> {
  for (const { finding } of inPeriod(ws, period)) yield finding
}

function* paged<Row>(read: (offset: number) => { rows: readonly Row[]; total: number }): Generator<Row> {
  for (let offset = 0; ; offset += page) {
    const { rows, total } = read(offset)
    yield* rows
    if (offset + page >= total) return
  }
}

/** Outcomes with the identity of what they judge; resources are looked up in slices, so memory does not grow. */
function* identified(ws: Workspace, scan: number, rows: Iterable<OutcomeRow>): Generator<EvidenceOutcome> {
  let slice: OutcomeRow[] = []
  const flush = function* () {
    const ids = slice.flatMap(({ resource }) => (resource === null ? [] : [resource]))
    const resources = resourcesByIds(ws, ids)
    const captured = capturedAt(ws, scan, ids)
    for (const row of slice) {
      const resource = row.resource === null ? undefined : resources.get(row.resource)
      yield {
        ...row,
        type: resource?.type ?? 'account',
        name: resource?.name ?? row.account,
        capturedAt: row.resource === null ? null : (captured.get(row.resource) ?? null),
      }
    }
    slice = []
  }
  for (const row of rows) {
    slice.push(row)
    if (slice.length >= page) yield* flush()
  }
  yield* flush()
}

const within = (at: Instant | null, period: Period) => at !== null && at >= period.start && at < period.end

/** The evidence package's view of a workspace; `ws` should be frozen, so that every call sees one state. */
export function evidenceReader(
  ws: Workspace,
  rules: JudgingPack,
  tool: ToolIdentity,
  clock: () => Instant,
): EvidenceReader {
  const { pack } = rules
  const quiet: Job = {
    ws,
    rules,
    clock,
    signal: new AbortController().signal,
    progress: () => {},
    breathe: () => Promise.resolve(),
  }
  return {
    engagement: () => readEngagement(ws),
    tool: () => tool,
    expectedCaptureDays: () => 7,
    people: () => peopleOf(ws),
    signOffs: (period) => signOffsOf(ws, period),

    scans: (period) => scansBetween(ws, period.start, period.end),
    scanBefore: (period) =>
      listScans(ws, { offset: 0, limit: page }).rows.find((scan) => scan.asOf < period.start) ?? null,
    sourceFiles: (scan) =>
      sourceFiles(ws, scan)
        .map(({ ordinal: _, ...file }) => file)
        .toSorted((a, b) => (a.path < b.path ? -1 : 1)),
    holes: (scan) => coverageHoles(ws, scan),
    callFailures: (scan) => callFailures(ws, scan).map(({ file: _, ...failure }) => failure),
    problems: (scan) => again(() => paged((offset) => itemProblems(ws, scan, { offset, limit: page }))),
    droppedFiles: (scan) =>
      droppedFiles(ws, scan)
        .map(({ path, why }) => ({
          path,
          code: why?.code ?? '',
          detail: Object.values(why?.params ?? {}).join(' '),
        }))
        .toSorted((a, b) => (a.path < b.path ? -1 : 1)),
    presence: (scan) => presenceAt(ws, scan),

    pack: () => pack.identity,
    rules: () =>
      pack.rules.map((rule) => {
        const yaml = pack.files.find(({ path }) => path === pack.rulePaths.get(rule.id))?.text ?? ''
        return { rule, yaml, sha256: sha256(yaml) }
      }),
    localRules: () => localRulesRecord(rules),
    notApplicableEntries: () => pack.notApplicable,
    catalogues: () =>
      pack.files
        .filter(({ path }) => /^(frameworks|benchmarks)\//.test(path))
        .map(({ path, text }) => ({ name: path.replaceAll('/', '.'), text, sha256: sha256(text) })),
    requirementRules: (framework, requirement) =>
      frameworkViews(pack)
        .find((view) => view.framework === framework)
        ?.requirements.find((row) => row.requirement.id === requirement)
        ?.rules.toSorted() ?? [],

    frameworkTotals: (scan) => frameworksAt(ws, rules, scan),
    requirementTotals: (scan, framework) => requirementsAt(ws, rules, scan, framework),
    ruleTotals: (scan, among) => {
      const all = new Map<string, Totals>()
      // Accounts of one provider at a time: two providers may use the same name.
      for (const { provider, accounts } of among) {
        const filter = { providers: [provider], ...(accounts === null ? {} : { accounts }) }
        for (const [rule, totals] of countsByRule(ws, { scan }, filter)) all.set(rule, totals)
      }
      return all
    },
    trend: (period) =>
      again(function* () {
        const points = listFollowed(ws).map((followed) => ({
          ...followed,
          scan: scanById(ws, followed.scan),
        }))
        points.sort((a, b) => (a.scan.asOf < b.scan.asOf ? -1 : a.scan.asOf > b.scan.asOf ? 1 : 0))
        for (const { scan, open, overdue } of points) {
          if (within(scan.asOf, period))
            yield {
              scan: scan.id,
              asOf: scan.asOf,
              verdict: scan.verdict,
              frameworks: frameworksAt(ws, rules, scan.id),
              open,
              overdue,
            }
        }
      }),

    outcomes: (scan) => again(() => identified(ws, scan, outcomesAt(ws, { scan }))),
    ruleOutcomes: (scan, rule) =>
      again(() => identified(ws, scan, outcomesAt(ws, { scan }, { rules: [rule] }))),
    documents: (scan) => again(() => documentsAt(ws, scan)),

    findings: (period) => again(() => findingsOf(ws, period)),
    findingPlace: (id) => {
      const finding = findingById(ws, id)
      return finding && { rule: finding.rule, provider: finding.provider, account: finding.account }
    },
    findingEvents: (finding, period) => findingEvents(ws, finding, period.end),
    exceptions: (period) =>
      listExceptions(ws)
        .filter((exception) => exception.requestedAt < period.end && exception.expiresAt >= period.start)
        .map((exception) =>
          exceptionAsOf(exception, findingEvents(ws, exception.finding, period.end), period),
        ),
    remediations: (period) =>
      again(function* () {
        const rows: RemediationRow[] = []
        for (const { finding, events } of inPeriod(ws, period))
          rows.push(remediationOf(rules, finding, events))
        yield* rows.sort((a, b) =>
          a.detectedAt < b.detectedAt ? -1 : a.detectedAt > b.detectedAt ? 1 : a.finding - b.finding,
        )
      }),

    baselines: (period) => {
      const all = listBaselines(ws).map(({ covers: _, ...baseline }) => baseline)
      const inForce = all.findLast((baseline) => baseline.approvedAt < period.start)
      return all.filter((baseline) => baseline === inForce || within(baseline.approvedAt, period))
    },
    baselineRows: (version) => baselineRows(ws, version).map(({ id: _, ...row }) => row),
    driftEvents: (period) =>
      driftBetween(ws, period.start, period.end).map((event) => driftAsOf(event, period.end)),

    sessions: (period) =>
      listSessions(ws).filter(
        (session) => session.week >= weekOf(period.start) && session.week < period.end.slice(0, 10),
      ),
    decisions: (session) =>
      sessionItems(ws, session)
        .filter(({ decision }) => decision !== null)
        .map(({ decision, decidedAt, decidedBy, ...item }) => ({
          ...item,
          at: decidedAt ?? '',
          person: decidedBy ?? '',
          decision: decision ?? '',
          note: '',
        })),
    weeks: (period) =>
      reviewWeeks({ ...quiet, clock }).weeks.filter(
        ({ week }) => week >= weekOf(period.start) && week < period.end.slice(0, 10),
      ),

    samples: (period) =>
      drawnSamples(ws, period).map((sample) => ({
        id: sample.id,
        subject: sample.population,
        framework: sample.framework,
        requirement: sample.requirement,
        populationSize: sample.size,
        populationSha256: sample.sha256,
        committedAt: sample.committedAt,
        committedSeq: sample.committedSeq,
        seed: sample.seed ?? '',
        seedFrom: sample.seedBy ?? '',
        size: sample.sampleSize ?? 0,
        rationale: sample.rationale,
        risk: sample.risk,
        stratifiedBy: sample.stratifiedBy,
        strata: sample.strata,
        scan: sample.scan,
        redrawOf: sample.redrawOf,
        redrawReason: sample.redrawReason,
        drawnAt: sample.drawnAt ?? '',
        drawnBy: sample.drawnBy ?? '',
        ledgerSeq: sample.drawnSeq ?? 0,
      })),
    samplePopulation: (id) => {
      const sample = sampleById(ws, id)
      return sample ? samplePopulation(ws, sample) : []
    },
    sampleItems: (sample) => sampleItems(ws, sample).map(({ item, ...rest }) => ({ ...rest, subject: item })),

    ledger: () => again(() => ledgerEntries(ws)),
    ledgerHead: () => ledgerHead(ws),
    attachments: () => [],
  }
}

/** An exception as it stood before the period's end: a decision made after it had not been made. */
function exceptionAsOf(exception: Exception, events: readonly FindingEvent[], { end }: Period): Exception {
  const { status, decidedAt, expiresAt } = exception
  if (decidedAt !== null && decidedAt >= end && status !== 'revoked')
    return { ...exception, status: 'requested', decidedBy: null, decidedAt: null }
  if (status === 'expired' && expiresAt >= end) return { ...exception, status: 'approved' }
  if (status === 'revoked' && !events.some(({ kind }) => kind === 'exception-revoked')) {
    const approved = events.findLast(({ kind }) => kind === 'exception-approved')
    return approved === undefined
      ? { ...exception, status: 'requested', decidedBy: null, decidedAt: null }
      : { ...exception, status: 'approved', decidedBy: approved.actor, decidedAt: approved.at }
  }
  return exception
}

/** A drift event as it stood before an instant. */
function driftAsOf(event: DriftEvent, end: Instant): DriftEvent {
  return {
    ...event,
    ...(event.closedAt !== null && event.closedAt >= end ? { closedAt: null, closedBy: null } : {}),
    ...(event.authorisedAt !== null && event.authorisedAt >= end
      ? { authorised: null, authorisedBy: null, authorisedAt: null, changeReference: null }
      : {}),
  }
}

/** An iterable that can be asked for again: each loop starts anew. */
function again<Row>(start: () => Iterator<Row>): Iterable<Row> {
  return { [Symbol.iterator]: start }
}

function* documentsAt(ws: Workspace, scan: number) {
  const hashes = resourceIdsAt(ws, { scan })
  const resources = [...resourcesByIds(ws, [...hashes.keys()]).values()].sort(byIdentity)
  const captured = capturedAt(ws, scan, [...hashes.keys()])
  for (const { id, ...resource } of resources) {
    const sha = hashes.get(id) ?? ''
    yield {
      ...resource,
      capturedAt: captured.get(id) ?? null,
      json: documentTextBySha(ws, sha) ?? '',
      sha256: sha,
    }
  }
}

interface Identity {
  readonly provider: string
  readonly account: string
  readonly resourceId: string
  readonly id: number
}

function byIdentity(a: Identity, b: Identity): number {
  const key = (row: Identity) => `${row.provider}\n${row.account}\n${row.resourceId}`
  const [left, right] = [key(a), key(b)]
  return left < right ? -1 : left > right ? 1 : a.id - b.id
}
