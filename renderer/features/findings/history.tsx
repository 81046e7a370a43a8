import type { FindingEvent } from '../../../shared/model/finding.ts'
import { dayOf } from '../../../shared/text/format.ts'
import { eventWords } from '../../../shared/text/labels.ts'
import { routeTo } from '../../data/route.ts'
import { Icon, type IconName } from '../../ui/icon.tsx'
import { Time } from '../../ui/time.tsx'

const icons: Partial<Readonly<Record<FindingEvent['kind'], IconName>>> = {
  opened: 'flag',
  reopened: 'flag',
  assigned: 'person',
  noted: 'note',
  'remediation-marked': 'half',
  'remediation-disproved': 'cross',
  'verified-closed': 'check',
  'resource-removed': 'check',
  breached: 'alert',
  reviewed: 'calendar',
  unread: 'question',
  'due-changed': 'clock',
}

/** Everything that happened to a finding, newest first. Nothing here can be edited: corrections are new events. */
export function History({ events }: { readonly events: readonly FindingEvent[] }) {
  return (
    <ol className="history">
      {events.toReversed().map((event) => (
        <li key={event.id}>
          <Icon name={icons[event.kind] ?? 'shield'} />
          <div className="grow stack tight">
            <div>
              <strong>{eventWords[event.kind]}</strong>{' '}
              <span className="muted">by {event.actor === 'countersign' ? 'a scan' : event.actor}</span>
            </div>
            <Told event={event} />
            <div className="muted history-foot">
              <Time at={event.at} />
              {event.scan !== null && (
                <>
                  {' '}
                  · <a href={routeTo('sources', { scan: String(event.scan) })}>scan {event.scan}</a>
                </>
              )}
              {event.ledgerSeq !== null && <> · ledger entry {event.ledgerSeq}</>}
            </div>
          </div>
        </li>
      ))}
    </ol>
  )
}

function Told({ event }: { readonly event: FindingEvent }) {
  const text = (name: string) => (typeof event.payload[name] === 'string' ? event.payload[name] : '')
  if (event.kind === 'noted') return <p className="note">{text('text')}</p>
  if (event.kind === 'assigned')
    return <div>{text('owner') === '' ? 'No owner any more' : `To ${text('owner')}`}</div>
  if (event.kind === 'remediation-marked')
    return (
      <div className="break">
        {text('action')} {text('actedAt') !== '' && <span className="muted">({dayOf(text('actedAt'))})</span>}
      </div>
    )
  if (event.kind === 'reviewed') return <div className="break">{text('decision')}</div>
  if (event.kind === 'exception-requested')
    return (
      <div className="break">
        {text('reason')} <span className="muted">Until {dayOf(text('expiresAt'))}</span>
      </div>
    )
  if (event.kind === 'due-changed' || event.kind === 'opened' || event.kind === 'reopened')
    return text('dueAt') === '' ? null : <div className="muted">Due {dayOf(text('dueAt'))}</div>
  return null
}
