import { useState } from 'react'
import type { ReviewWeek } from '../../../shared/model/review.ts'
import { plural } from '../../../shared/text/format.ts'
import { useActor } from '../../data/actor.ts'
import { useNow } from '../../data/clock.ts'
import { decide } from '../../data/decide.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { Field, Select } from '../../ui/field.tsx'
import { ErrorPanel } from '../../ui/states.tsx'
import { longDay, mondayOf, weeksToHold } from './queue.ts'
import { namesIn } from './words.ts'

export interface StartSessionProps {
  readonly weeks: readonly ReviewWeek[]
  /** Items that the session would hold if it began now. */
  readonly waiting: number
  /** Who sat in the last session. */
  readonly usual: readonly string[]
  readonly onClose: () => void
}

/** Asks who is there and for which week, and opens the session. */
export function StartSession({ weeks, waiting, usual, onClose }: StartSessionProps) {
  const choices = weeksToHold(weeks, mondayOf(useNow()))
  const { name } = useActor()
  const [attendees, setAttendees] = useState(usual.length > 0 ? usual.join(', ') : (name ?? ''))
  const [week, setWeek] = useState(choices[0]?.week ?? '')
  const [error, setError] = useState<unknown>(null)
  const start = async () => {
    const names = namesIn(attendees)
    const session = await decide(
      'review.start',
      { attendees: names, ...(week === '' ? {} : { week }) },
      { onError: setError },
    )
    if (session) onClose()
  }
  return (
    <Dialog title="Start the review" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void start()
        }}
      >
        <p>
          {waiting === 0
            ? 'Nothing waits for a decision; a session without items can still be held and sealed.'
            : `${plural(waiting, 'item waits', 'items wait')} for a decision. What comes up while the session is open stays for the next one.`}
        </p>
        <Field
          label="Who is there"
          value={attendees}
          onChange={setAttendees}
          autoFocus
          placeholder="Names, with commas between them"
          help="Goes into the minutes."
        />
        <Select
          label="Week"
          value={week}
          onChange={setWeek}
          choices={choices.map((one) => ({
            value: one.week,
            label: `Week of ${longDay(one.week)}, ${one.late ? 'held late' : 'this week'}`,
          }))}
          help="A session held later than its week keeps the time it was really held."
        />
        {error !== null && <ErrorPanel error={error} />}
        <DialogActions>
          <Button onPress={onClose}>Cancel</Button>
          <Button tone="primary" type="submit" icon="play">
            Start
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
