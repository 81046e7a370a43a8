import { useEffect, useState } from 'react'
import { useActor } from '../data/actor.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'

/** Asks who is at work: every decision goes into the ledger under a person's name. */
export function ActorDialog() {
  const { name, answer } = useActor()
  const [typed, setTyped] = useState('')
  useEffect(() => {
    if (answer) setTyped(name ?? '')
  }, [answer, name])
  if (!answer) return null
  const given = typed.trim()
  return (
    <Dialog title="Who is at work?" width="narrow" onClose={() => answer(null)}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (given !== '') answer(given)
        }}
      >
        <Field
          label="Your name"
          value={typed}
          onChange={setTyped}
          autoFocus
          required
          help="Decisions are recorded in the ledger under this name until the engagement is closed."
        />
        <DialogActions>
          <Button onPress={() => answer(null)}>Cancel</Button>
          <Button tone="primary" type="submit" disabled={given === ''}>
            Continue
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
