import { describe, expect, it } from 'vitest'
import { problemOfPeriod, quarterOf, toPeriod } from '../../../../renderer/features/start/period.ts'

describe('a period', () => {
  it('begins as the quarter of today', () => {
    expect(quarterOf(new Date('2026-08-15T12:00:00Z'))).toEqual({
      first: '2026-07-01',
      last: '2026-09-30',
      title: 'third quarter 2026',
    })
    expect(quarterOf(new Date('2026-12-31T23:59:59Z'))).toMatchObject({
      first: '2026-10-01',
      last: '2026-12-31',
    })
    expect(quarterOf(new Date('2028-02-29T00:00:00Z'))).toMatchObject({
      first: '2028-01-01',
      last: '2028-03-31',
    })
  })

  it('is half open for the engine', () => {
    expect(toPeriod('2026-07-01', '2026-09-30')).toEqual({
      periodStart: '2026-07-01T00:00:00.000Z',
      periodEnd: '2026-10-01T00:00:00.000Z',
    })
  })

  it('is refused the wrong way round or without days', () => {
    expect(problemOfPeriod('2026-07-01', '2026-06-01')).toMatch(/before the first/)
    expect(problemOfPeriod('', '2026-06-01')).toMatch(/both days/)
    expect(problemOfPeriod('2026-13-40', '2026-12-01')).toMatch(/both days/)
    expect(problemOfPeriod('2026-07-01', '2026-07-01')).toBeNull()
  })
})
