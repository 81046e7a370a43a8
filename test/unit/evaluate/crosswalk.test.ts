import { expect, test } from 'vitest'
import { controlCrosswalk, requirementsOf, ruleCrosswalk } from '../../../main/engine/evaluate/index.ts'
import { aPack, aRule } from './a-pack.ts'

const pack = aPack()

test('rule to controls names the FedRAMP baselines its controls are in', () => {
  expect(ruleCrosswalk(pack)).toEqual([
    expect.objectContaining({
      rule: 'aws-test-bucket',
      misconfiguration: 4,
      controls: aRule().controls,
      fedramp: ['fedramp-moderate', 'fedramp-high'],
    }),
  ])
})

test('control to rules has every requirement, and agrees with the other direction', () => {
  const rows = controlCrosswalk(pack)
  expect(rows).toHaveLength(17)
  expect(
    rows.find(({ framework, requirement }) => framework === 'nist-800-53-r5' && requirement === 'AC-1'),
  ).toEqual({
    framework: 'nist-800-53-r5',
    requirement: 'AC-1',
    title: 'Title of AC-1',
    group: 'G',
    standing: 'attestation',
    reason: 'A policy.',
    attestation: { evidence: ['The policy'], role: 'Owner', validDays: 365, from: null },
    rules: [],
  })
  for (const { rule, controls } of ruleCrosswalk(pack)) {
    for (const [framework, ids] of Object.entries(controls)) {
      for (const id of ids)
        expect(rows.find((row) => row.framework === framework && row.requirement === id)?.rules).toContain(
          rule,
        )
    }
  }
})

test("a finding's requirements include FedRAMP", () => {
  expect(requirementsOf(aRule(), pack).map(({ framework, id }) => `${framework} ${id}`)).toEqual([
    'soc2 CC6.1',
    'iso27001-2022 A.8.3',
    'nist-csf-2.0 PR.AA-05',
    'nist-800-53-r5 AC-3',
    'fedramp-moderate AC-3',
    'fedramp-high AC-3',
  ])
})
