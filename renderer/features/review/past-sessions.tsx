import './review.css'
import { useState } from 'react'
import type { ReviewSession } from '../../../shared/model/review.ts'
import { decide } from '../../data/decide.ts'
import { Badge } from '../../ui/badges.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { Panel } from '../../ui/page.tsx'
import { ErrorPanel } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import { longDay } from './queue.ts'

function Countersign({
  session,
  onClose,
}: {
  readonly session: ReviewSession
  readonly onClose: () => void
}) {
  const [name, setName] = useState('')
  const [error, setError] = useState<unknown>(null)
  const sign = async () => {
    const signed = await decide(
      'review.countersign',
      { session: session.id, actor: name.trim() },
      { onError: setError, done: `Session of ${longDay(session.week)} countersigned` },
    )
    if (signed) onClose()
  }
  return (
    <Dialog title={`Countersign the session of ${longDay(session.week)}`} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (name.trim() !== '') void sign()
        }}
      >
        <p>
          {session.sealedBy} sealed it. A second person, who has read the minutes and the decisions, puts
          their name to it; that is an entry of the ledger.
        </p>
        <Field label="Name of the second person" value={name} onChange={setName} autoFocus required />
        {error !== null && <ErrorPanel error={error} />}
        <DialogActions>
          <Button onPress={onClose}>Cancel</Button>
          <Button tone="primary" type="submit" icon="seal" disabled={name.trim() === ''}>
            Countersign
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}

/** Sealed sessions, newest first, with their minutes and who stands behind them. */
export function PastSessions({
  sessions,
  readOnly,
}: {
  readonly sessions: readonly ReviewSession[]
  readonly readOnly: boolean
}) {
  const [signing, setSigning] = useState<ReviewSession | null>(null)
  const sealed = sessions.filter(({ sealedAt }) => sealedAt !== null).toReversed()
  if (sealed.length === 0) return null
  return (
    <Panel title="Sealed sessions" flush>
      <table className="plain sessions">
        <thead>
          <tr>
            <th scope="col">Week of</th>
            <th scope="col">Sealed</th>
            <th scope="col" className="number">
              Decided
            </th>
            <th scope="col">Minutes</th>
            <th scope="col">Countersigned</th>
            <th scope="col" className="number">
              Ledger
            </th>
          </tr>
        </thead>
        <tbody>
          {sealed.map((session) => (
            <tr key={session.id}>
              <th scope="row" className="nowrap">
                {longDay(session.week)}
              </th>
              <td className="nowrap">
                {session.sealedBy}
                <div className="muted">{session.sealedAt && <Time at={session.sealedAt} plain />}</div>
              </td>
              <td className="number nowrap">
                {session.decided} of {session.items}
                {session.decided < session.items && (
                  <div className="muted">{session.items - session.decided} undecided</div>
                )}
              </td>
              <td>
                <div className="break">
                  {session.summary === '' ? <span className="muted">none</span> : session.summary}
                </div>
                <div className="muted">{session.attendees.join(', ')}</div>
              </td>
              <td className="nowrap">
                {session.reviewedBy !== null ? (
                  <Badge tone="good" icon="check">
                    {session.reviewedBy}
                  </Badge>
                ) : (
                  <Button icon="seal" disabled={readOnly} onPress={() => setSigning(session)}>
                    Countersign…
                  </Button>
                )}
              </td>
              <td className="number">{session.ledgerSeq === null ? '' : `#${session.ledgerSeq}`}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {signing && <Countersign session={signing} onClose={() => setSigning(null)} />}
    </Panel>
  )
}
