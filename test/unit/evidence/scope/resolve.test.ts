import { describe, expect, it } from 'vitest'
import {
  packageScopeRequestSchema,
  type PackageScopeRequest,
} from '../../../../shared/model/package-scope.ts'
import { periodOf, resolveScope, wholeScope } from '../../../../main/engine/evidence/scope/resolve.ts'
import { isNarrowed, scopeLine } from '../../../../main/engine/evidence/scope/words.ts'
import { narrowing, scopeSuffix } from '../../../../main/engine/pipeline/package-scope.ts'
import { fakeReader } from '../../../support/fake-reader.ts'

const engagement = fakeReader().engagement()
const known = [
  { provider: 'aws', account: '012345678901' },
  { provider: 'aws', account: '111122223333' },
  { provider: 'gcp', account: 'acme-prod' },
  { provider: 'gcp', account: '111122223333' },
] as const
const resolve = (request: PackageScopeRequest) =>
  resolveScope(packageScopeRequestSchema.parse(request), engagement, known)
const refused = (field: string) =>
  expect.objectContaining({ code: 'invalid_input', params: expect.objectContaining({ field }) })

describe('a period', () => {
  it('is a quarter or a month of the calendar, leap days included, from midnight to midnight UTC', () => {
    expect(periodOf({ quarter: '2026Q4' })).toEqual({
      preset: 'quarter',
      label: '2026Q4',
      period: { start: '2026-10-01T00:00:00.000Z', end: '2027-01-01T00:00:00.000Z' },
    })
    expect(periodOf({ month: '2028-02' }).period).toEqual({
      start: '2028-02-01T00:00:00.000Z',
      end: '2028-03-01T00:00:00.000Z',
    })
    expect(periodOf({ month: '2026-12' }).period.end).toBe('2027-01-01T00:00:00.000Z')
  })

  it('is any two instants, named by their days, or by more where they are no midnights', () => {
    const end = '2026-08-15T06:30:00.000Z'
    expect(periodOf({ start: '2026-07-01T00:00:00.000Z', end }).label).toBe(`2026-07-01/${end}`)
  })

  it('of a shape that means nothing is no request', () => {
    for (const period of [
      { quarter: '2026Q5' },
      { quarter: '2026Q1', month: '2026-01' },
      { month: '2026-13' },
      {},
    ])
      expect(packageScopeRequestSchema.safeParse({ period }).success, JSON.stringify(period)).toBe(false)
  })
})

describe('a scope', () => {
  it('narrows nothing when nothing is asked, nor when everything is', () => {
    const whole = wholeScope(engagement)
    expect(resolve({})).toEqual(whole)
    expect(isNarrowed(whole)).toBe(false)
    expect([whole.preset, whole.label]).toEqual(['engagement', '2026Q3'])
    expect(
      resolve({
        period: { start: engagement.periodStart, end: engagement.periodEnd },
        frameworks: engagement.frameworks.toReversed(),
      }),
    ).toEqual(whole)
    expect(scopeLine(whole)).toContain('every account that was read')
  })

  it('names what it leaves out, and finds accounts however they are written', () => {
    const scope = resolve({
      period: { month: '2026-09' },
      frameworks: ['soc2'],
      providers: ['gcp'],
      accounts: ['ACME-prod', 'gcp:111122223333', '111122223333'],
    })
    expect(scope.accounts).toEqual([
      { provider: 'gcp', account: '111122223333' },
      { provider: 'gcp', account: 'acme-prod' },
    ])
    expect(scope.leftOut).toEqual({
      frameworks: engagement.frameworks.filter((one) => one !== 'soc2'),
      providers: ['aws'],
      accounts: 2,
    })
    expect(scopeLine(scope)).toBe(
      '2026-09; frameworks SOC 2 only; providers gcp only; accounts gcp:111122223333, gcp:acme-prod only',
    )
  })

  it('takes an account of that name at every provider where none is named', () => {
    expect(resolve({ accounts: ['111122223333'] }).accounts?.map(({ provider }) => provider)).toEqual([
      'aws',
      'gcp',
    ])
  })

  it('is refused where it would be empty by a slip', () => {
    const slips: [PackageScopeRequest, string][] = [
      [{ period: { quarter: '2025Q3' } }, 'period'],
      [{ period: { start: '2026-08-01T00:00:00.000Z', end: '2026-08-01T00:00:00.000Z' } }, 'period'],
      [{ frameworks: ['fedramp-high'] }, 'framework'],
      [{ providers: ['azure'] }, 'provider'],
      [{ accounts: ['999999999999'] }, 'account'],
      [{ providers: ['aws'], accounts: ['acme-prod'] }, 'account'],
    ]
    for (const [request, field] of slips)
      expect(() => resolve(request), JSON.stringify(request)).toThrow(refused(field))
  })

  it('has a folder name of its own, in characters that every disk takes', () => {
    const names = [
      {},
      { period: { month: '2026-09' } },
      { providers: ['aws'] },
      { providers: ['gcp'] },
      { accounts: ['acme-prod'] },
      { accounts: ['acme-prod', '012345678901'] },
      { accounts: ['acme-prod', '111122223333'] },
      { frameworks: ['soc2'] },
      { period: { start: '2026-07-01T00:00:00.000Z', end: '2026-08-15T00:00:00.000Z' } },
    ].map((request) => scopeSuffix(resolve(request as PackageScopeRequest)))
    expect(new Set(names).size).toBe(names.length)
    expect(names[0]).toBe('_2026q3')
    for (const name of names) expect(name).toMatch(/^[a-z0-9._-]+$/)
    expect(narrowing(resolve({}))).toEqual([])
  })
})
