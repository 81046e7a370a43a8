import { CountersignError } from '../../../shared/model/errors.ts'
import type { Instant } from '../../../shared/model/provider.ts'
import type { Scan } from '../../../shared/model/scan.ts'
import { connectionOf, row, rows, value } from './connection.ts'
import { checkPage } from './page.ts'
import type { Page, PageRequest, Workspace } from './types.ts'

const columns = `
  s.id, s.as_of AS asOf, s.started_at AS startedAt, s.sealed_at AS sealedAt, s.kind, s.label, s.verdict, s.files, s.items, s.problems, s.present, s.added,
  s.changed, s.removed, s.unread, s.content_sha256 AS contentSha256, s.ledger_seq AS ledgerSeq,
  (SELECT e.rule_pack_sha256 FROM evaluation_run e WHERE e.scan = s.id ORDER BY e.id DESC LIMIT 1) AS rulePackSha256`

/** Newest as-of first; sealed scans only. */
export function listScans(ws: Workspace, page: PageRequest): Page<Scan> {
  checkPage(page)
  const connection = connectionOf(ws)
  const select = `SELECT ${columns} FROM scan s WHERE s.sealed_at IS NOT NULL ORDER BY s.as_of DESC, s.id DESC LIMIT ? OFFSET ?`
  return {
    total: value<number>(connection, 'SELECT count(*) AS n FROM scan WHERE sealed_at IS NOT NULL'),
    rows: rows<Scan>(connection, select, page.limit, page.offset),
  }
}

/** The scan sealed last; null before the first. */
export function latestScan(ws: Workspace): Scan | null {
  return (
    row<Scan>(
      connectionOf(ws),
      `SELECT ${columns} FROM scan s WHERE s.sealed_at IS NOT NULL ORDER BY s.id DESC LIMIT 1`,
    ) ?? null
  )
}

/** Throws `not_found`, also for a scan that is not sealed. */
export function scanById(ws: Workspace, id: number): Scan {
  const found = row<Scan>(
    connectionOf(ws),
    `SELECT ${columns} FROM scan s WHERE s.sealed_at IS NOT NULL AND s.id = ?`,
    id,
  )
  if (found === undefined) throw new CountersignError('not_found', { what: 'scan', id })
  return found
}

/** Scans with `from` ≤ as-of < `to`, oldest first. */
export function scansBetween(ws: Workspace, from: Instant, to: Instant): Scan[] {
  return rows<Scan>(
    connectionOf(ws),
    `SELECT ${columns} FROM scan s WHERE s.sealed_at IS NOT NULL AND s.as_of >= ? AND s.as_of < ? ORDER BY s.as_of, s.id`,
    from,
    to,
  )
}
