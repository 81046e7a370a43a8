import { CountersignError } from '../../../shared/model/errors.ts'
import { row, rows, value, type Connection } from './connection.ts'
import type { At, OutcomeFilter, ResourceFilter } from './types.ts'

/** A piece of SQL with its parameters, to be put together with others. */
export interface Fragment {
  readonly sql: string
  readonly params: readonly unknown[]
}

/** Which sealed scans a snapshot knows: all, those up to one, or a set (captures were imported out of their order), or none. */
export type KnownScans =
  | { readonly kind: 'all' }
  | { readonly kind: 'upto'; readonly scan: number }
  | { readonly kind: 'set'; readonly scans: readonly number[] }

/** Resolves a snapshot to the scans it knows. `not_found` for a scan that is not sealed. */
export function knownScans(connection: Connection, at: At): KnownScans {
  const newest =
    row<{ id: number }>(
      connection,
      'SELECT id FROM scan WHERE sealed_at IS NOT NULL ORDER BY id DESC LIMIT 1',
    )?.id ?? 0
  if ('scan' in at) {
    if (at.scan === newest) return { kind: 'all' }
    const sealed = row(connection, 'SELECT 1 FROM scan WHERE id = ? AND sealed_at IS NOT NULL', at.scan)
    if (sealed === undefined) throw new CountersignError('not_found', { what: 'scan', id: at.scan })
    return { kind: 'upto', scan: at.scan }
  }
  const limit = at.known ?? newest
  const within = rows<{ id: number }>(
    connection,
    'SELECT id FROM scan WHERE sealed_at IS NOT NULL AND as_of <= ? AND id <= ? ORDER BY id',
    at.instant,
    limit,
  ).map(({ id }) => id)
  const last = within.at(-1) ?? 0
  const before = value<number>(
    connection,
    'SELECT count(*) AS n FROM scan WHERE sealed_at IS NOT NULL AND id <= ?',
    last,
  )
  if (before !== within.length) return { kind: 'set', scans: within }
  return last === newest && last > 0 ? { kind: 'all' } : { kind: 'upto', scan: last }
}

/** The condition under which a row of observation `o` holds in a snapshot: begun in a known scan, not ended in one. */
export function holdsAt(known: KnownScans, from = 'o.from_scan', until = 'o.until_scan'): Fragment {
  if (known.kind === 'all') return { sql: `${until} IS NULL`, params: [] }
  if (known.kind === 'upto')
    return { sql: `${from} <= ? AND (${until} IS NULL OR ${until} > ?)`, params: [known.scan, known.scan] }
  const scans = JSON.stringify(known.scans)
  const set = '(SELECT value FROM json_each(?))'
  return { sql: `${from} IN ${set} AND (${until} IS NULL OR ${until} NOT IN ${set})`, params: [scans, scans] }
}

const columnOf = {
  providers: 'r.provider',
  accounts: 'r.account',
  regions: 'r.region',
  types: 'r.type',
  resources: 'r.id',
} as const

/** The condition of a filter over resource `r`; `1` for no filter. */
export function resourceCondition(filter: ResourceFilter = {}): Fragment {
  const parts: string[] = []
  const params: unknown[] = []
  for (const [field, column] of Object.entries(columnOf) as [keyof typeof columnOf, string][]) {
    const values = filter[field]
    if (values === undefined) continue
    parts.push(`${column} IN (SELECT value FROM json_each(?))`)
    params.push(JSON.stringify(values))
  }
  if (filter.text !== undefined && filter.text !== '') {
    parts.push(`(r.resource_id LIKE ? ESCAPE '\\' OR r.name LIKE ? ESCAPE '\\')`)
    params.push(containing(filter.text), containing(filter.text))
  }
  return { sql: parts.length === 0 ? '1' : parts.join(' AND '), params }
}

/** A LIKE pattern for text that contains this, its own wildcards taken literally. */
export function containing(text: string): string {
  return `%${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`
}

/** True when a filter needs the resource itself, not only what is in the outcome row. */
export function asksOfResource(filter: OutcomeFilter): boolean {
  return (
    filter.regions !== undefined ||
    filter.types !== undefined ||
    (filter.text !== undefined && filter.text !== '')
  )
}
