import type { DriftEvent } from '../../../shared/model/drift.ts'
import { driftClosedWords } from '../../../shared/text/labels.ts'
import { AuthorisedBadge } from '../../ui/authorised-badge.tsx'
import type { GridColumn } from '../../ui/grid.tsx'
import { Icon } from '../../ui/icon.tsx'
import { pathParts } from '../../ui/path-parts.ts'
import { PropertyPath, ShortChange } from '../../ui/property-change.tsx'
import { Time } from '../../ui/time.tsx'

/** Open, or how it came to an end; a sign beside the words. */
export function Standing({ drift }: { readonly drift: Pick<DriftEvent, 'closedAt' | 'closedBy'> }) {
  const closed = drift.closedAt !== null
  return (
    <span className="row">
      <Icon name={closed ? 'check' : 'circle'} size={12} />
      <span className="clip">
        {closed ? `Closed: ${drift.closedBy === null ? '' : driftClosedWords[drift.closedBy]}` : 'Open'}
      </span>
    </span>
  )
}

/** The last steps of a path, which say most in little room. */
function Property({ drift }: { readonly drift: DriftEvent }) {
  if (drift.path === '') return <span className="muted">The whole resource</span>
  const root = pathParts(drift.path)[0]?.text === 'config'
  return (
    <span className="clip" title={drift.path}>
      <PropertyPath path={root ? drift.path.replace(/^config\.?/, '') : drift.path} />
    </span>
  )
}

export const driftColumns: readonly GridColumn<DriftEvent>[] = [
  { id: 'detected', header: 'Detected', width: 262, cell: (drift) => <Time at={drift.detectedAt} /> },
  {
    id: 'resource',
    header: 'Resource',
    width: 140,
    grow: 2,
    cell: (drift) => (
      <span className="clip" title={drift.resourceId}>
        {drift.name}
      </span>
    ),
  },
  { id: 'property', header: 'Property', width: 150, grow: 3, cell: (drift) => <Property drift={drift} /> },
  {
    id: 'change',
    header: 'Before and after',
    width: 170,
    grow: 3,
    cell: (drift) => <ShortChange change={drift} />,
  },
  {
    id: 'authorised',
    header: 'Authorised',
    width: 140,
    cell: (drift) => <AuthorisedBadge authorised={drift.authorised} />,
  },
  { id: 'standing', header: 'State', width: 90, grow: 1, cell: (drift) => <Standing drift={drift} /> },
]
/** Beside an open detail there is room for these. */
export const narrowColumns = driftColumns.filter(
  ({ id }) => id === 'resource' || id === 'property' || id === 'authorised',
)
