import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isoHours } from '../../../../main/engine/evaluate/functions/iso-duration.ts'

describe('isoHours', () => {
  it.each([
    ['PT8H', 8],
    ['PT30M', 0.5],
    ['P1D', 24],
    ['P1DT1H30M', 25.5],
    ['P2W', 336],
    ['PT3600S', 1],
    ['pt12h', 12],
  ])('%s is %d', (text, hours) => {
    expect(isoHours(text)).toBe(hours)
  })
  it.each([[''], ['P'], ['PT'], ['P1DT'], ['8H'], ['P1M'], ['P1Y'], ['PT-1H'], [8], [null]])(
    'throws on %j',
    (value) => {
      expect(() => isoHours(value)).toThrow(TypeError)
    },
  )
  it('adds its parts', () => {
    const part = fc.nat({ max: 500 })
    fc.assert(
      fc.property(part, part, part, (days, hours, minutes) => {
        expect(isoHours(`P${days}DT${hours}H${minutes}M`)).toBeCloseTo(days * 24 + hours + minutes / 60)
      }),
    )
  })
})
