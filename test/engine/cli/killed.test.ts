import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cliResult, initEngagement, startCli } from '../../support/cli.ts'
import { securityGroup } from '../../support/exports.ts'

const items = 30_000

/** A snapshot large enough that a process can be killed in the middle of reading it. */
function writeLarge(path: string, count = items): void {
  const rows = Array.from({ length: count }, (_, index) =>
    JSON.stringify(
      securityGroup(`sg-${index.toString(16).padStart(17, '0')}`, {
        ssh: index % 50 === 0 ? ['0.0.0.0/0'] : ['10.0.0.0/8'],
      }),
    ),
  )
  writeFileSync(
    path,
    `{"fileVersion":"1.0","configSnapshotId":"00000000-0000-4000-8000-000000000001","configurationItems":[${rows.join(',')}]}`,
  )
}

const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

describe('a process killed in the middle', () => {
  let cwd: string
  const run = (...words: string[]) =>
    cliResult(words, { cwd, env: { COUNTERSIGN_PASSPHRASE: 'correct horse' } })
  const json = async <T>(...words: string[]) => JSON.parse((await run(...words, '--json')).stdout) as T
  const status = () => json<{ scans: number; resources: number; unfinishedScans: number }>('status')

  beforeEach(async () => {
    cwd = mkdtempSync(join(tmpdir(), 'countersign-kill-'))
    await initEngagement(cwd)
    writeLarge(join(cwd, 'large.json'))
  }, 60_000)
  afterEach(() => rmSync(cwd, { recursive: true, force: true }))

  /** Starts a command and kills it without warning once `ready` says so. */
  async function killWhen(ready: () => Promise<boolean> | boolean, ...words: string[]): Promise<void> {
    const child = startCli(words, { cwd, env: { COUNTERSIGN_PASSPHRASE: 'correct horse' } })
    const ended = new Promise<NodeJS.Signals | null>((resolve) =>
      child.on('exit', (_code, signal) => resolve(signal)),
    )
    const until = Date.now() + 120_000
    while (!(await ready()) && Date.now() < until) await later(20)
    child.kill('SIGKILL')
    expect(await ended, 'the command ended before it could be killed').toBe('SIGKILL')
  }

  it('leaves nothing half-visible after an import, and resumes it from its last page', async () => {
    let seen = 0
    await killWhen(
      async () => {
        const { default: Database } = await import('better-sqlite3')
        const db = new Database(join(cwd, 'e.countersign'), { readonly: true })
        seen = db.prepare('SELECT ifnull(max(items_done), 0) FROM source_file').pluck().get() as number
        db.close()
        return seen > 2_000
      },
      'import',
      'large.json',
      '--quiet',
    )
    expect(seen).toBeLessThan(items)
    expect(await status()).toMatchObject({ scans: 0, resources: 0, unfinishedScans: 1 })
    expect(await run('doctor')).toMatchObject({ code: 0 })
    const resumed = await json<{ scans: unknown[] }>('scan', 'resume')
    expect(resumed.scans).toMatchObject([{ present: items, items, verdict: 'complete' }])
    expect(await status()).toMatchObject({ scans: 1, resources: items, unfinishedScans: 0 })
    expect(await run('doctor')).toMatchObject({ code: 0 })
  }, 300_000)

  it('can drop an interrupted import instead', async () => {
    await killWhen(
      () => existsSync(join(cwd, 'e.countersign-wal')) && later(1_500).then(() => true),
      'import',
      'large.json',
      '--quiet',
    )
    const { unfinishedScans } = await status()
    expect(await json('scan', 'abandon')).toEqual({ abandoned: unfinishedScans })
    expect(await status()).toMatchObject({ scans: 0, unfinishedScans: 0 })
  }, 120_000)

  it('leaves no package after a compile, and the next one succeeds', async () => {
    // Compiling has more to write than importing: fewer items are enough to be killed in the middle.
    writeLarge(join(cwd, 'large.json'), 4_000)
    expect(await run('import', 'large.json', '--quiet')).toMatchObject({ code: 0 })
    expect(await run('identity', 'create', 'Ada')).toMatchObject({ code: 0 })
    const out = join(cwd, 'out')
    const compile = ['package', 'compile', 'out', '--preparer', 'Ada', '--name', 'p']
    const unfinished = () =>
      existsSync(out) ? readdirSync(out).filter((name) => name.includes('unfinished')) : []
    await killWhen(
      () => unfinished().some((name) => existsSync(join(out, name, 'data', '05-posture'))),
      ...compile,
    )
    expect(existsSync(join(out, 'p'))).toBe(false)
    expect(existsSync(join(out, 'p.zip'))).toBe(false)
    const made = await json<{ bag: string }>(...compile)
    expect(unfinished()).toEqual([])
    expect(await run('verify', made.bag)).toMatchObject({ code: 0 })
  }, 400_000)
})
