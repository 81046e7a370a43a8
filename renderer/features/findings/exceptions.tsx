import { useState } from 'react'
import type { Exception } from '../../../shared/model/finding.ts'
import { dayOf } from '../../../shared/text/format.ts'
import { exceptionWords } from '../../../shared/text/labels.ts'
import { useActor } from '../../data/actor.ts'
import { decide } from '../../data/decide.ts'
import { Badge, type Tone } from '../../ui/badges.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import type { IconName } from '../../ui/icon.tsx'
import { Empty, ErrorPanel } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'

type Decision = 'approved' | 'rejected' | 'revoked'
const verbs: Readonly<Record<Decision, string>> = {
  approved: 'Approve',
  rejected: 'Reject',
  revoked: 'Revoke',
}
const looks: Readonly<Record<Exception['status'], { tone: Tone; icon: IconName }>> = {
  requested: { tone: 'medium', icon: 'clock' },
  approved: { tone: 'good', icon: 'check' },
  rejected: { tone: 'critical', icon: 'cross' },
  revoked: { tone: 'plain', icon: 'dash' },
  expired: { tone: 'plain', icon: 'clock' },
}

/** Accepted risks of a finding: asked for by one person, decided on by another. */
export function Exceptions({
  exceptions,
  readOnly,
  onRequest,
}: {
  readonly exceptions: readonly Exception[]
  readonly readOnly: boolean
  readonly onRequest: (() => void) | null
}) {
  const [asked, setAsked] = useState<{ exception: Exception; decision: Decision } | null>(null)
  if (exceptions.length === 0)
    return (
      <Empty
        icon="shield"
        title="No exception"
        actions={
          onRequest && (
            <Button onPress={onRequest} disabled={readOnly}>
              Request an exception…
            </Button>
          )
        }
      >
        Where a risk is accepted for a time, one person asks for it with a compensating control and another
        decides.
      </Empty>
    )
  const choices = (exception: Exception): Decision[] =>
    exception.status === 'requested'
      ? ['approved', 'rejected']
      : exception.status === 'approved'
        ? ['revoked']
        : []
  return (
    <div className="stack part-body">
      {exceptions.toReversed().map((exception) => (
        <section key={exception.id} className="panel exception" aria-label={`Exception ${exception.id}`}>
          <div className="spread">
            <Badge tone={looks[exception.status].tone} icon={looks[exception.status].icon}>
              {exceptionWords[exception.status]}
            </Badge>
            <span className="muted">Until {dayOf(exception.expiresAt)} (UTC)</span>
          </div>
          <p className="break">{exception.reason}</p>
          <dl className="facts">
            <dt>Compensating control</dt>
            <dd className="break">{exception.compensatingControl}</dd>
            <dt>Requested by</dt>
            <dd>
              {exception.requestedBy}, <Time at={exception.requestedAt} />
            </dd>
            {exception.decidedBy !== null && exception.decidedAt !== null && (
              <>
                <dt>Decided by</dt>
                <dd>
                  {exception.decidedBy}, <Time at={exception.decidedAt} />
                </dd>
              </>
            )}
          </dl>
          <div className="row">
            {choices(exception).map((decision) => (
              <Button
                key={decision}
                tone={decision === 'approved' ? 'primary' : 'normal'}
                onPress={() => setAsked({ exception, decision })}
                disabled={readOnly}
              >
                {verbs[decision]}…
              </Button>
            ))}
          </div>
        </section>
      ))}
      {asked && (
        <Decide exception={asked.exception} decision={asked.decision} onClose={() => setAsked(null)} />
      )}
    </div>
  )
}

/** Who decides is asked each time: it must not be who requested. */
function Decide({
  exception,
  decision,
  onClose,
}: {
  readonly exception: Exception
  readonly decision: Decision
  readonly onClose: () => void
}) {
  const { name } = useActor()
  const [actor, setActor] = useState(name === exception.requestedBy ? '' : (name ?? ''))
  const [error, setError] = useState<unknown>(null)
  const send = async () => {
    setError(null)
    const done = await decide(
      'exception.decide',
      { exception: exception.id, decision, actor: actor.trim() },
      { done: `Exception ${decision}`, onError: setError },
    )
    if (done !== null) onClose()
  }
  return (
    <Dialog title={`${verbs[decision]} the exception`} width="narrow" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (actor.trim() !== '') void send()
        }}
      >
        <Field
          label="Decided by"
          value={actor}
          onChange={setActor}
          required
          autoFocus
          help={`Requested by ${exception.requestedBy}; a different person decides.`}
        />
        {error !== null && <ErrorPanel error={error} />}
        <DialogActions>
          <Button onPress={onClose}>Cancel</Button>
          <Button tone="primary" type="submit" disabled={actor.trim() === ''}>
            {verbs[decision]}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
