import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeBag, zipBag } from '../../../../main/engine/evidence/bag/index.ts'
import type { PayloadOptions } from '../../../../main/engine/evidence/payload/index.ts'
import type { EvidenceOutcome, EvidenceReader } from '../../../../main/engine/evidence/reader.ts'
import { diffReceived, openReceived } from '../../../../main/engine/evidence/received/index.ts'
import { signPackage } from '../../../../main/engine/evidence/sign/index.ts'
import { verifyPackage } from '../../../../main/engine/evidence/verify/index.ts'
import type { Finding } from '../../../../shared/model/finding.ts'
import {
  packageDiffSchema,
  type FindingChange,
  type PackageDiff,
} from '../../../../shared/model/package-diff.ts'
import { openedPackageSchema } from '../../../../shared/model/package-summary.ts'
import { chain, sha } from '../../../support/fake-evidence.ts'
import { fakePeriod, fakeReader } from '../../../support/fake-reader.ts'
import { emptyDir, makePayload } from '../../../support/make-payload.ts'
import { readCsv } from '../../../support/read-csv.ts'
import {
  clock,
  edit,
  makeIdentity,
  nonce,
  now,
  rewriteManifests,
} from '../../../engine/evidence/package-fixture.ts'

const base = fakeReader({ perRule: 30 })
const scan = [...base.scans(fakePeriod)].at(-1)?.id ?? 0
const outcomes = [...base.outcomes(scan)]
const template = [...base.findings(fakePeriod)][0] as Finding

/** The nth subject of the first rule with this outcome. */
function subjectWith(status: EvidenceOutcome['status'], nth = 0): EvidenceOutcome {
  const found = outcomes.filter(
    (one) => one.status === status && one.provider === 'aws' && !/^\d+$/.test(one.subject),
  )[nth]
  if (!found) throw new Error(`no ${status}`)
  return found
}

let id = 0
const finding = (of: Pick<EvidenceOutcome, 'rule' | 'subject'>, status: Finding['status']): Finding => ({
  ...template,
  id: ++id,
  rule: of.rule,
  provider: 'aws',
  account: '111122223333',
  subject: of.subject,
  subjectName: '=cmd()',
  status,
  closedAt: status === 'closed' ? '2026-09-01T00:00:00.000Z' : null,
})
const persisted = subjectWith('fail', 0)
const unlisted = subjectWith('fail', 1)
const reopened = subjectWith('fail', 2)
const fresh = subjectWith('fail', 3)
const passes = subjectWith('pass', 0)
const closed = subjectWith('pass', 1)
const brief = subjectWith('pass', 2)
const bothClosed = subjectWith('pass', 3)
const unjudged = subjectWith('not-evaluated')
const gone = { rule: persisted.rule, subject: 'arn:aws:service:eu-central-1:111122223333:thing/gone' }
const retired = { rule: 'aws-retired-rule', subject: persisted.subject }

const before: Finding[] = [
  finding(persisted, 'open'),
  finding(unlisted, 'open'),
  finding(reopened, 'closed'),
  finding(passes, 'open'),
  finding(closed, 'remediated'),
  finding(bothClosed, 'closed'),
  finding(unjudged, 'open'),
  finding(gone, 'open'),
  finding(retired, 'open'),
]
const after: Finding[] = [
  finding(persisted, 'remediated'),
  finding(reopened, 'open'),
  finding(fresh, 'open'),
  finding(closed, 'closed'),
  finding(bothClosed, 'closed'),
  finding(brief, 'closed'),
]
const expected: readonly (readonly [
  FindingChange,
  { readonly rule: string; readonly subject: string },
  string,
])[] = [
  ['new', fresh, ''],
  ['reopened', reopened, ''],
  ['persisted', persisted, ''],
  ['persisted', unlisted, 'fail'],
  ['closed', closed, ''],
  ['closed', passes, 'pass'],
  ['came-and-went', brief, ''],
  ['resource-gone', gone, ''],
  ['rule-gone', retired, ''],
  ['no-verdict', unjudged, `not evaluated: ${unjudged.reason ?? ''}`],
]

const olderReader: EvidenceReader = { ...base, findings: () => before }
const newerReader: EvidenceReader = {
  ...base,
  findings: () => after,
  rules: () =>
    [...base.rules()].map((text, index) =>
      index === 1 ? { ...text, sha256: sha('rewritten'), rule: { ...text.rule, severity: 'low' } } : text,
    ),
  *documents(at) {
    for (const [index, one] of [...base.documents(at)].entries()) {
      if (index === 0) continue
      if (index === 1) yield { ...one, json: '{"changed":true}', sha256: sha('{"changed":true}') }
      else if (index === 2) yield { ...one, resourceId: `${one.resourceId}-renamed` }
      else yield one
    }
  },
}

const made: string[] = []
async function makePackage(
  reader: EvidenceReader,
  options: Partial<PayloadOptions> = {},
): Promise<{ folder: string; packageId: string }> {
  const { dir: folder } = await makePayload(reader, options, emptyDir())
  made.push(folder)
  const preparer = await makeIdentity('Mara Lindqvist')
  const { packageId } = await writeBag(folder, { title: 'x', info: [], baggedOn: '2026-10-05', sample: true })
  await signPackage(folder, preparer, 'preparer', clock, nonce)
  return { folder, packageId }
}

const turns = { breathe: async () => undefined, progress: () => undefined }
const verify: Parameters<typeof diffReceived>[1] = (path, expectedLedgerHead) =>
  verifyPackage(path, { now, ...(expectedLedgerHead ? { expectedLedgerHead } : {}) })
const diff = async (
  older: string,
  newer: string,
  more: Partial<Parameters<typeof diffReceived>[0]> = {},
): Promise<PackageDiff> =>
  packageDiffSchema.parse(
    await diffReceived({ older, newer, allowUnverified: false, limit: 100, ...more }, verify, turns),
  )

let older: { folder: string; packageId: string }
let newer: { folder: string; packageId: string }
let result: PackageDiff
let csv: Record<string, string>[]
beforeAll(async () => {
  older = await makePackage(olderReader)
  const head = olderReader.ledgerHead()
  newer = await makePackage(newerReader, {
    at: '2027-01-04T08:00:00.000Z',
    previousPackage: {
      tagmanifestSha256: older.packageId,
      ledgerSeq: head.seq,
      ledgerHash: head.hash,
      label: 'third quarter',
    },
  })
  const path = join(newer.folder, '..', `diff-${newer.packageId.slice(0, 8)}.csv`)
  made.push(path)
  result = await diff(older.folder, newer.folder, { csv: path })
  csv = readCsv(readFileSync(path, 'utf8'))
}, 90_000)
afterAll(() => {
  for (const one of made) rmSync(one, { recursive: true, force: true })
})

describe('what changed between two packages', () => {
  it('says of every finding what became of it, and takes none for closed because it is absent', () => {
    const found = result.findings.rows.map((row) =>
      [row.change, row.rule, row.subject, row.detail].join(' | '),
    )
    expect(found.toSorted()).toEqual(
      expected.map(([change, of, detail]) => [change, of.rule, of.subject, detail].join(' | ')).toSorted(),
    )
    expect(result.findings.total).toBe(expected.length)
    for (const [change, count] of Object.entries(result.findings.counts))
      expect([change, count]).toEqual([change, expected.filter(([one]) => one === change).length])
    expect(
      result.findings.rows.find((row) => row.subject === persisted.subject && row.change === 'persisted'),
    ).toMatchObject({
      before: 'open',
      after: 'remediated',
      name: '=cmd()',
    })
  })

  it('counts resources added, removed and changed per provider and type', () => {
    const documents = [...base.documents(scan)]
    const rows = result.populations ?? []
    const sum = (of: 'before' | 'after' | 'added' | 'removed' | 'changed'): number =>
      rows.reduce((total, row) => total + row[of], 0)
    expect([sum('before'), sum('after')]).toEqual([documents.length, documents.length - 1])
    expect([sum('added'), sum('removed'), sum('changed')]).toEqual([1, 2, 1])
    for (const row of rows) expect(row.before + row.added - row.removed).toBe(row.after)
    const removed = csv.filter((row) => row['Part'] === 'resource' && row['Change'] === 'removed')
    expect(removed.map((row) => row['Resource'] ?? '').toSorted()).toEqual(
      [documents[0]?.resourceId ?? '', documents[2]?.resourceId ?? ''].toSorted(),
    )
  })

  it('tells the rules that changed, the baselines, the totals, and how the two hang together', () => {
    const [, second] = [...base.rules()]
    expect(result.rules).toMatchObject({ added: 0, removed: 0, changed: 1 })
    expect(result.rules.rows).toEqual([
      {
        rule: second?.rule.id,
        title: second?.rule.title,
        change: 'changed',
        detail: `text, severity ${second?.rule.severity ?? ''} → low`,
      },
    ])
    expect(new Set(result.baselines.map(({ change }) => change))).toEqual(new Set(['same']))
    expect(result.frameworks.map(({ framework }) => framework)).toEqual(
      [...base.frameworkTotals(scan)].map((one) => one.framework),
    )
    for (const { before: old, after: now_ } of result.frameworks) expect(old?.totals).toEqual(now_?.totals)
    expect(result).toMatchObject({
      chain: 'follows',
      ledgerContinues: true,
      sameBoundary: true,
      older: { verified: true, faults: [], packageId: older.packageId },
      newer: { verified: true, packageId: newer.packageId },
    })
  })

  it('writes every difference to the CSV file, safe for spreadsheets', () => {
    expect(result.csv?.rows).toBe(csv.length)
    const rows = csv.filter((row) => row['Part'] === 'finding')
    expect(
      rows.map((row) => [row['Change'], row['Rule or item'], row['Resource']].join(' | ')).toSorted(),
    ).toEqual(expected.map(([change, of]) => [change, of.rule, of.subject].join(' | ')).toSorted())
    expect(rows.every((row) => row['Name'] === "'=cmd()")).toBe(true)
    const fails = csv.filter((row) => row['Part'] === 'framework' && row['Detail'] === 'fail')
    expect(fails.map((row) => [Number(row['Before']), Number(row['After'])])).toEqual(
      result.frameworks.map((one) => [one.before?.totals.fail, one.after?.totals.fail]),
    )
  })

  it('keeps the counts when it shows fewer, and reads ZIPs just as well', async () => {
    const zip = `${older.folder}.zip`
    made.push(zip)
    await zipBag(older.folder, zip, '2026-10-05')
    const short = await diff(zip, newer.folder, { limit: 1 })
    expect(short.findings.counts).toEqual(result.findings.counts)
    expect(short.findings.rows.filter((row) => row.change === 'persisted')).toHaveLength(1)
    expect(short.populations).toEqual(result.populations)
    expect(short.csv).toBeNull()
  })

  it('finds no difference between a package and itself', async () => {
    const same = await diff(newer.folder, newer.folder)
    expect(same.findings.counts).toMatchObject({ persisted: 3, new: 0, closed: 0, 'resource-gone': 0 })
    expect(same.populations?.every((row) => row.added + row.removed + row.changed === 0)).toBe(true)
    expect(same.rules.rows).toEqual([])
  })
})

describe('what cannot be compared', () => {
  it('is refused unless told otherwise, and then marked', async () => {
    const spoiled = `${older.folder}-spoiled`
    made.push(spoiled)
    cpSync(older.folder, spoiled, { recursive: true })
    edit(spoiled, 'data/04-remediation/sla.csv', (text) => text.replace('remediated', 'open'))
    await expect(diff(spoiled, newer.folder)).rejects.toMatchObject({
      code: 'package_invalid',
      params: { path: spoiled, detail: expect.stringContaining('file_changed') },
    })
    expect((await diff(spoiled, newer.folder, { allowUnverified: true })).older).toMatchObject({
      verified: false,
      faults: ['file_changed'],
    })
  })

  it('is a newer package whose ledger was rewritten', async () => {
    const other = chain(
      [...Array(13).keys()].map((week) => Date.parse('2026-07-07T06:00:00.000Z') + week * 604_800_000),
    )
    const last = other.at(-1)
    const rewritten = await makePackage(
      {
        ...newerReader,
        ledger: () => other,
        ledgerHead: () => ({ seq: last?.seq ?? 0, hash: last?.hash ?? '' }),
      },
      { at: '2027-01-04T08:00:00.000Z' },
    )
    await expect(diff(older.folder, rewritten.folder)).rejects.toMatchObject({
      code: 'package_invalid',
      params: { detail: expect.stringContaining('ledger_head_unexpected') },
    })
    expect(await diff(older.folder, rewritten.folder, { allowUnverified: true })).toMatchObject({
      ledgerContinues: false,
      chain: 'not-named',
    })
  }, 60_000)

  it('is the wrong order, no package at all, or one without a table', async () => {
    await expect(diff(newer.folder, older.folder)).rejects.toMatchObject({ code: 'invalid_input' })
    await expect(diff(older.folder, join(older.folder, 'none'))).rejects.toMatchObject({
      code: 'package_not_found',
    })
    const bare = `${newer.folder}-bare`
    made.push(bare)
    cpSync(newer.folder, bare, { recursive: true })
    rmSync(join(bare, 'data/05-posture/outcomes.csv'))
    rewriteManifests(bare)
    await expect(diff(older.folder, bare, { allowUnverified: true })).rejects.toMatchObject({
      code: 'package_invalid',
      params: { path: 'data/05-posture/outcomes.csv' },
    })
    writeFileSync(join(bare, 'data/11-machine/package.json'), '{"format":"countersign-package/1"}')
    await expect(diff(older.folder, bare, { allowUnverified: true })).rejects.toMatchObject({
      code: 'package_invalid',
    })
  })
})

describe('a received package at a glance', () => {
  it('shows whose it is, its figures, what it lacks, and what a verification says', async () => {
    const verification = await verifyPackage(newer.folder, { now })
    const opened = openedPackageSchema.parse(
      await openReceived(newer.folder, verification, (path) => verifyPackage(path, { now })),
    )
    const machine = JSON.parse(readFileSync(join(newer.folder, 'data/11-machine/package.json'), 'utf8')) as {
      totals: { findings: object; frameworks: { framework: string }[] }
      completeness: { holes: { kind: string }[] }
    }
    expect(opened.verification.overall).toBe('verified')
    expect(opened.facts?.totals.findings).toEqual(machine.totals.findings)
    expect(opened.facts?.totals.frameworks.map((one) => one.framework)).toEqual(
      machine.totals.frameworks.map((one) => one.framework),
    )
    expect(opened.facts?.identity.previousPackage?.tagmanifestSha256).toBe(older.packageId)
    expect(opened.facts?.holes.reduce((sum, one) => sum + one.entries, 0)).toBe(
      machine.completeness.holes.length,
    )
    expect(opened).toMatchObject({ added: [], addenda: [] })
  })
})
