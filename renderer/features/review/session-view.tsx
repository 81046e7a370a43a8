import './review.css'
import { useState } from 'react'
import type { ReviewItem, ReviewSession } from '../../../shared/model/review.ts'
import { keyText } from '../../../shared/keymap/keys.ts'
import { plural } from '../../../shared/text/format.ts'
import { useCommand } from '../../data/commands.ts'
import { mac } from '../../data/desktop.ts'
import { announce } from '../../data/toasts.ts'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/field.tsx'
import { Page, Split } from '../../ui/page.tsx'
import { Empty } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import { ItemDetail } from './item-detail.tsx'
import { QueueList } from './queue-list.tsx'
import { decidedCount, keyOf, longDay, nextUndecided } from './queue.ts'
import { SealSession } from './seal-session.tsx'
import { titleOf } from './words.ts'

/** The open session: the queue, the item in front, what is decided, and the seal at the end. */
export function SessionView({
  session,
  items,
  readOnly,
}: {
  readonly session: ReviewSession
  readonly items: readonly ReviewItem[]
  readonly readOnly: boolean
}) {
  const [chosen, setChosen] = useState<string | null>(null)
  const [onlyUndecided, setOnlyUndecided] = useState(false)
  const [sealing, setSealing] = useState(false)
  const first = items.find(({ decision }) => decision === null) ?? items[0]
  const current = items.find((item) => keyOf(item) === chosen) ?? first
  const key = current ? keyOf(current) : null
  const shown = onlyUndecided ? items.filter((item) => item.decision === null || keyOf(item) === key) : items
  const decided = decidedCount(items)
  const undecided = items.length - decided

  const jump = (step: 1 | -1) => {
    const next = nextUndecided(items, key, step)
    if (next === null)
      return announce(undecided === 0 ? 'Everything is decided' : 'This is the last undecided item')
    setChosen(next)
  }
  const advance = () => {
    const next = nextUndecided(items, key)
    const left = undecided - (current?.decision === null ? 1 : 0)
    const item = items.find((one) => keyOf(one) === next)
    if (item) setChosen(next)
    announce(
      item
        ? `Recorded, ${plural(left, 'item')} left. ${titleOf(item)}`
        : 'Recorded. Everything is decided; seal the session when you are ready.',
    )
  }
  const step = (by: 1 | -1) => {
    const at = shown.findIndex((item) => keyOf(item) === key)
    const item = shown[Math.max(0, Math.min(shown.length - 1, at + by))]
    if (!item) return
    setChosen(keyOf(item))
    announce(`${titleOf(item)}, ${item.decision ?? 'undecided'}`)
  }
  const can = items.length > 0
  useCommand('review.next', can ? () => jump(1) : null)
  useCommand('review.previous', can ? () => jump(-1) : null)
  useCommand('list.next', can ? () => step(1) : null)
  useCommand('list.previous', can ? () => step(-1) : null)
  useCommand('review.seal', readOnly ? null : () => setSealing(true))

  return (
    <Page
      title={`Monday review, week of ${longDay(session.week)}`}
      subtitle={
        <>
          Started by {session.startedBy}, <Time at={session.startedAt} />
          {session.attendees.length > 0 && ` · ${session.attendees.join(', ')}`} · on scan {session.scan}
        </>
      }
      actions={
        <Button
          tone={undecided === 0 ? 'primary' : 'normal'}
          icon="seal"
          hint={keyText('Mod+Enter', mac)}
          disabled={readOnly}
          onPress={() => setSealing(true)}
        >
          Seal…
        </Button>
      }
      filled
    >
      {items.length === 0 ? (
        <Empty icon="check" title="Nothing to decide">
          Nothing new, overdue, drifted or expiring has come up since the last sealed session. Seal this one
          so that the week counts as reviewed.
        </Empty>
      ) : (
        <Split
          detail={
            current ? <ItemDetail key={key} item={current} readOnly={readOnly} onDecided={advance} /> : null
          }
        >
          <div className="review-progress">
            <strong className="nowrap">
              {decided} of {items.length} decided
            </strong>
            <progress
              value={decided}
              max={items.length}
              aria-label={`${decided} of ${items.length} decided`}
            />
            <Checkbox checked={onlyUndecided} onChange={setOnlyUndecided}>
              Undecided only
            </Checkbox>
          </div>
          <QueueList items={shown} current={key} onCurrent={setChosen} />
          <p className="review-progress key-help">
            <span>
              <kbd>1</kbd>–<kbd>4</kbd> decide and go on · <kbd>c</kbd> own words · <kbd>n</kbd> next
              undecided · <kbd>j</kbd> <kbd>k</kbd> down and up
            </span>
          </p>
        </Split>
      )}
      {sealing && <SealSession session={session} undecided={undecided} onClose={() => setSealing(false)} />}
    </Page>
  )
}
