import { useId, useState } from 'react'
import { useEngineQuery } from '../../data/queries.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { Field, Select } from '../../ui/field.tsx'
import type { Asks, Choice } from './decisions.ts'

export interface OwnerDialogProps {
  readonly onOwner: (owner: string) => void
  readonly onClose: () => void
}

/** Asks who takes the finding on; owners of other findings are suggested. */
export function OwnerDialog({ onOwner, onClose }: OwnerDialogProps) {
  const [owner, setOwner] = useState('')
  const list = useId()
  const known =
    useEngineQuery('finding.facets', { filter: {} })
      .data?.owner.map(({ value }) => value)
      .filter((value) => value !== '') ?? []
  return (
    <Dialog title="Who takes it on?" width="narrow" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (owner.trim() !== '') onOwner(owner.trim())
        }}
      >
        <Field
          label="Owner"
          value={owner}
          onChange={setOwner}
          autoFocus
          required
          list={list}
          help="The finding is assigned, and the session records it."
        />
        <datalist id={list}>
          {known.map((value) => (
            <option key={value} value={value} />
          ))}
        </datalist>
        <DialogActions>
          <Button onPress={onClose}>Cancel</Button>
          <Button tone="primary" type="submit" disabled={owner.trim() === ''}>
            Give it
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}

/** Asks for the change reference behind a drift. */
export function ReferenceDialog({
  asks,
  onReference,
  onClose,
}: {
  readonly asks: Extract<Asks, { kind: 'reference' }>
  readonly onReference: (reference: string) => void
  readonly onClose: () => void
}) {
  const [reference, setReference] = useState(asks.known)
  return (
    <Dialog
      title={asks.authorised ? 'Authorised by which change?' : 'Not authorised'}
      width="narrow"
      onClose={onClose}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (reference.trim() !== '') onReference(reference.trim())
        }}
      >
        <Field
          label="Change reference"
          value={reference}
          onChange={setReference}
          autoFocus
          required
          placeholder={asks.authorised ? 'CHG-1042' : 'INC-77, or what was found'}
          help={
            asks.authorised
              ? 'The ticket or order that allowed the change.'
              : 'The incident that follows it up, or why nobody stands behind it.'
          }
        />
        <DialogActions>
          <Button onPress={onClose}>Cancel</Button>
          <Button tone="primary" type="submit" disabled={reference.trim() === ''}>
            Record
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}

export interface CommentDialogProps {
  readonly choices: readonly Choice[]
  /** What is recorded already. */
  readonly present: string | null
  readonly onDecision: (choice: Choice | null, words: string) => void
  readonly onClose: () => void
}

/** A decision in the person's own words, alone or behind one of the choices. */
export function CommentDialog({ choices, present, onDecision, onClose }: CommentDialogProps) {
  const plain = choices.filter(({ asks }) => asks.kind === 'nothing')
  const [chosen, setChosen] = useState<string>(
    plain.find(({ text }) => present?.startsWith(text))?.text ?? 'own',
  )
  const [words, setWords] = useState('')
  const ready = words.trim() !== '' || chosen !== 'own'
  return (
    <Dialog title="Decide in your own words" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (ready) onDecision(plain.find(({ text }) => text === chosen) ?? null, words)
        }}
      >
        {present !== null && (
          <p className="muted">Recorded so far: {present}. Recording again replaces it.</p>
        )}
        <Field
          label="Words"
          value={words}
          onChange={setWords}
          lines={4}
          autoFocus
          help="Goes into the minutes as it stands."
        />
        <Select
          label="Together with"
          value={chosen}
          onChange={setChosen}
          choices={[
            { value: 'own', label: 'Nothing else' },
            ...plain.map(({ label, text }) => ({ value: text, label })),
          ]}
        />
        <DialogActions>
          <Button onPress={onClose}>Cancel</Button>
          <Button tone="primary" type="submit" disabled={!ready}>
            Record
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
