import { canonicalJson } from '../../../shared/model/canonical.ts'
import type { Instant } from '../../../shared/model/provider.ts'
import { readCoverage, type CoverageReading, type KnownResource } from './absence.ts'
import { row, rows, run, statement, value, type Connection } from './connection.ts'
import { sha256Of } from './canonical-items.ts'
import { documentId } from './document-blocks.ts'
import { documentsByIds } from './documents.ts'
import { facetRank, mergeParts } from './facets.ts'
import { facetKey, type ScanEvidence } from './scan-evidence.ts'
import { stateBefore, statesBetween, type StagedState } from './states.ts'
import { transact } from './transaction.ts'

/** A staged row with its resource and what the workspace holds of it. */
interface StagedRow extends StagedState, Omit<KnownResource, 'id'> {
  readonly resource: number
  readonly facet: string
  readonly name: string | null
  readonly newRegion: string | null
  readonly openDocument: number | null
}

const slice = 1_000

/** The tables that hold the scan's resolved states; temporary, so that a kill leaves nothing and a resumed seal starts over. */
export function makeResolveTables(connection: Connection): void {
  connection.db.exec(`
    CREATE TEMP TABLE IF NOT EXISTS resolved (
      resource INTEGER PRIMARY KEY, state TEXT NOT NULL, document INTEGER, captured_at TEXT, name TEXT, region TEXT, carried INTEGER NOT NULL);
    CREATE TEMP TABLE IF NOT EXISTS resolved_between (resource INTEGER, state TEXT NOT NULL, document INTEGER, captured_at TEXT NOT NULL, until_at TEXT);
    DELETE FROM temp.resolved;
    DELETE FROM temp.resolved_between;`)
}

/**
 * Brings the staged items of a scan down to one state per resource (facets merged, newest capture first) in temporary
 * tables, 1,000 resources a slice. Yields the number of resources done.
 */
export function* resolveStaged(
  connection: Connection,
  scan: number,
  evidence: ScanEvidence,
): Generator<number> {
  const coverage = readCoverage(evidence, new Set(evidence.touched.keys()))
  let last = 0
  let done = transact(connection, () => run(connection, resolvePlain, scan).changes)
  yield done
  for (;;) {
    const chunk = rows<StagedRow>(connection, stagedSlice, scan, scan, last, slice)
    if (chunk.length === 0) return
    transact(connection, () => {
      for (const group of byResource(chunk)) resolveResource(connection, group, evidence, coverage)
    })
    done += new Set(chunk.map(({ resource }) => resource)).size
    last = chunk.at(-1)?.resource ?? last
    yield done
  }
}

/** Most resources: read once, as a resource, and never put together from facets before. One statement does them all. */
const resolvePlain = `
  INSERT INTO temp.resolved (resource, state, document, captured_at, name, region, carried)
  SELECT s.resource, CASE s.state WHEN 'present' THEN 'present' ELSE 'absent' END, s.document, s.captured_at, s.name, s.region, 0
  FROM staged_item s LEFT JOIN observation o ON o.resource = s.resource AND o.until_scan IS NULL LEFT JOIN document d ON d.id = o.document
  WHERE s.scan = ? AND s.facet = 'resource' AND (d.id IS NULL OR d.facet = 'resource')
  GROUP BY s.resource HAVING count(*) = 1 AND (SELECT count(*) FROM staged_item t WHERE t.scan = s.scan AND t.resource = s.resource) = 1`

/** How many resources `resolveStaged` has before it. */
export function stagedResources(connection: Connection, scan: number): number {
  return value<number>(
    connection,
    'SELECT count(DISTINCT resource) AS n FROM staged_item WHERE scan = ?',
    scan,
  )
}

const stagedSlice = `
  SELECT s.file, s.position, s.resource, s.facet, s.state, s.document, s.captured_at AS capturedAt, s.name, s.region AS newRegion,
         r.provider, r.account, r.type, ifnull(s.region, r.region) AS region, o.document AS openDocument
  FROM staged_item s JOIN resource r ON r.id = s.resource
  LEFT JOIN observation o ON o.resource = s.resource AND o.until_scan IS NULL
  WHERE s.scan = ? AND s.resource IN (
    SELECT DISTINCT i.resource FROM staged_item i WHERE i.scan = ? AND i.resource > ?
      AND NOT EXISTS (SELECT 1 FROM temp.resolved d WHERE d.resource = i.resource) ORDER BY i.resource LIMIT ?)
  ORDER BY s.resource, s.file, s.position`

function* byResource(chunk: readonly StagedRow[]): Generator<StagedRow[]> {
  let group: StagedRow[] = []
  for (const staged of chunk) {
    if (group[0] !== undefined && group[0].resource !== staged.resource) {
      yield group
      group = []
    }
    group.push(staged)
  }
  if (group.length > 0) yield group
}

function resolveResource(
  connection: Connection,
  group: StagedRow[],
  evidence: ScanEvidence,
  coverage: CoverageReading,
): void {
  const byFacet = new Map<string, StagedRow[]>()
  for (const staged of group.toSorted(stateBefore))
    byFacet.set(staged.facet, [...(byFacet.get(staged.facet) ?? []), staged])
  const facets = [...byFacet].toSorted(([a], [b]) => facetRank(a) - facetRank(b))
  const newest = facets.map(([facet, states]) => ({ facet, staged: states.at(-1) as StagedRow }))
  const main = newest[0]?.staged
  if (main === undefined) return

  const history = byFacet.get('resource') ?? []
  for (const { state, document, capturedAt, untilAt } of statesBetween(history)) {
    statement(connection, 'INSERT INTO temp.resolved_between VALUES (?, ?, ?, ?, ?)').run(
      main.resource,
      state,
      document,
      capturedAt,
      untilAt,
    )
  }

  if (main.facet === 'resource' && main.state === 'deleted')
    return keepResolved(connection, main, 'absent', null, main.capturedAt, 0)
  const parts = newest.flatMap(({ facet, staged }) =>
    staged.document === null ? [] : [{ facet, document: staged.document }],
  )
  const carried =
    main.openDocument === null
      ? []
      : earlierParts(connection, main.openDocument).filter(
          ({ facet }) =>
            !byFacet.has(facet) &&
            !evidence.facets.has(facetKey(main.provider, main.account, facet)) &&
            !coverage.isRefused({ ...main, id: main.resource }),
        )
  const all = [...parts, ...carried]
    .toSorted((a, b) => facetRank(a.facet) - facetRank(b.facet))
    .map(({ document }) => document)
  // Only the removal of a policy was read: that says nothing of the resource itself.
  if (all.length === 0) return
  keepResolved(
    connection,
    main,
    'present',
    composed(connection, all, main.type),
    main.capturedAt,
    carried.length > 0 ? 1 : 0,
  )
}

function keepResolved(
  connection: Connection,
  main: StagedRow,
  state: 'present' | 'absent',
  document: number | null,
  capturedAt: Instant | null,
  carried: number,
): void {
  const insert =
    'INSERT INTO temp.resolved (resource, state, document, captured_at, name, region, carried) VALUES (?, ?, ?, ?, ?, ?, ?)'
  statement(connection, insert).run(
    main.resource,
    state,
    document,
    capturedAt,
    main.name,
    main.newRegion,
    carried,
  )
}

/** The facets a document was put together from. */
function earlierParts(
  connection: Connection,
  document: number,
): { readonly facet: string; readonly document: number }[] {
  const found = row<{ facet: string; parts: string | null }>(
    connection,
    'SELECT facet, parts FROM document WHERE id = ?',
    document,
  )
  if (found === undefined) return []
  if (found.parts === null) return [{ facet: found.facet, document }]
  return rows<{ facet: string; document: number }>(
    connection,
    'SELECT facet, id AS document FROM document WHERE id IN (SELECT value FROM json_each(?))',
    found.parts,
  )
}

/**
 * The document made of these parts. Composed documents keep no bytes of their own: they name their parts and are put
 * together when read, so a policy that changes costs its own bytes only.
 */
function composed(connection: Connection, parts: readonly number[], type: string): number {
  const [only, second] = parts
  if (only !== undefined && second === undefined) return only
  const list = JSON.stringify(parts)
  const known = row<{ id: number }>(connection, 'SELECT id FROM document WHERE parts = ?', list)
  if (known !== undefined) return known.id
  const read = documentsByIds(connection, parts)
  const documents = parts.map((id) => read.get(id)?.document ?? {})
  const bytes = Buffer.from(canonicalJson(mergeParts(documents)), 'utf8')
  const sha256 = sha256Of(bytes)
  const same = documentId(connection, sha256)
  if (same !== undefined) return same
  const block = value<number>(connection, 'SELECT block FROM document WHERE id = ?', only)
  const insert = `INSERT INTO document (sha256, type, facet, block, offset, length, parts) VALUES (?, ?, 'merged', ?, 0, ?, ?)`
  return run(connection, insert, sha256, type, block, bytes.length, list).id
}
