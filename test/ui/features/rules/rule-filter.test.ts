import { describe, expect, it } from 'vitest'
import {
  fits,
  ruleFilterOf,
  scoreText,
  sortRules,
  type ListedRule,
} from '../../../../renderer/features/rules/rule-filter.ts'
import { noTotals } from '../../../../shared/model/outcome.ts'

const rule = (id: string, over: Partial<ListedRule> = {}): ListedRule => ({
  id,
  title: `Title of ${id}`,
  provider: 'aws',
  scope: 'resource',
  types: ['AWS::S3::Bucket'],
  requires: [],
  severity: 'high',
  category: 'data-protection',
  benchmarks: [],
  own: false,
  controls: {
    soc2: ['CC6.1'],
    'iso27001-2022': ['A.8.3'],
    'nist-csf-2.0': ['PR.AA-05'],
    'nist-800-53-r5': ['AC-3'],
  },
  needs: [],
  applies: 'true',
  pass: 'true',
  observed: {},
  expected: '',
  rationale: '',
  remediation: '',
  source: 'https://example.com/',
  totals: noTotals,
  ...over,
})
const filter = (search: string) => ruleFilterOf(new URLSearchParams(search))

describe('filter', () => {
  it('needs every facet and any of its values', () => {
    const one = rule('aws-one', { misconfiguration: 4 })
    expect(fits(one, filter(''))).toBe(true)
    expect(fits(one, filter('provider=gcp,aws&severity=high&misconfiguration=4'))).toBe(true)
    expect(fits(one, filter('provider=gcp'))).toBe(false)
    expect(fits(one, filter('misconfiguration=none'))).toBe(false)
    expect(fits(rule('aws-two'), filter('misconfiguration=none'))).toBe(true)
  })

  it('finds rules by title, id, type and control', () => {
    const one = rule('aws-one')
    for (const text of ['AWS-ONE', 'title of', 's3::', 'cc6.1', 'ac-3'])
      expect(fits(one, filter(`text=${text}`)), text).toBe(true)
    expect(fits(one, filter('text=cc7.1'))).toBe(false)
  })
})

describe('order', () => {
  it('sorts by several columns, ties by id, and puts unjudged rules last by score', () => {
    const rules = [
      rule('aws-b', { totals: { ...noTotals, fail: 2, pass: 2 } }),
      rule('aws-a', { totals: { ...noTotals, fail: 2, pass: 0 }, severity: 'critical' }),
      rule('aws-d'),
      rule('aws-c', { totals: { ...noTotals, pass: 9 } }),
    ]
    const ids = (column: string, descending = false) =>
      sortRules(rules, [{ column, descending }]).map(({ id }) => id)
    expect(ids('fail', true)).toEqual(['aws-a', 'aws-b', 'aws-c', 'aws-d'])
    expect(ids('severity')[0]).toBe('aws-a')
    expect(ids('score')).toEqual(['aws-a', 'aws-b', 'aws-c', 'aws-d'])
    expect(rules[0]?.id).toBe('aws-b')
  })
})

it('shows a score with what it is a share of, and never rounds to all', () => {
  expect(scoreText({ ...noTotals, pass: 1999, fail: 1 })).toBe('99.9 % of 2000')
  expect(scoreText(noTotals)).toBe('nothing judged')
})
