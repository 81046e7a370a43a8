import { describe, expect, it } from 'vitest'
import { fixture, read, readText } from './support.ts'

const subscription = '0aaaaaaa-1111-2222-3333-444444444444'

describe('Azure Resource Graph', () => {
  it('reads rows of objects and claims the types of a whole result', async () => {
    const { items, sources, claims } = await read(fixture('azure-graph.json'))
    expect(items.map((item) => [item.name, item.type, item.region, item.account, item.capturedAt])).toEqual([
      ['ledgera', 'microsoft.storage/storageaccounts', 'westeurope', subscription, null],
      ['ledgerb', 'microsoft.storage/storageaccounts', 'northeurope', subscription, null],
      ['keys', 'microsoft.keyvault/vaults', 'westeurope', subscription, null],
    ])
    expect(sources[0]).toMatchObject({
      format: 'azure-resource-graph',
      provider: 'azure',
      accounts: [subscription],
    })
    expect(claims).toEqual([
      {
        provider: 'azure',
        account: subscription,
        region: '*',
        types: ['microsoft.keyvault/vaults', 'microsoft.storage/storageaccounts'],
        facet: 'resource',
      },
    ])
  })

  it('reads the table format, whichever of columns and rows comes first', async () => {
    const columnsFirst = await read(fixture('azure-graph-table.json'))
    const rowsFirst = await read(fixture('azure-graph-table-rows-first.json'))
    expect(columnsFirst.items).toHaveLength(2)
    expect(columnsFirst.items[0]?.document['properties']).toEqual({ allowBlobPublicAccess: false })
    expect(rowsFirst.items.map((item) => item.document)).toEqual(
      columnsFirst.items.map((item) => item.document),
    )
    expect(columnsFirst.claims).toHaveLength(1)
  })

  it('claims nothing while a skip token is left, and all once the last page is there', async () => {
    const page = await read(fixture('azure-graph-page.json'))
    expect(page.items).toHaveLength(2)
    expect(page.claims).toEqual([])
    const pages = await read(fixture('azure-graph-pages.ndjson'))
    expect(pages.items).toHaveLength(3)
    expect(pages.claims[0]?.types).toHaveLength(2)
  })

  it('claims nothing when rows of the total are missing, or the result was cut', async () => {
    const { items, claims } = await readText(JSON.stringify({ totalRecords: 9, count: 1, data: [row('a')] }))
    expect(items).toHaveLength(1)
    expect(claims).toEqual([])
    expect(
      (await readText(JSON.stringify({ count: 1, data: [row('a')], resultTruncated: 'true' }))).claims,
    ).toEqual([])
  })

  it('reads the CLI form and a bare list; a bare list claims nothing', async () => {
    expect((await read(fixture('azure-graph-cli.json'))).claims).toHaveLength(1)
    const bare = await read(fixture('azure-graph-array.json'))
    expect(bare.items).toHaveLength(2)
    expect(bare.sources[0]?.format).toBe('azure-resource-graph')
    expect(bare.claims).toEqual([])
  })

  it('reads a list of pages', async () => {
    const { items, claims } = await readText(
      JSON.stringify([
        { totalRecords: 2, data: [row('a')], $skipToken: 't', resultTruncated: 'false' },
        { totalRecords: 2, data: [row('b')], resultTruncated: 'false' },
      ]),
    )
    expect(items.map((item) => item.name)).toEqual(['a', 'b'])
    expect(claims).toHaveLength(1)
  })

  it('names rows without properties, and lists rows without id', async () => {
    const { properties: _left, ...named } = row('a')
    const { problems, items, claims } = await readText(
      JSON.stringify({ totalRecords: 3, data: [row('b'), named, { count_: 3 }], resultTruncated: 'false' }),
    )
    expect(items).toHaveLength(1)
    expect(problems).toMatchObject([
      { reason: 'no-document', resource: { resourceId: named.id } },
      { reason: 'missing-field', detail: 'id', resource: null },
    ])
    expect(claims).toEqual([])
  })
})

describe('Azure Resource Manager', () => {
  it('claims a list that can only be of the subscription', async () => {
    const { items, claims, sources } = await read(fixture('azure-arm-list.json'))
    expect(items).toHaveLength(2)
    expect(sources[0]?.format).toBe('azure-arm')
    expect(claims).toEqual([
      {
        provider: 'azure',
        account: subscription,
        region: '*',
        types: ['Microsoft.Storage/storageAccounts'],
        facet: 'resource',
      },
    ])
  })

  it('claims nothing of a list that may be of one group, goes on, or is of children', async () => {
    expect((await read(fixture('azure-arm-list-one-group.json'))).claims).toEqual([])
    expect((await read(fixture('azure-arm-list-more.json'))).claims).toEqual([])
    const child = (group: string) =>
      row('x', group, 'Microsoft.Sql/servers/firewallRules', 'Microsoft.Sql/servers/s/firewallRules/x')
    expect((await readText(JSON.stringify({ value: [child('a'), child('b')] }))).claims).toEqual([])
    const grant = row('r', 'a', 'Microsoft.Authorization/roleAssignments')
    expect(
      (await readText(JSON.stringify({ value: [grant, { ...grant, id: grant.id.replace('/a/', '/b/') }] })))
        .claims,
    ).toEqual([])
  })

  it('claims nothing of lists put one after the other', async () => {
    const lists = [{ value: [row('a', 'one')] }, { value: [row('b', 'two')] }]
      .map((list) => JSON.stringify(list))
      .join('\n')
    const { items, claims } = await readText(lists)
    expect(items).toHaveLength(2)
    expect(claims).toEqual([])
  })

  it('keeps children as resources of their own type', async () => {
    const { items, sources } = await read(fixture('azure-arm-get.json'))
    expect(items).toMatchObject([
      { type: 'Microsoft.Storage/storageAccounts/blobServices', name: 'default', account: subscription },
    ])
    expect(sources[0]?.format).toBe('azure-arm')
  })

  it('names resources of a list without documents', async () => {
    const { items, problems } = await read(fixture('azure-resource-list.json'))
    expect(items).toEqual([])
    expect(problems).toMatchObject([{ reason: 'no-document', detail: 'properties' }])
  })

  it('takes commands that lift properties to the top, and derives a missing type', async () => {
    const id = `/subscriptions/${subscription.toUpperCase()}/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/s`
    const { items } = await readText(
      JSON.stringify([{ id, name: 's', location: 'westeurope', enableHttpsTrafficOnly: true }]),
    )
    expect(items).toMatchObject([
      { type: 'Microsoft.Storage/storageAccounts', account: subscription, resourceId: id },
    ])
  })

  it('treats ids that differ by case as one resource', async () => {
    const first = row('a')
    const { items, problems, sources } = await readText(
      JSON.stringify({
        value: [first, { ...first, id: first.id.toUpperCase(), properties: { b: 2 } }, first],
      }),
    )
    expect(items).toHaveLength(1)
    expect(problems).toMatchObject([{ reason: 'duplicate', index: 1 }])
    expect(sources[0]).toMatchObject({ duplicates: 2, problems: 1, items: 1 })
  })
})

function row(
  name: string,
  group = 'g',
  type = 'Microsoft.Storage/storageAccounts',
  path = `${type}/${name}`,
) {
  return {
    id: `/subscriptions/${subscription}/resourceGroups/${group}/providers/${path}`,
    name,
    type,
    location: 'westeurope',
    properties: { a: 1 },
  }
}
