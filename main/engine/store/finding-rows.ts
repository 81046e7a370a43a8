import type { Finding, FindingStatus } from '../../../shared/model/finding.ts'
import type { Provider } from '../../../shared/model/provider.ts'
import type { Severity } from '../../../shared/model/rule.ts'

/** A row of `finding` as SQLite gives it. */
export interface FindingRow {
  id: number
  rule: string
  rule_title: string
  severity: Severity
  provider: Provider
  account: string
  region: string
  resource: number | null
  subject: string
  subject_name: string
  type: string
  status: FindingStatus
  owner: string | null
  opened_at: string
  due_at: string
  breached: number
  remediated_at: string | null
  closed_at: string | null
  reopened: number
  exception_until: string | null
  unread: number
  notes: number
}

export function toFinding(row: FindingRow): Finding {
  return {
    id: row.id,
    rule: row.rule,
    ruleTitle: row.rule_title,
    severity: row.severity,
    provider: row.provider,
    account: row.account,
    region: row.region,
    subject: row.subject,
    subjectName: row.subject_name,
    resource: row.resource,
    type: row.type,
    status: row.status,
    owner: row.owner,
    openedAt: row.opened_at,
    dueAt: row.due_at,
    breached: row.breached === 1,
    remediatedAt: row.remediated_at,
    closedAt: row.closed_at,
    reopened: row.reopened,
    exceptionUntil: row.exception_until,
    unread: row.unread === 1,
    notes: row.notes,
  }
}
