import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  countOutcomes,
  frameworkTotals,
  recommendationTotals,
  requirementTotals,
  type RuleCounts,
  type RulePack,
} from '../../../main/engine/evaluate/index.ts'
import { outcomeStatuses } from '../../../shared/model/outcome.ts'
import type { Rule } from '../../../shared/model/rule.ts'
import { aPack, aRule } from './a-pack.ts'

const pack = aPack()
const row = (framework: string, requirement: string, counts: RuleCounts = new Map(), of: RulePack = pack) =>
  requirementTotals(of, counts).find((one) => one.framework === framework && one.requirement === requirement)
const withRules = (rules: readonly Rule[]): RulePack => ({ ...pack, rules })
const counts = countOutcomes([
  { rule: 'aws-test-bucket', status: 'pass', times: 3 },
  { rule: 'aws-test-bucket', status: 'fail' },
  { rule: 'aws-test-two', status: 'not-evaluated', times: 5 },
])

describe('requirements', () => {
  test('are all there, rules or not, with their standing', () => {
    const rows = requirementTotals(pack, new Map())
    expect(
      rows.map(({ framework, requirement, standing }) => `${framework} ${requirement} ${standing}`),
    ).toEqual([
      'soc2 CC6.1 rules',
      'soc2 CC6.2 attestation',
      'iso27001-2022 A.8.3 rules',
      'nist-csf-2.0 PR rules',
      'nist-csf-2.0 PR.AA rules',
      'nist-csf-2.0 PR.AA-05 rules',
      'nist-csf-2.0 PR.AA-06 inherited',
      'nist-800-53-r5 AC-1 attestation',
      'nist-800-53-r5 AC-2 out-of-scope',
      'nist-800-53-r5 AC-2(1) out-of-scope',
      'nist-800-53-r5 AC-3 rules',
      'fedramp-low AC-1 attestation',
      'fedramp-moderate AC-1 attestation',
      'fedramp-moderate AC-3 rules',
      'fedramp-high AC-1 attestation',
      'fedramp-high AC-2 out-of-scope',
      'fedramp-high AC-3 rules',
    ])
  })

  test('sum the outcomes of their rules; FedRAMP the same as 800-53', () => {
    const two = withRules([aRule(), aRule({ id: 'aws-test-two' })])
    expect(row('soc2', 'CC6.1', counts, two)).toMatchObject({
      rules: 2,
      totals: { pass: 3, fail: 1, needsReview: 0, notApplicable: 0, notEvaluated: 5, population: 9 },
    })
    expect(row('fedramp-moderate', 'AC-3', counts, two)?.totals).toEqual(
      row('nist-800-53-r5', 'AC-3', counts, two)?.totals,
    )
    expect(row('soc2', 'CC6.2', counts, two)?.totals.population).toBe(0)
  })

  test('a heading that rolls up counts each rule below it once', () => {
    const spread = withRules([
      aRule({ controls: { ...aRule().controls, 'nist-csf-2.0': ['PR.AA-05', 'PR.AA-06'] } }),
    ])
    expect(row('nist-csf-2.0', 'PR', counts, spread)).toMatchObject({ rules: 1, totals: { population: 4 } })
  })

  test('a heading without rules stands as the weakest below it', () => {
    const none = withRules([])
    expect(row('nist-csf-2.0', 'PR', new Map(), none)?.standing).toBe('uncovered')
    const catalogues = pack.frameworks.map((one) =>
      one.framework === 'nist-csf-2.0'
        ? {
            ...one,
            standings: [
              ...one.standings,
              { standing: 'attestation' as const, reason: 'x', attestation: null, for: ['PR.AA-05'] },
            ],
          }
        : one,
    )
    expect(row('nist-csf-2.0', 'PR', new Map(), { ...none, frameworks: catalogues })?.standing).toBe(
      'attestation',
    )
  })
})

test('a framework counts an outcome once, however many requirements its rule maps to', () => {
  const both = withRules([aRule({ controls: { ...aRule().controls, soc2: ['CC6.1', 'CC6.2'] } })])
  const soc2 = frameworkTotals(both, counts).find(({ framework }) => framework === 'soc2')
  expect(soc2).toMatchObject({ requirements: 2, covered: 2, totals: { population: 4, pass: 3, fail: 1 } })
  expect(
    frameworkTotals(both, counts).find(({ framework }) => framework === 'fedramp-low')?.totals.population,
  ).toBe(0)
})

test('recommendations are all there, with rules, for attestation or uncovered', () => {
  const standings = (of: RulePack) =>
    recommendationTotals(of, counts).map(({ benchmark, recommendation, standing, totals }) => [
      benchmark.id,
      recommendation.id,
      standing,
      totals.population,
    ])
  expect(standings(pack)).toEqual([
    ['cis-aws', '2.1', 'attestation', 0],
    ['cis-aws', '2.10', 'rules', 4],
    ['cis-azure', '2.1', 'attestation', 0],
    ['cis-azure', '2.10', 'attestation', 0],
    ['cis-gcp', '2.1', 'attestation', 0],
    ['cis-gcp', '2.10', 'attestation', 0],
  ])
  expect(standings(withRules([]))[1]).toEqual(['cis-aws', '2.10', 'uncovered', 0])
  const further = aPack({
    'benchmarks/cis-aws-7.0.0.yaml': (text) =>
      text
        .replace('automated, config', 'automated, extra-api')
        .replace('attestations:', "apis: [{ api: 'iam:GetAccountSummary', for: ['2.10'] }]\nattestations:"),
  })
  expect(standings(further)[1]).toEqual(['cis-aws', '2.10', 'rules-extra-api', 4])
})

test('whatever the outcomes, everything adds up', () => {
  const control = {
    soc2: ['CC6.1', 'CC6.2'],
    'iso27001-2022': ['A.8.3'],
    'nist-csf-2.0': ['PR.AA-05', 'PR.AA-06'],
    'nist-800-53-r5': ['AC-1', 'AC-2', 'AC-2(1)', 'AC-3'],
  }
  const some = <T>(ids: readonly T[]) => fc.subarray([...ids], { minLength: 1 })
  const rule = fc.record({
    soc2: some(control.soc2),
    'iso27001-2022': some(control['iso27001-2022']),
    'nist-csf-2.0': some(control['nist-csf-2.0']),
    'nist-800-53-r5': some(control['nist-800-53-r5']),
  })
  const input = fc.record({
    controls: fc.array(rule, { minLength: 1, maxLength: 6 }),
    outcomes: fc.array(
      fc.record({ rule: fc.nat(5), status: fc.constantFrom(...outcomeStatuses), times: fc.nat(1000) }),
    ),
  })
  fc.assert(
    fc.property(input, ({ controls, outcomes }) => {
      const rules = controls.map((mapped, index) => aRule({ id: `aws-test-${index}`, controls: mapped }))
      const of = withRules(rules)
      const known = outcomes
        .filter(({ rule: index }) => index < rules.length)
        .map((one) => ({ ...one, rule: `aws-test-${one.rule}` }))
      const counted = countOutcomes(known)
      const all = known.reduce((sum, { times }) => sum + times, 0)
      const rows = requirementTotals(of, counted)
      for (const { totals, standing, rules: number } of [
        ...rows,
        ...frameworkTotals(of, counted).map((one) => ({ ...one, standing: '', rules: 1 })),
      ]) {
        expect(
          totals.pass + totals.fail + totals.needsReview + totals.notApplicable + totals.notEvaluated,
        ).toBe(totals.population)
        expect(totals.population).toBeLessThanOrEqual(all)
        if (standing !== '') expect(standing === 'rules').toBe(number > 0)
      }
      // Every rule maps to all four frameworks, so each of them holds every outcome exactly once.
      for (const { framework, totals, requirements } of frameworkTotals(of, counted)) {
        expect(requirements).toBe(rows.filter((one) => one.framework === framework).length)
        if (!framework.startsWith('fedramp')) expect(totals.population).toBe(all)
      }
    }),
    { numRuns: 200 },
  )
})
