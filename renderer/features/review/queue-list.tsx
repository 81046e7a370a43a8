import './review.css'
import { useEffect, useRef, type KeyboardEvent } from 'react'
import type { ReviewItem } from '../../../shared/model/review.ts'
import { queueReasonWords } from '../../../shared/text/labels.ts'
import { SeverityBadge } from '../../ui/badges.tsx'
import { Icon, type IconName } from '../../ui/icon.tsx'
import { keyOf } from './queue.ts'
import { subjectTail, titleOf } from './words.ts'

const kindSigns: Readonly<Record<ReviewItem['kind'], IconName>> = {
  finding: 'flag',
  drift: 'drift',
  exception: 'shield',
}
const kindWords: Readonly<Record<ReviewItem['kind'], string>> = {
  finding: 'Finding',
  drift: 'Drift',
  exception: 'Exception',
}

export interface QueueListProps {
  readonly items: readonly ReviewItem[]
  /** Key of the item whose detail is shown. */
  readonly current: string | null
  readonly onCurrent: (key: string) => void
}

/** The session's items; one of them is current. Arrow keys move; the focus stays on the list. */
export function QueueList({ items, current, onCurrent }: QueueListProps) {
  const box = useRef<HTMLUListElement>(null)
  // The keyboard is in the queue from the start, unless it is somewhere on purpose.
  useEffect(() => {
    if (document.activeElement === document.body) box.current?.focus({ preventScroll: true })
  }, [])
  useEffect(() => {
    if (current !== null) box.current?.querySelector(`#item-${current}`)?.scrollIntoView({ block: 'nearest' })
  }, [current])
  const move = (event: KeyboardEvent) => {
    const at = items.findIndex((item) => keyOf(item) === current)
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + 8,
      PageUp: at - 8,
      Home: 0,
      End: items.length - 1,
    }
    const to = steps[event.key]
    if (to === undefined) return
    event.preventDefault()
    const item = items[Math.max(0, Math.min(items.length - 1, to))]
    if (item) onCurrent(keyOf(item))
  }
  return (
    <ul
      className="queue"
      role="listbox"
      aria-label="Items of the session"
      tabIndex={0}
      ref={box}
      onKeyDown={move}
      {...(current !== null && items.some((item) => keyOf(item) === current)
        ? { 'aria-activedescendant': `item-${current}` }
        : {})}
    >
      {items.map((item) => {
        const key = keyOf(item)
        return (
          <li
            key={key}
            id={`item-${key}`}
            role="option"
            aria-selected={key === current}
            className={item.decision === null ? 'queue-item' : 'queue-item decided'}
            onClick={() => onCurrent(key)}
          >
            <span className="sign">
              <Icon name={item.decision === null ? kindSigns[item.kind] : 'check'} />
              <span className="visually-hidden">
                {kindWords[item.kind]}, {item.decision === null ? 'undecided' : 'decided'}:{' '}
              </span>
            </span>
            <span className="what">{titleOf(item)}</span>
            {item.kind === 'drift' ? (
              <span className="muted">Drift</span>
            ) : (
              <SeverityBadge severity={item.severity} />
            )}
            <span className="more">
              <span className="reason">
                {item.reasons.map((reason) => queueReasonWords[reason]).join(', ')}
              </span>
              <span className="clip grow">{item.decision ?? subjectTail(item.subject)}</span>
            </span>
          </li>
        )
      })}
    </ul>
  )
}
