import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { defaultSampleTable } from '../../../shared/model/sampling.ts'
import { newEngagement, testEngine, type TestEngine } from '../../support/engine.ts'
import { securityGroup, writeSnapshot } from '../../support/exports.ts'
import { readCsv } from '../../support/read-csv.ts'

const rule = 'aws-ec2-security-group-ssh'
const groups = (count: number, prefix: string, account: string) =>
  Array.from({ length: count }, (_, index) =>
    securityGroup(`sg-${prefix}${String(index).padStart(2, '0')}`, {
      account,
      ...(index % 4 === 0 ? { ssh: ['0.0.0.0/0'] } : {}),
    }),
  )

async function engaged(): Promise<TestEngine> {
  const engine = testEngine()
  await newEngagement(engine)
  const paths = [
    writeSnapshot(engine.dir, 'one.json', groups(30, 'a', '111122223333')),
    writeSnapshot(engine.dir, 'two.json', groups(10, 'b', '444455556666')),
  ]
  await engine.client.call('scan.import', { paths, actor: 'Ada', label: 'both' })
  return engine
}
const seedBy = 'Petra Partner'
const conflict = { wire: { code: 'conflict' } }
const invalid = { wire: { code: 'invalid_input' } }

describe('sampling', () => {
  it('takes the size from the firm’s table, which only an entry of the ledger changes', async () => {
    const { client } = await engaged()
    expect(await client.call('sample.table', {})).toEqual(defaultSampleTable)
    const table = [
      { upTo: 39, low: 1, moderate: 2, high: 3 },
      { upTo: null, low: 5, moderate: 6, high: 7 },
    ]
    await expect(
      client.call('sample.setTable', { table: table.slice(0, 1), actor: 'Ada' }),
    ).rejects.toMatchObject(invalid)
    expect(await client.call('sample.setTable', { table, actor: 'Ada' })).toEqual(table)
    const { id } = await client.call('sample.commit', { rule, actor: 'Ada' })
    const drawn = await client.call('sample.draw', {
      sample: id,
      seed: 's',
      seedBy,
      risk: 'high',
      actor: 'Ada',
    })
    expect(drawn).toMatchObject({
      size: 7,
      risk: 'high',
      rationale: "Firm's table: 7 of a population of more than 39 at high risk.",
    })
    expect(drawn.items).toHaveLength(7)
    expect(await client.call('sample.setTable', { table: null, actor: 'Ada' })).toEqual(defaultSampleTable)
    const { rows } = await client.call('ledger.page', {})
    expect(rows.filter(({ action }) => action === 'settings-changed')).toHaveLength(2)
  })

  it('cuts the population into strata before it is committed, and draws from each', async () => {
    const { client } = await engaged()
    const made = await client.call('sample.commit', { rule, stratifiedBy: 'account', actor: 'Ada' })
    expect(made.strata).toEqual([
      { stratum: 'aws:111122223333', population: 30, size: 0 },
      { stratum: 'aws:444455556666', population: 10, size: 0 },
    ])
    await expect(
      client.call('sample.draw', { sample: made.id, seed: 's', seedBy, size: 1, actor: 'Ada' }),
    ).rejects.toMatchObject(invalid)
    const drawn = await client.call('sample.draw', {
      sample: made.id,
      seed: 's',
      seedBy,
      size: 8,
      actor: 'Ada',
    })
    expect(drawn.strata.map(({ size }) => size)).toEqual([6, 2])
    expect(drawn.items.filter(({ stratum }) => stratum === 'aws:444455556666')).toHaveLength(2)
    const plain = await client.call('sample.commit', { rule: 'aws-ec2-security-group-rdp', actor: 'Ada' })
    // Strata are part of what is committed.
    expect(plain.populationSha256).not.toBe(made.populationSha256)
  })

  it('replaces an item by the next of the order, once, with a reason that stays', async () => {
    const { client } = await engaged()
    const { id } = await client.call('sample.commit', { rule, actor: 'Ada' })
    await expect(
      client.call('sample.replace', { sample: id, rank: 1, reason: 'gone', actor: 'Ada' }),
    ).rejects.toMatchObject(conflict)
    const all = await client.call('sample.draw', { sample: id, seed: 's', seedBy, size: 39, actor: 'Ada' })
    await expect(
      client.call('sample.replace', { sample: id, rank: 1, reason: '  ', actor: 'Ada' }),
    ).rejects.toMatchObject(invalid)
    const after = await client.call('sample.replace', {
      sample: id,
      rank: 3,
      reason: 'Deleted before it could be looked at.',
      actor: 'Bo',
    })
    expect(after.items).toHaveLength(40)
    expect(after.items.slice(0, 39)).toEqual(all.items)
    expect(after.items[39]).toMatchObject({ rank: 40, replaces: all.items[2]?.item, replacedBy: 'Bo' })
    expect(all.items.map(({ item }) => item)).not.toContain(after.items[39]?.item)
    for (const rank of [3, 4])
      await expect(
        client.call('sample.replace', { sample: id, rank, reason: 'again', actor: 'Ada' }),
        rank === 3 ? 'replaced already' : 'nothing left',
      ).rejects.toMatchObject(conflict)
    await expect(
      client.call('sample.replace', { sample: id, rank: 99, reason: 'x', actor: 'Ada' }),
    ).rejects.toMatchObject({ wire: { code: 'not_found' } })
    expect((await client.call('ledger.page', {})).rows[0]).toMatchObject({
      action: 'sample-item-replaced',
      actor: 'Bo',
      payload: { reason: 'Deleted before it could be looked at.' },
    })
  })

  it('is not drawn again without a reason, however one goes about it', async () => {
    const { client } = await engaged()
    const first = await client.call('sample.commit', { rule, actor: 'Ada' })
    const second = await client.call('sample.commit', { rule, actor: 'Ada' })
    const draw = (sample: number, seed: string) =>
      client.call('sample.draw', { sample, seed, seedBy, size: 3, actor: 'Ada' })
    await draw(first.id, 'one')
    // A commitment kept in the drawer does not help.
    await expect(draw(second.id, 'two')).rejects.toMatchObject(conflict)
    await expect(client.call('sample.commit', { rule, actor: 'Ada' })).rejects.toMatchObject(conflict)
    await expect(
      client.call('sample.commit', { rule, stratifiedBy: 'region', actor: 'Ada' }),
      'other strata are the same population',
    ).rejects.toMatchObject(conflict)
    await expect(
      client.call('sample.commit', { rule, redraw: { of: second.id, reason: 'x' }, actor: 'Ada' }),
      'not drawn yet',
    ).rejects.toMatchObject(conflict)
    await expect(
      client.call('sample.commit', {
        rule: 'aws-ec2-security-group-rdp',
        redraw: { of: first.id, reason: 'x' },
        actor: 'Ada',
      }),
    ).rejects.toMatchObject(invalid)
    const reason = 'The seed was told to the client before it was used.'
    const third = await client.call('sample.commit', { rule, redraw: { of: first.id, reason }, actor: 'Ada' })
    expect(third).toMatchObject({ redrawOf: first.id, redrawReason: reason })
    await draw(third.id, 'three')
    const { rows } = await client.call('ledger.page', {})
    expect(rows.filter(({ action }) => action === 'sample-redraw')).toMatchObject([
      { payload: { sample: first.id, reason } },
    ])
    await expect(
      client.call('sample.commit', { rule, redraw: { of: first.id, reason }, actor: 'Ada' }),
      'the first has been replaced already; the third stands',
    ).rejects.toMatchObject(conflict)
  })

  it('stands in the package with the lines that repeat it, which give the same items in a shell', async () => {
    const { client, dir } = await engaged()
    for (const [stratifiedBy, of] of [
      ['account', rule],
      [undefined, 'aws-ec2-security-group-rdp'],
    ] as const) {
      const { id } = await client.call('sample.commit', {
        rule: of,
        ...(stratifiedBy === undefined ? {} : { stratifiedBy }),
        framework: 'soc2',
        requirement: 'CC6.6',
        actor: 'Ada',
      })
      await client.call('sample.draw', { sample: id, seed: `it's ${id}`, seedBy, size: 7, actor: 'Ada' })
      await client.call('sample.replace', { sample: id, rank: 2, reason: '=cmd()', actor: 'Ada' })
    }
    const identity = await client.call('identity.create', { name: 'Mara Lind', passphrase: 'long enough' })
    const { bag } = await client.call('package.compile', {
      outDir: join(dir, 'out'),
      actor: 'Ada',
      preparer: { fingerprint: identity.fingerprint, passphrase: 'long enough' },
      scope: { period: { month: '2026-07' }, providers: ['aws'], frameworks: ['soc2'] },
    })
    expect(bag.endsWith('_2026-07_aws_soc2'), bag).toBe(true)
    const info = readFileSync(join(bag, 'bag-info.txt'), 'utf8').replaceAll(/\r?\n\s+/g, ' ')
    expect(info).toContain('Scope: 2026-07; frameworks SOC 2 only; providers aws only')
    expect(info).toContain('Scope-Left-Out: framework nist-800-53-r5')
    expect(readFileSync(join(bag, 'README.txt'), 'utf8')).toContain('Scope-Left-Out')
    const { samples } = JSON.parse(readFileSync(join(bag, 'data/07-samples/sampling.json'), 'utf8')) as {
      samples: {
        file: string
        redraw: string
        items: { hash: string; subject: string; replaces: string | null }[]
      }[]
    }
    expect(samples).toHaveLength(2)
    for (const { file, redraw, items } of samples) {
      const picks = execFileSync('sh', ['-c', redraw], { cwd: bag, encoding: 'utf8' })
        .trim()
        .split('\n')
        .map((line) => line.split(/[\t ]/))
      const drawn = items.filter(({ replaces }) => replaces === null)
      expect(drawn).toHaveLength(7)
      expect(picks.map((cells) => [cells[0], cells.at(-1)])).toEqual(
        drawn.map(({ hash, subject }) => [hash, subject]),
      )
      const rows = readCsv(readFileSync(join(bag, 'data/07-samples', file), 'utf8'))
      expect(rows.map((row) => [row['SHA-256 of seed|subject'], row['Subject']])).toEqual(
        items.map(({ hash, subject }) => [hash, subject]),
      )
      expect(rows.map((row) => row['Standing'])).toEqual([
        'drawn',
        'replaced',
        ...Array<string>(5).fill('drawn'),
        'replacement',
      ])
      expect(rows.every((row) => row['Outcome'] === 'pass' || row['Outcome'] === 'fail')).toBe(true)
      expect(rows.at(-1)?.['Reason']).toBe("'=cmd()")
    }
    const tests = readCsv(readFileSync(join(bag, 'data/08-workpapers/tests.csv'), 'utf8'))
    expect(
      tests
        .filter((row) => row['Test']?.startsWith('sample '))
        .map((row) => [row['Requirement'], row['Tested']]),
    ).toEqual([
      ['CC6.6', '7'],
      ['CC6.6', '7'],
    ])
  }, 120_000)
})
