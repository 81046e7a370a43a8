import type { CallFailure, CoverageClaim, ItemProblem } from '../../../shared/model/source.ts'
import type { Provider } from '../../../shared/model/provider.ts'
import { accountKey, type CoverageEvidence } from './absence.ts'
import { rows, type Connection } from './connection.ts'
import { comparisonKey, keyHash } from './identity.ts'

/** An account as the scan met it. */
interface TouchedAccount {
  readonly provider: Provider
  readonly account: string
}

/** Everything a scan brought besides items, and the accounts it touched at all. */
export interface ScanEvidence extends CoverageEvidence {
  readonly touched: ReadonlyMap<string, TouchedAccount>
  /** `accountKey facet` of every facet that was read or claimed in an account. */
  readonly facets: ReadonlySet<string>
}

/** One row of a table that keeps what a file said as JSON. */
export function bodies<Body>(
  connection: Connection,
  table: 'item_problem' | 'call_failure' | 'coverage_claim',
  scan: number,
): (Body & { readonly file: number })[] {
  const found = rows<{ file: number; body: string }>(
    connection,
    `SELECT file, body FROM ${table} WHERE scan = ? ORDER BY file, id`,
    scan,
  )
  return found.map(({ file, body }) => ({ ...(JSON.parse(body) as Body), file }))
}

/** Key of an account's facet in `ScanEvidence.facets`. */
export function facetKey(provider: Provider, account: string, facet: string): string {
  return `${accountKey(provider, account)} ${facet}`
}

/** Reads what a staged scan says of coverage. */
export function readEvidence(connection: Connection, scan: number): ScanEvidence {
  const claims = bodies<CoverageClaim>(connection, 'coverage_claim', scan)
  const failures = bodies<Omit<CallFailure, 'kind'>>(connection, 'call_failure', scan)
  const problems = bodies<Omit<ItemProblem, 'kind'>>(connection, 'item_problem', scan)
  const touched = new Map<string, TouchedAccount>()
  const facets = new Set<string>()
  const touch = ({ provider, account }: TouchedAccount): void => {
    if (account !== '*') touched.set(accountKey(provider, account), { provider, account })
  }

  const read = rows<TouchedAccount & { facet: string }>(
    connection,
    'SELECT DISTINCT r.provider, r.account, s.facet FROM staged_item s JOIN resource r ON r.id = s.resource WHERE s.scan = ?',
    scan,
  )
  for (const { provider, account, facet } of [...read, ...claims]) {
    touch({ provider, account })
    facets.add(facetKey(provider, account, facet))
  }
  for (const failure of failures) touch(failure)
  for (const { resource } of problems) if (resource !== null) touch(resource)

  // A refusal that names nobody, in a scan that read nothing of its provider, hides whatever is known of that provider.
  const providers = new Set([...touched.values()].map(({ provider }) => provider))
  for (const { provider, account } of failures) {
    if (account !== '*' || providers.has(provider)) continue
    for (const known of rows<TouchedAccount>(
      connection,
      'SELECT DISTINCT provider, account FROM resource WHERE provider = ?',
      provider,
    ))
      touch(known)
  }
  return { claims, failures, malformed: malformedResources(connection, problems), touched, facets }
}

/** Resources named by a problem; a duplicate hides nothing, since the item it repeats was read. */
function malformedResources(
  connection: Connection,
  problems: readonly Omit<ItemProblem, 'kind'>[],
): Set<number> {
  const ids = new Set<number>()
  for (const { resource, reason } of problems) {
    if (resource === null || reason === 'duplicate') continue
    const { provider, account, type, resourceId } = resource
    const key = comparisonKey(provider, resourceId)
    const select =
      'SELECT id FROM resource INDEXED BY resource_key_hash WHERE key_hash = ? AND key = ? AND provider = ? AND account = ? AND type = ?'
    for (const { id } of rows<{ id: number }>(
      connection,
      select,
      keyHash(provider, key),
      key,
      provider,
      account,
      type,
    ))
      ids.add(id)
  }
  return ids
}
