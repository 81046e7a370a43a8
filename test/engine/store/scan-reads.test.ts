import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  closeWorkspace,
  doctor,
  findResource,
  resourceTimeline,
  resourcesAt,
  resourcesPage,
  type Workspace,
} from '../../../main/engine/store/index.ts'
import { bucket, claim, day, failure, newWorkspace, sealedScan, temporaryFolder } from './support.ts'

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

describe('facets', () => {
  const project = {
    provider: 'gcp',
    account: 'p1',
    type: 'storage.googleapis.com/Bucket',
    region: 'eu',
  } as const
  const res = (v: number, id = 'b1') =>
    bucket(id, {}, { ...project, document: { name: id, assetType: 'B', iamPolicy: null, config: { v } } })
  const iam = (role: string, id = 'b1') =>
    bucket(
      id,
      {},
      { ...project, facet: 'iam-policy', document: { name: id, assetType: 'B', iamPolicy: { role } } },
    )
  const documentAt = (scan: number) => [...resourcesAt(ws, { scan })].map(({ document }) => document)

  test('are merged per resource and cost their own bytes only', () => {
    sealedScan(ws, { asOf: day(1), items: [res(1), iam('viewer')] })
    sealedScan(ws, { asOf: day(2), items: [iam('owner'), res(1)] })
    expect(documentAt(1)).toEqual([
      { name: 'b1', assetType: 'B', config: { v: 1 }, iamPolicy: { role: 'viewer' } },
    ])
    expect(documentAt(2)).toEqual([
      { name: 'b1', assetType: 'B', config: { v: 1 }, iamPolicy: { role: 'owner' } },
    ])
    expect(healthy()).toEqual([])
  })

  test('a facet the scan touched in the account does not go on; one it did not touch does', () => {
    sealedScan(ws, { asOf: day(1), items: [res(1), iam('viewer')] })
    sealedScan(ws, { asOf: day(2), items: [res(2)] })
    expect(documentAt(2)).toMatchObject([{ config: { v: 2 }, iamPolicy: { role: 'viewer' } }])
    sealedScan(ws, { asOf: day(3), items: [iam('owner')] })
    expect(documentAt(3)).toMatchObject([{ config: { v: 2 }, iamPolicy: { role: 'owner' } }])
    sealedScan(ws, { asOf: day(4), items: [res(2), res(1, 'b2'), iam('x', 'b2')] })
    expect(documentAt(4).find(({ name }) => name === 'b1')).toEqual({
      name: 'b1',
      assetType: 'B',
      config: { v: 2 },
      iamPolicy: null,
    })
    sealedScan(ws, {
      asOf: day(5),
      items: [res(2), res(1, 'b2')],
      claims: [claim({ provider: 'gcp', account: 'p1', facet: 'iam-policy' })],
    })
    expect(documentAt(5).map(({ iamPolicy }) => iamPolicy)).toEqual([null, null])
    sealedScan(ws, { asOf: day(6), items: [res(2), iam('owner')] })
    sealedScan(ws, { asOf: day(7), items: [res(3)], failures: [failure({ provider: 'gcp', account: 'p1' })] })
    expect(documentAt(7).find(({ name }) => name === 'b1')).toMatchObject({
      config: { v: 3 },
      iamPolicy: null,
    })
  })
})

describe('history between scans', () => {
  const at = (v: number, hour: number, more = {}) =>
    bucket('a', { v }, { capturedAt: `2026-07-01T${String(hour).padStart(2, '0')}:00:00.000Z`, ...more })

  test('the newest state is the scan’s; earlier ones are dated by their capture and in no snapshot', () => {
    const scan = sealedScan(ws, { items: [at(3, 9), at(1, 6), at(2, 7), at(2, 8)] })
    expect(scan.asOf).toBe('2026-07-01T09:00:00.000Z')
    const [a] = findResource(ws, 'aws', 'arn:aws:s3:::a')
    expect(
      resourceTimeline(ws, a?.id ?? 0).map(({ betweenScans, fromAsOf, untilAsOf }) => [
        betweenScans,
        fromAsOf.slice(11, 13),
        untilAsOf?.slice(11, 13),
      ]),
    ).toEqual([
      [true, '06', '07'],
      [true, '07', '09'],
      [false, '09', undefined],
    ])
    expect([...resourcesAt(ws, { instant: '2026-07-01T08:00:00.000Z' })]).toEqual([])
    expect([...resourcesAt(ws, { scan: scan.id })].map(({ document }) => document['v'])).toEqual([3])
    // The same history once more, a day later: nothing is told twice.
    sealedScan(ws, { asOf: day(3), items: [at(1, 6), at(2, 7), at(2, 8), at(3, 9)] })
    expect(resourceTimeline(ws, a?.id ?? 0)).toHaveLength(3)
    expect(healthy()).toEqual([])
  })

  test('a deletion and return within one export is an absence between scans', () => {
    sealedScan(ws, { items: [at(1, 6), at(1, 7, { state: 'deleted' }), at(1, 8)] })
    const [a] = findResource(ws, 'aws', 'arn:aws:s3:::a')
    expect(resourceTimeline(ws, a?.id ?? 0).map(({ state, betweenScans }) => [state, betweenScans])).toEqual([
      ['present', true],
      ['absent', true],
      ['present', false],
    ])
  })
})

describe('pages', () => {
  test('total, order, filter and the limit', () => {
    const items = Array.from({ length: 30 }, (_, index) =>
      bucket(`b${String(index).padStart(2, '0')}`, {}, { region: index % 2 ? 'eu-west-1' : 'us-east-1' }),
    )
    const scan = sealedScan(ws, { asOf: day(1), items, pageSize: 7 }).id
    const page = resourcesPage(ws, { scan }, { offset: 10, limit: 10 })
    expect(page.total).toBe(30)
    expect(page.rows.map(({ name }) => name)).toEqual(items.slice(10, 20).map(({ name }) => name))
    const filtered = resourcesPage(
      ws,
      { scan },
      {
        offset: 0,
        limit: 500,
        filter: { regions: ['eu-west-1'], text: 'B0' },
        sort: 'name',
        descending: true,
      },
    )
    expect(filtered.rows.map(({ name }) => name)).toEqual(['b09', 'b07', 'b05', 'b03', 'b01'])
    expect(resourcesPage(ws, { scan }, { offset: 0, limit: 5, filter: { text: '%' } }).total).toBe(0)
    expect(() => resourcesPage(ws, { scan }, { offset: 0, limit: 501 })).toThrow(
      expect.objectContaining({ code: 'invalid_input' }),
    )
    expect(() => resourcesPage(ws, { scan: 99 }, { offset: 0, limit: 5 })).toThrow(
      expect.objectContaining({ code: 'not_found' }),
    )
  })

  test('reading may be interrupted by writing', () => {
    sealedScan(ws, { asOf: day(1), items: Array.from({ length: 700 }, (_, index) => bucket(`b${index}`)) })
    let count = 0
    for (const _ of resourcesAt(ws, { scan: 1 })) {
      if (count++ === 10) sealedScan(ws, { asOf: day(2), items: [bucket('b1', { v: 2 })], claims: [claim()] })
    }
    expect(count).toBe(700)
    expect(names({ scan: 2 })).toEqual(['b1'])
  })
})
