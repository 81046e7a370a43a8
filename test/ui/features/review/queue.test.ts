import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { weekOf } from '../../../../main/engine/review/index.ts'
import {
  decidedCount,
  keyOf,
  longDay,
  mondayOf,
  nextUndecided,
  weeksToHold,
} from '../../../../renderer/features/review/queue.ts'
import type { ReviewItem, ReviewWeek } from '../../../../shared/model/review.ts'

const item = (ref: number, decision: string | null): ReviewItem => ({
  kind: 'finding',
  ref,
  reasons: ['new'],
  title: 'T',
  subject: 'S',
  severity: 'high',
  decision,
})
const items = [item(1, null), item(2, 'Follow up'), item(3, null), item(4, 'Escalate')]

describe('the way through the queue', () => {
  it('goes to the next undecided item and round the end', () => {
    expect(nextUndecided(items, 'finding-1')).toBe('finding-3')
    expect(nextUndecided(items, 'finding-3')).toBe('finding-1')
    expect(nextUndecided(items, 'finding-1', -1)).toBe('finding-3')
    expect(nextUndecided(items, null)).toBe('finding-1')
    expect(nextUndecided(items, null, -1)).toBe('finding-3')
    expect(decidedCount(items)).toBe(2)
  })

  it('stays where nothing else is undecided', () => {
    expect(nextUndecided([item(1, null), item(2, 'x')], 'finding-1')).toBeNull()
    expect(nextUndecided([], null)).toBeNull()
  })

  it('reaches every undecided item once before it comes back, from anywhere', () => {
    fc.assert(
      fc.property(
        fc.array(fc.boolean(), { minLength: 1, maxLength: 30 }),
        fc.constantFrom<1 | -1>(1, -1),
        (decided, step) => {
          const queue = decided.map((done, index) => item(index + 1, done ? 'x' : null))
          const open = queue.filter(({ decision }) => decision === null).map(keyOf)
          const seen: string[] = []
          let at = nextUndecided(queue, null, step)
          while (at !== null && !seen.includes(at)) {
            seen.push(at)
            at = nextUndecided(queue, at, step)
          }
          expect(seen.toSorted()).toEqual(open.toSorted())
        },
      ),
    )
  })
})

describe('weeks', () => {
  const week = (day: string, session: number | null): ReviewWeek => ({
    week: day,
    session,
    scans: 1,
    standing: session === null ? 'missed' : 'sealed',
  })

  it('offers this week and the missed ones, newest first', () => {
    const weeks = [
      week('2026-07-06', 1),
      week('2026-07-13', null),
      week('2026-07-20', null),
      week('2026-07-27', null),
    ]
    expect(weeksToHold(weeks, '2026-07-27')).toEqual([
      { week: '2026-07-27', late: false },
      { week: '2026-07-20', late: true },
      { week: '2026-07-13', late: true },
    ])
    expect(weeksToHold([week('2026-07-27', 9)], '2026-07-27')).toEqual([])
  })

  it('begins a week on the same Monday as the engine', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2020-01-01'), max: new Date('2035-01-01'), noInvalidDate: true }),
        (at) => {
          expect(mondayOf(at.getTime())).toBe(weekOf(at.toISOString()))
        },
      ),
    )
  })

  it('says a day in words', () => {
    expect(longDay('2026-07-06')).toBe('6 July 2026')
  })
})
