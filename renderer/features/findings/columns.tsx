import type { Finding } from '../../../shared/model/finding.ts'
import { dayOf } from '../../../shared/text/format.ts'
import { FindingStatusBadge, ProviderName, SeverityBadge } from '../../ui/badges.tsx'
import type { GridColumn } from '../../ui/grid.tsx'
import { Icon } from '../../ui/icon.tsx'
import { DueClock } from '../../ui/time.tsx'

const severity: GridColumn<Finding> = {
  id: 'severity',
  header: 'Severity',
  width: 92,
  sortable: true,
  cell: (row) => <SeverityBadge severity={row.severity} />,
}
const title: GridColumn<Finding> = {
  id: 'ruleTitle',
  header: 'Rule',
  width: 170,
  grow: 1.5,
  sortable: true,
  cell: (row) => (
    <span className="clip" title={row.ruleTitle}>
      {row.ruleTitle}
    </span>
  ),
}
const subject: GridColumn<Finding> = {
  id: 'subjectName',
  header: 'Resource',
  width: 112,
  grow: 1,
  sortable: true,
  cell: (row) => (
    <span className="clip" title={row.subject}>
      {row.subjectName || row.subject}
      {row.notes > 0 && (
        <span className="note-count muted" title={`${row.notes} notes`}>
          <Icon name="note" size={12} /> {row.notes}
        </span>
      )}
    </span>
  ),
}
const due: GridColumn<Finding> = {
  id: 'dueAt',
  header: 'Due',
  width: 148,
  sortable: true,
  cell: (row) => <DueClock finding={row} />,
}
const all: readonly GridColumn<Finding>[] = [
  severity,
  title,
  subject,
  {
    id: 'provider',
    header: 'Provider',
    width: 74,
    sortable: true,
    cell: (row) => <ProviderName provider={row.provider} short />,
  },
  {
    id: 'account',
    header: 'Account',
    width: 108,
    sortable: true,
    cell: (row) => (
      <span className="clip mono" title={row.account}>
        {row.account}
      </span>
    ),
  },
  {
    id: 'status',
    header: 'Status',
    width: 124,
    sortable: true,
    cell: (row) => <FindingStatusBadge finding={row} />,
  },
  due,
  {
    id: 'owner',
    header: 'Owner',
    width: 110,
    sortable: true,
    cell: (row) =>
      row.owner === null ? (
        <span className="muted">No owner</span>
      ) : (
        <span className="clip">{row.owner}</span>
      ),
  },
  {
    id: 'openedAt',
    header: 'Opened',
    width: 92,
    from: 1080,
    sortable: true,
    cell: (row) => <span title={row.openedAt}>{dayOf(row.openedAt)}</span>,
  },
]
const few: readonly GridColumn<Finding>[] = [
  severity,
  { ...title, width: 150 },
  { ...subject, width: 110 },
  due,
]

/** Columns of the table; beside an open detail only those one steers by. */
export function findingColumns(narrow: boolean): readonly GridColumn<Finding>[] {
  return narrow ? few : all
}
