import type { DriftEvent } from '../../../shared/model/drift.ts'
import { driftKindWords } from '../../../shared/text/labels.ts'
import { AuthorisedBadge } from '../../ui/authorised-badge.tsx'
import { Badge, ProviderName } from '../../ui/badges.tsx'
import { Button } from '../../ui/button.tsx'
import { Detail, Fact } from '../../ui/detail.tsx'
import { FullChange, PropertyPath } from '../../ui/property-change.tsx'
import { Time } from '../../ui/time.tsx'
import { Standing } from './drift-columns.tsx'

export interface DriftDetailProps {
  readonly drift: DriftEvent
  readonly readOnly: boolean
  readonly onDecide: (authorised: boolean) => void
  readonly onClose: () => void
}

/** One drift event in full. */
export function DriftDetail({ drift, readOnly, onDecide, onClose }: DriftDetailProps) {
  return (
    <Detail title={drift.name} onClose={onClose}>
      <div className="row wrap">
        <Badge
          tone="plain"
          icon={drift.kind === 'added' ? 'plus' : drift.kind === 'removed' ? 'dash' : 'swap'}
        >
          {driftKindWords[drift.kind]}
        </Badge>
        <AuthorisedBadge authorised={drift.authorised} />
        <Standing drift={drift} />
      </div>
      <div className="row wrap">
        <Button icon="check" hint="a" disabled={readOnly} onPress={() => onDecide(true)}>
          Authorise…
        </Button>
        <Button icon="cross" hint="u" disabled={readOnly} onPress={() => onDecide(false)}>
          Not authorised…
        </Button>
      </div>
      <FullChange change={drift} />
      <dl className="facts">
        <Fact name="Property">
          <PropertyPath path={drift.path} />
        </Fact>
        <Fact name="Resource">
          <span className="mono">{drift.resourceId}</span>
        </Fact>
        <Fact name="Type">{drift.type}</Fact>
        <Fact name="Account">
          <ProviderName provider={drift.provider} /> {drift.account}
        </Fact>
        <Fact name="Detected">
          <Time at={drift.detectedAt} /> <span className="muted">by scan {drift.detectedScan}</span>
        </Fact>
        {drift.capturedAt !== null && (
          <Fact name="Seen by the provider">
            <Time at={drift.capturedAt} />
          </Fact>
        )}
        <Fact name="Baseline">version {drift.baseline}</Fact>
        {drift.authorised !== null && (
          <Fact name="Decision">
            {drift.changeReference} <span className="muted">by {drift.authorisedBy}</span>
            {drift.authorisedAt !== null && (
              <div>
                <Time at={drift.authorisedAt} />
              </div>
            )}
          </Fact>
        )}
        {drift.closedAt !== null && (
          <Fact name="Closed">
            <Time at={drift.closedAt} />
          </Fact>
        )}
      </dl>
    </Detail>
  )
}
