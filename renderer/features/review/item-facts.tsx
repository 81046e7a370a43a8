import './review.css'
import type { Output } from '../../../shared/contract/contract.ts'
import type { DriftEvent } from '../../../shared/model/drift.ts'
import type { Exception } from '../../../shared/model/finding.ts'
import type { ReviewItem } from '../../../shared/model/review.ts'
import {
  driftClosedWords,
  driftKindWords,
  eventWords,
  exceptionWords,
  queueReasonWords,
} from '../../../shared/text/labels.ts'
import { routeTo } from '../../data/route.ts'
import { Badge, FindingStatusBadge, ProviderName, SeverityBadge } from '../../ui/badges.tsx'
import { Fact } from '../../ui/detail.tsx'
import { JsonView } from '../../ui/json-view.tsx'
import { FullChange, PropertyPath } from '../../ui/property-change.tsx'
import { AuthorisedBadge } from '../../ui/authorised-badge.tsx'
import { DueClock, Time } from '../../ui/time.tsx'
import type { Facts } from './subject.ts'

function FindingFacts({ detail }: { readonly detail: Output<'finding.get'> }) {
  const { finding, rule, outcome, events } = detail
  const observed = outcome ? Object.keys(outcome.observed).length : 0
  return (
    <>
      <div className="row wrap">
        <SeverityBadge severity={finding.severity} />
        <FindingStatusBadge finding={finding} />
        <DueClock finding={finding} />
      </div>
      <dl className="facts">
        <Fact name="Resource">
          {finding.subjectName}
          <div className="muted mono">{finding.subject}</div>
        </Fact>
        <Fact name="Account">
          <ProviderName provider={finding.provider} /> {finding.account} · {finding.region}
        </Fact>
        <Fact name="Owner">{finding.owner ?? <span className="muted">nobody yet</span>}</Fact>
        <Fact name="Opened">
          <Time at={finding.openedAt} />
        </Fact>
        <Fact name="Due">
          <Time at={finding.dueAt} />
        </Fact>
        {rule && <Fact name="Expected">{rule.expected}</Fact>}
        {rule && <Fact name="Remediation">{rule.remediation}</Fact>}
      </dl>
      {outcome && observed > 0 && (
        <section className="stack tight">
          <h3>Observed</h3>
          <JsonView value={outcome.observed} label="Observed values" />
        </section>
      )}
      <section className="stack tight">
        <h3>What happened</h3>
        <ol className="stack tight">
          {events
            .slice(-6)
            .toReversed()
            .map((event) => (
              <li key={event.id}>
                <strong>{eventWords[event.kind]}</strong> <Time at={event.at} />
                {event.actor !== 'countersign' && <span className="muted"> · {event.actor}</span>}
                <EventWords payload={event.payload} />
              </li>
            ))}
        </ol>
        <a href={routeTo('findings', { finding: String(finding.id) })}>Open the finding</a>
      </section>
    </>
  )
}

/** The words a person left with an event. */
function EventWords({ payload }: { readonly payload: Output<'finding.get'>['events'][number]['payload'] }) {
  const words = [payload['text'], payload['action'], payload['decision'], payload['owner']].find(
    (value) => typeof value === 'string',
  )
  return typeof words === 'string' && words !== '' ? <p className="quote break">{words}</p> : null
}

function DriftFacts({ drift }: { readonly drift: DriftEvent }) {
  return (
    <>
      <div className="row wrap">
        <Badge
          tone="plain"
          icon={drift.kind === 'added' ? 'plus' : drift.kind === 'removed' ? 'dash' : 'swap'}
        >
          {driftKindWords[drift.kind]}
        </Badge>
        <AuthorisedBadge authorised={drift.authorised} />
        {drift.closedAt !== null && drift.closedBy !== null && (
          <Badge tone="good" icon="check">
            Closed: {driftClosedWords[drift.closedBy]}
          </Badge>
        )}
      </div>
      <dl className="facts">
        <Fact name="Resource">
          {drift.name}
          <div className="muted mono">{drift.resourceId}</div>
        </Fact>
        <Fact name="Account">
          <ProviderName provider={drift.provider} /> {drift.account} · {drift.type}
        </Fact>
        <Fact name="Property">
          <PropertyPath path={drift.path} />
        </Fact>
        <Fact name="Detected">
          <Time at={drift.detectedAt} />
        </Fact>
        <Fact name="Baseline">version {drift.baseline}</Fact>
        {drift.changeReference !== null && <Fact name="Change reference">{drift.changeReference}</Fact>}
      </dl>
      <FullChange change={drift} />
    </>
  )
}

function ExceptionFacts({
  exception,
  finding,
}: {
  readonly exception: Exception
  readonly finding: Output<'finding.get'> | null
}) {
  return (
    <>
      <div className="row wrap">
        {finding && <SeverityBadge severity={finding.finding.severity} />}
        <Badge tone="info" icon="shield">
          {exceptionWords[exception.status]}
        </Badge>
      </div>
      <dl className="facts">
        {finding && <Fact name="Finding">{finding.finding.ruleTitle}</Fact>}
        <Fact name="Resource">{exception.subject}</Fact>
        <Fact name="Reason">{exception.reason}</Fact>
        <Fact name="Instead">{exception.compensatingControl}</Fact>
        <Fact name="Expires">
          <Time at={exception.expiresAt} />
        </Fact>
        <Fact name="Requested">
          {exception.requestedBy}, <Time at={exception.requestedAt} />
        </Fact>
        {exception.decidedBy !== null && exception.decidedAt !== null && (
          <Fact name="Decided">
            {exception.decidedBy}, <Time at={exception.decidedAt} />
          </Fact>
        )}
      </dl>
      <a href={routeTo('findings', { finding: String(exception.finding) })}>Open the finding</a>
    </>
  )
}

/** Everything a session needs to decide on one item. */
export function ItemFacts({ item, facts }: { readonly item: ReviewItem; readonly facts: Facts }) {
  return (
    <>
      <p className="row wrap">
        {item.reasons.map((reason) => (
          <Badge
            key={reason}
            tone={reason === 'overdue' || reason === 'remediation-disproved' ? 'critical' : 'plain'}
            icon={reason === 'overdue' ? 'alert' : 'clock'}
          >
            {queueReasonWords[reason]}
          </Badge>
        ))}
      </p>
      {facts.kind === 'finding' && <FindingFacts detail={facts.detail} />}
      {facts.kind === 'drift' && <DriftFacts drift={facts.drift} />}
      {facts.kind === 'exception' && <ExceptionFacts exception={facts.exception} finding={facts.finding} />}
    </>
  )
}
