import type {
  BaselineDifference,
  PackageDiff,
  RuleDifference,
} from '../../../../shared/model/package-diff.ts'
import type { FrameworkFigures, PackageFacts } from '../../../../shared/model/package-summary.ts'
import type { PackageSource } from '../verify/source.ts'
import { readTable, type TableRow } from './tables.ts'

const approvals = 'data/02-baseline/approvals.csv'
const approvalColumns = [
  'Version',
  'Approved at',
  'Approved by',
  'Rationale',
  'Resources',
  'SHA-256',
] as const
type Approval = TableRow<(typeof approvalColumns)[number]>

const rules = 'data/12-method/rules.csv'
const ruleColumns = [
  'Rule',
  'Title',
  'Severity',
  'SHA-256 of the rule',
  'Parameters',
  'Set otherwise',
] as const
type RuleRow = TableRow<(typeof ruleColumns)[number]>

/** Baselines of both packages: within one engagement by version, across engagements by their contents. */
export async function compareBaselines(
  older: PackageSource,
  newer: PackageSource,
  sameEngagement: boolean,
): Promise<BaselineDifference[]> {
  const keyOf = (row: Approval): string => (sameEngagement ? row.Version : row['SHA-256'])
  const before = new Map<string, Approval>()
  for await (const row of readTable(older, approvals, approvalColumns)) before.set(keyOf(row), row)
  const found: BaselineDifference[] = []
  for await (const row of readTable(newer, approvals, approvalColumns)) {
    const old = before.get(keyOf(row))
    before.delete(keyOf(row))
    const change = !old ? 'approved' : old['SHA-256'] === row['SHA-256'] ? 'same' : 'rewritten'
    found.push(baseline(row, change))
  }
  return [...[...before.values()].map((row) => baseline(row, 'left')), ...found]
}

function baseline(row: Approval, change: BaselineDifference['change']): BaselineDifference {
  return {
    version: Number(row.Version),
    change,
    sha256: row['SHA-256'],
    approvedAt: row['Approved at'],
    approvedBy: row['Approved by'],
    rationale: row.Rationale,
    resources: Number(row.Resources),
  }
}

/** Rules added, removed and changed; `ids` are those of the newer package. */
export async function compareRules(
  older: PackageSource,
  newer: PackageSource,
): Promise<{ rows: RuleDifference[]; ids: ReadonlySet<string> }> {
  const before = new Map<string, RuleRow>()
  for await (const row of readTable(older, rules, ruleColumns)) before.set(row.Rule, row)
  const rows: RuleDifference[] = []
  const ids = new Set<string>()
  for await (const row of readTable(newer, rules, ruleColumns)) {
    ids.add(row.Rule)
    const old = before.get(row.Rule)
    before.delete(row.Rule)
    if (!old) rows.push({ rule: row.Rule, title: row.Title, change: 'added', detail: '' })
    else {
      const detail = ruleDetail(old, row)
      if (detail !== '') rows.push({ rule: row.Rule, title: row.Title, change: 'changed', detail })
    }
  }
  for (const row of before.values())
    rows.push({ rule: row.Rule, title: row.Title, change: 'removed', detail: '' })
  return { rows, ids }
}

function ruleDetail(before: RuleRow, after: RuleRow): string {
  const differs = (column: (typeof ruleColumns)[number]): boolean => before[column] !== after[column]
  return [
    ...(differs('SHA-256 of the rule') ? ['text'] : []),
    ...(differs('Severity') ? [`severity ${before.Severity} → ${after.Severity}`] : []),
    ...(differs('Parameters') ? ['parameters'] : []),
    ...(differs('Set otherwise') ? ['set otherwise'] : []),
  ].join(', ')
}

/** Totals of every framework that either package has, in the newer's order. */
export function compareFrameworks(older: PackageFacts, newer: PackageFacts): PackageDiff['frameworks'] {
  const before = new Map(older.totals.frameworks.map((one) => [one.framework, one]))
  const rows: PackageDiff['frameworks'] = []
  const add = (one: FrameworkFigures, old: FrameworkFigures | null, after: FrameworkFigures | null): void =>
    void rows.push({ framework: one.framework, title: one.title, before: old, after })
  for (const one of newer.totals.frameworks) {
    add(one, before.get(one.framework) ?? null, one)
    before.delete(one.framework)
  }
  for (const one of before.values()) add(one, one, null)
  return rows
}
