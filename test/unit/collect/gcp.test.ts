import { describe, expect, it } from 'vitest'
import { fixture, read, readText } from './support.ts'

describe('GCP Cloud Asset Inventory', () => {
  it('gives resource and policies as facets, levels as resources of their own', async () => {
    const { items, sources, problems } = await read(fixture('gcp-export.ndjson'))
    expect(problems).toEqual([])
    expect(
      items.map((item) => [
        item.resourceId.slice(item.resourceId.lastIndexOf('/') + 1),
        item.facet,
        item.account,
        item.region,
        item.index,
      ]),
    ).toEqual([
      ['ledger-gcp', 'resource', '123456789012', 'eu', 0],
      ['ledger-gcp', 'iam-policy', '123456789012', 'global', 1],
      ['web', 'resource', '123456789012', 'europe-west3', 2],
      ['web', 'iam-policy', '123456789012', 'europe-west3', 2],
      ['987654321098', 'org-policy', 'organizations/987654321098', 'global', 3],
      ['one', 'access-policy', 'organizations/987654321098', 'global', 4],
      ['two', 'access-policy', 'organizations/987654321098', 'global', 5],
    ])
    expect(items[0]?.capturedAt).toBe('2026-06-20T01:02:03.456Z')
    expect(items[3]?.document).toEqual(items[2]?.document)
    expect(sources[0]).toMatchObject({ format: 'gcp-asset-ndjson', provider: 'gcp', items: 7 })
  })

  it('claims types by project and facet', async () => {
    const { claims } = await read(fixture('gcp-export.ndjson'))
    expect(claims).toContainEqual({
      provider: 'gcp',
      account: '123456789012',
      region: '*',
      types: ['compute.googleapis.com/Instance', 'storage.googleapis.com/Bucket'],
      facet: 'resource',
    })
    expect(claims).toContainEqual({
      provider: 'gcp',
      account: 'organizations/987654321098',
      region: '*',
      types: ['cloudresourcemanager.googleapis.com/Organization'],
      facet: 'org-policy',
    })
  })

  it('reads lists in either spelling, with the time of reading first or last', async () => {
    const first = await read(fixture('gcp-list.json'))
    const last = await read(fixture('gcp-list-time-last.json'))
    expect(first.items.map((item) => item.capturedAt)).toEqual([
      '2026-06-20T01:02:03.456Z',
      '2026-06-28T05:00:00.000Z',
      '2026-06-28T05:00:00.000Z',
    ])
    expect(last.items.map((item) => [item.resourceId, item.facet, item.capturedAt])).toEqual(
      first.items.map((item) => [item.resourceId, item.facet, item.capturedAt]),
    )
    expect(first.sources[0]).toMatchObject({
      format: 'gcp-asset-list',
      lastCapturedAt: '2026-06-28T05:00:00.000Z',
    })
    expect(first.claims).toHaveLength(2)
    expect((await read(fixture('gcp-array.json'))).sources[0]?.format).toBe('gcp-asset-list')
  })

  it('claims nothing while pages are missing', async () => {
    expect((await read(fixture('gcp-list-page.json'))).claims).toEqual([])
  })

  it('names what an export without content names', async () => {
    const { items, problems } = await read(fixture('gcp-names-only.json'))
    expect(items).toEqual([])
    expect(problems).toMatchObject([
      {
        reason: 'no-document',
        resource: { resourceId: '//storage.googleapis.com/ledger-gcp', account: '123456789012' },
      },
    ])
  })

  it('names search results', async () => {
    const { items, problems, sources } = await read(fixture('gcp-search.json'))
    expect(items).toEqual([])
    expect(problems).toMatchObject([
      {
        reason: 'no-document',
        resource: {
          type: 'compute.googleapis.com/Instance',
          account: '123456789012',
          region: 'europe-west3',
        },
      },
    ])
    expect(sources[0]?.format).toBe('gcp-asset-search')
  })

  it('reads history windows and deletions', async () => {
    const { items, claims } = await read(fixture('gcp-history.json'))
    expect(items.map((item) => [item.state, item.capturedAt])).toEqual([
      ['present', '2026-06-01T00:00:00.000Z'],
      ['deleted', '2026-06-05T00:00:00.000Z'],
    ])
    expect(claims).toEqual([])
  })

  it('finds the project where ancestors are missing', async () => {
    const asset = (name: string, data: object) =>
      JSON.stringify({ name, asset_type: 'x.googleapis.com/Y', resource: { data } })
    const { items } = await readText(
      [
        asset('//x.googleapis.com/projects/alpha/ys/1', {}),
        asset('//storage.googleapis.com/b', { projectNumber: '77' }),
        asset('//cloudresourcemanager.googleapis.com/folders/5', {}),
        asset('//storage.googleapis.com/c', {}),
      ].join('\n'),
    )
    expect(items.map((item) => item.account)).toEqual(['alpha', '77', 'folders/5', 'unknown'])
  })

  it('goes on after a broken line and says where it is', async () => {
    const good = (name: string) =>
      JSON.stringify({
        name: `//storage.googleapis.com/${name}`,
        asset_type: 'storage.googleapis.com/Bucket',
        resource: { data: { n: 1 } },
      })
    const cut = good('broken').slice(0, -8)
    for (const lines of [
      [good('a'), cut, good('b'), good('c')],
      [cut, good('a'), good('b'), good('c')],
    ]) {
      const { items, problems, claims } = await readText(lines.join('\n') + '\n')
      expect(items).toHaveLength(3)
      expect(problems).toMatchObject([{ reason: 'not-json', line: lines.indexOf(cut) + 1 }])
      expect(claims).toEqual([])
    }
  })

  it('reads assets printed over many lines, one after the other', async () => {
    const asset = {
      name: '//storage.googleapis.com/a',
      asset_type: 'storage.googleapis.com/Bucket',
      resource: { data: {} },
    }
    const { items } = await readText(
      [asset, { ...asset, name: '//storage.googleapis.com/b' }]
        .map((value) => JSON.stringify(value, null, 2))
        .join('\n'),
    )
    expect(items.map((item) => item.name)).toEqual(['a', 'b'])
  })
})

describe('our own documents', () => {
  it('keeps the envelope as document', async () => {
    const { items, sources, claims } = await read(fixture('own-documents.json'))
    expect(items).toMatchObject([
      {
        provider: 'aws',
        type: 'AWS::IAM::AccountSummary',
        account: '111122223333',
        region: 'global',
        capturedAt: '2026-06-28T03:00:00.000Z',
      },
    ])
    expect(items[0]?.document['document']).toEqual({ AccountMFAEnabled: 1 })
    expect(sources[0]?.format).toBe('countersign-documents')
    expect(claims).toEqual([])
  })
})
