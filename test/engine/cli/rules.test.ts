import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cliResult, initEngagement } from '../../support/cli.ts'
import { readCsv } from '../../support/read-csv.ts'

const rule = 'aws-ec2-security-group-ssh'

describe('countersign rules', () => {
  let cwd: string
  const run = (...words: string[]) => cliResult(['rules', ...words], { cwd })

  beforeAll(async () => {
    cwd = mkdtempSync(join(tmpdir(), 'countersign-rules-'))
    await initEngagement(cwd)
  }, 60_000)
  afterAll(() => rmSync(cwd, { recursive: true, force: true }))

  it('lists by every filter, and refuses words that are none', async () => {
    const listed = await run(
      'list',
      '--provider',
      'aws',
      '--severity',
      'critical',
      '--text',
      'security-group',
    )
    expect(listed.stdout).toContain(rule)
    expect(listed.stdout).not.toMatch(/^(azure|gcp)-/m)
    const byControl = await run('list', '--framework', 'fedramp-low', '--control', 'sc-7', '--json')
    const rows = JSON.parse(byControl.stdout) as { controls: Record<string, string[]> }[]
    expect(rows.length).toBeGreaterThan(0)
    expect(rows.every(({ controls }) => controls['nist-800-53-r5']?.includes('SC-7'))).toBe(true)
    expect(await run('list', '--severity', 'huge')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('critical'),
    })
  }, 60_000)

  it('tests by beginning of an id, and fails with 9 when a case does not hold', async () => {
    const good = await run('test', 'aws-ec2-security-group-ssh', '--verbose')
    expect(good).toMatchObject({ code: 0, stdout: expect.stringMatching(/^✓ aws-ec2-security-group-ssh/m) })
    expect(good.stdout).toMatch(/all hold/)
    const folder = join(cwd, 'own', 'aws', 'aws-house-none')
    mkdirSync(join(folder, 'cases'), { recursive: true })
    writeFileSync(
      join(folder, 'rule.yaml'),
      `id: aws-house-none
title: Nothing passes here at all
provider: aws
scope: resource
types: [AWS::S3::Bucket]
severity: low
category: hardening
controls: { soc2: [CC6.1], iso27001-2022: [A.8.3], nist-csf-2.0: [PR.AA-05], nist-800-53-r5: [AC-3] }
pass: 'false'
expected: Nothing.
rationale: A test.
remediation: None.
source: https://example.com/
`,
    )
    const resource = {
      type: 'AWS::S3::Bucket',
      resourceId: 'a',
      account: '1',
      region: 'r',
      name: 'a',
      document: { config: {} },
    }
    writeFileSync(
      join(folder, 'cases', 'pass.json'),
      JSON.stringify({ name: 'a bucket', expect: 'pass', resources: [resource] }),
    )
    expect(await run('folders', 'add', 'own', '--reason', 'A test')).toMatchObject({ code: 0 })
    const bad = await run('test', 'aws-house')
    expect(bad.code).toBe(9)
    expect(bad.stdout).toContain('✗ aws-house-none  a bucket')
    expect(bad.stdout).toContain('expected pass, got fail')
    const missing = await run('coverage', '--missing', 'soc2')
    expect(missing.code).toBe(9)
    expect(missing.stdout).toContain('lack a case: aws-house-none')
    const lint = await run('lint')
    expect(lint.code).toBe(9)
    expect(lint.stdout).toContain('+1/aws/aws-house-none/rule.yaml: case-missing: no case expects fail')
    expect(await run('show', 'aws-house-none')).toMatchObject({
      stdout: expect.stringContaining('# From a folder of the engagement’s own.'),
    })
    expect(await run('folders', 'remove', 'own', '--reason', 'Done')).toMatchObject({ code: 0 })
    expect(await run('test', 'aws-house')).toMatchObject({ code: 3 })
  }, 120_000)

  it('gives coverage in sum and row by row, as CSV without formulas', async () => {
    const sum = await run('coverage')
    expect(sum.stdout).toMatch(/^cis-azure +6\.0\.0 +127 /m)
    expect(sum.stdout).toMatch(/^nist-800-53-r5 .* 1,014 /m)
    const rows = readCsv((await run('coverage', 'fedramp-high', '--csv')).stdout)
    expect(rows).toHaveLength(410)
    for (const row of rows) {
      expect(row['Standing']).not.toBe('uncovered')
      if (row['Standing'] === 'attestation')
        for (const column of ['Evidence to attach', 'Attested by', 'Valid for days', 'Why no rule judges it'])
          expect(row[column]).not.toBe('')
    }
    const attested = await run('coverage', 'cis-aws', '--standing', 'attestation', '--json')
    expect((JSON.parse(attested.stdout) as { id: string }[]).map(({ id }) => id).toSorted()).toEqual(
      ['2.1.3', '2.1.4', '2.19', '2.2', '6.6', '6.8'].toSorted(),
    )
    expect(await run('coverage', 'cis-none')).toMatchObject({ code: 3 })
  }, 60_000)

  it('crosses rules and controls in both directions', async () => {
    const mapped = readCsv((await run('crosswalk', '--rule', rule, '--csv')).stdout)
    expect(mapped.every((row) => row['Rule'] === rule)).toBe(true)
    const controls = readCsv((await run('crosswalk', '--by', 'control', '--rule', rule, '--csv')).stdout)
    for (const { Framework, Control } of mapped.filter((row) => !row['Framework']?.startsWith('cis-')))
      expect(controls.some((row) => row['Framework'] === Framework && row['Control'] === Control)).toBe(true)
    const one = await run('crosswalk', '--by', 'control', '--framework', 'soc2', '--control', 'cc6.4')
    expect(one.stdout).toMatch(/CC6\.4 .*inherited/)
    expect(one.stdout).toMatch(/1 requirements?/)
  }, 60_000)

  it('sets a rule otherwise with a reason, marks it, and restores it', async () => {
    expect(await run('override', rule, '--severity', 'low')).toMatchObject({ code: 2 })
    const set = await run(
      'override',
      rule,
      '--severity',
      'low',
      '--sla-hours',
      '12',
      '--reason',
      'By contract',
    )
    expect(set).toMatchObject({ code: 0, stdout: expect.stringMatching(/\+local/) })
    expect((await run('list', '--overridden')).stdout).toMatch(/set: severity low, due after 12 h/)
    const shown = await run('show', rule)
    expect(shown.stdout).toContain('# Set otherwise: severity low, due after 12 h')
    expect(shown.stdout).toContain('by Ada')
    expect((await run('overrides')).stdout).toContain('By contract')
    expect(await run('override', rule, '--set', 'nonsense=1', '--reason', 'x')).toMatchObject({ code: 2 })
    expect(await run('restore', rule, '--reason', 'Contract ended')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('uses the rule pack as it is'),
    })
  }, 60_000)
})
