import { describe, expect, it } from 'vitest'
import {
  bytesText,
  countText,
  fileName,
  folderOf,
  percentText,
  plural,
  relativeTime,
  spanOf,
} from '../../../shared/text/format.ts'

const now = Date.parse('2026-07-06T09:00:00.000Z')

describe('time', () => {
  it('is told in one unit, rounded down', () => {
    expect(spanOf(30_000)).toBe('moments')
    expect(spanOf(60_000)).toBe('1 minute')
    expect(spanOf(89 * 60_000)).toBe('89 minutes')
    expect(spanOf(47.9 * 3_600_000)).toBe('47 hours')
    expect(spanOf(20 * 86_400_000)).toBe('20 days')
    expect(spanOf(28 * 86_400_000)).toBe('4 weeks')
    expect(spanOf(140 * 86_400_000)).toBe('4 months')
    expect(spanOf(3 * 365.25 * 86_400_000)).toBe('3 years')
  })

  it('says before and after', () => {
    expect(relativeTime('2026-07-06T08:00:00.000Z', now)).toBe('60 minutes ago')
    expect(relativeTime('2026-07-09T09:00:00.000Z', now)).toBe('in 3 days')
    expect(relativeTime('2026-07-06T09:00:20.000Z', now)).toBe('now')
  })
})

describe('numbers', () => {
  it('never round a share to all or to nothing', () => {
    expect(percentText(1)).toBe('100 %')
    expect(percentText(0)).toBe('0 %')
    expect(percentText(0.99996)).toBe('99.9 %')
    expect(percentText(0.00001)).toBe('0.1 %')
    expect(percentText(0.8)).toBe('80.0 %')
    expect(percentText(null)).toBe('–')
  })

  it('have separators, units and plurals', () => {
    expect(countText(1234567)).toBe('1,234,567')
    expect(countText(999)).toBe('999')
    expect(bytesText(999)).toBe('999 B')
    expect(bytesText(1_450)).toBe('1.4 kB')
    expect(bytesText(123_456_789)).toBe('123 MB')
    expect(plural(1, 'finding')).toBe('1 finding')
    expect(plural(2, 'entry', 'entries')).toBe('2 entries')
  })
})

describe('paths', () => {
  it('of either system are taken apart', () => {
    expect(fileName('/data/acme.countersign')).toBe('acme.countersign')
    expect(fileName('C:\\data\\acme.countersign')).toBe('acme.countersign')
    expect(fileName('/data/out/')).toBe('out')
    expect(folderOf('/data/acme.countersign')).toBe('/data')
    expect(folderOf('C:\\data\\acme.countersign')).toBe('C:\\data')
  })
})
