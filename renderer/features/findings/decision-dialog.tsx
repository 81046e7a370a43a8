import { useState } from 'react'
import { plural } from '../../../shared/text/format.ts'
import { decide } from '../../data/decide.ts'
import { useEngineQuery } from '../../data/queries.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { ErrorPanel } from '../../ui/states.tsx'

export type DecisionKind = 'assign' | 'note' | 'remediated' | 'exception'

const titles: Readonly<Record<DecisionKind, string>> = {
  assign: 'Assign',
  note: 'Add a note',
  remediated: 'Mark as remediated',
  exception: 'Request an exception',
}
const today = () => new Date().toISOString().slice(0, 10)

/** Asks for what a decision needs, then records it on all the findings as one. */
export function DecisionDialog({
  kind,
  findings,
  onClose,
}: {
  readonly kind: DecisionKind
  readonly findings: readonly number[]
  readonly onClose: () => void
}) {
  const [text, setText] = useState('')
  const [control, setControl] = useState('')
  const [day, setDay] = useState(kind === 'remediated' ? today() : '')
  const [error, setError] = useState<unknown>(null)
  const facets = useEngineQuery('finding.facets', { filter: {} }, { enabled: kind === 'assign' })
  const owners = facets.data?.owner.filter(({ value }) => value !== '').map(({ value }) => value) ?? []
  const ready =
    kind === 'assign' ||
    (text.trim() !== '' && (kind !== 'exception' || (control.trim() !== '' && day !== '')))

  const send = async () => {
    setError(null)
    const ids = [...findings]
    const options = { onError: setError }
    const words = text.trim()
    const many = plural(ids.length, 'finding')
    const done =
      kind === 'assign'
        ? await decide(
            'finding.assign',
            { findings: ids, owner: words === '' ? null : words },
            {
              ...options,
              done: words === '' ? `${many} without an owner now` : `${many} assigned to ${words}`,
            },
          )
        : kind === 'note'
          ? await decide(
              'finding.note',
              { findings: ids, text: words },
              { ...options, done: `Note added to ${many}` },
            )
          : kind === 'remediated'
            ? // Of today only the day is known: the engine then takes the present moment.
              await decide(
                'finding.remediated',
                {
                  findings: ids,
                  action: words,
                  ...(day === today() || day === '' ? {} : { actedAt: `${day}T12:00:00.000Z` }),
                },
                { ...options, done: `${many} marked; the next scan proves it or not` },
              )
            : await decide(
                'exception.request',
                {
                  finding: ids[0] ?? 0,
                  reason: words,
                  compensatingControl: control.trim(),
                  expiresAt: `${day}T00:00:00.000Z`,
                },
                { ...options, done: 'Exception requested; a different person decides on it' },
              )
    if (done !== null) onClose()
  }
  return (
    <Dialog
      title={findings.length === 1 ? titles[kind] : `${titles[kind]}: ${plural(findings.length, 'finding')}`}
      onClose={onClose}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (ready) void send()
        }}
      >
        {kind === 'assign' && (
          <>
            <Field
              label="Owner"
              value={text}
              onChange={setText}
              autoFocus
              list="owners"
              help="A person's name. Empty takes the owner away."
            />
            <datalist id="owners">
              {owners.map((owner) => (
                <option key={owner} value={owner} />
              ))}
            </datalist>
          </>
        )}
        {kind === 'note' && (
          <Field label="Note" value={text} onChange={setText} lines={7} autoFocus required />
        )}
        {kind === 'remediated' && (
          <>
            <Field
              label="What was done"
              value={text}
              onChange={setText}
              lines={3}
              autoFocus
              required
              placeholder="Removed the rule for 0.0.0.0/0 from the group"
            />
            <Field
              label="On"
              type="date"
              value={day}
              onChange={setDay}
              help="A finding is never closed by hand: the next scan proves the fix, or opens it again."
            />
          </>
        )}
        {kind === 'exception' && (
          <>
            <Field
              label="Why the risk is accepted"
              value={text}
              onChange={setText}
              lines={3}
              autoFocus
              required
            />
            <Field label="Compensating control" value={control} onChange={setControl} lines={2} required />
            <Field
              label="Until"
              type="date"
              value={day}
              onChange={setDay}
              required
              min={today()}
              help="On that day the finding opens again. A different person must approve."
            />
          </>
        )}
        {error !== null && <ErrorPanel error={error} />}
        <DialogActions>
          <Button onPress={onClose}>Cancel</Button>
          <Button tone="primary" type="submit" disabled={!ready}>
            {kind === 'exception'
              ? 'Request'
              : kind === 'note'
                ? 'Add'
                : kind === 'assign'
                  ? 'Assign'
                  : 'Mark'}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
