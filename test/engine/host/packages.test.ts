import { createHash } from 'node:crypto'
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { newEngagement, testEngine, type TestEngine } from '../../support/engine.ts'
import { securityGroup, writeSnapshot } from '../../support/exports.ts'
import { readCsv } from '../../support/read-csv.ts'
import { smallPack } from '../../support/small-pack.ts'

const passphrase = 'correct horse'

const pack = smallPack()
afterAll(() => rmSync(pack, { recursive: true }))

async function oneWeek() {
  const engine = testEngine({ rulesDir: pack })
  await newEngagement(engine)
  const { client, clock, dir } = engine
  await client.call('scan.import', {
    paths: [
      writeSnapshot(dir, 'one.json', [
        securityGroup('sg-0aa', { ssh: ['0.0.0.0/0'] }),
        securityGroup('sg-0bb'),
      ]),
    ],
    actor: 'Ada',
  })
  const preparer = await client.call('identity.create', { name: 'Ada', passphrase })
  clock.set('2026-10-05T09:00:00.000Z')
  const compile = (more: object = {}) =>
    client.call('package.compile', {
      outDir: join(dir, 'out'),
      actor: 'Ada',
      preparer: { fingerprint: preparer.fingerprint, passphrase },
      ...more,
    })
  return { ...engine, preparer, compile, by: { fingerprint: preparer.fingerprint, passphrase } }
}

function stateOf(folder: string): string {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile())
  const hash = createHash('sha256')
  for (const path of entries.map((one) => join(one.parentPath, one.name)).toSorted())
    hash.update(path).update(readFileSync(path))
  return hash.digest('hex')
}

const infoOf = (bag: string): string => readFileSync(join(bag, 'bag-info.txt'), 'utf8')

const lastAction = async ({ client }: Pick<TestEngine, 'client'>) => {
  const { rows } = await client.call('ledger.page', { limit: 1 })
  return rows[0]
}

describe('a period compiled again', () => {
  it('is the next revision until its documentation is completed, and then only added to', async () => {
    const engine = await oneWeek()
    const { client, clock, dir, compile, by } = engine
    expect((await client.call('package.list', {})).settings).toEqual({ windowDays: 60, retentionYears: 7 })
    const settings = await client.call('package.settings', {
      windowDays: 14,
      retentionYears: 10,
      actor: 'Ada',
    })
    expect(settings).toEqual({ settings: { windowDays: 14, retentionYears: 10 }, series: [] })
    expect(await lastAction(engine)).toMatchObject({ action: 'settings-changed' })

    const first = await compile()
    expect(infoOf(first.bag)).toMatch(/^Documentation-Window-Days: 14\nRetention-Years: 10$/m)
    expect(infoOf(first.bag)).not.toContain('Supersedes')
    const readme = readFileSync(join(first.bag, 'README.txt'), 'utf8')
    expect(readme).toContain('at least 10 years')
    expect(readme).toContain('until 14 days after the report was')
    const state = stateOf(first.bag)

    const second = await compile()
    expect(second.bag).toBe(`${first.bag}_r2`)
    expect(infoOf(second.bag)).toContain(`Supersedes-Package-TagManifest-SHA256: ${first.packageId}\n`)
    expect(infoOf(second.bag)).toContain(`Previous-Package-TagManifest-SHA256: ${first.packageId}\n`)
    expect(await lastAction(engine)).toMatchObject({
      action: 'package-compiled',
      payload: { revision: 2, supersedes: first.packageId },
    })

    const complete = (releasedOn: string, completedOn?: string) =>
      client.call('package.complete', {
        packageId: second.packageId,
        releasedOn,
        ...(completedOn ? { completedOn } : {}),
        actor: 'Cy',
      })
    await expect(
      client.call('package.complete', { packageId: 'a'.repeat(64), releasedOn: '2026-10-06', actor: 'Cy' }),
    ).rejects.toMatchObject({ wire: { code: 'not_found' } })
    await expect(complete('2026-10-04')).rejects.toMatchObject({ wire: { code: 'invalid_input' } })
    await expect(complete('2026-10-06', '2026-10-21')).rejects.toMatchObject({
      wire: { code: 'invalid_input' },
    })
    await expect(complete('2026-10-06', '2026-02-30')).rejects.toMatchObject({
      wire: { code: 'invalid_input' },
    })
    const { series } = await complete('2026-10-06')
    expect(series).toMatchObject([
      {
        locked: false,
        completion: {
          completedOn: '2026-10-20',
          locksAt: '2026-10-21T00:00:00.000Z',
          windowDays: 14,
          by: 'Cy',
        },
        packages: [
          { revision: 1, packageId: first.packageId, supersedes: null },
          { revision: 2, packageId: second.packageId, supersedes: first.packageId },
        ],
      },
    ])
    // brought forward, never put back; a longer window set later doesn't help either
    await client.call('package.settings', { windowDays: 60, actor: 'Ada' })
    await complete('2026-10-06', '2026-10-18')
    await expect(complete('2026-10-06', '2026-10-19')).rejects.toMatchObject({ wire: { code: 'conflict' } })
    await expect(complete('2026-11-06')).rejects.toMatchObject({ wire: { code: 'conflict' } })

    clock.set('2026-10-18T23:59:59.999Z')
    const third = await compile()
    expect(third.bag).toBe(`${first.bag}_r3`)
    clock.set('2026-10-19T00:00:00.000Z')
    await expect(compile()).rejects.toMatchObject({
      wire: {
        code: 'package_locked',
        params: { completedOn: '2026-10-18', period: '2026-07-01 until 2026-10-01' },
      },
    })
    await expect(compile({ name: 'another-name' })).rejects.toMatchObject({
      wire: { code: 'package_locked' },
    })
    await expect(complete('2026-10-06', '2026-10-10')).rejects.toMatchObject({
      wire: { code: 'package_locked' },
    })
    expect(readdirSync(join(dir, 'out')).filter((name) => name.startsWith('.'))).toEqual([])

    writeFileSync(join(dir, 'letter.txt'), 'late, but signed in time\n')
    const addendum = await client.call('package.addendum', {
      package: third.bag,
      files: [join(dir, 'letter.txt')],
      reason: 'found after completion',
      by,
      actor: 'Ada',
    })
    expect(addendum).toMatchObject({ number: 1, packageId: third.packageId, recorded: true })
    expect(await lastAction(engine)).toMatchObject({
      action: 'package-addendum',
      actor: 'Ada',
      payload: {
        packageId: third.packageId,
        addendumId: addendum.addendumId,
        reason: 'found after completion',
        files: 1,
      },
    })
    expect(await client.call('package.verify', { path: addendum.bag })).toMatchObject({
      overall: 'verified',
      addendum: { to: third.packageId, original: 'found' },
    })
    expect(await client.call('package.verify', { path: addendum.zip, original: first.bag })).toMatchObject({
      exitCode: 17,
    })
    expect((await client.call('package.list', {})).series[0]).toMatchObject({
      locked: true,
      packages: [{}, {}, { addenda: [{ number: 1, reason: 'found after completion' }] }],
    })
    expect(stateOf(first.bag)).toBe(state)

    const opened = await client.call('package.open', { path: third.bag })
    expect(opened).toMatchObject({
      verification: { overall: 'verified' },
      facts: { identity: { revision: 3, supersedes: second.packageId }, closingScan: 1 },
      addenda: [{ number: 1, by: 'Ada', verified: true }],
    })
    expect(await client.call('package.open', { path: addendum.bag })).toMatchObject({
      facts: null,
      added: [{ name: 'letter.txt' }],
      verification: { addendum: { number: 1 } },
    })

    const csv = join(dir, 'diff.csv')
    const diff = await client.call('package.diff', { older: first.bag, newer: second.bag, csv })
    expect(diff).toMatchObject({ chain: 'supersedes', ledgerContinues: true, rules: { rows: [] } })
    expect(diff.findings.counts.persisted).toBe(diff.findings.total)
    expect(diff.findings.total).toBeGreaterThan(0)
    expect(readCsv(readFileSync(csv, 'utf8'))).toHaveLength(diff.csv?.rows ?? -1)
    expect((await client.call('engagement.doctor', {})).ok).toBe(true)
  }, 240_000)
})

describe('a time stamp from an authority', () => {
  it('is attached, told by verify, put into the ZIP and into the ledger', async () => {
    const engine = await oneWeek()
    const { client, clock, dir, compile } = engine
    const made = await compile()
    const openssl = (...args: string[]) =>
      execFileSync('openssl', args, { cwd: dir, stdio: ['ignore', 'pipe', 'ignore'] })
    openssl(
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-keyout',
      'tsa.key',
      '-out',
      'tsa.pem',
      '-subj',
      '/CN=Test Authority',
      '-days',
      '30',
      '-config',
      '/dev/null',
      '-addext',
      'extendedKeyUsage=critical,timeStamping',
    )
    writeFileSync(
      join(dir, 'tsa.cnf'),
      `[tsa]\ndefault_tsa=t\n[t]\nserial=${dir}/serial\nsigner_digest=sha256\ndefault_policy=1.2.3.4\ndigests=sha256\ness_cert_id_alg=sha256\n`,
    )
    writeFileSync(join(dir, 'serial'), '01')
    openssl(
      'ts',
      '-reply',
      '-config',
      'tsa.cnf',
      '-queryfile',
      join(made.bag, 'signatures/tagmanifest.tsq'),
      '-signer',
      'tsa.pem',
      '-inkey',
      'tsa.key',
      '-out',
      'r.tsr',
    )
    const request = { bag: made.bag, response: join(dir, 'r.tsr'), actor: 'Ada' }
    const unsigned = join(dir, 'none.tsr')
    writeFileSync(unsigned, 'nothing')
    await expect(client.call('package.timestamp', { ...request, response: unsigned })).rejects.toMatchObject({
      wire: { code: 'timestamp_refused' },
    })
    expect(existsSync(join(made.bag, 'signatures/tagmanifest.tsr'))).toBe(false)
    clock.set('2026-10-06T09:00:00.000Z')
    const stamped = await client.call('package.timestamp', request)
    expect(stamped).toMatchObject({
      role: 'preparer',
      authority: 'Test Authority',
      recorded: true,
      verification: { overall: 'verified', packageId: made.packageId },
    })
    expect(await lastAction(engine)).toMatchObject({
      action: 'package-timestamped',
      at: '2026-10-06T09:00:00.000Z',
      payload: { packageId: made.packageId, stampedAt: stamped.at, authority: 'Test Authority' },
    })
    expect(await client.call('package.verify', { path: made.zip })).toMatchObject({
      signers: [{ stampedAt: stamped.at, stampedBy: 'Test Authority' }],
    })
    await expect(client.call('package.timestamp', { ...request, bag: made.zip })).rejects.toMatchObject({
      wire: { code: 'package_invalid' },
    })

    // an engine without the engagement attaches just as well and has nothing to record
    const other = testEngine()
    expect(await other.client.call('package.timestamp', request)).toMatchObject({ recorded: false })
  }, 120_000)
})
