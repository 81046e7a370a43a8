import { useState } from 'react'
import type { ReviewSession } from '../../../shared/model/review.ts'
import { plural } from '../../../shared/text/format.ts'
import { decide } from '../../data/decide.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { Banner, ErrorPanel } from '../../ui/states.tsx'
import { longDay } from './queue.ts'

/** The last question before a session becomes part of the record. */
export function SealSession({
  session,
  undecided,
  onClose,
}: {
  readonly session: ReviewSession
  readonly undecided: number
  readonly onClose: () => void
}) {
  const [summary, setSummary] = useState('')
  const [error, setError] = useState<unknown>(null)
  const seal = async () => {
    const sealed = await decide(
      'review.seal',
      { summary: summary.trim() },
      { onError: setError, done: `Session of ${longDay(session.week)} sealed` },
    )
    if (sealed) onClose()
  }
  return (
    <Dialog title={`Seal the session of ${longDay(session.week)}?`} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void seal()
        }}
      >
        {undecided > 0 && (
          <Banner tone="warning" icon="alert">
            {plural(undecided, 'item is', 'items are')} undecided. They stay in the record as undecided, and
            in the next queue as long as their reason holds.
          </Banner>
        )}
        <p>
          The attendees, the minutes and every decision go into the ledger under one hash. After that nothing
          in the session can be changed; a correction is a decision of the next one. A second person
          countersigns it afterwards.
        </p>
        <Field
          label="Minutes"
          value={summary}
          onChange={setSummary}
          lines={6}
          autoFocus
          placeholder="What was discussed, in a few sentences"
          help="Read in the evidence package."
        />
        {error !== null && <ErrorPanel error={error} />}
        <DialogActions>
          <Button onPress={onClose}>Not yet</Button>
          <Button tone="primary" type="submit" icon="seal">
            Seal
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
