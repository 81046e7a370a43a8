import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import {
  controlCrosswalk,
  coverageRows,
  frameworkTotals,
  lintPack,
  loadRulePack,
  runCases,
} from '../../../main/engine/evaluate/index.ts'
import { caseNormaliser } from '../../../main/engine/pipeline/case-normaliser.ts'
import type { Benchmark, Catalogue } from '../../../shared/model/catalogue.ts'
import type { Framework } from '../../../shared/model/framework.ts'

const pack = loadRulePack(fileURLToPath(new URL('../../../rules', import.meta.url)))
const toNormal = caseNormaliser()
const catalogue = (framework: Framework) =>
  pack.frameworks.find((one) => one.framework === framework) as Catalogue
const benchmark = (id: string) => pack.benchmarks.find((one) => one.id === id) as Benchmark

test('the rule pack has no problems', () => {
  expect(lintPack(pack, { toNormal })).toEqual([])
})

describe('cases', () => {
  const { results, problems } = runCases(pack, toNormal)

  test('can all be read', () => {
    expect(problems).toEqual([])
  })

  test('hold, every one', () => {
    expect(
      results.flatMap((result) =>
        result.differences.map((difference) => `${result.case.path} (${result.case.name}): ${difference}`),
      ),
    ).toEqual([])
  })

  test('are there', () => {
    expect(pack.rules.length).toBeGreaterThanOrEqual(25)
    expect(results.length).toBeGreaterThanOrEqual(pack.rules.length * 3)
  })
})

describe('catalogues', () => {
  test.each([
    ['soc2', 61],
    ['iso27001-2022', 93],
    ['nist-csf-2.0', 134],
    ['nist-800-53-r5', 1014],
    ['fedramp-low', 156],
    ['fedramp-moderate', 323],
    ['fedramp-high', 410],
  ] as const)('%s has %i requirements', (framework, count) => {
    expect(frameworkTotals(pack, new Map()).find((one) => one.framework === framework)?.requirements).toBe(
      count,
    )
  })

  test('CSF has 6 functions, 22 categories and 106 subcategories, each under its own', () => {
    const depth = new Map<string, number>()
    for (const { id, parent } of catalogue('nist-csf-2.0').requirements)
      depth.set(id, parent === null ? 0 : (depth.get(parent) ?? -9) + 1)
    expect([0, 1, 2].map((level) => [...depth.values()].filter((value) => value === level).length)).toEqual([
      6, 22, 106,
    ])
  })

  test('enhancements of 800-53 stand under their control', () => {
    const requirements = catalogue('nist-800-53-r5').requirements
    const byId = new Map(requirements.map((one) => [one.id, one]))
    expect(byId.get('AC-2(1)')?.parent).toBe('AC-2')
    for (const { id, parent, group } of requirements) {
      expect(parent).toBe(id.includes('(') ? id.slice(0, id.indexOf('(')) : null)
      expect(id.startsWith(`${group}-`)).toBe(true)
    }
  })

  test('FedRAMP baselines hold one another', () => {
    const members = (framework: Framework) =>
      catalogue('nist-800-53-r5').baselines.find((one) => one.framework === framework)?.members ?? []
    expect(members('fedramp-moderate')).toEqual(expect.arrayContaining([...members('fedramp-low')]))
    expect(members('fedramp-high')).toEqual(expect.arrayContaining([...members('fedramp-moderate')]))
  })

  test('each requirement has a standing; one without a rule says why, and what a person brings', () => {
    for (const { requirement, standing, reason, attestation, framework } of controlCrosswalk(pack)) {
      const which = `${framework} ${requirement}`
      expect(standing, which).not.toBe('uncovered')
      expect(reason !== '', which).toBe(standing !== 'rules')
      const heading = framework === 'nist-csf-2.0' && !requirement.includes('-')
      expect(attestation !== null, which).toBe(
        !heading && (standing === 'attestation' || standing === 'inherited'),
      )
      expect(attestation?.from ?? null, which).toBe(
        standing === 'inherited' && !heading ? 'Cloud provider' : null,
      )
    }
  })

  test('each control of a FedRAMP baseline has evidence of its own, not its family’s', () => {
    const { standings, baselines, requirements } = catalogue('nist-800-53-r5')
    const own = new Map(standings.flatMap((entry) => entry.for.map((id) => [id, entry] as const)))
    const parents = new Map(requirements.map(({ id, parent }) => [id, parent]))
    const controls = new Set(baselines.flatMap(({ members }) => members).map((id) => parents.get(id) ?? id))
    for (const id of controls) {
      const entry = own.get(id)
      expect(entry, id).toBeDefined()
      if (entry?.standing !== 'out-of-scope')
        expect(entry?.attestation?.evidence.length, id).toBeGreaterThan(0)
    }
  })
})

describe('benchmarks', () => {
  test.each([
    ['cis-aws', '7.0.0', 70, { config: 26, 'extra-api': 38, manual: 6 }],
    ['cis-azure', '6.0.0', 127, { config: 106, 'extra-api': 11, manual: 10 }],
    ['cis-gcp', '5.0.0', 93, { config: 79, 'extra-api': 4, manual: 10 }],
  ])('%s %s has %i recommendations', (id, version, count, split) => {
    const { recommendations, version: actual, count: declared } = benchmark(id)
    expect([actual, declared, recommendations.length]).toEqual([version, count, count])
    const evaluable = recommendations.map((one) => one.evaluable)
    expect(
      Object.fromEntries(
        (['config', 'extra-api', 'manual'] as const).map((kind) => [
          kind,
          evaluable.filter((one) => one === kind).length,
        ]),
      ),
    ).toEqual(split)
  })

  test('each recommendation ends in rules, rules with a named interface, or an attestation', () => {
    const rows = coverageRows(pack).filter(({ of }) => of.startsWith('cis-'))
    expect(rows).toHaveLength(70 + 127 + 93)
    for (const { of, id, standing, rules, apis, attestation } of rows) {
      const which = `${of} ${id}`
      expect(['rules', 'rules-extra-api', 'attestation'], which).toContain(standing)
      expect(rules.length > 0, which).toBe(standing !== 'attestation')
      expect(apis.length > 0, which).toBe(standing === 'rules-extra-api')
      expect(attestation !== null, which).toBe(standing === 'attestation')
    }
  })

  test('each rule has a case that passes, one that fails and one that cannot be judged', () => {
    expect(coverageRows(pack, { missing: true })).toEqual([])
  })

  test('titles are short and each its own', () => {
    for (const { recommendations } of pack.benchmarks) {
      expect(new Set(recommendations.map(({ title }) => title)).size).toBe(recommendations.length)
      for (const { title } of recommendations) expect(title.length).toBeLessThanOrEqual(60)
    }
  })
})
