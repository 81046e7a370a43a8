import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  dueAt,
  eventsAtScan,
  eventsAtTime,
  openingEvents,
  project,
  unopened,
  weeksOf,
  type Said,
} from '../../../main/engine/review/index.ts'
import { defaultSla, type FindingProjection } from '../../../shared/model/finding.ts'

const monday = '2026-07-06T05:00:00.000Z'
const nextMonday = '2026-07-13T05:00:00.000Z'

function open(severity: 'critical' | 'high' = 'critical'): FindingProjection {
  return openingEvents(monday, severity, defaultSla).reduce(
    (state, event) => project(state, { ...event, at: monday }),
    unopened(monday),
  )
}
function scan(state: FindingProjection, said: Said, at: string): FindingProjection {
  return eventsAtScan(state, said, at, 'critical', defaultSla).reduce(
    (now, event) => project(now, { ...event, at }),
    state,
  )
}
const mark = (state: FindingProjection, actedAt: string) =>
  project(state, { kind: 'remediation-marked', at: actedAt, payload: { action: 'closed the port', actedAt } })

describe('SLA', () => {
  it('gives critical findings 48 hours and high ones seven days', () => {
    expect(dueAt(monday, 'critical', defaultSla)).toBe('2026-07-08T05:00:00.000Z')
    expect(dueAt(monday, 'high', defaultSla)).toBe('2026-07-13T05:00:00.000Z')
  })
  it('lists the Mondays a period touches', () => {
    expect(weeksOf('2026-07-01T00:00:00.000Z', '2026-07-20T00:00:00.000Z')).toEqual([
      '2026-06-29',
      '2026-07-06',
      '2026-07-13',
    ])
  })
})

describe('the life of a finding', () => {
  it('is closed by a scan that passes, and breached when that came too late', () => {
    const closed = scan(open(), 'pass', nextMonday)
    expect(closed).toMatchObject({ status: 'closed', closedAt: nextMonday, breached: true })
  })
  it('is not breached when the work was done in time and proved later', () => {
    const closed = scan(mark(open(), '2026-07-07T10:00:00.000Z'), 'pass', nextMonday)
    expect(closed).toMatchObject({ status: 'closed', breached: false })
  })
  it('goes back to open, breached, when a scan disproves the remediation', () => {
    const state = scan(mark(open(), '2026-07-07T10:00:00.000Z'), 'fail', nextMonday)
    expect(state).toMatchObject({ status: 'open', remediatedAt: null, breached: true })
  })
  it('stays open when the resource cannot be read', () => {
    expect(scan(open(), 'not-evaluated', nextMonday)).toMatchObject({ status: 'open', unread: true })
    expect(scan(mark(open(), monday), 'not-evaluated', nextMonday).status).toBe('remediated')
  })
  it('neither closes nor reopens on needs-review', () => {
    expect(scan(open(), 'needs-review', '2026-07-07T05:00:00.000Z').status).toBe('open')
    expect(scan(scan(open(), 'pass', nextMonday), 'needs-review', '2026-07-20T05:00:00.000Z').status).toBe(
      'closed',
    )
  })
  it('reopens with a new clock when the fault comes back', () => {
    const again = scan(scan(open(), 'pass', nextMonday), 'fail', '2026-07-20T05:00:00.000Z')
    expect(again).toMatchObject({
      status: 'open',
      reopened: 1,
      breached: false,
      dueAt: '2026-07-22T05:00:00.000Z',
    })
  })
  it('stops the clock under an exception and starts it again at its expiry', () => {
    const excepted = project(open(), {
      kind: 'exception-approved',
      at: monday,
      payload: { expiresAt: '2026-08-01T00:00:00.000Z' },
    })
    expect(eventsAtTime(excepted, '2026-07-20T00:00:00.000Z', 'critical', defaultSla)).toEqual([])
    const [event] = eventsAtTime(excepted, '2026-08-03T00:00:00.000Z', 'critical', defaultSla)
    expect(event).toMatchObject({ kind: 'exception-expired', payload: { dueAt: '2026-08-03T00:00:00.000Z' } })
  })
  it('is closed only by pass, not applicable or removal, whatever the sequence', () => {
    const said = fc.constantFrom<Said>(
      'pass',
      'fail',
      'needs-review',
      'not-applicable',
      'not-evaluated',
      'gone',
    )
    fc.assert(
      fc.property(fc.array(said, { maxLength: 20 }), (sequence) => {
        let state = open()
        sequence.forEach((word, week) => {
          const before = state.status
          state = scan(state, word, new Date(Date.parse(nextMonday) + week * 7 * 86_400_000).toISOString())
          if (before !== 'closed' && state.status === 'closed')
            expect(['pass', 'not-applicable', 'gone']).toContain(word)
          if (word === 'fail') expect(state.status).not.toBe('closed')
        })
      }),
    )
  })
})
