import { useState } from 'react'
import type { Output } from '../../../shared/contract/contract.ts'
import { plural } from '../../../shared/text/format.ts'
import { useEngineQuery } from '../../data/queries.ts'
import { FindingStatusBadge, ProviderName, SeverityBadge } from '../../ui/badges.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { copyText } from '../../ui/copy.ts'
import { ControlsTable, DocumentView, ObservedAgainstExpected } from './finding-facts.tsx'
import { Answer } from '../../ui/states.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { DueClock, Time } from '../../ui/time.tsx'
import type { DecisionKind } from './decision-dialog.tsx'
import { Exceptions } from './exceptions.tsx'
import { History } from './history.tsx'

export interface FindingDetailProps {
  readonly finding: number
  readonly readOnly: boolean
  readonly onAsk: (kind: DecisionKind) => void
  readonly onClose: () => void
}

/** One finding: what, where, since when, why, under which controls, what happened to it. */
export function FindingDetail({ finding, readOnly, onAsk, onClose }: FindingDetailProps) {
  const query = useEngineQuery('finding.get', { finding })
  return (
    <Answer query={query}>
      {(detail) => <Shown detail={detail} readOnly={readOnly} onAsk={onAsk} onClose={onClose} />}
    </Answer>
  )
}

/** The tab stays from one finding to the next. */
let lastTab = 'summary'

function Shown({
  detail,
  readOnly,
  onAsk,
  onClose,
}: Omit<FindingDetailProps, 'finding'> & { readonly detail: Output<'finding.get'> }) {
  const { finding, rule, outcome, events, exceptions, requirements, document } = detail
  const [tab, setTab] = useState(lastTab)
  const closed = finding.status === 'closed'
  return (
    <>
      <header className="detail-top">
        <div className="spread">
          <span className="row wrap">
            <SeverityBadge severity={finding.severity} />
            <FindingStatusBadge finding={finding} />
            <DueClock finding={finding} />
          </span>
          <IconButton label="Close the detail" icon="cross" onPress={onClose} />
        </div>
        <h2>{finding.ruleTitle}</h2>
        <dl className="facts">
          <dt>Resource</dt>
          <dd className="break">
            <strong>{finding.subjectName || finding.subject}</strong>{' '}
            <span className="muted">{finding.type}</span>
          </dd>
          <dt>Id</dt>
          <dd className="row">
            <span className="mono clip" title={finding.subject}>
              {finding.subject}
            </span>
            <IconButton
              label="Copy the id"
              icon="copy"
              onPress={() => copyText(finding.subject, 'Resource id')}
            />
          </dd>
          <dt>Where</dt>
          <dd>
            <ProviderName provider={finding.provider} /> · <span className="mono">{finding.account}</span> ·{' '}
            {finding.region}
          </dd>
          <dt>Open since</dt>
          <dd>
            <Time at={finding.openedAt} />
            {finding.reopened > 0 && `, opened again ${plural(finding.reopened, 'time')}`}
          </dd>
          <dt>Due</dt>
          <dd>
            <Time at={finding.dueAt} />
          </dd>
          <dt>Owner</dt>
          <dd>{finding.owner ?? <span className="muted">No owner</span>}</dd>
        </dl>
        <div className="row wrap">
          <Button hint="a" onPress={() => onAsk('assign')} disabled={readOnly}>
            Assign
          </Button>
          <Button hint="n" onPress={() => onAsk('note')} disabled={readOnly}>
            Note
          </Button>
          <Button hint="r" onPress={() => onAsk('remediated')} disabled={readOnly || closed}>
            Remediated
          </Button>
          <Button hint="e" onPress={() => onAsk('exception')} disabled={readOnly || closed}>
            Exception
          </Button>
        </div>
      </header>
      <Tabs
        label="Parts of the finding"
        selected={tab}
        onSelect={(id) => {
          lastTab = id
          setTab(id)
        }}
        tabs={[
          {
            id: 'summary',
            label: 'Summary',
            content: <ObservedAgainstExpected finding={finding} rule={rule} outcome={outcome} />,
          },
          {
            id: 'document',
            label: 'Document',
            content: <DocumentView document={document} rule={rule} outcome={outcome} />,
          },
          {
            id: 'controls',
            label: `Controls (${requirements.length})`,
            content: <ControlsTable requirements={requirements} rule={rule} />,
          },
          { id: 'history', label: `History (${events.length})`, content: <History events={events} /> },
          {
            id: 'exceptions',
            label: exceptions.length > 0 ? `Exceptions (${exceptions.length})` : 'Exceptions',
            content: (
              <Exceptions
                exceptions={exceptions}
                readOnly={readOnly}
                onRequest={closed ? null : () => onAsk('exception')}
              />
            ),
          },
        ]}
      />
    </>
  )
}
