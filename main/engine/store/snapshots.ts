import type { Provider } from '../../../shared/model/provider.ts'
import type { EvaluationResource, Resource } from '../../../shared/model/resource.ts'
import type { UnreadReason } from '../../../shared/model/source.ts'
import { holdsAt, knownScans, resourceCondition, type Fragment } from './at.ts'
import { connectionOf, rows, statement, guarded, type Connection } from './connection.ts'
import { documentsByIds } from './documents.ts'
import { resourceColumns, resourceOf } from './identity.ts'
import type { AccountAt, At, ResourceFilter, UnreadResource, Workspace } from './types.ts'

const chunk = 500

/**
 * Present resources with their documents, in the order they are stored in (or by provider, account, type and id with
 * `order: 'key'`, which reads more blocks). The list is fixed when the reading starts; between items the caller may
 * write, wait, or stop.
 */
export function* resourcesAt(
  ws: Workspace,
  at: At,
  filter: ResourceFilter = {},
  options: { readonly order?: 'storage' | 'key' } = {},
): Generator<EvaluationResource> {
  const connection = connectionOf(ws)
  const order = options.order === 'key' ? 'r.provider, r.account, r.type, r.key' : 'd.block, d.offset, r.id'
  const { sql, params } = presentAt(connection, at, filter)
  const select = `SELECT r.id, d.id FROM ${sql} ORDER BY ${order}`
  const pairs = guarded(connection, () =>
    statement<[number, number]>(connection, select)
      .raw()
      .all(...params),
  )
  for (let from = 0; from < pairs.length; from += chunk) {
    const part = pairs.slice(from, from + chunk)
    const resources = resourcesOf(
      connection,
      part.map(([id]) => id),
    )
    const documents = documentsByIds(
      connection,
      part.map(([, document]) => document),
    )
    for (const [id, document] of part) {
      const resource = resources.get(id)
      const found = documents.get(document)
      if (resource !== undefined && found !== undefined)
        yield { ...resource, sha256: found.sha256, document: found.document }
    }
  }
}

/** Ids of the present resources with their document hashes: cheap, for comparing sets. */
export function resourceIdsAt(ws: Workspace, at: At, filter: ResourceFilter = {}): Map<number, string> {
  const connection = connectionOf(ws)
  const { sql, params } = presentAt(connection, at, filter)
  const select = `SELECT r.id, d.sha256 FROM ${sql} ORDER BY r.id`
  return new Map(
    guarded(connection, () =>
      statement<[number, string]>(connection, select)
        .raw()
        .all(...params),
    ),
  )
}

function presentAt(connection: Connection, at: At, filter: ResourceFilter): Fragment {
  const holds = holdsAt(knownScans(connection, at))
  const condition = resourceCondition(filter)
  return {
    sql: `observation o JOIN resource r ON r.id = o.resource JOIN document d ON d.id = o.document WHERE ${holds.sql} AND o.state = 'present' AND ${condition.sql}`,
    params: [...holds.params, ...condition.params],
  }
}

function resourcesOf(connection: Connection, ids: readonly number[]): Map<number, Resource> {
  const found = rows<Resource>(
    connection,
    `SELECT ${resourceColumns} FROM resource r WHERE r.id IN (SELECT value FROM json_each(?))`,
    JSON.stringify(ids),
  )
  return new Map(found.map((resource) => [resource.id, resource]))
}

interface UnreadRow extends Resource {
  readonly reason: UnreadReason
  readonly sinceScan: number
  readonly lastScan: number | null
  readonly lastSha256: string | null
}

/** Resources that were there and could not be read, with what was last read of them. */
export function* unreadAt(ws: Workspace, at: At, filter: ResourceFilter = {}): Generator<UnreadResource> {
  const connection = connectionOf(ws)
  const holds = holdsAt(knownScans(connection, at))
  const condition = resourceCondition(filter)
  const found = rows<UnreadRow>(
    connection,
    `SELECT ${resourceColumns}, o.reason, o.from_scan AS sinceScan, p.from_scan AS lastScan, d.sha256 AS lastSha256
     FROM observation o JOIN resource r ON r.id = o.resource
     LEFT JOIN observation p ON p.id = (SELECT q.id FROM observation q WHERE q.resource = o.resource AND q.from_scan < o.from_scan AND q.state = 'present'
       AND q.between_scans = 0 ORDER BY q.from_scan DESC LIMIT 1)
     LEFT JOIN document d ON d.id = p.document
     WHERE ${holds.sql} AND o.state = 'unread' AND ${condition.sql} ORDER BY r.provider, r.account, r.type, r.key`,
    ...holds.params,
    ...condition.params,
  )
  for (const unread of found) {
    const { reason, sinceScan, lastScan, lastSha256 } = unread
    yield {
      resource: resourceOf(unread),
      reason,
      sinceScan,
      lastRead: lastScan === null || lastSha256 === null ? null : { scan: lastScan, sha256: lastSha256 },
    }
  }
}

/** Every account that a known scan touched, with its resources per type; accounts without resources are there too. */
export function accountsAt(ws: Workspace, at: At): AccountAt[] {
  const connection = connectionOf(ws)
  const known = knownScans(connection, at)
  const within = scansWithin(known)
  const accounts = rows<Omit<AccountAt, 'present' | 'unread' | 'types'>>(
    connection,
    `SELECT a.provider, a.account, sa.scan AS newestScan, max(s.as_of) AS newestAsOf
     FROM scan_account sa JOIN account a ON a.id = sa.account JOIN scan s ON s.id = sa.scan
     WHERE s.sealed_at IS NOT NULL AND ${within.sql} GROUP BY a.id ORDER BY a.provider, a.account`,
    ...within.params,
  )
  const holds = holdsAt(known)
  const types = rows<{ provider: Provider; account: string; type: string; present: number; unread: number }>(
    connection,
    `SELECT r.provider, lower(r.account) AS account, r.type, count(*) FILTER (WHERE o.state = 'present') AS present, count(*) FILTER (WHERE o.state = 'unread') AS unread
     FROM observation o JOIN resource r ON r.id = o.resource WHERE ${holds.sql} AND o.state <> 'absent' GROUP BY r.provider, r.account, r.type`,
    ...holds.params,
  )
  const byAccount = Map.groupBy(types, ({ provider, account }) => `${provider} ${account}`)
  return accounts.map((account) => {
    const own = (byAccount.get(`${account.provider} ${account.account.toLowerCase()}`) ?? []).map(
      ({ type, present, unread }) => ({ type, present, unread }),
    )
    return { ...account, present: sum(own, 'present'), unread: sum(own, 'unread'), types: own }
  })
}

function scansWithin(known: ReturnType<typeof knownScans>): Fragment {
  if (known.kind === 'all') return { sql: '1', params: [] }
  if (known.kind === 'upto') return { sql: 's.id <= ?', params: [known.scan] }
  return { sql: 's.id IN (SELECT value FROM json_each(?))', params: [JSON.stringify(known.scans)] }
}

function sum(
  types: readonly { readonly present: number; readonly unread: number }[],
  field: 'present' | 'unread',
): number {
  return types.reduce((total, type) => total + type[field], 0)
}
