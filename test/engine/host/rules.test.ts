import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { newEngagement, testEngine, type TestEngine } from '../../support/engine.ts'
import { securityGroup, writeSnapshot } from '../../support/exports.ts'

const rule = 'aws-ec2-security-group-ssh'
const why = { reason: 'House rules.', actor: 'Ada' }

/** A rule of one's own over security groups; `pass` decides. */
const ownRule = (id: string, pass: string) => `id: ${id}
title: Security groups as the house wants them
provider: aws
scope: resource
types: [AWS::EC2::SecurityGroup]
severity: low
category: network
controls: { soc2: [CC6.6], iso27001-2022: [A.8.20], nist-csf-2.0: [PR.IR-01], nist-800-53-r5: [SC-7] }
parameters: { most: { title: Most permissions, default: 0, min: 0, max: 50 } }
pass: ${pass}
observed: { most: params.most }
expected: No more permissions than the house allows.
rationale: Fewer are easier to look through.
remediation: Take some out.
source: https://example.com/house
`

function ownFolder(dir: string, rules: Readonly<Record<string, string>>): string {
  const folder = join(dir, 'own-rules')
  for (const [id, text] of Object.entries(rules)) {
    const path = join(folder, 'aws', id, 'rule.yaml')
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  }
  return folder
}

async function imported(engine: TestEngine): Promise<string> {
  const path = await newEngagement(engine)
  const groups = [securityGroup('sg-0aa', { ssh: ['0.0.0.0/0'] }), securityGroup('sg-0bb')]
  const paths = [writeSnapshot(engine.dir, 'one.json', groups)]
  await engine.client.call('scan.import', { paths, actor: 'Ada', label: 'first' })
  return path
}
const outcomes = async ({ client }: TestEngine, of: string) =>
  (await client.call('outcome.page', { rule: of })).rows

describe('the rule pack', () => {
  it('runs the cases of the rules named, by id or beginning, and tells what differs', async () => {
    const { client } = testEngine()
    const one = await client.call('rule.test', { rules: [rule], all: true })
    expect(one).toMatchObject({ rules: 1, failed: 0, problems: [] })
    expect(one.results).toHaveLength(one.cases)
    expect(one.expected.population).toBe(one.cases)
    expect(Math.min(one.expected.pass, one.expected.fail, one.expected.notEvaluated)).toBeGreaterThan(0)
    const many = await client.call('rule.test', { rules: ['aws-ec2-security-group-'] })
    expect(many.rules).toBeGreaterThan(1)
    expect(many.results).toEqual([])
    await expect(client.call('rule.test', { rules: ['aws-none'] })).rejects.toMatchObject({
      wire: { code: 'rule_unknown', params: { rule: 'aws-none' } },
    })
  })

  it('tells the difference where a case does not hold', async () => {
    const engine = testEngine()
    await newEngagement(engine)
    const folder = ownFolder(engine.dir, {
      'aws-house-groups': ownRule('aws-house-groups', 'size(config.ipPermissions) <= 5'),
    })
    const item = { ...securityGroup('sg-0aa'), configuration: { ipPermissions: [] } }
    writeFileSync(
      join(folder, 'aws/aws-house-groups/cases.yaml'),
      JSON.stringify([{ name: 'no permissions', expect: 'fail', document: 'House', change: {} }]),
    )
    mkdirSync(join(folder, 'aws/documents'), { recursive: true })
    writeFileSync(join(folder, 'aws/documents/House.json'), JSON.stringify(item))
    await engine.client.call('rule.addFolder', { path: folder, ...why })
    expect(await engine.client.call('rule.test', { rules: ['aws-house'] })).toMatchObject({
      cases: 1,
      failed: 1,
      results: [
        {
          rule: 'aws-house-groups',
          path: '+1/aws/aws-house-groups/cases.yaml',
          expected: 'fail',
          got: 'pass',
          differences: ['expected fail, got pass'],
        },
      ],
    })
    const { problems } = await engine.client.call('rule.lint', {})
    expect(problems.filter(({ where }) => where.startsWith('+1/')).map(({ code }) => code)).toContain(
      'case-difference',
    )
  }, 120_000)

  it('leaves no requirement without a standing, and pages through all of them', async () => {
    const { client } = testEngine()
    const { sets, rules } = await client.call('rule.coverage', {})
    expect(rules).toBeGreaterThan(90)
    const frameworks = sets.filter(({ kind }) => kind === 'framework')
    expect(frameworks.map(({ of, count }) => [of, count])).toEqual([
      ['soc2', 61],
      ['iso27001-2022', 93],
      ['nist-csf-2.0', 134],
      ['nist-800-53-r5', 1014],
      ['fedramp-low', 156],
      ['fedramp-moderate', 323],
      ['fedramp-high', 410],
    ])
    for (const { standings } of frameworks) expect(standings.uncovered).toBe(0)
    const seen: string[] = []
    for (;;) {
      const page = await client.call('rule.standings', {
        of: 'nist-800-53-r5',
        offset: seen.length,
        limit: 500,
      })
      seen.push(...page.rows.map(({ id }) => id))
      expect(page.total).toBe(1014)
      if (seen.length >= page.total) break
    }
    expect(new Set(seen).size).toBe(1014)
    await expect(client.call('rule.standings', { of: 'cis-none' })).rejects.toMatchObject({
      wire: { code: 'not_found' },
    })
  })

  it('maps rules to controls and back', async () => {
    const { client } = testEngine()
    const [row] = await client.call('rule.crosswalk', { filter: { text: rule } })
    const { rows } = await client.call('rule.controls', { rule, limit: 500 })
    const mapped = Object.entries(row!.controls).flatMap(([framework, ids]) =>
      ids.map((id) => `${framework} ${id}`),
    )
    expect(rows.map(({ framework, requirement }) => `${framework} ${requirement}`)).toEqual(
      expect.arrayContaining(mapped),
    )
    expect(
      new Set(rows.map(({ framework }) => framework).filter((name) => name.startsWith('fedramp'))),
    ).toEqual(new Set(row!.fedramp))
    await expect(client.call('rule.controls', { rule: 'aws-none' })).rejects.toMatchObject({
      wire: { code: 'rule_unknown' },
    })
    const listed = await client.call('rule.list', { filter: { provider: ['gcp'], severity: ['critical'] } })
    expect(listed.every((one) => one.provider === 'gcp' && one.severity === 'critical')).toBe(true)
  })
})

describe('what an engagement sets otherwise', () => {
  it('is kept with who and why, in force from the next evaluation, and in the pack’s identity', async () => {
    const engine = testEngine()
    const { client, clock } = engine
    await imported(engine)
    const before = (await client.call('engagement.state', {}))!.rulePack
    const settings = await client.call('rule.override', { rule, severity: 'low', slaHours: 12, ...why })
    expect(settings.overrides).toEqual([
      { rule, severity: 'low', slaHours: 12, reason: why.reason, by: 'Ada', at: '2026-07-06T09:00:00.000Z' },
    ])
    const { rulePack } = (await client.call('engagement.state', {}))!
    expect(rulePack).toEqual({
      ...before,
      version: `${before.version}+local`,
      sha256: expect.not.stringMatching(before.sha256),
    })
    expect(await client.call('rule.get', { rule })).toMatchObject({
      rule: { severity: 'low', override: { by: 'Ada' } },
    })
    expect((await client.call('rule.list', { filter: { overridden: true } })).map(({ id }) => id)).toEqual([
      rule,
    ])
    expect((await client.call('ledger.page', { limit: 1 })).rows[0]).toMatchObject({
      action: 'rule-overridden',
      actor: 'Ada',
      payload: { rule, reason: why.reason, set: { severity: 'low', slaHours: 12 }, before: null },
    })

    // A finding opened from now on has the new severity and is due by the rule's own hours.
    clock.set('2026-07-13T09:00:00.000Z')
    const groups = [
      securityGroup('sg-0aa', { ssh: ['0.0.0.0/0'] }),
      securityGroup('sg-0bb', { ssh: ['0.0.0.0/0'], capturedAt: '2026-07-13T08:00:00.000Z' }),
    ]
    await client.call('scan.import', {
      paths: [writeSnapshot(engine.dir, 'two.json', groups)],
      actor: 'Ada',
      label: 'second',
    })
    const { rows } = await client.call('finding.page', { filter: { rule: [rule] } })
    const [old, fresh] = ['sg-0aa', 'sg-0bb'].map((name) =>
      rows.find(({ subjectName }) => subjectName === name)!,
    )
    expect(old).toMatchObject({ severity: 'critical' })
    expect(fresh).toMatchObject({ severity: 'low' })
    expect(Date.parse(fresh!.dueAt) - Date.parse(fresh!.openedAt)).toBe(12 * 3_600_000)

    const restored = await client.call('rule.restore', { rule, ...why })
    expect(restored).toMatchObject({ overrides: [], rulePack: before })
    await expect(client.call('rule.restore', { rule, ...why })).rejects.toMatchObject({
      wire: { code: 'not_found' },
    })
  })

  it('switches a rule off without hiding what it would judge', async () => {
    const engine = testEngine()
    await imported(engine)
    await engine.client.call('rule.override', {
      rule,
      disabled: true,
      reason: 'Another tool does.',
      actor: 'Ada',
    })
    await engine.client.call('scan.evaluate', { actor: 'Ada' })
    const rows = await outcomes(engine, rule)
    expect(rows).toHaveLength(2)
    for (const row of rows)
      expect(row).toMatchObject({
        status: 'not-evaluated',
        reason: 'rule-disabled',
        detail: 'Another tool does.',
      })
    expect((await engine.client.call('finding.page', { filter: { rule: [rule] } })).rows).toMatchObject([
      { status: 'open', unread: true },
    ])
  })

  it('refuses what does not fit', async () => {
    const engine = testEngine()
    await newEngagement(engine)
    const set = (input: object) => engine.client.call('rule.override', { rule, ...why, ...input } as never)
    const refused = (code: string) => ({ wire: { code } })
    await expect(set({})).rejects.toMatchObject(refused('invalid_input'))
    await expect(set({ parameters: { nonsense: 1 } })).rejects.toMatchObject(refused('invalid_input'))
    await expect(set({ severity: 'low', reason: ' ' })).rejects.toMatchObject(refused('invalid_input'))
    await expect(set({ rule: 'aws-none', severity: 'low' })).rejects.toMatchObject(refused('rule_unknown'))
    await expect(engine.client.call('rule.addFolder', { path: 'own', ...why })).rejects.toMatchObject(
      refused('invalid_input'),
    )
    await expect(
      engine.client.call('rule.addFolder', { path: join(engine.dir, 'none'), ...why }),
    ).rejects.toMatchObject(refused('rule_folder_missing'))
    expect(await engine.client.call('rule.settings', {})).toMatchObject({ folders: [], overrides: [] })
  })
})

describe('a folder of one’s own rules', () => {
  it('judges beside the pack, its parameters can be set, and a broken rule in it stops nothing', async () => {
    const engine = testEngine()
    const { client, dir } = engine
    const path = await imported(engine)
    const folder = ownFolder(dir, {
      'aws-house-groups': ownRule('aws-house-groups', 'size(config.ipPermissions) <= params.most'),
      'aws-house-broken': ownRule('aws-house-broken', 'size(config.ipPermissions) <='),
      'aws-house-fails': ownRule('aws-house-fails', 'config.groupName + params.most == 1'),
    })
    const added = await client.call('rule.addFolder', { path: folder, ...why })
    expect(added.folders).toMatchObject([
      { path: folder, by: 'Ada', rules: ['aws-house-broken', 'aws-house-fails', 'aws-house-groups'] },
    ])
    const { problems } = await client.call('rule.lint', {})
    expect(problems).toContainEqual(
      expect.objectContaining({ where: '+1/aws/aws-house-broken/rule.yaml#pass', code: 'cel-syntax' }),
    )
    await client.call('scan.evaluate', { actor: 'Ada' })
    const statuses = async (of: string) => (await outcomes(engine, of)).map(({ status }) => status).toSorted()
    expect((await outcomes(engine, rule)).length).toBe(2)
    for (const broken of ['aws-house-broken', 'aws-house-fails']) {
      for (const row of await outcomes(engine, broken))
        expect(row).toMatchObject({
          status: 'not-evaluated',
          reason: 'rule-error',
          detail: expect.stringMatching(/^pass: /),
        })
      expect(await outcomes(engine, broken)).toHaveLength(2)
    }
    expect(await client.call('rule.get', { rule: 'aws-house-broken' })).toMatchObject({
      own: true,
      error: expect.stringMatching(/^pass: /),
    })
    expect(await statuses('aws-house-groups')).toEqual(['fail', 'pass'])
    await client.call('rule.override', { rule: 'aws-house-groups', parameters: { most: 5 }, ...why })
    await client.call('scan.evaluate', { actor: 'Ada' })
    expect(await statuses('aws-house-groups')).toEqual(['pass', 'pass'])
    expect((await outcomes(engine, 'aws-house-groups'))[0]).toMatchObject({ observed: { most: 5 } })

    // Gone: the engagement opens and says so, nothing is judged, and it can be taken out.
    renameSync(folder, `${folder}-elsewhere`)
    await client.call('engagement.close', {})
    const state = await client.call('engagement.open', { path })
    expect(state).toMatchObject({
      rulePack: { rules: 0, version: '' },
      rulePackProblem: { code: 'rule_folder_missing', params: { path: folder } },
    })
    await expect(client.call('scan.evaluate', { actor: 'Ada' })).rejects.toMatchObject({
      wire: { code: 'rule_folder_missing' },
    })
    expect(await client.call('rule.settings', {})).toMatchObject({
      rulePack: null,
      folders: [{ path: folder }],
    })
    const removed = await client.call('rule.removeFolder', { path: folder, ...why })
    expect(removed.folders).toEqual([])
    expect((await client.call('engagement.state', {}))!.rulePackProblem).toBeNull()
    expect((await client.call('ledger.page', { limit: 50 })).rows.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['rule-folder-added', 'rule-folder-removed', 'rule-overridden']),
    )
  })
})
