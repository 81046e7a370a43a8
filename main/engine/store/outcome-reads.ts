import {
  countOutcome,
  noTotals,
  type NotEvaluatedReason,
  type OutcomeRow,
  type OutcomeStatus,
  type Totals,
} from '../../../shared/model/outcome.ts'
import type { Provider } from '../../../shared/model/provider.ts'
import {
  asksOfResource,
  holdsAt,
  knownScans,
  resourceCondition,
  type Fragment,
  type KnownScans,
} from './at.ts'
import { connectionOf, row, rows, type Connection } from './connection.ts'
import { evaluationById } from './evaluations.ts'
import { verdictOf } from './outcomes.ts'
import { checkPage } from './page.ts'
import type {
  At,
  OutcomeFilter,
  OutcomeSort,
  OutcomeTransition,
  Page,
  PageRequest,
  Workspace,
} from './types.ts'

/**
 * The condition under which outcome `c` holds in a snapshot: opened by an evaluation known then, and not ended by one.
 * `{ scan }` knows the evaluations made until that scan's own last one; an instant knows all (or those until `known`).
 */
function outcomeHolds(connection: Connection, at: At): Fragment {
  const known = knownScans(connection, at)
  const limit = 'scan' in at ? at.scan : at.known
  const newest =
    row<{ id: number }>(connection, 'SELECT id FROM evaluation_run ORDER BY id DESC LIMIT 1')?.id ?? 0
  const last =
    limit === undefined
      ? newest
      : (row<{ id: number }>(connection, 'SELECT max(id) AS id FROM evaluation_run WHERE scan <= ?', limit)
          ?.id ?? 0)
  // A scan's own snapshot knows every scan that its evaluations looked at, so the evaluation alone decides.
  if ('scan' in at || known.kind === 'all') {
    return last === newest
      ? { sql: 'c.until_run IS NULL', params: [] }
      : { sql: 'c.from_run <= ? AND (c.until_run IS NULL OR c.until_run > ?)', params: [last, last] }
  }
  const begun = scanIn(known, 'c.from_scan')
  const ended = scanIn(known, 'c.until_scan')
  return {
    sql: `c.from_run <= ? AND ${begun.sql} AND (c.until_run IS NULL OR c.until_run > ? OR NOT (${ended.sql}))`,
    params: [last, ...begun.params, last, ...ended.params],
  }
}

function scanIn(known: Exclude<KnownScans, { kind: 'all' }>, column: string): Fragment {
  if (known.kind === 'upto') return { sql: `${column} <= ?`, params: [known.scan] }
  return { sql: `${column} IN (SELECT value FROM json_each(?))`, params: [JSON.stringify(known.scans)] }
}

function conditions(connection: Connection, at: At, filter: OutcomeFilter): Fragment {
  const holds = outcomeHolds(connection, at)
  // Account outcomes have no resource: provider and account are asked of the account itself.
  const { providers, accounts, rules, statuses, ...rest } = filter
  const resource = resourceCondition(rest)
  const parts = [holds.sql, resource.sql]
  const params = [...holds.params, ...resource.params]
  const lists: readonly (readonly [string, readonly string[] | undefined])[] = [
    ['a.provider', providers],
    ['a.account', accounts],
    ['u.rule', rules],
    ['c.status', statuses],
  ]
  for (const [column, list] of lists) {
    if (list === undefined) continue
    parts.push(`${column} IN (SELECT value FROM json_each(?))`)
    params.push(JSON.stringify(list))
  }
  return { sql: parts.join(' AND '), params }
}

/** Totals of each rule in a snapshot, by one aggregate over an index; rules without outcomes are not in it. */
export function countsByRule(ws: Workspace, at: At, filter: OutcomeFilter = {}): Map<string, Totals> {
  const connection = connectionOf(ws)
  const { sql, params } = conditions(connection, at, filter)
  const account =
    filter.providers !== undefined || filter.accounts !== undefined
      ? 'JOIN account a ON a.id = c.account'
      : ''
  const resource =
    asksOfResource(filter) || filter.resources !== undefined ? 'JOIN resource r ON r.id = c.resource' : ''
  const rule = filter.rules === undefined ? '' : 'JOIN rule u ON u.id = c.rule'
  const found = rows<{ rule: number; status: OutcomeStatus; n: number }>(
    connection,
    `SELECT c.rule, c.status, count(*) AS n FROM outcome c ${rule} ${account} ${resource} WHERE ${sql} GROUP BY c.rule, c.status`,
    ...params,
  )
  const names = new Map(
    rows<{ id: number; rule: string }>(connection, 'SELECT id, rule FROM rule').map(({ id, rule: name }) => [
      id,
      name,
    ]),
  )
  const totals = new Map<string, Totals>()
  for (const { rule: id, status, n } of found) {
    const name = names.get(id) ?? ''
    totals.set(name, countOutcome(totals.get(name) ?? noTotals, status, n))
  }
  return new Map([...totals].toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

/** Totals of all rules together in a snapshot. */
export function totalsAt(ws: Workspace, at: At, filter: OutcomeFilter = {}): Totals {
  let sum = noTotals
  for (const { pass, fail, needsReview, notApplicable, notEvaluated, population } of countsByRule(
    ws,
    at,
    filter,
  ).values()) {
    sum = {
      pass: sum.pass + pass,
      fail: sum.fail + fail,
      needsReview: sum.needsReview + needsReview,
      notApplicable: sum.notApplicable + notApplicable,
      notEvaluated: sum.notEvaluated + notEvaluated,
      population: sum.population + population,
    }
  }
  return sum
}

const tables = `outcome c JOIN rule u ON u.id = c.rule JOIN account a ON a.id = c.account LEFT JOIN resource r ON r.id = c.resource`

const sortColumns: Readonly<Record<OutcomeSort, string>> = {
  rule: 'u.rule',
  status: 'c.status',
  provider: 'a.provider',
  account: 'a.account',
  region: 'r.region',
  subject: 'ifnull(r.key, a.account)',
  since: 'c.from_scan',
}

/** One page of outcomes in a snapshot; ties by rule, subject and id, so pages never overlap. */
export function outcomesPage(
  ws: Workspace,
  at: At,
  request: PageRequest & {
    readonly filter?: OutcomeFilter
    readonly sort?: OutcomeSort
    readonly descending?: boolean
  },
): Page<OutcomeRow> {
  checkPage(request)
  const connection = connectionOf(ws)
  const { sql, params } = conditions(connection, at, request.filter ?? {})
  const direction = request.descending === true ? 'DESC' : 'ASC'
  const order = [sortColumns[request.sort ?? 'rule'], 'u.rule', 'ifnull(r.key, a.account)', 'c.id']
    .map((column) => `${column} ${direction}`)
    .join(', ')
  const ids = rows<{ id: number }>(
    connection,
    `SELECT c.id FROM ${tables} WHERE ${sql} ORDER BY ${order} LIMIT ? OFFSET ?`,
    ...params,
    request.limit,
    request.offset,
  )
  const found = outcomesByIds(
    connection,
    at,
    ids.map(({ id }) => id),
  )
  return {
    total:
      row<{ n: number }>(connection, `SELECT count(*) AS n FROM ${tables} WHERE ${sql}`, ...params)?.n ?? 0,
    rows: ids.flatMap(({ id }) => found.get(id) ?? []),
  }
}

/** Every outcome of a snapshot by rule and subject, for files; the list is fixed when the reading starts. */
export function* outcomesAt(ws: Workspace, at: At, filter: OutcomeFilter = {}): Generator<OutcomeRow> {
  const connection = connectionOf(ws)
  const { sql, params } = conditions(connection, at, filter)
  const order = 'u.rule, a.provider, a.account, ifnull(r.key, a.account), c.id'
  const ids = rows<{ id: number }>(
    connection,
    `SELECT c.id FROM ${tables} WHERE ${sql} ORDER BY ${order}`,
    ...params,
  ).map(({ id }) => id)
  for (let from = 0; from < ids.length; from += 500) {
    const part = ids.slice(from, from + 500)
    const found = outcomesByIds(connection, at, part)
    for (const id of part) {
      const outcome = found.get(id)
      if (outcome !== undefined) yield outcome
    }
  }
}

interface FullRow extends Omit<OutcomeRow, 'observed'> {
  readonly observed: string
}

/** Outcomes with their subject and, for resources, the document that the snapshot holds: the one that was judged. */
function outcomesByIds(connection: Connection, at: At, ids: readonly number[]): Map<number, OutcomeRow> {
  const holds = holdsAt(knownScans(connection, at))
  const found = rows<FullRow>(
    connection,
    `SELECT c.id, u.rule, ifnull(r.resource_id, a.account) AS subject, c.resource, a.provider, a.account, ifnull(r.region, '') AS region, c.status, c.reason,
       c.detail, c.observed, d.sha256 AS documentSha256, c.from_scan AS fromScan, s.as_of AS fromAsOf
     FROM ${tables} JOIN scan s ON s.id = c.from_scan
     LEFT JOIN observation o ON o.resource = c.resource AND ${holds.sql} LEFT JOIN document d ON d.id = o.document
     WHERE c.id IN (SELECT value FROM json_each(?))`,
    ...holds.params,
    JSON.stringify(ids),
  )
  return new Map(
    found.map((outcome) => [
      outcome.id,
      { ...outcome, observed: JSON.parse(outcome.observed) as OutcomeRow['observed'] },
    ]),
  )
}

interface TransitionRow {
  readonly rule: string
  readonly resource: number | null
  readonly provider: Provider
  readonly account: string
  readonly status: OutcomeStatus
  readonly reason: NotEvaluatedReason | null
  readonly detail: string
  readonly observed: string
}

/** What an evaluation changed (status, reason, detail or observed values), by rule and subject: the source of findings' events. */
export function* transitions(ws: Workspace, run: number): Generator<OutcomeTransition> {
  const connection = connectionOf(ws)
  evaluationById(ws, run)
  const select = `SELECT u.rule, c.resource, a.provider, a.account, c.status, c.reason, c.detail, c.observed FROM ${tables} WHERE`
  const order = 'ORDER BY u.rule, a.provider, a.account, c.resource'
  const ended = new Map(
    rows<TransitionRow>(connection, `${select} c.until_run = ? ${order}`, run).map((outcome) => [
      placeKey(outcome),
      outcome,
    ]),
  )
  for (const opened of rows<TransitionRow>(connection, `${select} c.from_run = ? ${order}`, run)) {
    const before = ended.get(placeKey(opened))
    ended.delete(placeKey(opened))
    yield transition(opened, before === undefined ? null : before, opened)
  }
  for (const outcome of ended.values()) yield transition(outcome, outcome, null)
}

function placeKey({ rule, resource, provider, account }: TransitionRow): string {
  return `${rule} ${resource ?? ''} ${provider} ${account}`
}

function transition(
  { rule, resource, provider, account }: TransitionRow,
  before: TransitionRow | null,
  after: TransitionRow | null,
): OutcomeTransition {
  return {
    rule,
    resource,
    provider,
    account,
    before: before === null ? null : verdictOf(before),
    after: after === null ? null : verdictOf(after),
  }
}
