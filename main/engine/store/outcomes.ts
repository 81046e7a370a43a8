import { canonicalJson } from '../../../shared/model/canonical.ts'
import { CountersignError } from '../../../shared/model/errors.ts'
import type { JsonValue } from '../../../shared/model/json.ts'
import type { NotEvaluatedReason, OutcomeStatus, Verdict } from '../../../shared/model/outcome.ts'
import type { Provider } from '../../../shared/model/provider.ts'
import { resourceCondition } from './at.ts'
import { connectionOf, row, rows, run, statement, value, type Connection } from './connection.ts'
import { accountId } from './identity.ts'
import { scanById } from './scans.ts'
import { transact } from './transaction.ts'
import type {
  EvaluationBasis,
  EvaluationDraft,
  OutcomeChange,
  OutcomeFilter,
  StandingOutcome,
  Subject,
  Workspace,
} from './types.ts'

/** What the newest sealed evaluation judged, and by which rules; null before the first. Judge anew: `changedSince(basis.scan, scan)` and rules whose hash differs. */
export function evaluationBasis(ws: Workspace): EvaluationBasis | null {
  const connection = connectionOf(ws)
  const select =
    'SELECT id AS run, scan, rule_pack_sha256 AS rulePackSha256 FROM evaluation_run ORDER BY id DESC LIMIT 1'
  const basis = row<Omit<EvaluationBasis, 'rules'>>(connection, select)
  if (basis === undefined) return null
  const versions = rows<{ rule: string; hash: string }>(
    connection,
    'SELECT r.rule, v.hash FROM rule_version v JOIN rule r ON r.id = v.rule WHERE v.until_run IS NULL ORDER BY r.rule',
  )
  return { ...basis, rules: new Map(versions.map(({ rule, hash }) => [rule, hash])) }
}

/** Starts an evaluation of a sealed scan; a draft left over is discarded. `conflict` when a newer scan was evaluated already. */
export function beginEvaluation(ws: Workspace, draft: EvaluationDraft): EvaluationDraft {
  const connection = connectionOf(ws)
  scanById(ws, draft.scan)
  const basis = evaluationBasis(ws)
  if (basis !== null && basis.scan > draft.scan)
    throw new CountersignError('conflict', {
      detail: `scan ${basis.scan} was evaluated already, which is newer than scan ${draft.scan}`,
    })
  connection.db.exec(`
    CREATE TEMP TABLE IF NOT EXISTS staged_outcome (
      rule INTEGER NOT NULL, account INTEGER NOT NULL, resource INTEGER NOT NULL, standing INTEGER, status TEXT, reason TEXT, detail TEXT, observed TEXT,
      PRIMARY KEY (rule, account, resource)) WITHOUT ROWID;
    DELETE FROM temp.staged_outcome;`)
  transact(connection, () => {
    for (const rule of draft.rules.keys())
      run(connection, 'INSERT INTO rule (rule) VALUES (?) ON CONFLICT (rule) DO NOTHING', rule)
  })
  return draft
}

/** Forgets what was staged. */
export function discardEvaluation(ws: Workspace, _draft: EvaluationDraft): void {
  connectionOf(ws).db.exec('DROP TABLE IF EXISTS temp.staged_outcome')
}

/**
 * Stages verdicts, a few hundred to a thousand a call; one that does not differ from the standing outcome in status, reason, detail or
 * observed values is counted and left alone. Which document was judged follows from the resource's observation in the
 * same snapshot, so a changed document with the same verdict writes nothing. `rule_unknown` for a rule outside the draft.
 */
export function applyOutcomes(
  ws: Workspace,
  draft: EvaluationDraft,
  changes: readonly OutcomeChange[],
): { readonly changed: number; readonly unchanged: number } {
  const connection = connectionOf(ws)
  return transact(connection, () => {
    let changed = 0
    for (const { rule, subject, verdict } of changes) {
      const place = placeOf(connection, draft, rule, subject)
      const observed = canonicalJson({ ...verdict.observed })
      const same =
        place.status === verdict.status &&
        place.reason === verdict.reason &&
        place.detail === verdict.detail &&
        place.observed === observed
      if (same) unstage(connection, place)
      else {
        stage(connection, place, [verdict.status, verdict.reason, verdict.detail, observed])
        changed++
      }
    }
    return { changed, unchanged: changes.length - changed }
  })
}

/** Ends outcomes that no longer have a subject for their rule. Out: how many stood. */
export function closeOutcomes(
  ws: Workspace,
  draft: EvaluationDraft,
  which: readonly { readonly rule: string; readonly subject: Subject }[],
): number {
  const connection = connectionOf(ws)
  return transact(connection, () => {
    let closed = 0
    for (const { rule, subject } of which)
      if (endOutcome(connection, placeOf(connection, draft, rule, subject))) closed++
    return closed
  })
}

/** Ends the outcomes of resources that went since the last evaluation, and of rules that left the pack. Sealing does it too. Out: how many stood. */
export function closeOutcomesOfGone(ws: Workspace, draft: EvaluationDraft): number {
  const connection = connectionOf(ws)
  const basis = evaluationBasis(ws)
  return transact(connection, () => {
    const gone = rows<Place>(
      connection,
      `SELECT c.rule, c.account, ifnull(c.resource, 0) AS resource, c.id AS standing FROM observation o JOIN outcome c ON c.resource = o.resource AND c.until_run IS NULL
       WHERE o.from_scan > ? AND o.from_scan <= ? AND (o.until_scan IS NULL OR o.until_scan > ?) AND o.state = 'absent'`,
      basis?.scan ?? 0,
      draft.scan,
      draft.scan,
    )
    const left = rows<Place>(
      connection,
      `SELECT c.rule, c.account, ifnull(c.resource, 0) AS resource, c.id AS standing FROM rule r JOIN outcome c ON c.until_run IS NULL AND c.rule = r.id
       WHERE r.rule NOT IN (SELECT value FROM json_each(?))`,
      JSON.stringify([...draft.rules.keys()]),
    )
    for (const place of [...gone, ...left]) endOutcome(connection, place)
    // Verdicts staged for what is gone by now have nothing to stand on.
    run(
      connection,
      `DELETE FROM temp.staged_outcome WHERE standing IS NULL AND resource IN
         (SELECT resource FROM observation o WHERE o.state = 'absent' AND o.from_scan <= ? AND (o.until_scan IS NULL OR o.until_scan > ?))`,
      draft.scan,
      draft.scan,
    )
    return gone.length + left.length
  })
}

interface Place {
  readonly rule: number
  readonly account: number
  /** 0 for the account itself. */
  readonly resource: number
  readonly standing: number | null
}
interface StandingPlace extends Place {
  readonly status: string | null
  readonly reason: string | null
  readonly detail: string | null
  readonly observed: string | null
}

/** Small lookups on purpose: one joined statement was prepared anew by SQLite at every call, ten times as slow. */
function placeOf(
  connection: Connection,
  draft: EvaluationDraft,
  rule: string,
  subject: Subject,
): StandingPlace {
  if (!draft.rules.has(rule)) throw new CountersignError('rule_unknown', { rule })
  const ruleNumber = ruleId(connection, rule)
  const resource = 'resource' in subject ? subject.resource : 0
  const account =
    'resource' in subject
      ? accountOf(connection, resource)
      : accountId(connection, subject.provider, subject.account)
  const standing =
    resource === 0
      ? row<StandingColumns>(connection, standingOfAccount, account, ruleNumber)
      : row<StandingColumns>(connection, standingOfResource, resource, ruleNumber)
  return { rule: ruleNumber, account, resource, ...(standing ?? nothing) }
}

type StandingColumns = Pick<StandingPlace, 'standing' | 'status' | 'reason' | 'detail' | 'observed'>
const nothing: StandingColumns = { standing: null, status: null, reason: null, detail: null, observed: null }
const standingColumns = 'id AS standing, status, reason, detail, observed'
const standingOfResource = `SELECT ${standingColumns} FROM outcome WHERE resource = ? AND rule = ? AND until_run IS NULL AND resource IS NOT NULL`
const standingOfAccount = `SELECT ${standingColumns} FROM outcome WHERE account = ? AND rule = ? AND until_run IS NULL AND resource IS NULL`

function accountOf(connection: Connection, resource: number): number {
  const found = row<{ provider: Provider; account: string }>(
    connection,
    'SELECT provider, account FROM resource WHERE id = ?',
    resource,
  )
  if (found === undefined) throw new CountersignError('not_found', { what: 'resource', id: resource })
  return accountId(connection, found.provider, found.account)
}

function ruleId(connection: Connection, rule: string): number {
  const key = `rule ${rule}`
  const known = connection.ids.get(key)
  if (known !== undefined) return known
  const id = value<number>(connection, 'SELECT id FROM rule WHERE rule = ?', rule)
  connection.ids.set(key, id)
  return id
}

function stage(
  connection: Connection,
  place: Place,
  says: readonly [string | null, string | null, string | null, string | null],
): void {
  const insert =
    'INSERT OR REPLACE INTO temp.staged_outcome (rule, account, resource, standing, status, reason, detail, observed) VALUES (?, ?, ?, ?, ?, ?, ?, ?)'
  statement(connection, insert).run(place.rule, place.account, place.resource, place.standing, ...says)
}

function unstage(connection: Connection, place: Place): void {
  statement(
    connection,
    'DELETE FROM temp.staged_outcome WHERE rule = ? AND account = ? AND resource = ?',
  ).run(place.rule, place.account, place.resource)
}

function endOutcome(connection: Connection, place: Place): boolean {
  if (place.standing === null) unstage(connection, place)
  else stage(connection, place, [null, null, null, null])
  return place.standing !== null
}

interface StandingRow {
  readonly id: number
  readonly rule: string
  readonly resource: number | null
  readonly provider: Provider
  readonly account: string
  readonly status: OutcomeStatus
  readonly reason: NotEvaluatedReason | null
  readonly detail: string
  readonly observed: string
}

/** Outcomes that stand after the newest sealed evaluation, in the order they were opened. */
export function* standingOutcomes(ws: Workspace, filter: OutcomeFilter = {}): Generator<StandingOutcome> {
  const connection = connectionOf(ws)
  const condition = resourceCondition(filter)
  const rules = filter.rules === undefined ? '1' : 'u.rule IN (SELECT value FROM json_each(?))'
  const statuses = filter.statuses === undefined ? '1' : 'c.status IN (SELECT value FROM json_each(?))'
  // Account outcomes have no resource; a filter over resources leaves them out.
  const select = `SELECT c.id, u.rule, c.resource, a.provider, a.account, c.status, c.reason, c.detail, c.observed
    FROM outcome c JOIN rule u ON u.id = c.rule JOIN account a ON a.id = c.account LEFT JOIN resource r ON r.id = c.resource
    WHERE c.until_run IS NULL AND c.id > ? AND ${condition.sql} AND ${rules} AND ${statuses} ORDER BY c.id LIMIT 1000`
  const params = [
    ...condition.params,
    ...[filter.rules, filter.statuses].flatMap((list) => (list === undefined ? [] : [JSON.stringify(list)])),
  ]
  for (let last = 0; ;) {
    const found = rows<StandingRow>(connection, select, last, ...params)
    for (const { status, reason, detail, observed, ...of } of found)
      yield { ...of, verdict: verdictOf({ status, reason, detail, observed }) }
    if (found.length < 1000) return
    last = found.at(-1)?.id ?? last
  }
}

/** A verdict out of an outcome's columns. */
export function verdictOf({
  status,
  reason,
  detail,
  observed,
}: Pick<StandingRow, 'status' | 'reason' | 'detail' | 'observed'>): Verdict {
  return { status, reason, detail, observed: JSON.parse(observed) as Record<string, JsonValue> }
}
