import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { newEngagement, testEngine, type TestEngine } from '../../support/engine.ts'
import { securityGroup, writeSnapshot } from '../../support/exports.ts'

const rule = 'aws-ec2-security-group-ssh'

async function oneWeek(): Promise<TestEngine & { path: string }> {
  const engine = testEngine()
  const path = await newEngagement(engine)
  const groups = [
    securityGroup('sg-0aa', { ssh: ['0.0.0.0/0'] }),
    securityGroup('sg-0bb'),
    securityGroup('sg-0cc', { ssh: ['::/0'] }),
  ]
  await engine.client.call('scan.import', {
    paths: [writeSnapshot(engine.dir, 'one.json', groups)],
    actor: 'Ada',
    label: 'first',
  })
  return { ...engine, path }
}

describe('the engagement', () => {
  it('is opened, shown, changed, closed, and keeps a second writer out', async () => {
    const { client, path } = await oneWeek()
    expect(await client.call('engagement.state', {})).toMatchObject({
      scans: 1,
      resources: 3,
      evaluatedScan: 1,
      unfinishedScans: 0,
    })
    const other = testEngine({ holder: 'another one' })
    await expect(other.client.call('engagement.open', { path })).rejects.toMatchObject({
      wire: { code: 'workspace_busy' },
    })
    expect(await other.client.call('engagement.open', { path, readOnly: true })).toMatchObject({
      readOnly: true,
      scans: 1,
    })
    await expect(
      other.client.call('finding.note', { findings: [1], text: 'x', actor: 'Bo' }),
    ).rejects.toMatchObject({ wire: { code: 'workspace_read_only' } })
    const sla = { critical: 24, high: 48, medium: 96, low: 200 }
    expect(await client.call('engagement.settings', { sla, actor: 'Ada' })).toMatchObject({
      engagement: { sla },
    })
    await client.call('engagement.close', {})
    expect(await client.call('engagement.state', {})).toBeNull()
    expect(await other.client.call('engagement.open', { path })).toMatchObject({ readOnly: false })
  })

  it('has nothing to resume or to abandon when nothing was interrupted', async () => {
    const { client } = await oneWeek()
    await expect(client.call('scan.resume', { actor: 'Ada' })).rejects.toMatchObject({
      wire: { code: 'conflict' },
    })
    expect(await client.call('scan.abandon', { actor: 'Ada' })).toEqual({ abandoned: 0 })
  })

  it('has a ledger of what was done, a health check and a backup that opens', async () => {
    const { client, dir } = await oneWeek()
    const { rows } = await client.call('ledger.page', {})
    expect(rows.map(({ action }) => action)).toEqual([
      'evaluation-sealed',
      'scan-sealed',
      'engagement-created',
    ])
    const { ok, checks } = await client.call('engagement.doctor', {})
    expect(checks.filter(({ status }) => status !== 'ok')).toEqual([])
    expect(ok).toBe(true)
    const copy = join(dir, 'copy.countersign')
    expect((await client.call('engagement.backup', { path: copy, actor: 'Ada' })).bytes).toBeGreaterThan(0)
    const other = testEngine()
    expect(await other.client.call('engagement.open', { path: copy })).toMatchObject({
      scans: 1,
      resources: 3,
    })
  })
})

describe('what was read and judged', () => {
  it('shows scans with files, resources with documents, and totals that add up', async () => {
    const { client } = await oneWeek()
    expect(await client.call('scan.list', {})).toMatchObject([{ id: 1, label: 'first', present: 3 }])
    expect(await client.call('scan.detail', { scan: 1 })).toMatchObject({
      sources: [{ format: 'aws-config-snapshot', items: 3 }],
      problemsTotal: 0,
    })
    const page = await client.call('resource.page', { filter: { text: 'sg-0a' } })
    expect(page).toMatchObject({ total: 1, rows: [{ name: 'sg-0aa', state: 'present' }] })
    const shown = await client.call('resource.get', { resource: page.rows[0]!.id })
    expect(shown).toMatchObject({
      document: { resourceId: 'sg-0aa' },
      observations: [{ state: 'present', untilScan: null }],
    })

    const frameworks = await client.call('totals.frameworks', {})
    expect(frameworks.map(({ framework }) => framework)).toEqual(['soc2', 'nist-800-53-r5'])
    for (const row of [...frameworks, ...(await client.call('totals.requirements', { framework: 'soc2' }))]) {
      const { population, ...parts } = row.totals
      expect(Object.values(parts).reduce((sum, part) => sum + part, 0)).toBe(population)
    }
    expect(await client.call('totals.requirements', { framework: 'soc2' })).toHaveLength(61)
    const critical = await client.call('finding.page', { limit: 1, filter: { severity: ['critical'] } })
    expect((await client.call('totals.trend', {})).points).toMatchObject([
      { scan: 1, open: { critical: critical.total } },
    ])
  })

  it('lists, counts, assigns, notes and explains findings', async () => {
    const { client } = await oneWeek()
    const { rows } = await client.call('finding.page', {
      filter: { rule: [rule] },
      sort: [{ column: 'subjectName', descending: true }],
    })
    expect(rows.map(({ subjectName }) => subjectName)).toEqual(['sg-0cc', 'sg-0aa'])
    const findings = rows.map(({ id }) => id)
    await client.call('finding.assign', { findings, owner: 'Bo', actor: 'Ada' })
    await client.call('finding.note', {
      findings: findings.slice(0, 1),
      text: 'ü'.repeat(20_000),
      actor: 'Ada',
    })
    const facets = await client.call('finding.facets', { filter: { rule: [rule] } })
    expect(facets.owner).toEqual([{ value: 'Bo', count: 2 }])
    const detail = await client.call('finding.get', { finding: findings[0]! })
    expect(detail).toMatchObject({
      finding: { owner: 'Bo', notes: 1 },
      outcome: { status: 'fail' },
      rule: { id: rule },
    })
    expect(detail.events.map(({ kind }) => kind)).toEqual(['opened', 'assigned', 'noted'])
    expect(detail.requirements.some(({ framework }) => framework === 'fedramp-low')).toBe(true)
    expect((await client.call('finding.page', { filter: { text: '%' } })).total).toBe(0)
    const log = await client.call('remediation.page', {})
    expect(log.rows.find(({ finding }) => finding === findings[0])).toMatchObject({
      remediationAction: expect.stringMatching(/^None yet/),
    })
    expect(await client.call('baseline.list', {})).toEqual([])
  })

  it('answers about the rule pack without an engagement', async () => {
    const { client } = testEngine()
    const rules = await client.call('rule.list', {})
    expect(rules.length).toBeGreaterThanOrEqual(30)
    expect(await client.call('rule.get', { rule })).toMatchObject({ yaml: expect.stringContaining(rule) })
    await expect(client.call('rule.get', { rule: 'aws-none-such' })).rejects.toMatchObject({
      wire: { code: 'rule_unknown' },
    })
    expect((await client.call('rule.crosswalk', {})).length).toBe(rules.length)
    const lint = await client.call('rule.lint', {})
    expect(lint.problems).toEqual([])
  }, 120_000)
})

describe('evidence', () => {
  const passphrase = 'correct horse'

  it('makes and imports identities, compiles a package, countersigns and verifies it', async () => {
    const { client, dir, clock } = await oneWeek()
    const preparer = await client.call('identity.create', { name: 'Ada', passphrase })
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:P-256',
        '-nodes',
        '-keyout',
        `${dir}/k.pem`,
        '-out',
        `${dir}/c.pem`,
        '-days',
        '3650',
        '-subj',
        '/CN=Cy',
        '-addext',
        'keyUsage=digitalSignature,nonRepudiation',
        '-addext',
        'extendedKeyUsage=emailProtection',
      ],
      { stdio: 'ignore' },
    )
    execFileSync(
      'openssl',
      [
        'pkcs12',
        '-export',
        '-inkey',
        `${dir}/k.pem`,
        '-in',
        `${dir}/c.pem`,
        '-passout',
        'pass:p12',
        '-out',
        `${dir}/cy.p12`,
      ],
      { stdio: 'ignore' },
    )
    const reviewer = await client.call('identity.import', {
      path: `${dir}/cy.p12`,
      p12Passphrase: 'p12',
      passphrase,
    })
    await expect(
      client.call('identity.import', { path: `${dir}/cy.p12`, p12Passphrase: 'wrong', passphrase }),
    ).rejects.toMatchObject({ wire: { code: 'passphrase_wrong' } })
    expect((await client.call('identity.list', {})).map(({ name }) => name)).toEqual(['Ada', 'Cy'])

    // openssl's certificate begins at this machine's time.
    clock.set(new Date().toISOString())
    const request = {
      outDir: join(dir, 'out'),
      actor: 'Ada',
      preparer: { fingerprint: preparer.fingerprint, passphrase },
    }
    await expect(
      client.call('package.compile', {
        ...request,
        preparer: { ...request.preparer, passphrase: 'wrong horse' },
      }),
    ).rejects.toMatchObject({ wire: { code: 'passphrase_wrong' } })
    const made = await client.call('package.compile', request)
    expect(made).toMatchObject({ completeness: 'PARTIAL', reviewer: null })
    expect(existsSync(made.zip)).toBe(true)
    await expect(
      client.call('package.compile', { ...request, name: basename(made.bag) }),
    ).rejects.toMatchObject({ wire: { code: 'package_exists' } })
    await expect(
      client.call('package.countersign', { bag: made.bag, reviewer: request.preparer }),
    ).rejects.toMatchObject({ wire: { code: 'same_person' } })
    expect(
      await client.call('package.countersign', {
        bag: made.bag,
        reviewer: { fingerprint: reviewer.fingerprint, passphrase },
      }),
    ).toMatchObject({ overall: 'verified' })
    for (const path of [made.bag, made.zip]) {
      expect(
        await client.call('package.verify', { path, trustedFingerprints: [preparer.fingerprint] }),
      ).toMatchObject({ overall: 'verified', packageId: made.packageId })
    }
  }, 120_000)

  it('samples by hash rank after the population was committed, as a shell does', async () => {
    const { client } = await oneWeek()
    const population = await client.call('sample.commit', { rule, actor: 'Ada' })
    expect(population).toMatchObject({ populationSize: 3, seed: null })
    const drawn = await client.call('sample.draw', {
      sample: population.id,
      seed: 's33d',
      seedBy: 'Cy',
      size: 2,
      actor: 'Ada',
    })
    const items = ['sg-0aa', 'sg-0bb', 'sg-0cc'].map(
      (id) => `arn:aws:ec2:eu-west-1:111122223333:security-group/${id}`,
    )
    const script = `while IFS= read -r i; do printf '%s %s\\n' "$(printf '%s|%s' s33d "$i" | sha256sum | cut -d' ' -f1)" "$i"; done | LC_ALL=C sort | head -n 2 | cut -d' ' -f2`
    const picks = execFileSync('sh', ['-c', script], {
      input: items.map((item) => `${item}\n`).join(''),
      encoding: 'utf8',
    })
      .trim()
      .split('\n')
    expect(drawn.items.map(({ item }) => item)).toEqual(picks)
    await expect(
      client.call('sample.draw', {
        sample: population.id,
        seed: 'other',
        seedBy: 'Cy',
        size: 2,
        actor: 'Ada',
      }),
    ).rejects.toMatchObject({ wire: { code: 'sealed' } })
    expect(await client.call('sample.list', {})).toHaveLength(1)
  })
})
