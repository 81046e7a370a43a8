import { createHash } from 'node:crypto'
import { rmSync } from 'node:fs'
import canonicalize from 'canonicalize'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { payloadStages } from '../../../../main/engine/evidence/payload/index.ts'
import { assertNamesForTest } from '../../../support/package-names.ts'
import { fakePeriod, fakeReader } from '../../../support/fake-reader.ts'
import { emptyDir, makePayload, type MadePayload } from '../../../support/make-payload.ts'
import { readCsv } from '../../../support/read-csv.ts'

const sha = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex')

describe('a full engagement', () => {
  let made: MadePayload
  beforeAll(async () => {
    made = await makePayload(fakeReader())
  })
  afterAll(() => rmSync(made.dir, { recursive: true }))

  it('records every file it wrote with its true size and hash, and nothing else', () => {
    expect(made.summary.files.map((file) => file.path).sort()).toEqual(made.list())
    for (const file of made.summary.files)
      expect([file.path, file.bytes, file.sha256]).toEqual([
        file.path,
        made.bytes(file.path).length,
        sha(made.bytes(file.path)),
      ])
  })
  it('names files so that every system and shell takes them', () => assertNamesForTest(made.list()))
  it('goes through its stages once each, in order', () => {
    const seen = made.progress.map((one) => one.stage).filter((stage, index, all) => stage !== all[index - 1])
    expect(seen).toEqual([...payloadStages])
  })
  it('writes package.json as RFC 8785 and returns the same', () => {
    const text = made.text('data/11-machine/package.json')
    const parsed: unknown = JSON.parse(text)
    expect(canonicalize(parsed)).toBe(text)
    const { files: _, sha256, ...summary } = made.summary
    void _
    expect(parsed).toEqual(summary)
    expect(sha256).toBe(sha(text))
  })
  it('lets a document be checked against the hash that its outcome names, with the line alone', () => {
    const hashes = new Map<string, string>()
    for (const index of made.list().filter((name) => /09-raw\/.*\.index\.csv$/.test(name))) {
      const lines = made.text(index.replace('.index.csv', '.ndjson')).split('\n')
      const rows = readCsv(made.text(index))
      expect(lines).toHaveLength(rows.length + 1)
      for (const row of rows) {
        expect(sha(lines[Number(row['Line']) - 1] ?? '')).toBe(row['SHA-256'])
        hashes.set(row['Resource'] ?? '', row['SHA-256'] ?? '')
      }
    }
    const outcomes = readCsv(made.text('data/05-posture/outcomes.csv'))
    expect(outcomes).toHaveLength(960)
    for (const row of outcomes.slice(0, 200))
      if (row['Subject'] !== 'aws:111122223333')
        expect(hashes.get(row['Subject'] ?? '')).toBe(row['Document SHA-256'])
  })
  it('points every control to population files that hold as many items as it says', () => {
    const rows = readCsv(made.text('data/06-populations/index.csv'))
    const requirements = made.summary.totals.frameworks.flatMap((one) => one.byRequirement)
    expect(new Set(rows.map((row) => `${row['Framework']} ${row['Requirement']}`)).size).toBe(
      requirements.length,
    )
    for (const row of rows) {
      if (row['File'] === '') expect(row['Standing']).not.toBe('rules')
      else expect(readCsv(made.text(`data/06-populations/${row['File']}`))).toHaveLength(Number(row['Items']))
    }
    for (const one of requirements) {
      const items = rows
        .filter((row) => row['Requirement'] === one.requirement)
        .reduce((sum, row) => sum + Number(row['Items']), 0)
      expect(items, one.requirement).toBe(one.totals.population)
    }
  })
  it('shows the engagement’s own rules and what it sets otherwise, and why no rule judges a requirement', () => {
    expect(JSON.parse(made.text('data/12-method/local-rules.json'))).toMatchObject({
      folders: [{ name: 'own-rules', by: 'Priya Raman', rules: ['aws-house-tags'] }],
      overrides: [{ rule: 'aws-fake-1', severity: 'low', slaHours: 24, parameters: { days: 90 } }],
    })
    expect(readCsv(made.text('data/12-method/overrides.csv'))).toEqual([
      {
        Rule: 'aws-fake-1',
        'Set otherwise': 'severity low; due after 24 h; days = 90',
        Reason: "'=Contract asks for less.",
        By: 'Priya Raman',
        At: '2026-07-01T08:00:00.000Z',
      },
    ])
    const attested = readCsv(made.text('data/05-posture/control-status.csv')).filter(
      (row) => row['Standing'] !== 'rules',
    )
    expect(attested.length).toBeGreaterThan(0)
    for (const row of attested)
      expect(row).toMatchObject({
        'Why no rule judges it': 'People answer for it.',
        'Evidence to attach': 'Minutes; Signed policy',
        'Attested by': 'Security officer',
        'Valid for days': '365',
      })
  })
  it('keeps the ledger as a chain that its head closes', () => {
    let prev = '0'.repeat(64)
    const lines = made.text('data/13-custody/ledger.jsonl').trimEnd().split('\n')
    for (const line of lines) {
      const { hash, ...rest } = JSON.parse(line) as { hash: string; prev: string }
      expect(canonicalize({ ...rest, hash })).toBe(line)
      expect(rest.prev).toBe(prev)
      expect(sha(canonicalize(rest) ?? '')).toBe(hash)
      prev = hash
    }
    expect(made.text('data/13-custody/head.txt')).toBe(`${lines.length} ${prev}\n`)
  })
  it('is PARTIAL and lists the missed week, the refusal once, the unusable item and every rule without verdicts', () => {
    const { verdict, holes } = made.summary.completeness
    expect(verdict).toBe('PARTIAL')
    const of = (kind: string) => holes.filter((hole) => hole.kind === kind)
    expect(of('missed-capture').map((hole) => hole.at)).toEqual(['2026-08-24T00:00:00.000Z'])
    expect(of('unread')).toHaveLength(1)
    expect(of('call-failure')).toHaveLength(0)
    expect(of('unusable-items').map((hole) => hole.count)).toEqual([1])
    expect(of('no-verdict').reduce((sum, hole) => sum + hole.count, 0)).toBe(
      made.summary.totals.outcomes.notEvaluated,
    )
  })
  it('carries a sample with its frame, and the shell lines draw it again', () => {
    const frame = made.text('data/07-samples/sample-1-aws-fake-1-population.txt')
    const { samples } = JSON.parse(made.text('data/07-samples/sampling.json')) as {
      samples: { populationSha256: string; redraw: string }[]
    }
    expect(samples[0]?.populationSha256).toBe(sha(frame))
    expect(samples[0]?.redraw).toContain("'auditor'\\''s 2026-10'")
    const ranked = frame
      .trimEnd()
      .split('\n')
      .map((id) => `${sha(`auditor's 2026-10|${id}`)} ${id}`)
      .sort()
      .slice(0, 5)
    expect(
      readCsv(made.text('data/07-samples/sample-1-aws-fake-1.csv')).map(
        (row) => `${row['SHA-256 of seed|subject']} ${row['Subject']}`,
      ),
    ).toEqual(ranked)
  })
  it('gives the same bytes again, also in another time zone', async () => {
    const zone = process.env['TZ']
    process.env['TZ'] = 'Pacific/Kiritimati'
    try {
      const again = await makePayload(fakeReader())
      expect(again.summary.files).toEqual(made.summary.files)
      rmSync(again.dir, { recursive: true })
    } finally {
      if (zone === undefined) delete process.env['TZ']
      else process.env['TZ'] = zone
    }
  }, 120_000)
})

describe('other engagements', () => {
  const dirs: string[] = []
  afterEach(() => {
    for (const dir of dirs.splice(0)) rmSync(dir, { recursive: true })
  })
  const make = async (...args: Parameters<typeof makePayload>): Promise<MadePayload> => {
    const made = await makePayload(...args)
    dirs.push(made.dir)
    return made
  }

  it('calls an engagement without a hole COMPLETE', async () => {
    const made = await make(fakeReader({ perRule: 20, holes: false, missWeek: false }))
    expect(made.summary.completeness).toEqual({ verdict: 'COMPLETE', holes: [] })
  })
  it('compiles an engagement on its first day, and says that nothing was read', async () => {
    const made = await make(fakeReader({ empty: true }))
    expect(made.summary.completeness.verdict).toBe('PARTIAL')
    expect(made.summary.completeness.holes[0]?.kind).toBe('no-scan')
    expect(made.text('data/13-custody/head.txt')).toBe(`0 ${'0'.repeat(64)}\n`)
    expect(readCsv(made.text('data/05-posture/outcomes.csv'))).toEqual([])
  })
  it('carries the previous package on', async () => {
    const previousPackage = {
      tagmanifestSha256: 'a'.repeat(64),
      ledgerSeq: 3,
      ledgerHash: 'b'.repeat(64),
      label: '2026 Q2',
    }
    const made = await make(fakeReader({ perRule: 5 }), { previousPackage, revision: 2 })
    expect(made.summary.identity).toMatchObject({ previousPackage, revision: 2 })
  })
})

describe('what it refuses', () => {
  const attempt = async (...args: Parameters<typeof makePayload>) => {
    const dir = args[2] ?? emptyDir()
    try {
      await makePayload(args[0], args[1], dir)
    } finally {
      rmSync(dir, { recursive: true, force: true })
    }
  }
  it('a folder that holds a payload already', async () => {
    const made = await makePayload(fakeReader({ perRule: 2 }))
    await expect(attempt(fakeReader({ perRule: 2 }), {}, made.dir)).rejects.toMatchObject({
      code: 'package_exists',
    })
  })
  it('to go on once cancelled', async () => {
    await expect(attempt(fakeReader({ perRule: 2 }), { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'cancelled',
    })
  })
  it('a period that ends before it starts', async () => {
    await expect(
      attempt(fakeReader({ perRule: 2 }), { period: { start: fakePeriod.end, end: fakePeriod.start } }),
    ).rejects.toMatchObject({ code: 'invalid_input' })
  })
  it('a ledger that ends elsewhere than its head, or whose entries do not follow', async () => {
    const whole = fakeReader({ perRule: 2 })
    await expect(attempt({ ...whole, ledger: () => [...whole.ledger()].slice(0, -1) })).rejects.toMatchObject(
      { code: 'ledger_broken' },
    )
    await expect(
      attempt({ ...whole, ledger: () => [...whole.ledger()].toSpliced(4, 1) }),
    ).rejects.toMatchObject({ code: 'ledger_broken' })
  })
  it('a sample whose frame is not the committed one', async () => {
    const whole = fakeReader({ perRule: 20 })
    await expect(attempt({ ...whole, samplePopulation: () => ['another'] })).rejects.toMatchObject({
      code: 'package_invalid',
    })
  })
  it('totals that do not add up', async () => {
    const whole = fakeReader({ perRule: 20 })
    await expect(
      attempt({
        ...whole,
        frameworkTotals: (scan) =>
          [...whole.frameworkTotals(scan)].map((one) => ({
            ...one,
            totals: { ...one.totals, pass: one.totals.pass + 1 },
          })),
      }),
    ).rejects.toThrow('do not add up')
  })
  it('an attachment whose bytes changed', async () => {
    const whole = fakeReader({ perRule: 2 })
    await expect(
      attempt({
        ...whole,
        attachments: () => [...whole.attachments()].map((one) => ({ ...one, sha256: 'c'.repeat(64) })),
      }),
    ).rejects.toMatchObject({ code: 'file_changed_while_reading' })
  })
})
