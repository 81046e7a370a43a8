import type { Provider } from '../../../shared/model/provider.ts'
import type { CoverageHole } from '../../../shared/model/scan.ts'
import type {
  CallFailure,
  CoverageClaim,
  ItemProblem,
  SourceFile,
  UnreadReason,
} from '../../../shared/model/source.ts'
import { connectionOf, rows, value, type Connection } from './connection.ts'
import { checkPage } from './page.ts'
import { bodies } from './scan-evidence.ts'
import { scanById } from './scans.ts'
import type {
  DroppedFile,
  Page,
  PageRequest,
  ScanClaim,
  ScanFailure,
  ScanProblem,
  ScanSource,
  Workspace,
} from './types.ts'

/** The files of a sealed scan that were read to their end, in order. */
export function sourceFiles(ws: Workspace, scan: number): ScanSource[] {
  scanById(ws, scan)
  const found = rows<{ ordinal: number; facts: string }>(
    connectionOf(ws),
    `SELECT ordinal, facts FROM source_file WHERE scan = ? AND state = 'done' ORDER BY ordinal`,
    scan,
  )
  return found.map(({ ordinal, facts }) => ({ ...(JSON.parse(facts) as SourceFile), ordinal }))
}

/** Files that were refused while the scan went on with the others. */
export function droppedFiles(ws: Workspace, scan: number): DroppedFile[] {
  scanById(ws, scan)
  const select = `SELECT ordinal, path, why FROM source_file WHERE scan = ? AND state = 'dropped' ORDER BY ordinal`
  const found = rows<{ ordinal: number; path: string; why: string | null }>(connectionOf(ws), select, scan)
  return found.map(({ ordinal, path, why }) => ({
    ordinal,
    path,
    why: why === null ? null : (JSON.parse(why) as DroppedFile['why']),
  }))
}

/** Items that could not be used, in file and item order. */
export function itemProblems(ws: Workspace, scan: number, page: PageRequest): Page<ScanProblem> {
  checkPage(page)
  scanById(ws, scan)
  const connection = connectionOf(ws)
  const found = rows<{ file: number; path: string; body: string }>(
    connection,
    `SELECT p.file, f.path, p.body FROM item_problem p JOIN source_file f ON f.scan = p.scan AND f.ordinal = p.file
     WHERE p.scan = ? ORDER BY p.file, p.id LIMIT ? OFFSET ?`,
    scan,
    page.limit,
    page.offset,
  )
  return {
    total: value<number>(connection, 'SELECT count(*) AS n FROM item_problem WHERE scan = ?', scan),
    rows: found.map(({ file, path, body }) => ({
      kind: 'problem',
      ...(JSON.parse(body) as Omit<ItemProblem, 'kind'>),
      file,
      path,
    })),
  }
}

/** The provider's refusals and failures that the scan met. */
export function callFailures(ws: Workspace, scan: number): ScanFailure[] {
  scanById(ws, scan)
  return bodies<Omit<CallFailure, 'kind'>>(connectionOf(ws), 'call_failure', scan).map((failure) => ({
    kind: 'failure',
    ...failure,
  }))
}

/** What the scan's files prove complete. */
export function coverageClaims(ws: Workspace, scan: number): ScanClaim[] {
  scanById(ws, scan)
  return bodies<CoverageClaim>(connectionOf(ws), 'coverage_claim', scan)
}

interface UnreadGroup {
  readonly provider: Provider
  readonly account: string
  readonly region: string
  readonly type: string
  readonly reason: UnreadReason
  readonly resources: number
}

/**
 * What the scan could not read: one hole per refusal or failure with the resources it hides in the scan's snapshot, and
 * one per account and region for items that could not be used or were not in the exports. A failure that hides nothing
 * known is a hole with 0 resources: what it hides is unknown, not absent.
 */
export function coverageHoles(ws: Workspace, scan: number): CoverageHole[] {
  const connection = connectionOf(ws)
  const groups = unreadGroups(connection, scan)
  const told = new Set<UnreadGroup>()
  const holes: CoverageHole[] = callFailures(ws, scan).map(
    ({ provider, account, region, types, reason, operation, message }) => {
      let resources = 0
      for (const group of groups) {
        if (told.has(group) || group.reason !== reason || group.provider !== provider) continue
        if (account !== '*' && account.toLowerCase() !== group.account.toLowerCase()) continue
        if (region !== '*' && region !== group.region) continue
        if (types !== '*' && !types.some((type) => type.toLowerCase() === group.type.toLowerCase())) continue
        // Each hidden resource counts in one hole, so that the holes add up.
        told.add(group)
        resources += group.resources
      }
      return { provider, account, region, reason, operation, message, resources }
    },
  )
  const rest = new Map<string, CoverageHole>()
  for (const group of groups) {
    if (told.has(group)) continue
    const { provider, account, region, reason } = group
    const key = `${provider} ${account} ${region} ${reason}`
    const known = rest.get(key)
    rest.set(key, {
      provider,
      account,
      region,
      reason,
      operation: '',
      message: '',
      resources: (known?.resources ?? 0) + group.resources,
    })
  }
  return [...holes, ...rest.values()]
}

function unreadGroups(connection: Connection, scan: number): UnreadGroup[] {
  return rows<UnreadGroup>(
    connection,
    `SELECT r.provider, r.account, r.region, r.type, o.reason, count(*) AS resources
     FROM scan_account sa JOIN account a ON a.id = sa.account JOIN resource r ON r.provider = a.provider AND r.account = a.account
     JOIN observation o ON o.resource = r.id AND o.from_scan <= ? AND (o.until_scan IS NULL OR o.until_scan > ?)
     WHERE sa.scan = ? AND o.state = 'unread' GROUP BY r.provider, r.account, r.region, r.type, o.reason ORDER BY r.provider, r.account, r.region, r.type, o.reason`,
    scan,
    scan,
    scan,
  )
}
