import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cliResult, initEngagement } from '../../support/cli.ts'
import { securityGroup, writeSnapshot } from '../../support/exports.ts'
import { readCsv } from '../../support/read-csv.ts'
import { smallPack } from '../../support/small-pack.ts'

describe('packages on the command line', () => {
  const pack = smallPack()
  let cwd: string
  let reader: string
  const run = (...words: string[]) =>
    cliResult(words, { cwd, env: { COUNTERSIGN_RULES: pack, COUNTERSIGN_PASSPHRASE: 'correct horse' } })
  const json = async <T>(...words: string[]): Promise<T> => {
    const { code, stdout, stderr } = await run('--json', ...words)
    if (code !== 0) throw new Error(stderr)
    return JSON.parse(stdout) as T
  }
  /** An engagement without rules or identities in another folder: all that a reader of a package has. */
  const elsewhere = (...words: string[]) =>
    cliResult(words, { cwd: reader, env: { COUNTERSIGN_ENGAGEMENT: '', COUNTERSIGN_RULES: pack } })

  interface Made {
    bag: string
    packageId: string
  }
  let first: Made
  let second: Made
  beforeAll(async () => {
    cwd = mkdtempSync(join(tmpdir(), 'countersign-cli-'))
    reader = join(cwd, 'reader')
    mkdirSync(reader)
    await initEngagement(cwd)
    writeSnapshot(cwd, 'one.json', [securityGroup('sg-0aa', { ssh: ['0.0.0.0/0'] }), securityGroup('sg-0bb')])
    expect(await run('import', 'one.json', '--quiet')).toMatchObject({ code: 0 })
    expect(await run('identity', 'create', 'Ada')).toMatchObject({ code: 0 })
    first = await json<Made>('package', 'compile', 'out', '--preparer', 'Ada')
    second = await json<Made>('package', 'compile', 'out', '--preparer', 'Ada')
  }, 120_000)
  afterAll(() => {
    rmSync(cwd, { recursive: true, force: true })
    rmSync(pack, { recursive: true })
  })

  it('are opened and compared by somebody who has nothing but them', async () => {
    const opened = await elsewhere('package', 'open', second.bag)
    expect(opened).toMatchObject({ code: 0, stderr: '' })
    expect(opened.stdout).toMatch(/Test Ltd[^]*revision 2[^]*PARTIAL[^]*VERIFIED/)
    expect(opened.stdout).toContain(`in place of  ${first.packageId}`)

    const csv = join(cwd, 'diff.csv')
    const diff = await elsewhere('package', 'diff', first.bag, `${second.bag}.zip`, '--csv', csv)
    expect(diff).toMatchObject({ code: 0, stderr: '' })
    expect(diff.stdout).toMatch(/takes the place of the older, and its ledger holds the older’s head/)
    expect(diff.stdout).toMatch(/persisted: 1\n.*\n.*aws-ec2-security-group-ssh +sg-0aa/)
    const rows = readCsv(readFileSync(csv, 'utf8'))
    expect(rows.filter((row) => row['Part'] === 'finding')).toMatchObject([
      { Change: 'persisted', 'Rule or item': 'aws-ec2-security-group-ssh', Name: 'sg-0aa' },
    ])
    expect((await elsewhere('--json', 'package', 'diff', second.bag, first.bag)).code).toBe(2)
    expect((await elsewhere('package', 'diff', first.bag, join(cwd, 'none'))).code).toBe(3)
    const log = join(second.bag, 'data/04-remediation/sla.csv')
    const text = readFileSync(log, 'utf8')
    writeFileSync(log, text.replace('sg-0aa', 'sg-0ab'))
    expect(await elsewhere('package', 'diff', first.bag, second.bag)).toMatchObject({
      code: 8,
      stderr: expect.stringContaining('file_changed'),
    })
    const marked = await elsewhere('package', 'diff', first.bag, second.bag, '--unverified')
    expect(marked).toMatchObject({ code: 0, stdout: expect.stringContaining('NOT VERIFIED: file_changed') })
    expect((await elsewhere('package', 'open', second.bag)).code).toBe(10)
    writeFileSync(log, text)
  }, 60_000)

  it('are completed, and then only added to', async () => {
    expect(await run('package', 'settings', '--window', '30')).toMatchObject({ code: 2 })
    expect((await run('package', 'settings', '--window', '45', '--retention', '5')).stdout).toMatch(
      /45 days.*5 years/,
    )
    const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10)
    const shown = await run('package', 'complete', second.packageId.slice(0, 12), '--released', day(0))
    expect(shown.stdout).toContain(`completes on ${day(45)} (Ada)`)
    expect(await run('package', 'complete', 'nothing', '--released', day(0))).toMatchObject({ code: 3 })
    expect(await run('package', 'complete', second.packageId, '--released', 'soon')).toMatchObject({
      code: 2,
    })

    writeFileSync(join(cwd, 'letter.txt'), 'Dear all')
    const added = await json<{ bag: string; number: number; recorded: boolean }>(
      'package',
      'addendum',
      second.bag,
      '--file',
      'letter.txt',
      '--reason',
      'Found late',
      '--by',
      'Ada',
    )
    expect(added).toMatchObject({ number: 1, recorded: true })
    const verified = await elsewhere('package', 'verify', added.bag, '--original', second.bag)
    expect(verified).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/by Ada, .*: Found late[^]*VERIFIED/),
    })
    expect((await elsewhere('verify', added.bag, '--original', first.bag)).code).toBe(17)
    expect((await run('package', 'list')).stdout).toMatch(/r1 [^]*r2 [^]*addendum 1, .*Ada: Found late/)
    expect(await run('package', 'timestamp', second.bag, '--response', 'letter.txt')).toMatchObject({
      code: 8,
      stderr: expect.stringContaining('tagmanifest.tsq'),
    })
  }, 60_000)
})
