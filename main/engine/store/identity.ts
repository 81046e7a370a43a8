import { hash } from 'node:crypto'
import type { Provider } from '../../../shared/model/provider.ts'
import type { Resource } from '../../../shared/model/resource.ts'
import { row, run, type Connection } from './connection.ts'

/** What tells resources apart: provider, account and type without regard to case, and the comparison key. */
export interface ResourceIdentity {
  readonly provider: Provider
  readonly resourceId: string
  readonly type: string
  readonly account: string
  readonly region: string
}

/** Provider ids as they are compared: ARM ids are the same in any letter case (Azure Resource Manager, "Resource naming"). */
export function comparisonKey(provider: Provider, resourceId: string): string {
  return provider === 'azure' ? resourceId.toLowerCase() : resourceId
}

/** 48 bits of SHA-256 over provider and key, as an integer: short enough for an index that stays small. */
export function keyHash(provider: Provider, key: string): number {
  return Number.parseInt(hash('sha256', `${provider} ${key}`, 'hex').slice(0, 12), 16)
}

/** The id of an account, made when new. Within a write transaction. */
export function accountId(connection: Connection, provider: Provider, account: string): number {
  const cacheKey = `account ${provider} ${account.toLowerCase()}`
  const known = connection.ids.get(cacheKey) ?? findAccount(connection, provider, account)
  const id =
    known ?? run(connection, 'INSERT INTO account (provider, account) VALUES (?, ?)', provider, account).id
  connection.ids.set(cacheKey, id)
  return id
}

export function findAccount(connection: Connection, provider: Provider, account: string): number | undefined {
  return row<{ id: number }>(
    connection,
    'SELECT id FROM account WHERE provider = ? AND account = ?',
    provider,
    account,
  )?.id
}

/** The row of a resource, made when new. Until a scan that saw it is sealed nothing shows it. Within a write transaction. */
export function keepResource(
  connection: Connection,
  identity: ResourceIdentity,
  name: string,
): { readonly id: number; readonly name: string; readonly region: string } {
  const { provider, resourceId, type, account, region } = identity
  const key = comparisonKey(provider, resourceId)
  const short = keyHash(provider, key)
  const select =
    'SELECT id, name, region FROM resource INDEXED BY resource_key_hash WHERE key_hash = ? AND key = ? AND provider = ? AND account = ? AND type = ?'
  const known = row<{ id: number; name: string; region: string }>(
    connection,
    select,
    short,
    key,
    provider,
    account,
    type,
  )
  if (known !== undefined) return known
  const insert =
    'INSERT INTO resource (provider, account, type, key, key_hash, resource_id, region, name) VALUES (?, ?, ?, ?, ?, ?, ?, ?)'
  return {
    id: run(connection, insert, provider, account, type, key, short, resourceId, region, name).id,
    name,
    region,
  }
}

/** The columns of `Resource` of a table aliased `r`. */
export const resourceColumns =
  'r.id AS id, r.provider AS provider, r.resource_id AS resourceId, r.type AS type, r.account AS account, r.region AS region, r.name AS name'

/** `Resource` out of a row that holds more. */
export function resourceOf({ id, provider, resourceId, type, account, region, name }: Resource): Resource {
  return { id, provider, resourceId, type, account, region, name }
}
