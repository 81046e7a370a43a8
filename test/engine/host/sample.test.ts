import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client } from '../../../shared/contract/client.ts'
import { createHost, type Host } from '../../../main/engine/host/index.ts'
import { createEngine } from '../../../main/engine/host/engine.ts'
import { quietContext } from '../../../main/engine/host/context.ts'
import { makeSample } from '../../../main/engine/host/sample/play.ts'
import { countingRandom, rulesDir, testEngine } from '../../support/engine.ts'
import { readCsv } from '../../support/read-csv.ts'

const options = (dir: string) => ({
  rulesDir,
  dataDir: join(dir, 'data'),
  clock: () => new Date('2026-10-05T09:00:00.000Z'),
  random: countingRandom(),
  appVersion: '0.0.0-test',
})
const passphrase = 'sample-passphrase'

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

describe('making the sample', () => {
  it('leaves nothing when it is cancelled', async () => {
    const engine = testEngine()
    const path = join(engine.dir, 's.countersign')
    const cancel = new AbortController()
    const call = engine.client.call(
      'engagement.sample',
      { path, exportsDir: join(engine.dir, 'exports') },
      { signal: cancel.signal, onProgress: () => cancel.abort() },
    )
    await expect(call).rejects.toMatchObject({ wire: { code: 'cancelled' } })
    expect(existsSync(path)).toBe(false)
    expect(await engine.client.call('engagement.state', {})).toBeNull()
  })
})

describe('the sample engagement', () => {
  let dir: string
  let host: Host
  let client: Client
  let made: Awaited<ReturnType<typeof makeSample>>

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'countersign-sample-'))
    const engine = createEngine(options(dir))
    made = await makeSample(
      engine,
      { path: join(dir, 's.countersign'), exportsDir: join(dir, 'exports'), seed: 1 },
      quietContext(),
    )
    engine.use(null)
    host = createHost(options(dir))
    client = host.client()
    await client.call('engagement.open', { path: join(dir, 's.countersign') })
  }, 300_000)
  afterAll(async () => {
    await host.close()
    rmSync(dir, { recursive: true, force: true })
  })

  it('holds every capture, and every decision of its story found what it was about', async () => {
    const scans = await client.call('scan.list', {})
    expect(scans).toHaveLength(made.manifest.captures.length)
    expect(scans.toReversed().map(({ asOf }) => asOf)).toEqual(made.manifest.captures.map(({ at }) => at))
    expect(made.unmatched).toEqual([])
    const { weeks, sessions } = await client.call('review.weeks', {})
    expect(weeks.filter(({ standing }) => standing === 'missed').map(({ week }) => week)).toEqual([
      ...made.manifest.missedWeeks,
    ])
    expect(
      sessions.every(
        ({ sealedBy, reviewedBy }) => sealedBy !== null && reviewedBy !== null && sealedBy !== reviewedBy,
      ),
    ).toBe(true)
  })

  it('has all ten misconfigurations on all three clouds, and each was found and mended somewhere', async () => {
    const rules = await client.call('rule.list', {})
    const findings = []
    for (let offset = 0, total = 1; offset < total; offset += 500) {
      const page = await client.call('finding.page', { offset, limit: 500 })
      findings.push(...page.rows)
      total = page.total
    }
    const numberOf = new Map(rules.map(({ id, misconfiguration }) => [id, misconfiguration]))
    for (let number = 1; number <= 10; number += 1) {
      const found = findings.filter(({ rule }) => numberOf.get(rule) === number)
      expect(found.length, `misconfiguration ${number}`).toBeGreaterThan(0)
      expect(
        found.some(({ status }) => status === 'closed'),
        `misconfiguration ${number} mended`,
      ).toBe(true)
    }
    expect(new Set(findings.map(({ provider }) => provider))).toEqual(new Set(['aws', 'azure', 'gcp']))
  })

  it('adds up: every requirement of every framework, and the same when judged anew', async () => {
    const before = await client.call('totals.frameworks', {})
    for (const { framework, totals } of before) {
      const rows = await client.call('totals.requirements', { framework })
      for (const each of [totals, ...rows.map((row) => row.totals)]) {
        expect(each.pass + each.fail + each.needsReview + each.notApplicable + each.notEvaluated).toBe(
          each.population,
        )
      }
    }
    expect(await client.call('scan.evaluate', { actor: 'test', full: true })).toMatchObject({ changed: 0 })
    expect(await client.call('totals.frameworks', {})).toEqual(before)
  }, 120_000)

  it('is sound, and no planted secret is anywhere in it', async () => {
    const { checks } = await client.call('engagement.doctor', {})
    expect(checks.filter(({ status }) => status === 'failed')).toEqual([])
    for (const { id } of (await client.call('scan.list', {})).slice(0, 1)) {
      for (let offset = 0, total = 1; offset < total; offset += 500) {
        const page = await client.call('resource.page', { offset, limit: 500 })
        total = page.total
        for (const { id: resource } of page.rows) {
          const text = JSON.stringify((await client.call('resource.get', { resource })).document)
          for (const canary of made.manifest.canaries)
            expect(text.includes(canary), `${canary} in resource ${resource} of scan ${id}`).toBe(false)
        }
      }
    }
  }, 120_000)

  it('gives the same unsigned bytes when its package is compiled twice', async () => {
    const identity = await client.call('identity.create', { name: 'Priya Raman', passphrase })
    const preparer = { fingerprint: identity.fingerprint, passphrase }
    const copies = ['one', 'two'].map((name) => join(dir, `${name}.countersign`))
    await client.call('engagement.backup', { path: copies[0]!, actor: 'test' })
    copyFileSync(copies[0]!, copies[1]!)
    const hashes: Map<string, string>[] = []
    for (const copy of copies) {
      const other = createHost(options(dir))
      await other.client().call('engagement.open', { path: copy })
      const { bag } = await other
        .client()
        .call('package.compile', { outDir: `${copy}.out`, name: 'package', actor: 'Priya Raman', preparer })
      await other.close()
      const files = filesBelow(bag)
      hashes.push(
        new Map(
          files.map((file) => [
            file.slice(bag.length),
            createHash('sha256').update(readFileSync(file)).digest('hex'),
          ]),
        ),
      )
      const leaks = files.filter((file) =>
        made.manifest.canaries.some((canary) => readFileSync(file, 'utf8').includes(canary)),
      )
      expect(leaks).toEqual([])
    }
    const differing = [...hashes[0]!]
      .filter(([file, hash]) => hashes[1]!.get(file) !== hash)
      .map(([file]) => file)
      .filter((file) => !file.startsWith('/signatures/'))
    // A signature is random, so the PDFs that carry one differ, and with them the two lists of hashes; nothing else does.
    const bags = copies.map((copy) => join(`${copy}.out`, 'package'))
    const documents = readCsv(readFileSync(join(bags[0]!, 'data/01-report/documents.csv'), 'utf8'))
    expect(documents.length).toBeGreaterThanOrEqual(5)
    const signed = documents.map((row) => `/${row['File'] ?? ''}`)
    expect(new Set(differing)).toEqual(
      new Set([...signed, '/manifest-sha256.txt', '/tagmanifest-sha256.txt']),
    )
    for (const bag of bags) {
      for (const row of documents) {
        const drawn = readFileSync(join(bag, row['File'] ?? '')).subarray(
          0,
          Number(row['Bytes before signatures']),
        )
        expect(createHash('sha256').update(drawn).digest('hex')).toBe(row['SHA-256 of these bytes'])
      }
    }
    const unsigned = bags.map((bag) =>
      readFileSync(join(bag, 'manifest-sha256.txt'), 'utf8')
        .split('\n')
        .filter((line) => !signed.some((file) => line.endsWith(`  ${file.slice(1)}`))),
    )
    expect(unsigned[0]).toEqual(unsigned[1])
  }, 300_000)
})
