import { describe, expect, it } from 'vitest'
import type { Scan } from '../../../../shared/model/scan.ts'
import {
  captureCalendar,
  longestGapDays,
  missedSpans,
} from '../../../../main/engine/evidence/payload/calendar.ts'
import { fakePeriod } from '../../../support/fake-reader.ts'

const scan = (id: number, asOf: string): Scan => ({
  id,
  asOf,
  startedAt: asOf,
  sealedAt: asOf,
  kind: 'import',
  label: '',
  verdict: 'complete',
  files: 0,
  items: 0,
  problems: 0,
  present: 0,
  added: 0,
  changed: 0,
  removed: 0,
  unread: 0,
  contentSha256: '0'.repeat(64),
  ledgerSeq: 1,
  rulePackSha256: null,
})
const later = '2026-12-01T00:00:00.000Z'

describe('captureCalendar', () => {
  it('runs from Monday to Monday and leaves out the days before the first Monday', () => {
    const slots = captureCalendar(fakePeriod, [], 7, later)
    expect(slots[0]?.from).toBe('2026-07-06T00:00:00.000Z')
    expect(slots.every((slot) => slot.standing === 'missed')).toBe(true)
    // 28 September to 1 October is less than half a week inside the period.
    expect(slots.at(-1)?.to).toBe('2026-09-28T00:00:00.000Z')
    expect(slots).toHaveLength(12)
  })
  it('counts a capture before the first Monday and after the last', () => {
    const slots = captureCalendar(
      fakePeriod,
      [scan(1, '2026-07-02T09:00:00.000Z'), scan(2, '2026-09-30T09:00:00.000Z')],
      7,
      later,
    )
    expect(slots[0]).toMatchObject({ from: fakePeriod.start, standing: 'captured', gapDays: 1.4 })
    expect(slots.at(-1)).toMatchObject({ to: fakePeriod.end, standing: 'captured', gapDays: 90 })
    expect(slots.filter((slot) => slot.standing === 'missed')).toHaveLength(12)
  })
  it('puts a capture on the boundary into the slot it begins', () => {
    const slots = captureCalendar(fakePeriod, [scan(1, '2026-07-13T00:00:00.000Z')], 7, later)
    expect(slots[0]?.standing).toBe('missed')
    expect(slots[1]?.standing).toBe('captured')
  })
  it('does not call a slot missed that is not over yet', () => {
    const slots = captureCalendar(
      fakePeriod,
      [scan(1, '2026-07-06T09:00:00.000Z')],
      7,
      '2026-07-15T00:00:00.000Z',
    )
    expect(slots.slice(0, 3).map((slot) => slot.standing)).toEqual(['captured', 'future', 'future'])
  })
  it('follows a daily cadence from the start of the period', () => {
    const period = { start: '2026-07-01T00:00:00.000Z', end: '2026-07-04T00:00:00.000Z' }
    expect(
      captureCalendar(period, [scan(1, '2026-07-02T12:00:00.000Z')], 1, later).map((slot) => slot.standing),
    ).toEqual(['missed', 'captured', 'missed'])
  })
})

it('joins missed slots that touch', () => {
  const slots = captureCalendar(fakePeriod, [scan(1, '2026-07-20T09:00:00.000Z')], 7, later)
  expect(missedSpans(slots).map((span) => new Date(span.from).toISOString().slice(0, 10))).toEqual([
    '2026-07-06',
    '2026-07-27',
  ])
})

it('measures the longest gap to the ends of the period, or to now', () => {
  expect(longestGapDays(fakePeriod, [scan(1, '2026-07-11T00:00:00.000Z')], later)).toBe(82)
  expect(longestGapDays(fakePeriod, [scan(1, '2026-07-11T00:00:00.000Z')], '2026-07-13T00:00:00.000Z')).toBe(
    10,
  )
})
