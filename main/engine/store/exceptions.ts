import type { Exception } from '../../../shared/model/finding.ts'
import type { Instant } from '../../../shared/model/provider.ts'
import { statement } from './connection.ts'
import type { Workspace } from './types.ts'

interface Row {
  id: number
  finding: number
  rule: string
  subject: string
  requested_by: string
  requested_at: string
  reason: string
  compensating_control: string
  expires_at: string
  status: Exception['status']
  decided_by: string | null
  decided_at: string | null
}

const toException = (row: Row): Exception => ({
  id: row.id,
  finding: row.finding,
  rule: row.rule,
  subject: row.subject,
  requestedBy: row.requested_by,
  requestedAt: row.requested_at,
  reason: row.reason,
  compensatingControl: row.compensating_control,
  expiresAt: row.expires_at,
  status: row.status,
  decidedBy: row.decided_by,
  decidedAt: row.decided_at,
})

const select =
  'SELECT e.*, f.rule AS rule, f.subject AS subject FROM exception e JOIN finding f ON f.id = e.finding'

/** Adds a requested exception and returns its id. */
export function insertException(
  ws: Workspace,
  request: Pick<
    Exception,
    'finding' | 'requestedBy' | 'requestedAt' | 'reason' | 'compensatingControl' | 'expiresAt'
  >,
): number {
  const result = statement(
    ws,
    `INSERT INTO exception (finding, requested_by, requested_at, reason, compensating_control, expires_at, status)
     VALUES ($finding, $requestedBy, $requestedAt, $reason, $compensatingControl, $expiresAt, 'requested')`,
  ).run({ ...request })
  return Number(result.lastInsertRowid)
}

/** Records a decision or an expiry; the history is in the finding's events and the ledger. */
export function decideException(
  ws: Workspace,
  id: number,
  status: Exception['status'],
  by: string | null,
  at: Instant | null,
): void {
  statement(
    ws,
    'UPDATE exception SET status = ?, decided_by = ifnull(?, decided_by), decided_at = ifnull(?, decided_at) WHERE id = ?',
  ).run(status, by, at, id)
}

/** The exception with this id, or null. */
export function exceptionById(ws: Workspace, id: number): Exception | null {
  const row = statement(ws, `${select} WHERE e.id = ?`).get(id) as Row | undefined
  return row ? toException(row) : null
}

/** All exceptions, or those of one finding, by id. */
export function listExceptions(ws: Workspace, finding?: number): Exception[] {
  const rows =
    finding === undefined
      ? statement(ws, `${select} ORDER BY e.id`).all()
      : statement(ws, `${select} WHERE e.finding = ? ORDER BY e.id`).all(finding)
  return (rows as Row[]).map(toException)
}
