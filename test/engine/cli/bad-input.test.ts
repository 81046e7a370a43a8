import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cliResult, initEngagement } from '../../support/cli.ts'
import { securityGroup, writeSnapshot } from '../../support/exports.ts'

describe('bad input on the command line', () => {
  let cwd: string
  const run = (...words: string[]) => cliResult(words, { cwd })
  const status = async () =>
    JSON.parse((await run('status', '--json')).stdout) as {
      scans: number
      ledger: { hash: string }
      unfinishedScans: number
    }

  beforeAll(async () => {
    cwd = mkdtempSync(join(tmpdir(), 'countersign-cli-'))
    await initEngagement(cwd)
    writeSnapshot(cwd, 'good.json', [securityGroup('sg-0aa')])
    expect(await run('import', 'good.json', '--quiet')).toMatchObject({ code: 0 })
  }, 60_000)
  afterAll(() => rmSync(cwd, { recursive: true, force: true }))

  const good = () => readFileSync(join(cwd, 'good.json'))
  const cases: [name: string, content: () => Buffer | string, says: RegExp][] = [
    ['empty.json', () => '', /is empty \(0 bytes\)/],
    ['truncated.json', () => good().subarray(0, -40), /ends in the middle of its content/],
    [
      'utf16.json',
      () => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(good().toString(), 'utf16le')]),
      /is not UTF-8/,
    ],
    ['login.html', () => '<!doctype html><html><title>Sign in</title></html>', /looks like/],
    [
      'terraform.tfstate',
      () =>
        JSON.stringify({
          version: 4,
          terraform_version: '1.9.0',
          serial: 7,
          lineage: '0b1c2d3e-0000-4000-8000-000000000000',
          outputs: {},
          resources: [],
        }),
      /looks like.*Terraform/,
    ],
    ['table.csv', () => 'CHECK_ID;STATUS\na;PASS\n', /looks like/],
  ]
  it.each(cases)(
    '%s is refused with its place and a remedy, and the engagement is unchanged',
    async (name, content, says) => {
      writeFileSync(join(cwd, name), content())
      const before = await status()
      const result = await run('import', name, '--quiet')
      expect(result).toMatchObject({ code: 4, stdout: '' })
      expect(result.stderr).toContain(name)
      expect(result.stderr).toMatch(says)
      expect(result.stderr.trim().split('\n')).toHaveLength(2)
      expect(await status()).toEqual(before)
    },
    30_000,
  )

  it('names what is not there, and says how to name it', async () => {
    expect(await run('import', 'nothing.json')).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('nothing.json'),
    })
    expect(await run('-e', 'none.countersign', 'status')).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('countersign init'),
    })
    expect(await run('findings', 'show', '99')).toMatchObject({ code: 3 })
    expect(await run('findings', 'list', '--severity', 'dreadful')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('critical, high, medium, low'),
    })
    expect(
      await run('init', 'e.countersign', '--client', 'x', '--from', '2026-02-30', '--to', '2026-10-01'),
    ).toMatchObject({ code: 2 })
    expect(
      await run('init', 'e.countersign', '--client', 'x', '--from', '2026-02-20', '--to', '2026-10-01'),
    ).toMatchObject({ code: 5 })
    expect(await run('nonsense')).toMatchObject({ code: 2 })
  }, 60_000)

  it('tells a foreign, a damaged and a newer engagement apart, and touches none', async () => {
    writeFileSync(
      join(cwd, 'foreign.countersign'),
      'not a database at all, but longer than a header would be'.repeat(100),
    )
    const newer = join(cwd, 'newer.countersign')
    await run('backup', 'newer.countersign')
    const bytes = readFileSync(newer)
    bytes.writeUInt32BE(9_990, 60) // user_version in SQLite's header
    writeFileSync(newer, bytes)
    const hash = (name: string) =>
      createHash('sha256')
        .update(readFileSync(join(cwd, name)))
        .digest('hex')
    for (const [name, says] of [
      ['foreign.countersign', /not a Countersign engagement/],
      ['newer.countersign', /newer Countersign/],
    ] as const) {
      const before = hash(name)
      expect(await run('-e', name, 'status')).toMatchObject({ code: 5, stderr: expect.stringMatching(says) })
      expect(hash(name)).toBe(before)
    }
  }, 60_000)

  it('refuses exports older than what is held, and prints errors as JSON when asked', async () => {
    writeSnapshot(cwd, 'old.json', [securityGroup('sg-0aa', { capturedAt: '2026-06-01T00:00:00.000Z' })])
    const result = await run('import', 'old.json', '--json')
    expect(result.code).toBe(8)
    expect(JSON.parse(result.stderr)).toMatchObject({
      error: { code: 'capture_out_of_order', remedy: expect.stringContaining('oldest first') },
    })
  }, 30_000)

  it('lists unusable items with file and position and goes on with the rest', async () => {
    writeSnapshot(cwd, 'mixed.json', [
      securityGroup('sg-0aa', { capturedAt: '2026-07-20T00:00:00.000Z' }),
      { configurationItemStatus: 'OK', resourceId: 'x' },
      securityGroup('sg-0cc', { capturedAt: '2026-07-20T00:00:00.000Z' }),
    ])
    const result = await run('import', 'mixed.json', '--json')
    expect(result.code).toBe(0)
    const imported = JSON.parse(result.stdout) as { scans: { id: number }[] }
    expect(imported).toMatchObject({ items: 2, problems: 1, scans: [{ verdict: 'partial', problems: 1 }] })
    const shown = JSON.parse((await run('scan', 'show', String(imported.scans[0]?.id), '--json')).stdout) as {
      problems: unknown[]
    }
    expect(shown.problems).toMatchObject([{ file: 'mixed.json', reason: 'missing-field', index: 1 }])
  }, 30_000)

  it('needs a passphrase to sign, and the right one', async () => {
    const withPass = (passphrase: string, ...words: string[]) =>
      cliResult(words, { cwd, env: { COUNTERSIGN_PASSPHRASE: passphrase } })
    expect(await run('identity', 'create', 'Ada')).toMatchObject({
      code: 6,
      stderr: expect.stringContaining('COUNTERSIGN_PASSPHRASE'),
    })
    expect(await withPass('correct horse', 'identity', 'create', 'Ada')).toMatchObject({ code: 0 })
    expect(await withPass('wrong horse', 'package', 'compile', 'out', '--preparer', 'Ada')).toMatchObject({
      code: 6,
      stderr: expect.stringContaining('does not open'),
    })
    expect(await withPass('x', 'package', 'compile', 'out', '--preparer', 'Nobody')).toMatchObject({
      code: 6,
    })
  }, 60_000)
})
