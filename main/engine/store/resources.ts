import { CountersignError } from '../../../shared/model/errors.ts'
import type { Provider } from '../../../shared/model/provider.ts'
import type { Resource } from '../../../shared/model/resource.ts'
import { holdsAt, knownScans, resourceCondition } from './at.ts'
import { connectionOf, row, rows, value } from './connection.ts'
import { comparisonKey, keyHash, resourceColumns } from './identity.ts'
import { checkPage } from './page.ts'
import type { At, Page, PageRequest, ResourceFilter, ResourceRow, ResourceSort, Workspace } from './types.ts'

/** A resource of a staged scan is nobody's business until some sealed scan saw it. */
const seen = 'EXISTS (SELECT 1 FROM observation o WHERE o.resource = r.id)'

/** Throws `not_found`. */
export function resourceById(ws: Workspace, id: number): Resource {
  const found = row<Resource>(
    connectionOf(ws),
    `SELECT ${resourceColumns} FROM resource r WHERE r.id = ? AND ${seen}`,
    id,
  )
  if (found === undefined) throw new CountersignError('not_found', { what: 'resource', id })
  return found
}

/** Those of the ids that exist. */
export function resourcesByIds(ws: Workspace, ids: readonly number[]): Map<number, Resource> {
  const found = rows<Resource>(
    connectionOf(ws),
    `SELECT ${resourceColumns} FROM resource r WHERE r.id IN (SELECT value FROM json_each(?)) AND ${seen}`,
    JSON.stringify(ids),
  )
  return new Map(found.map((resource) => [resource.id, resource]))
}

/** By provider id (ARM ids without regard to case); several types or accounts may share an id. */
export function findResource(ws: Workspace, provider: Provider, resourceId: string): Resource[] {
  const key = comparisonKey(provider, resourceId)
  const select = `SELECT ${resourceColumns} FROM resource r INDEXED BY resource_key_hash WHERE r.key_hash = ? AND r.key = ? AND r.provider = ? AND ${seen} ORDER BY r.account, r.type, r.id`
  return rows<Resource>(connectionOf(ws), select, keyHash(provider, key), key, provider)
}

const sortColumns: Readonly<Record<ResourceSort, string>> = {
  provider: 'r.provider',
  account: 'r.account',
  region: 'r.region',
  type: 'r.type',
  name: 'r.name COLLATE NOCASE',
  resourceId: 'r.key',
}

/** Present and unread resources of a snapshot, one page; ties are broken by id, so pages never overlap. */
export function resourcesPage(
  ws: Workspace,
  at: At,
  request: PageRequest & {
    readonly filter?: ResourceFilter
    readonly sort?: ResourceSort
    readonly descending?: boolean
  },
): Page<ResourceRow> {
  checkPage(request)
  const connection = connectionOf(ws)
  const holds = holdsAt(knownScans(connection, at))
  const condition = resourceCondition(request.filter)
  const from = `observation o JOIN resource r ON r.id = o.resource LEFT JOIN document d ON d.id = o.document
    WHERE ${holds.sql} AND o.state <> 'absent' AND ${condition.sql}`
  const params = [...holds.params, ...condition.params]
  const direction = request.descending === true ? 'DESC' : 'ASC'
  const order = `${sortColumns[request.sort ?? 'resourceId']} ${direction}, r.id ${direction}`
  const select = `SELECT ${resourceColumns}, o.state, o.reason, d.sha256, o.from_scan AS sinceScan FROM ${from} ORDER BY ${order} LIMIT ? OFFSET ?`
  return {
    total: value<number>(
      connection,
      `SELECT count(*) AS n FROM ${from.replace('LEFT JOIN document d ON d.id = o.document', '')}`,
      ...params,
    ),
    rows: rows<ResourceRow>(connection, select, ...params, request.limit, request.offset),
  }
}
