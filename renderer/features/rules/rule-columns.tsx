import './rules.css'
import { countText } from '../../../shared/text/format.ts'
import { ProviderName, SeverityBadge } from '../../ui/badges.tsx'
import type { GridColumn } from '../../ui/grid.tsx'
import { Icon } from '../../ui/icon.tsx'
import { misconfigurationWords } from './misconfigurations.ts'
import { scoreText, type ListedRule } from './rule-filter.ts'

export interface RuleRow {
  readonly id: number
  readonly rule: ListedRule
}

const count = (value: number) =>
  value === 0 ? <span className="muted">0</span> : <span>{countText(value)}</span>

export const ruleColumns: readonly GridColumn<RuleRow>[] = [
  {
    id: 'title',
    header: 'Rule',
    width: 230,
    grow: 4,
    sortable: true,
    cell: ({ rule }) => (
      <span className="clip" title={rule.id}>
        {rule.title}
      </span>
    ),
  },
  {
    id: 'provider',
    header: 'Provider',
    width: 110,
    sortable: true,
    cell: ({ rule }) => <ProviderName provider={rule.provider} />,
  },
  {
    id: 'severity',
    header: 'Severity',
    width: 104,
    sortable: true,
    cell: ({ rule }) => <SeverityBadge severity={rule.severity} />,
  },
  {
    id: 'misconfiguration',
    header: 'Misconfiguration',
    width: 124,
    grow: 1,
    sortable: true,
    cell: ({ rule }) =>
      rule.misconfiguration === undefined ? (
        <span className="muted">–</span>
      ) : (
        <span className="clip">{misconfigurationWords[rule.misconfiguration]}</span>
      ),
  },
  { id: 'pass', header: 'Pass', width: 66, sortable: true, cell: ({ rule }) => count(rule.totals.pass) },
  {
    id: 'fail',
    header: 'Fail',
    width: 80,
    sortable: true,
    cell: ({ rule }) =>
      rule.totals.fail === 0 ? (
        count(0)
      ) : (
        <span className="fail-count">
          <Icon name="cross" size={12} />
          {countText(rule.totals.fail)}
        </span>
      ),
  },
  {
    id: 'needsReview',
    header: 'Review',
    width: 70,
    sortable: true,
    cell: ({ rule }) => count(rule.totals.needsReview),
  },
  {
    id: 'notApplicable',
    header: 'N/A',
    width: 62,
    sortable: true,
    cell: ({ rule }) => count(rule.totals.notApplicable),
  },
  {
    id: 'notEvaluated',
    header: 'Not evaluated',
    width: 110,
    sortable: true,
    cell: ({ rule }) => count(rule.totals.notEvaluated),
  },
  {
    id: 'score',
    header: 'Score',
    width: 116,
    sortable: true,
    cell: ({ rule }) => (
      <span className={rule.totals.pass + rule.totals.fail === 0 ? 'muted' : ''}>
        {scoreText(rule.totals)}
      </span>
    ),
  },
]
export const narrowRuleColumns = ruleColumns.filter(
  ({ id }) => id === 'title' || id === 'severity' || id === 'fail',
)
