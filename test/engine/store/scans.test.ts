import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  accountsAt,
  abandonScan,
  callFailures,
  changedInScan,
  changedSince,
  closeWorkspace,
  coverageClaims,
  coverageHoles,
  documentBySha,
  documentTextBySha,
  doctor,
  dropFile,
  droppedFiles,
  findResource,
  ledgerEntries,
  listScans,
  openFile,
  resourceTimeline,
  resourcesAt,
  sealScanNow,
  sourceFiles,
  stagePage,
  unfinishedScans,
  unreadAt,
  itemProblems,
  type Workspace,
} from '../../../main/engine/store/index.ts'
import { canonicalJson } from '../../../shared/model/canonical.ts'
import type { ItemProblem } from '../../../shared/model/source.ts'
import {
  bucket,
  claim,
  day,
  failure,
  newWorkspace,
  sealedScan,
  stageScan,
  temporaryFolder,
} from './support.ts'

let folder: ReturnType<typeof temporaryFolder>
let ws: Workspace
beforeEach(() => {
  folder = temporaryFolder()
  ws = newWorkspace(`${folder.path}/a.countersign`)
})
afterEach(() => {
  closeWorkspace(ws)
  folder.remove()
})

const names = (at: Parameters<typeof resourcesAt>[1]) =>
  [...resourcesAt(ws, at)].map(({ name }) => name).toSorted()
const healthy = () => [...doctor(ws)].filter(({ status }) => status === 'failed')
const malformed = (id: string): ItemProblem => ({
  kind: 'problem',
  reason: 'missing-field',
  detail: 'configuration',
  index: 3,
  offset: 99,
  line: 4,
  resource: {
    provider: 'aws',
    resourceId: id,
    type: 'AWS::S3::Bucket',
    account: '111111111111',
    region: 'eu-central-1',
  },
})

describe('what a scan leaves', () => {
  test('nothing is visible before the seal, everything after it', () => {
    const scan = stageScan(ws, { asOf: day(1), items: [bucket('a'), bucket('b')] })
    expect(listScans(ws, { offset: 0, limit: 10 }).total).toBe(0)
    expect(findResource(ws, 'aws', 'arn:aws:s3:::a')).toEqual([])
    expect(unfinishedScans(ws)).toMatchObject([
      { id: scan, stagedItems: 2, files: [{ state: 'done', itemsDone: 2 }] },
    ])
    const sealed = sealScanNow(ws, scan, { actor: 'Ada' })
    expect(sealed).toMatchObject({
      id: scan,
      asOf: day(1),
      verdict: 'complete',
      files: 1,
      items: 2,
      present: 2,
      added: 2,
      changed: 0,
      removed: 0,
      unread: 0,
    })
    expect(names({ scan })).toEqual(['a', 'b'])
    expect(unfinishedScans(ws)).toEqual([])
    const entry = [...ledgerEntries(ws)].at(-1)
    expect(entry).toMatchObject({
      action: 'scan-sealed',
      seq: sealed.ledgerSeq,
      payload: {
        scan,
        contentSha256: sealed.contentSha256,
        present: 2,
        files: [{ path: 'export.json', sha256: 'ab'.repeat(32) }],
      },
    })
    expect(sourceFiles(ws, scan)).toMatchObject([{ ordinal: 0, path: 'export.json', items: 2 }])
    expect(healthy()).toEqual([])
  })

  test('an unchanged resource writes nothing; a changed one closes and opens; documents are kept once', () => {
    const first = sealedScan(ws, {
      asOf: day(1),
      items: [bucket('a', { v: 1 }), bucket('b', { v: 1 })],
      claims: [claim()],
    })
    const second = sealedScan(ws, {
      asOf: day(2),
      items: [bucket('a', { v: 1 }), bucket('b', { v: 2 })],
      claims: [claim()],
    })
    const third = sealedScan(ws, {
      asOf: day(3),
      items: [bucket('a', { v: 1 }), bucket('b', { v: 1 })],
      claims: [claim()],
    })
    expect([second, third].map(({ added, changed, removed }) => [added, changed, removed])).toEqual([
      [0, 1, 0],
      [0, 1, 0],
    ])
    const [b] = findResource(ws, 'aws', 'arn:aws:s3:::b')
    const line = resourceTimeline(ws, b?.id ?? 0)
    expect(
      line.map(({ fromScan, untilScan, fromAsOf, untilAsOf }) => [fromScan, untilScan, fromAsOf, untilAsOf]),
    ).toEqual([
      [first.id, second.id, day(1), day(2)],
      [second.id, third.id, day(2), day(3)],
      [third.id, null, day(3), null],
    ])
    expect(line[0]?.sha256).toBe(line[2]?.sha256)
    expect(first.contentSha256).toBe(third.contentSha256)
    expect(first.contentSha256).not.toBe(second.contentSha256)
    const [a] = findResource(ws, 'aws', 'arn:aws:s3:::a')
    expect(resourceTimeline(ws, a?.id ?? 0)).toHaveLength(1)
    expect(
      [...changedInScan(ws, second.id)].map(({ resource, before, after }) => [
        resource.name,
        before?.state,
        after.state,
      ]),
    ).toEqual([['b', 'present', 'present']])
    expect([...changedSince(ws, first.id, third.id)]).toEqual([])
    expect([...changedSince(ws, 0, third.id)]).toHaveLength(2)
  })

  test('documents come back as they were, addressed by the hash of their canonical text', () => {
    const document = { z: [1, 2.5, 1e21, null, true], '10': 'ü\u2028"', a: { b: {}, '': [] }, __proto__x: 1 }
    sealedScan(ws, { asOf: day(1), items: [bucket('a', document)] })
    const [only] = [...resourcesAt(ws, { instant: day(1) })]
    expect(only?.document).toEqual({ resourceName: 'a', accountId: '111111111111', ...document })
    expect(documentBySha(ws, only?.sha256 ?? '')).toEqual(only?.document)
    expect(documentTextBySha(ws, only?.sha256 ?? '')).toBe(canonicalJson(only?.document ?? null))
    expect(documentBySha(ws, '0'.repeat(64))).toBeNull()
  })

  test('an abandoned scan leaves no row and no document behind, and a shared document stays', () => {
    sealedScan(ws, { asOf: day(1), items: [bucket('a')] })
    const scan = stageScan(ws, { asOf: day(2), items: [bucket('a'), bucket('secret', { only: 'here' })] })
    abandonScan(ws, scan)
    expect(unfinishedScans(ws)).toEqual([])
    expect(names({ instant: day(9) })).toEqual(['a'])
    expect(() => sealScanNow(ws, scan, { actor: 'Ada' })).toThrow(/not_found/)
    expect(healthy()).toEqual([])
    expect(sealedScan(ws, { asOf: day(3), items: [bucket('secret', { only: 'here' })] }).id).toBeGreaterThan(
      scan,
    )
  })

  test('names follow the newest scan, and only when it is sealed', () => {
    sealedScan(ws, { asOf: day(1), items: [bucket('a')] })
    const scan = stageScan(ws, { asOf: day(2), items: [{ ...bucket('a'), name: 'renamed' }] })
    expect(findResource(ws, 'aws', 'arn:aws:s3:::a')[0]?.name).toBe('a')
    sealScanNow(ws, scan, { actor: 'Ada' })
    expect(findResource(ws, 'aws', 'arn:aws:s3:::a')[0]?.name).toBe('renamed')
  })

  test('ARM ids are the same resource in any letter case', () => {
    const vm = (id: string, v: number) =>
      bucket(
        'vm',
        { v },
        { provider: 'azure', account: 'SUB-1', resourceId: id, type: 'Microsoft.Compute/virtualMachines' },
      )
    sealedScan(ws, { asOf: day(1), items: [vm('/subscriptions/SUB-1/vm', 1)] })
    const second = sealedScan(ws, {
      asOf: day(2),
      items: [
        { ...vm('/Subscriptions/sub-1/VM', 2), type: 'microsoft.compute/virtualmachines', account: 'sub-1' },
      ],
    })
    expect(second).toMatchObject({ added: 0, changed: 1 })
    expect(findResource(ws, 'azure', '/SUBSCRIPTIONS/sub-1/vm')).toHaveLength(1)
    expect(accountsAt(ws, { scan: second.id })).toMatchObject([
      { provider: 'azure', present: 1, newestScan: second.id },
    ])
  })
})

describe('what a scan does not hold', () => {
  test('absent inside a claim, unread outside it, untouched accounts go on', () => {
    const other = { account: '222222222222' }
    sealedScan(ws, {
      asOf: day(1),
      items: [
        bucket('a'),
        bucket('gone'),
        bucket('elsewhere', {}, { region: 'us-east-1' }),
        bucket('x', {}, other),
      ],
    })
    const scan = sealedScan(ws, {
      asOf: day(2),
      items: [bucket('a')],
      claims: [claim({ region: 'eu-central-1' })],
    })
    expect(scan).toMatchObject({ removed: 1, unread: 1, present: 1, verdict: 'partial' })
    expect(names({ scan: scan.id })).toEqual(['a', 'x'])
    expect([...unreadAt(ws, { scan: scan.id })]).toMatchObject([
      { resource: { name: 'elsewhere' }, reason: 'not-in-scan', sinceScan: scan.id, lastRead: { scan: 1 } },
    ])
    expect(coverageHoles(ws, scan.id)).toEqual([
      {
        provider: 'aws',
        account: '111111111111',
        region: 'us-east-1',
        reason: 'not-in-scan',
        operation: '',
        message: '',
        resources: 1,
      },
    ])
    const third = sealedScan(ws, {
      asOf: day(3),
      items: [bucket('a'), bucket('gone'), bucket('elsewhere', {}, { region: 'us-east-1' })],
      claims: [claim()],
    })
    expect(third).toMatchObject({ added: 1, changed: 0, unread: 0, verdict: 'complete' })
    expect(names({ scan: scan.id })).toEqual(['a', 'x'])
  })

  test('a claim for other types or facets proves no absence', () => {
    sealedScan(ws, { asOf: day(1), items: [bucket('a')] })
    sealedScan(ws, { asOf: day(2), claims: [claim({ types: ['AWS::EC2::Instance'] })] })
    expect([...unreadAt(ws, { scan: 2 })]).toMatchObject([{ reason: 'not-in-scan' }])
    sealedScan(ws, { asOf: day(3), items: [bucket('a')], claims: [claim({ facet: 'iam-policy' })] })
    sealedScan(ws, { asOf: day(4), claims: [claim({ facet: 'iam-policy' })] })
    expect(names({ scan: 4 })).toEqual(['a'])
  })

  test('a list of everything is one of what the inventory records', () => {
    const session = bucket(
      'macie',
      {},
      { type: 'AWS::Macie::Session', resourceId: 'arn:aws:macie2:x:1:session' },
    )
    sealedScan(ws, { asOf: day(1), items: [bucket('a'), session] })
    const scan = sealedScan(ws, { asOf: day(2), claims: [claim()] })
    expect(scan).toMatchObject({ removed: 1, unread: 1 })
    expect([...unreadAt(ws, { scan: scan.id })]).toMatchObject([
      { resource: { name: 'macie' }, reason: 'not-in-scan' },
    ])
  })

  test('a refusal wins over a claim: a list cut short proves no absence', () => {
    sealedScan(ws, { asOf: day(1), items: [bucket('a'), bucket('b', {}, { region: 'us-east-1' })] })
    const scan = sealedScan(ws, {
      asOf: day(2),
      items: [],
      claims: [claim()],
      failures: [failure({ region: 'us-east-1', types: ['aws::s3::bucket'] })],
    })
    expect([...unreadAt(ws, { scan: scan.id })]).toMatchObject([
      { resource: { name: 'b' }, reason: 'denied' },
    ])
    expect(names({ scan: scan.id })).toEqual([])
    expect(coverageHoles(ws, scan.id)).toMatchObject([
      { reason: 'denied', resources: 1, operation: 'config:List' },
    ])
    expect(callFailures(ws, scan.id)).toMatchObject([{ kind: 'failure', file: 0, region: 'us-east-1' }])
    expect(coverageClaims(ws, scan.id)).toHaveLength(1)
  })

  test('a refusal without an account hides what is known of its provider', () => {
    sealedScan(ws, { asOf: day(1), items: [bucket('a'), bucket('b', {}, { account: '222222222222' })] })
    const scan = sealedScan(ws, { asOf: day(2), failures: [failure({ account: '*', reason: 'throttled' })] })
    expect([...unreadAt(ws, { scan: scan.id })].map(({ reason }) => reason)).toEqual([
      'throttled',
      'throttled',
    ])
  })

  test('an item that could not be used makes its resource unread, known or not', () => {
    sealedScan(ws, { asOf: day(1), items: [bucket('a')] })
    const scan = sealedScan(ws, {
      asOf: day(2),
      claims: [claim()],
      problems: [malformed('arn:aws:s3:::a'), malformed('arn:aws:s3:::new')],
    })
    expect(scan).toMatchObject({ unread: 2, removed: 0, problems: 2, verdict: 'partial' })
    expect(
      [...unreadAt(ws, { scan: scan.id })].map(({ resource, reason, lastRead }) => [
        resource.resourceId,
        reason,
        lastRead?.scan,
      ]),
    ).toEqual([
      ['arn:aws:s3:::a', 'malformed', 1],
      ['arn:aws:s3:::new', 'malformed', undefined],
    ])
    expect(itemProblems(ws, scan.id, { offset: 1, limit: 1 })).toMatchObject({
      total: 2,
      rows: [{ kind: 'problem', path: 'export.json', resource: { resourceId: 'arn:aws:s3:::new' } }],
    })
    const again = sealedScan(ws, {
      asOf: day(3),
      claims: [claim()],
      items: [bucket('a')],
      problems: [{ ...malformed('arn:aws:s3:::a'), reason: 'duplicate' }],
    })
    expect(again).toMatchObject({ unread: 0, present: 1, verdict: 'complete', problems: 1 })
  })

  test('a document that has no canonical form makes its resource unread; the rest of the page goes on', () => {
    const scan = sealedScan(ws, {
      asOf: day(1),
      items: [bucket('a'), bucket('torn', { text: '\ud800' }), bucket('b')],
    })
    expect(names({ scan: scan.id })).toEqual(['a', 'b'])
    expect(scan).toMatchObject({ unread: 1, problems: 1, verdict: 'partial' })
    expect(itemProblems(ws, scan.id, { offset: 0, limit: 1 }).rows).toMatchObject([
      { reason: 'wrong-type', index: 1, resource: { resourceId: 'arn:aws:s3:::torn' } },
    ])
  })

  test('an explicit deletion is an absence', () => {
    sealedScan(ws, { asOf: day(1), items: [bucket('a'), bucket('b')] })
    const scan = sealedScan(ws, {
      asOf: day(2),
      items: [bucket('a', {}, { state: 'deleted', capturedAt: '2026-07-01T12:00:00.000Z' })],
    })
    expect(names({ scan: scan.id })).toEqual(['b'])
    expect(scan.removed).toBe(1)
  })

  test('a dropped file makes the scan partial and takes its items with it', () => {
    const scan = stageScan(ws, { asOf: day(1), items: [bucket('a')] })
    openFile(ws, scan, { ordinal: 1, path: 'cut.json', sha256: null })
    stagePage(ws, scan, { file: 1, itemsDone: 1, items: [bucket('b')], failures: [failure()] })
    dropFile(ws, scan, 1, { code: 'file_truncated', params: { path: 'cut.json' } })
    const sealed = sealScanNow(ws, scan, { actor: 'Ada' })
    expect(sealed).toMatchObject({ present: 1, verdict: 'partial', files: 1 })
    expect(droppedFiles(ws, scan)).toEqual([
      { ordinal: 1, path: 'cut.json', why: { code: 'file_truncated', params: { path: 'cut.json' } } },
    ])
  })
})

describe('what a seal refuses', () => {
  test('captures of the same account out of order, and leaves the scan to be abandoned', () => {
    sealedScan(ws, { asOf: day(5), items: [bucket('a')] })
    for (const asOf of [day(5), day(4)]) {
      expect(() => sealedScan(ws, { asOf, items: [bucket('a')] })).toThrow(
        expect.objectContaining({
          code: 'capture_out_of_order',
          params: expect.objectContaining({ asOf, newest: day(5) }),
        }),
      )
    }
    for (const { id } of unfinishedScans(ws)) abandonScan(ws, id)
    expect(listScans(ws, { offset: 0, limit: 10 }).total).toBe(1)
    // Another account may come late: the instants are its own.
    expect(
      sealedScan(ws, { asOf: day(2), items: [bucket('b', {}, { account: '222222222222' })] }).id,
    ).toBeGreaterThan(1)
  })

  test('an empty scan, a file still being read, a scan overtaken by a newer one', () => {
    expect(() => sealedScan(ws, { asOf: day(1) })).toThrow(
      expect.objectContaining({ code: 'nothing_to_import' }),
    )
    const open = stageScan(ws, { asOf: day(1), items: [bucket('a')] })
    openFile(ws, open, { ordinal: 1, path: 'b.json', sha256: null })
    expect(() => sealScanNow(ws, open, { actor: 'Ada' })).toThrow(
      expect.objectContaining({ code: 'conflict' }),
    )
    const old = stageScan(ws, { asOf: day(1), items: [bucket('a')] })
    sealedScan(ws, { asOf: day(1), items: [bucket('c', {}, { account: '222222222222' })] })
    expect(() => sealScanNow(ws, old, { actor: 'Ada' })).toThrow(
      expect.objectContaining({ code: 'conflict' }),
    )
  })

  test('staging into a sealed scan, or from another file under the same number', () => {
    const scan = sealedScan(ws, { asOf: day(1), items: [bucket('a')] }).id
    expect(() => stagePage(ws, scan, { file: 0, itemsDone: 1, items: [] })).toThrow(
      expect.objectContaining({ code: 'sealed' }),
    )
    const open = stageScan(ws, { asOf: day(2), items: [bucket('a')] })
    openFile(ws, open, { ordinal: 1, path: 'b.json', sha256: 'aa' })
    expect(() => openFile(ws, open, { ordinal: 1, path: 'b.json', sha256: 'bb' })).toThrow(
      expect.objectContaining({ code: 'file_changed_while_reading' }),
    )
  })
})

describe('captures imported out of the order of their instants', () => {
  test('an instant sees each account as it was; a scan sees what was known', () => {
    const other = { account: '222222222222' }
    sealedScan(ws, { asOf: day(10), items: [bucket('a', { v: 1 })], claims: [claim()] })
    sealedScan(ws, { asOf: day(20), items: [bucket('a2')], claims: [claim()] })
    sealedScan(ws, { asOf: day(5), items: [bucket('x', {}, other)], claims: [claim(other)] })
    sealedScan(ws, { asOf: day(15), items: [bucket('y', {}, other)], claims: [claim(other)] })
    expect(names({ instant: day(1) })).toEqual([])
    expect(names({ instant: day(7) })).toEqual(['x'])
    expect(names({ instant: day(12) })).toEqual(['a', 'x'])
    expect(names({ instant: day(17) })).toEqual(['a', 'y'])
    expect(names({ instant: day(25) })).toEqual(['a2', 'y'])
    expect(names({ instant: day(12), known: 2 })).toEqual(['a'])
    expect(names({ scan: 1 })).toEqual(['a'])
    expect(names({ scan: 3 })).toEqual(['a2', 'x'])
    expect(
      accountsAt(ws, { instant: day(17) }).map(({ account, newestScan, present }) => [
        account,
        newestScan,
        present,
      ]),
    ).toEqual([
      ['111111111111', 1, 1],
      ['222222222222', 4, 1],
    ])
    expect(healthy()).toEqual([])
  })
})
