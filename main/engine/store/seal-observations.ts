import type { Provider, Instant } from '../../../shared/model/provider.ts'
import { readCoverage, type Absence, type KnownResource } from './absence.ts'
import { row, rows, run, statement, value, type Connection } from './connection.ts'
import { keepBetween } from './seal-between.ts'
import type { ScanEvidence } from './scan-evidence.ts'

/** What a scan came to, over the accounts it touched. */
export interface AppliedCounts {
  readonly present: number
  readonly added: number
  readonly changed: number
  readonly removed: number
  readonly unread: number
  /** Resources with a facet that an earlier scan read (see facets.ts). */
  readonly carried: number
}

interface OpenState {
  readonly open: number | null
  readonly before: 'present' | 'absent' | 'unread' | null
  readonly beforeDocument: number | null
}
interface Difference extends OpenState {
  readonly resource: number
  readonly state: 'present' | 'absent'
  readonly document: number | null
  readonly capturedAt: Instant | null
}
interface Candidate extends OpenState, KnownResource {
  readonly reason: string | null
}
type Counting = { -readonly [Key in keyof AppliedCounts]: number }

/**
 * Turns the resolved states and the scan's coverage into observations: an unchanged resource writes nothing, its open
 * interval goes on. Within the sealing transaction. Out: counts.
 */
export function applyResolved(connection: Connection, scan: number, evidence: ScanEvidence): AppliedCounts {
  const counts: Counting = { present: 0, added: 0, changed: 0, removed: 0, unread: 0, carried: 0 }
  keepBetween(connection, scan)
  run(connection, insertFresh, scan)
  counts.added += value<number>(
    connection,
    `SELECT count(*) AS n FROM observation WHERE from_scan = ? AND between_scans = 0 AND state = 'present'`,
    scan,
  )
  for (const difference of rows<Difference>(connection, differences)) {
    count(connection, counts, difference, difference.state, difference.document)
    replace(
      connection,
      scan,
      difference.open,
      difference.resource,
      difference.state,
      null,
      difference.document,
      difference.capturedAt,
    )
  }
  const coverage = readCoverage(evidence, new Set(evidence.touched.keys()))
  for (const candidate of unseen(connection, evidence)) {
    const absence = coverage.absenceOf(candidate)
    if (absence === null || !differs(candidate, absence)) continue
    count(connection, counts, candidate, absence.state, null)
    replace(connection, scan, candidate.open, candidate.id, absence.state, absence.reason, null, null)
  }
  rename(connection)
  counts.carried = value<number>(connection, 'SELECT ifnull(sum(carried), 0) AS n FROM temp.resolved')
  for (const { provider, account } of evidence.touched.values()) {
    const held = row<{ present: number; unread: number }>(connection, heldNow, provider, account)
    counts.present += held?.present ?? 0
    counts.unread += held?.unread ?? 0
  }
  return counts
}

/** Resources that no scan saw before, in one statement: on a first import that is all of them. */
const insertFresh = `
  INSERT INTO observation (resource, state, document, from_scan, captured_at)
  SELECT s.resource, s.state, s.document, ?, s.captured_at FROM temp.resolved s
  WHERE NOT EXISTS (SELECT 1 FROM observation o WHERE o.resource = s.resource AND o.until_scan IS NULL) ORDER BY s.resource`

const differences = `
  SELECT s.resource, s.state, s.document, s.captured_at AS capturedAt, o.id AS open, o.state AS before, o.document AS beforeDocument
  FROM temp.resolved s JOIN observation o ON o.resource = s.resource AND o.until_scan IS NULL
  WHERE o.state <> s.state OR o.document IS NOT s.document
  ORDER BY s.resource`

const heldNow = `
  SELECT count(*) FILTER (WHERE o.state = 'present') AS present, count(*) FILTER (WHERE o.state = 'unread') AS unread
  FROM resource r JOIN observation o ON o.resource = r.id AND o.until_scan IS NULL WHERE r.provider = ? AND r.account = ?`

const candidateColumns =
  'r.id, r.provider, r.account, r.region, r.type, o.id AS open, o.state AS before, o.document AS beforeDocument, o.reason'

/** Resources of the touched accounts that the scan has no state for, and those whose item could not be used. */
function unseen(connection: Connection, evidence: ScanEvidence): Candidate[] {
  const found: Candidate[] = []
  for (const { provider, account } of evidence.touched.values())
    found.push(...rows<Candidate>(connection, unseenOfAccount, provider satisfies Provider, account))
  const listed = new Set(found.map(({ id }) => id))
  const malformed = [...evidence.malformed].filter((id) => !listed.has(id))
  found.push(...rows<Candidate>(connection, unseenMalformed, JSON.stringify(malformed)))
  return found
}

const unseenOfAccount = `
  SELECT ${candidateColumns} FROM resource r JOIN observation o ON o.resource = r.id AND o.until_scan IS NULL
  WHERE r.provider = ? AND r.account = ? AND o.state <> 'absent' AND NOT EXISTS (SELECT 1 FROM temp.resolved s WHERE s.resource = r.id)
  ORDER BY r.id`
const unseenMalformed = `
  SELECT ${candidateColumns} FROM resource r LEFT JOIN observation o ON o.resource = r.id AND o.until_scan IS NULL
  WHERE r.id IN (SELECT value FROM json_each(?)) AND NOT EXISTS (SELECT 1 FROM temp.resolved s WHERE s.resource = r.id)
  ORDER BY r.id`

function differs(candidate: Candidate, absence: NonNullable<Absence>): boolean {
  return candidate.before !== absence.state || candidate.reason !== absence.reason
}

function replace(
  connection: Connection,
  scan: number,
  open: number | null,
  resource: number,
  state: string,
  reason: string | null,
  document: number | null,
  capturedAt: Instant | null,
): void {
  if (open !== null)
    statement(connection, 'UPDATE observation SET until_scan = ? WHERE id = ?').run(scan, open)
  const insert =
    'INSERT INTO observation (resource, state, reason, document, from_scan, captured_at) VALUES (?, ?, ?, ?, ?, ?)'
  statement(connection, insert).run(resource, state, reason, document, scan, capturedAt)
}

/** `added`: not there before; `changed`: another document than was last read; `removed`: no longer there. Unread ones are a state, not a change. */
function count(
  connection: Connection,
  counts: Counting,
  difference: OpenState & { readonly resource?: number; readonly id?: number },
  state: string,
  document: number | null,
): void {
  const { before } = difference
  if (state === 'present' && (before === null || before === 'absent')) counts.added++
  else if (state === 'present') {
    const last =
      before === 'present'
        ? difference.beforeDocument
        : lastRead(connection, difference.resource ?? difference.id ?? 0)
    if (last === null) counts.added++
    else if (last !== document) counts.changed++
  } else if (state === 'absent' && before !== null && before !== 'absent') counts.removed++
}

function lastRead(connection: Connection, resource: number): number | null {
  const select = `SELECT document FROM observation WHERE resource = ? AND state = 'present' AND between_scans = 0 ORDER BY from_scan DESC LIMIT 1`
  return row<{ document: number }>(connection, select, resource)?.document ?? null
}

/** Names and regions are a resource's labels, not its identity; the newest scan gives them. */
function rename(connection: Connection): void {
  run(
    connection,
    `UPDATE resource SET name = ifnull(s.name, resource.name), region = ifnull(s.region, resource.region)
     FROM temp.resolved s WHERE s.resource = resource.id AND (s.name IS NOT NULL OR s.region IS NOT NULL)`,
  )
}
