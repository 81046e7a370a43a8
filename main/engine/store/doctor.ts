import BetterSqlite3 from 'better-sqlite3'
import { canonicalJson } from '../../../shared/model/canonical.ts'
import type { Provider } from '../../../shared/model/provider.ts'
import { connectionOf, rows, value, type Connection } from './connection.ts'
import { sha256Of } from './canonical-items.ts'
import { sliceOf } from './document-blocks.ts'
import { keyHash } from './identity.ts'
import { documentsByIds } from './documents.ts'
import { ledgerEntries } from './ledger.ts'
import { migrations } from './migrations/list.ts'
import { outcomesSha256 } from './outcome-hash.ts'
import { snapshotSha256 } from './snapshot-hash.ts'
import type { DoctorCheck, Workspace } from './types.ts'
import { unfinishedScans } from './unfinished.ts'

type Finding = Pick<DoctorCheck, 'status' | 'detail'>

/**
 * Checks the whole file and changes nothing. Everything that was sealed is computed again from what is stored and compared
 * with what the ledger says. Yields each check as it is done; on a large file this takes minutes.
 */
export function* doctor(ws: Workspace): Generator<DoctorCheck> {
  const connection = connectionOf(ws)
  const checks: readonly (readonly [DoctorCheck['check'], () => Finding])[] = [
    ['file-integrity', () => fileIntegrity(connection)],
    ['schema', () => schema(connection)],
    ['foreign-keys', () => foreignKeys(connection)],
    ['identities', () => identities(connection)],
    ['ledger-chain', () => ledgerChain(ws, connection)],
    ['ledger-clock', () => ledgerClock(ws, connection)],
    ['document-hashes', () => documentHashes(connection)],
    ['observation-intervals', () => observationIntervals(connection)],
    ['outcome-intervals', () => outcomeIntervals(connection)],
    ['scan-hashes', () => scanHashes(connection)],
    ['evaluation-hashes', () => evaluationHashes(connection)],
    ['unfinished-scans', () => unfinished(ws)],
  ]
  for (const [check, work] of checks) {
    let finding: Finding
    try {
      finding = work()
    } catch (error) {
      // On a damaged file a check may not get through; that is its finding.
      finding = failed(error instanceof Error ? error.message : String(error))
    }
    yield { check, ...finding }
  }
}

function fileIntegrity({ db }: Connection): Finding {
  const found = db.pragma('integrity_check') as { integrity_check: string }[]
  const wrong = found.map(({ integrity_check: text }) => text).filter((text) => text !== 'ok')
  return wrong.length === 0 ? ok('every page and index holds') : failed(some(wrong))
}

/** The guards are part of the file: without its triggers it could have been changed without a trace. */
function schema({ db }: Connection): Finding {
  const fresh = new BetterSqlite3(':memory:')
  try {
    for (const { up } of migrations) up(fresh)
    const select = `SELECT type || ' ' || name AS name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY name`
    const expected = fresh.prepare<[], { name: string; sql: string }>(select).all()
    const found = new Map(
      db
        .prepare<[], { name: string; sql: string }>(select)
        .all()
        .map(({ name, sql }) => [name, sql]),
    )
    const wrong = expected.filter(({ name, sql }) => found.get(name) !== sql).map(({ name }) => name)
    return wrong.length === 0
      ? ok(`${expected.length} tables, indexes and guards as made`)
      : failed(`missing or altered: ${some(wrong)}`)
  } finally {
    fresh.close()
  }
}

function foreignKeys({ db }: Connection): Finding {
  const found = db.pragma('foreign_key_check') as { table: string; parent: string }[]
  return found.length === 0
    ? ok('every reference has its row')
    : failed(some(found.map(({ table, parent }) => `${table} points at a missing ${parent}`)))
}

/** No document and no resource is there twice, and every resource is found under its key. */
function identities(connection: Connection): Finding {
  const twice = [
    ...rows<{ name: string }>(
      connection,
      'SELECT sha256 AS name FROM document GROUP BY sha256 HAVING count(*) > 1',
    ),
    ...rows<{ name: string }>(
      connection,
      'SELECT resource_id AS name FROM resource GROUP BY key, provider, account, type HAVING count(*) > 1',
    ),
  ]
  const hidden = rows<{ provider: Provider; key: string; short: number }>(
    connection,
    'SELECT provider, key, key_hash AS short FROM resource',
  ).filter(({ provider, key, short }) => keyHash(provider, key) !== short)
  const wrong = [
    ...twice.map(({ name }) => `${name} is there twice`),
    ...hidden.map(({ key }) => `${key} cannot be found by its key`),
  ]
  return wrong.length === 0 ? ok('every document and resource is there once') : failed(some(wrong))
}

function ledgerChain(ws: Workspace, connection: Connection): Finding {
  const check = connection.ledger.verify(ledgerEntries(ws))
  if (check.ok) return ok(`${check.head.seq} entries, head ${check.head.hash}`)
  return failed(`entry ${check.seq}: ${check.why}`)
}

function ledgerClock(ws: Workspace, connection: Connection): Finding {
  const check = connection.ledger.verify(ledgerEntries(ws))
  if (!check.ok) return failed('the chain does not hold')
  return check.clockJumps.length === 0
    ? ok('times never go back')
    : {
        status: 'warning',
        detail: `the clock went back before entries ${some(check.clockJumps.map(String))}`,
      }
}

function documentHashes(connection: Connection): Finding {
  const wrong: string[] = []
  let last = 0
  let count = 0
  for (;;) {
    const found = rows<{
      id: number
      sha256: string
      block: number
      offset: number
      length: number
      parts: string | null
    }>(
      connection,
      'SELECT id, sha256, block, offset, length, parts FROM document WHERE id > ? ORDER BY id LIMIT 1000',
      last,
    )
    for (const document of found)
      if (hashOf(connection, document) !== document.sha256) wrong.push(document.sha256)
    count += found.length
    if (found.length < 1000) break
    last = found.at(-1)?.id ?? last
  }
  return wrong.length === 0
    ? ok(`${count} documents have the hash they are named by`)
    : failed(`${wrong.length} of ${count} documents differ: ${some(wrong)}`)
}

function hashOf(
  connection: Connection,
  document: { id: number; block: number; offset: number; length: number; parts: string | null },
): string {
  try {
    if (document.parts === null) return sha256Of(sliceOf(connection, document))
    const whole = documentsByIds(connection, [document.id]).get(document.id)
    return whole === undefined ? '' : sha256Of(canonicalJson(whole.document))
  } catch {
    return ''
  }
}

/** Each state ends where the next begins, and the last one is open. */
function observationIntervals(connection: Connection): Finding {
  const wrong = rows<{ resource: number }>(
    connection,
    `SELECT DISTINCT resource FROM (SELECT resource, until_scan, lead(from_scan) OVER (PARTITION BY resource ORDER BY from_scan) AS next FROM observation WHERE between_scans = 0)
     WHERE until_scan IS NOT next`,
  )
  const count = value<number>(connection, 'SELECT count(*) AS n FROM observation')
  return wrong.length === 0
    ? ok(`${count} observations in unbroken lines`)
    : failed(`resources with broken lines: ${some(wrong.map(({ resource }) => String(resource)))}`)
}

function outcomeIntervals(connection: Connection): Finding {
  const wrong = rows<{ id: number }>(
    connection,
    `SELECT id FROM (SELECT id, from_run, until_run, lead(from_run) OVER (PARTITION BY rule, account, resource ORDER BY from_run, id) AS next FROM outcome)
     WHERE next IS NOT NULL AND (until_run IS NULL OR until_run > next) OR until_run < from_run`,
  )
  const count = value<number>(connection, 'SELECT count(*) AS n FROM outcome')
  return wrong.length === 0
    ? ok(`${count} outcomes, none of them twice at a time`)
    : failed(`overlapping outcomes: ${some(wrong.map(({ id }) => String(id)))}`)
}

function scanHashes(connection: Connection): Finding {
  const scans = rows<{ id: number; stored: string; sealed: string | null }>(
    connection,
    `SELECT s.id, s.content_sha256 AS stored, l.payload ->> '$.contentSha256' AS sealed FROM scan s LEFT JOIN ledger l ON l.seq = s.ledger_seq WHERE s.sealed_at IS NOT NULL ORDER BY s.id`,
  )
  const wrong = scans.filter(
    ({ id, stored, sealed }) => stored !== sealed || snapshotSha256(connection, id) !== sealed,
  )
  return wrong.length === 0
    ? ok(`${scans.length} sealed scans hold what they were sealed with`)
    : failed(`scans that differ from their seal: ${some(wrong.map(({ id }) => String(id)))}`)
}

function evaluationHashes(connection: Connection): Finding {
  const runs = rows<{ id: number; stored: string; sealed: string | null }>(
    connection,
    `SELECT e.id, e.outcomes_sha256 AS stored, l.payload ->> '$.outcomesSha256' AS sealed FROM evaluation_run e LEFT JOIN ledger l ON l.seq = e.ledger_seq ORDER BY e.id`,
  )
  const wrong = runs.filter(
    ({ id, stored, sealed }) => stored !== sealed || outcomesSha256(connection, id) !== sealed,
  )
  return wrong.length === 0
    ? ok(`${runs.length} evaluations hold what they were sealed with`)
    : failed(`evaluations that differ from their seal: ${some(wrong.map(({ id }) => String(id)))}`)
}

function unfinished(ws: Workspace): Finding {
  const scans = unfinishedScans(ws)
  if (scans.length === 0) return ok('none')
  return {
    status: 'warning',
    detail: `${scans.length} to resume or abandon: ${some(scans.map(({ id, label }) => `${id} (${label})`))}`,
  }
}

function ok(detail: string): Finding {
  return { status: 'ok', detail }
}

function failed(detail: string): Finding {
  return { status: 'failed', detail }
}

function some(list: readonly string[]): string {
  return list.length <= 5 ? list.join(', ') : `${list.slice(0, 5).join(', ')} and ${list.length - 5} more`
}
