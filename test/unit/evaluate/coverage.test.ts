import { describe, expect, test } from 'vitest'
import {
  controlCrosswalk,
  coverageCases,
  coverageRows,
  coverageSummaries,
  filterControls,
  filterRules,
} from '../../../main/engine/evaluate/index.ts'
import { coverageStandings } from '../../../shared/model/coverage.ts'
import { aPack, aRule } from './a-pack.ts'

const pack = aPack()

describe('coverage', () => {
  test('has every recommendation and requirement, each with one standing and what is behind it', () => {
    const rows = coverageRows(pack)
    expect(rows).toHaveLength(6 + 17)
    expect(rows.find(({ of, id }) => of === 'cis-aws' && id === '2.10')).toMatchObject({
      standing: 'rules',
      level: 1,
      assessment: 'automated',
      rules: ['aws-test-bucket'],
      attestation: null,
      cases: { pass: 1, fail: 1, notEvaluated: 1, population: 3 },
      withoutCases: [],
    })
    expect(rows.find(({ of, id }) => of === 'cis-gcp' && id === '2.1')).toMatchObject({
      standing: 'attestation',
      reason: 'A judgement.',
      attestation: { evidence: ['A list'], role: 'Owner', validDays: 90, from: null },
    })
    expect(rows.find(({ id }) => id === 'PR.AA-06')).toMatchObject({
      standing: 'inherited',
      attestation: { from: 'Cloud provider', evidence: ['Report'] },
    })
    for (const { standing, rules, attestation, reason } of rows) {
      expect(rules.length > 0).toBe(standing === 'rules')
      if (standing === 'attestation' || standing === 'inherited') expect(attestation).not.toBeNull()
      expect(reason === '').toBe(standing === 'rules')
    }
  })

  test('in sum is what the rows are', () => {
    const summaries = coverageSummaries(pack)
    expect(summaries.map(({ of, kind }) => `${kind} ${of}`)).toEqual([
      'benchmark cis-aws',
      'benchmark cis-azure',
      'benchmark cis-gcp',
      ...['soc2', 'iso27001-2022', 'nist-csf-2.0', 'nist-800-53-r5'].map((of) => `framework ${of}`),
      ...['fedramp-low', 'fedramp-moderate', 'fedramp-high'].map((of) => `framework ${of}`),
    ])
    for (const { of, count, standings } of summaries) {
      const own = coverageRows(pack, { of })
      expect(count).toBe(own.length)
      for (const standing of coverageStandings)
        expect(standings[standing]).toBe(coverageRows(pack, { of, standing: [standing] }).length)
      expect(Object.values(standings).reduce((sum, number) => sum + number, 0)).toBe(count)
    }
    expect(coverageCases(pack).population).toBe(3)
  })

  test('missing is what has no standing, and what has a rule without all its cases', () => {
    expect(coverageRows(pack, { missing: true })).toEqual([])
    const without = aPack({ 'aws/aws-test-bucket/cases/missing.json': null })
    expect(coverageRows(without, { missing: true, of: 'cis-aws' })).toMatchObject([
      { id: '2.10', withoutCases: ['aws-test-bucket'] },
    ])
    const bare = aPack({ 'frameworks/soc2.yaml': (text) => text.replace(/standings:[\s\S]*$/, '') })
    expect(coverageRows(bare, { missing: true })).toMatchObject([
      { of: 'soc2', id: 'CC6.2', standing: 'uncovered' },
    ])
  })
})

describe('rules are chosen', () => {
  const two = {
    ...pack,
    rules: [
      aRule({ benchmarks: pack.rules[0]!.benchmarks }),
      aRule({
        id: 'gcp-test-disk',
        title: 'Disks of GCP',
        provider: 'gcp',
        severity: 'low',
        category: 'network',
        types: ['compute.googleapis.com/Disk'],
        controls: { ...aRule().controls, 'nist-800-53-r5': ['AC-1'] },
        override: { severity: 'low', reason: 'x', by: 'Ana', at: '2026-07-01T00:00:00.000Z' },
      }),
    ],
  }
  const ids = (filter: Parameters<typeof filterRules>[1]) => filterRules(two, filter).map(({ id }) => id)
  test.each([
    [{}, ['aws-test-bucket', 'gcp-test-disk']],
    [{ provider: ['gcp'] }, ['gcp-test-disk']],
    [{ severity: ['high', 'critical'] }, ['aws-test-bucket']],
    [{ category: ['network'] }, ['gcp-test-disk']],
    [{ benchmark: 'cis-aws' }, ['aws-test-bucket']],
    [{ benchmark: 'cis-aws', recommendation: '2.1' }, []],
    [{ recommendation: '2.10' }, ['aws-test-bucket']],
    [{ control: 'ac-3' }, ['aws-test-bucket']],
    [{ control: 'AC-3', framework: 'soc2' }, []],
    [{ framework: 'fedramp-low' }, ['gcp-test-disk']],
    [{ framework: 'fedramp-moderate' }, ['aws-test-bucket', 'gcp-test-disk']],
    [{ framework: 'fedramp-low', control: 'AC-3' }, []],
    [{ text: 'DISK' }, ['gcp-test-disk']],
    [{ text: 's3::bucket' }, ['aws-test-bucket']],
    [{ overridden: true }, ['gcp-test-disk']],
  ] as const)('%j', (filter, expected) => {
    expect(ids(filter as Parameters<typeof filterRules>[1])).toEqual(expected)
  })
})

test('requirements are chosen by framework, id and rule', () => {
  const rows = controlCrosswalk(pack)
  const ids = (filter: Parameters<typeof filterControls>[1]) =>
    filterControls(rows, filter).map(({ framework, requirement }) => `${framework} ${requirement}`)
  expect(ids({ control: 'ac-3' })).toEqual([
    'nist-800-53-r5 AC-3',
    'fedramp-moderate AC-3',
    'fedramp-high AC-3',
  ])
  expect(ids({ framework: 'soc2', rule: 'aws-test-bucket' })).toEqual(['soc2 CC6.1'])
})
