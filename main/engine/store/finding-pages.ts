import type { z } from 'zod'
import type { findingFilterSchema, findingSortSchema } from '../../../shared/contract/judgement-methods.ts'
import type { Finding } from '../../../shared/model/finding.ts'
import type { Instant } from '../../../shared/model/provider.ts'
import { containing } from './at.ts'
import { statement } from './connection.ts'
import { toFinding, type FindingRow } from './finding-rows.ts'
import type { Page, PageRequest, Workspace } from './types.ts'

export type FindingFilter = z.output<typeof findingFilterSchema>
export type FindingSort = z.output<typeof findingSortSchema>

/** Columns of the table by the name the contract gives them. */
const columns = {
  severity: 'severity_rank',
  ruleTitle: 'rule_title',
  subjectName: 'subject_name',
  provider: 'provider',
  account: 'account',
  status: 'status',
  owner: `ifnull(owner, '')`,
  openedAt: 'opened_at',
  dueAt: 'due_at',
} as const

const facetColumns = {
  status: 'status',
  severity: 'severity',
  provider: 'provider',
  account: 'account',
  rule: 'rule',
  owner: `ifnull(owner, '')`,
} as const
type FacetName = keyof typeof facetColumns

interface Where {
  readonly sql: string
  readonly params: (string | number)[]
}

function where(filter: FindingFilter, now: Instant, without?: FacetName): Where {
  const parts: string[] = []
  const params: (string | number)[] = []
  for (const name of Object.keys(facetColumns) as FacetName[]) {
    const wanted = filter[name]
    if (!wanted || name === without) continue
    parts.push(`${facetColumns[name]} IN (${wanted.map(() => '?').join(', ')})`)
    params.push(...wanted)
  }
  if (filter.overdue !== undefined) {
    const late = `(status <> 'closed' AND exception_until IS NULL AND due_at < ?)`
    parts.push(filter.overdue ? late : `NOT ${late}`)
    params.push(now)
  }
  if (filter.excepted !== undefined)
    parts.push(filter.excepted ? 'exception_until IS NOT NULL' : 'exception_until IS NULL')
  if (filter.text) {
    parts.push(
      `(subject LIKE ? ESCAPE '\\' OR subject_name LIKE ? ESCAPE '\\' OR rule_title LIKE ? ESCAPE '\\' OR owner LIKE ? ESCAPE '\\')`,
    )
    const text = containing(filter.text)
    params.push(text, text, text, text)
  }
  return { sql: parts.length === 0 ? '' : `WHERE ${parts.join(' AND ')}`, params }
}

/** A page of findings; ties are broken by id, so that pages never overlap. */
export function findingsPage(
  ws: Workspace,
  request: PageRequest & {
    readonly filter: FindingFilter
    readonly sort: FindingSort
    readonly now: Instant
  },
): Page<Finding> {
  const condition = where(request.filter, request.now)
  const sort =
    request.sort.length === 0
      ? [
          { column: 'severity' as const, descending: false },
          { column: 'openedAt' as const, descending: false },
        ]
      : request.sort
  const order = [
    ...sort.map(({ column, descending }) => `${columns[column]}${descending ? ' DESC' : ''}`),
    'id',
  ].join(', ')
  const total = statement(ws, `SELECT count(*) FROM finding ${condition.sql}`)
    .pluck()
    .get(...condition.params) as number
  const rows = statement(ws, `SELECT * FROM finding ${condition.sql} ORDER BY ${order} LIMIT ? OFFSET ?`).all(
    ...condition.params,
    request.limit,
    request.offset,
  ) as FindingRow[]
  return { total, rows: rows.map(toFinding) }
}

/** Counts per value of each facet; a facet ignores its own filter, so that its other values can be seen. */
export function findingFacets(
  ws: Workspace,
  filter: FindingFilter,
  now: Instant,
): Record<FacetName, { value: string; count: number }[]> {
  const of = (name: FacetName) => {
    const condition = where(filter, now, name)
    const column = facetColumns[name]
    return statement(
      ws,
      `SELECT ${column} AS value, count(*) AS count FROM finding ${condition.sql} GROUP BY 1 ORDER BY 2 DESC, 1`,
    ).all(...condition.params) as {
      value: string
      count: number
    }[]
  }
  return {
    status: of('status'),
    severity: of('severity'),
    provider: of('provider'),
    account: of('account'),
    rule: of('rule'),
    owner: of('owner'),
  }
}
