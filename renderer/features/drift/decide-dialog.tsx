import { useState } from 'react'
import { plural } from '../../../shared/text/format.ts'
import { decide } from '../../data/decide.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { ErrorPanel } from '../../ui/states.tsx'

export interface DecideDialogProps {
  readonly drifts: readonly number[]
  readonly authorised: boolean
  /** Reference recorded already, when it is one event that was decided before. */
  readonly known: string
  readonly onClose: () => void
  readonly onDecided: () => void
}

/** Asks for the change reference and records it on every chosen event, as one entry of the ledger. */
export function DecideDialog({ drifts, authorised, known, onClose, onDecided }: DecideDialogProps) {
  const [reference, setReference] = useState(known)
  const [error, setError] = useState<unknown>(null)
  const changeReference = reference.trim()
  const record = async () => {
    const what = authorised ? 'authorised' : 'marked as not authorised'
    const answer = await decide(
      'drift.decide',
      { drifts: [...drifts], authorised, changeReference },
      { onError: setError, done: `${plural(drifts.length, 'change')} ${what}: ${changeReference}` },
    )
    if (answer) onDecided()
  }
  return (
    <Dialog
      title={`${authorised ? 'Authorise' : 'Mark as not authorised:'} ${plural(drifts.length, 'change')}`}
      onClose={onClose}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (changeReference !== '') void record()
        }}
      >
        <p>
          {authorised
            ? 'The change was ordered and allowed. It stays on record as drift until the property returns or the next baseline takes it in.'
            : 'Nobody stands behind the change. It stays open until the property returns, and the package lists it as unauthorised.'}
        </p>
        <Field
          label="Change reference"
          value={reference}
          onChange={setReference}
          autoFocus
          required
          placeholder={authorised ? 'CHG-1042' : 'INC-77, or what was found'}
          help={
            drifts.length > 1
              ? `The same reference is recorded on all ${drifts.length}.`
              : 'A ticket, an order, an incident.'
          }
        />
        {error !== null && <ErrorPanel error={error} />}
        <DialogActions>
          <Button onPress={onClose}>Cancel</Button>
          <Button tone="primary" type="submit" disabled={changeReference === ''}>
            {authorised ? 'Authorise' : 'Not authorised'}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
