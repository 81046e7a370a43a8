import { open, symlink, writeFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fileOf, fixture, now, read, readText, scratch } from './support.ts'

const bucket = (name: string, more: object = {}) => ({
  resourceType: 'AWS::S3::Bucket',
  resourceId: name,
  ARN: `arn:aws:s3:::${name}`,
  awsAccountId: '111122223333',
  awsRegion: 'eu-west-1',
  configurationItemCaptureTime: '2026-06-01T00:00:00.000Z',
  configurationItemStatus: 'OK',
  configuration: {},
  ...more,
})
const snapshot = (...items: object[]) => JSON.stringify({ configSnapshotId: 's', configurationItems: items })

describe('a file that is not an export', () => {
  it.each([
    ['csv', 'account,region,status\n1111,eu,PASS\n2222,eu,FAIL\n'],
    ['prowler-csv', 'AUTH_METHOD;TIMESTAMP;ACCOUNT_UID\nprofile;2026;1\n'],
    ['html-login', '<!DOCTYPE html><html><head><title>Sign in</title></head><body>Password</body></html>'],
    ['html', '<html><body>404</body></html>'],
    ['xml', '<?xml version="1.0"?><ErrorResponse/>'],
    ['yaml', 'resources:\n  - name: a\n'],
    ['pem', '-----BEGIN PRIVATE KEY-----\n'],
    ['text', 'Hello, here are the exports you asked for.\n'],
    ['terraform-state', '{"version":4,"terraform_version":"1.9.0","serial":3,"lineage":"x","resources":[]}'],
    ['cloudtrail', '{"Records":[{"eventVersion":"1.08","userIdentity":{},"eventName":"PutBucketPolicy"}]}'],
    ['asff', '{"Findings":[{"SchemaVersion":"2018-10-08","ProductArn":"arn:x","GeneratorId":"g"}]}'],
    ['ocsf', '[{"class_uid":2004,"metadata":{}}]'],
    ['prowler', '[{"CheckID":"x","Status":"FAIL"}]'],
    ['sarif', '{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","runs":[{"tool":{}}]}'],
    ['gcp-rest', '{"kind":"storage#buckets","items":[{"kind":"storage#bucket"}]}'],
    ['aws-describe', '{"Buckets":[{"Name":"a"}]}'],
    ['microsoft-graph', '{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#users","value":[]}'],
    [
      'config-delivery',
      '{"Type":"Notification","Message":"{\\"messageType\\":\\"ConfigurationSnapshotDeliveryCompleted\\",\\"s3ObjectKey\\":\\"k\\"}"}',
    ],
    ['empty-list', '[]'],
    ['empty-object', '{}'],
    ['scanner-findings', `[${Array.from({ length: 1200 }, () => '{"findings":[]}').join(',')}]`],
    ['text', '[2026-01-01 10:00:00] INFO started\n[2026-01-01 10:00:01] INFO done\n'],
    ['text', '[default]\nregion = eu-central-1\n'],
    ['blank', ' \r\n\t\n'],
    ['json', '{"a":1}'],
    ['pdf', '%PDF-1.7\n%âãÏÓ'],
    ['sqlite', 'SQLite format 3\u0000xxxx'],
  ])('says %s', async (kind, content) => {
    const { refused, sources } = await readText(content)
    expect(sources).toEqual([])
    expect(refused[0]?.error).toMatchObject({ code: 'file_unknown_format', params: { kind } })
    expect(refused[0]?.error.params['looksLike']).toBeTypeOf('string')
    expect(refused[0]?.error.params['path']).toBe(refused[0]?.path)
  })

  it('is empty', async () => {
    expect((await readText('')).refused[0]?.error.code).toBe('file_empty')
  })

  it('leaves the files beside it alone', async () => {
    const { items, refused } = await read([await fileOf('nothing of ours'), fixture('aws-snapshot.json')])
    expect(refused).toHaveLength(1)
    expect(items).toHaveLength(4)
  })
})

describe('broken content', () => {
  it('refuses what is cut off, with the place, after the items before the cut', async () => {
    const whole = snapshot(bucket('a'), bucket('b'), bucket('c'))
    const cut = whole.slice(0, whole.lastIndexOf('"resourceId"'))
    const { items, refused, sources } = await readText(cut)
    expect(items.map((item) => item.name)).toEqual(['a', 'b'])
    expect(sources).toEqual([])
    expect(refused[0]?.error).toMatchObject({
      code: 'file_truncated',
      params: { offset: cut.length, line: 1, items: 2 },
    })
  })

  it('refuses a list that is cut between items, and NDJSON cut in its last line', async () => {
    const whole = snapshot(bucket('a'))
    expect((await readText(whole.slice(0, -1))).refused[0]?.error.code).toBe('file_truncated')
    const line = JSON.stringify({ name: '//s/a', asset_type: 's/B', resource: { data: {} } })
    const { items, refused } = await readText(`${line}\n${line.slice(0, -6)}`)
    expect(items).toHaveLength(1)
    expect(refused[0]?.error).toMatchObject({ code: 'file_truncated', params: { line: 2 } })
  })

  it('names line and column of a syntax error', async () => {
    const pretty = JSON.stringify({ configurationItems: [bucket('a')] }, null, 2)
    const { refused } = await readText(pretty.replace(/\n {4}\}\n/, '\n    },\n'))
    expect(refused[0]?.error).toMatchObject({
      code: 'file_malformed',
      params: { line: 13, expected: 'a value', found: ']' },
    })
    expect((await readText('{"a" 1}')).refused[0]?.error).toMatchObject({
      code: 'file_malformed',
      params: { offset: 5, expected: ':' },
    })
    expect((await readText('{"a":1}}')).refused[0]?.error.code).toMatch(/file_(malformed|unknown_format)/)
  })

  it('refuses other encodings, with the place', async () => {
    const text = snapshot(bucket('a', { resourceName: 'Münze' }))
    expect((await readText(Buffer.from(`\ufeff${text}`, 'utf16le'))).refused[0]?.error).toMatchObject({
      code: 'file_not_utf8',
      params: { looksLike: 'UTF-16 LE', offset: 0 },
    })
    expect((await readText(Buffer.from(text, 'utf16le'))).refused[0]?.error).toMatchObject({
      code: 'file_not_utf8',
      params: { looksLike: 'UTF-16 LE' },
    })
    const latin = Buffer.from(text, 'latin1')
    const { refused, items } = await readText(latin)
    expect(items).toEqual([])
    expect(refused[0]?.error).toMatchObject({
      code: 'file_not_utf8',
      params: { offset: latin.indexOf(0xfc), looksLike: 'ISO 8859-1 (Latin-1)' },
    })
    const far = Buffer.concat([
      Buffer.from(`{"configurationItems":[${(JSON.stringify(bucket('a')) + ',').repeat(3000)}`),
      latin,
    ])
    expect((await readText(far)).refused[0]?.error).toMatchObject({
      code: 'file_not_utf8',
      params: { offset: far.indexOf(0xfc) },
    })
  })

  it('takes a byte order mark and Windows line ends', async () => {
    const text = `\ufeff${JSON.stringify({ configurationItems: [bucket('a'), bucket('ü')] }, null, 2).replaceAll('\n', '\r\n')}`
    const { items } = await readText(text)
    expect(items.map((item) => item.name)).toEqual(['a', 'ü'])
    expect(Buffer.from(text)[items[0]?.offset ?? 0]).toBe(0x7b)
  })
})

describe('harmful content', () => {
  it('passes over an item that is too large and goes on', async () => {
    const { items, problems, claims } = await readText(
      snapshot(bucket('a'), bucket('b', { tags: { big: 'x'.repeat(5000) } }), bucket('c')),
      { maxItemBytes: 2000 },
    )
    expect(items.map((item) => item.name)).toEqual(['a', 'c'])
    expect(problems).toMatchObject([{ reason: 'too-large', index: 1, resource: null }])
    expect(claims).toEqual([])
  })

  it('passes over an item that nests too deep and goes on', async () => {
    const deep = JSON.parse('['.repeat(300) + ']'.repeat(300)) as object
    const { items, problems } = await readText(
      snapshot(bucket('a'), bucket('b', { configuration: deep }), bucket('c')),
    )
    expect(items.map((item) => item.name)).toEqual(['a', 'c'])
    expect(problems).toMatchObject([{ reason: 'too-deep', index: 1 }])
  })

  it.each([
    ['closed', '['.repeat(3_000_000) + ']'.repeat(3_000_000)],
    ['open', '{"a":'.repeat(1_000_000)],
    ['in an object', `{"resourceType":"a","configuration":${'['.repeat(500_000)}${']'.repeat(500_000)}}`],
    ['in a string', JSON.stringify({ Results: ['['.repeat(100_000)], QueryInfo: {} })],
  ])('stops a nested bomb (%s)', async (_name, content) => {
    const { items, problems, refused } = await readText(content)
    expect(items).toEqual([])
    const told = refused[0]?.error.code ?? problems[0]?.reason
    expect(['nesting_too_deep', 'too-deep']).toContain(told)
  })

  it('is not exhausted by one endless line', async () => {
    const path = join(await scratch(), 'line.json')
    const file = await open(path, 'w')
    await file.write('{"configurationItems":[{"resourceType":"x","tags":"')
    // A hole in the file: nothing is written, but every byte is read.
    await file.write(`"},${JSON.stringify(bucket('after'))}]}`, 384 * 1024 * 1024)
    await file.close()
    const before = process.memoryUsage().rss
    let peak = before
    const timer = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 5)
    const { items, problems } = await read(path, { maxItemBytes: 16 * 1024 * 1024 })
    clearInterval(timer)
    expect(items.map((item) => item.name)).toEqual(['after'])
    expect(problems).toMatchObject([{ reason: 'too-large', index: 0 }])
    expect(peak - before).toBeLessThan(200 * 1024 * 1024)
  }, 60_000)

  it('refuses a line that is nothing else', async () => {
    const { refused } = await readText(`{"a":"${'x'.repeat(3_000_000)}"}`, { maxItemBytes: 1_000_000 })
    expect(refused[0]?.error).toMatchObject({ code: 'item_too_large', params: { limit: 1_000_000 } })
  })
})

describe('repetitions and times', () => {
  it('counts what is told twice in the same bytes, and reports what differs', async () => {
    const { items, problems, sources } = await readText(
      snapshot(bucket('a'), bucket('a'), bucket('a', { tags: { x: '1' } }), bucket('b')),
    )
    expect(items.map((item) => item.name)).toEqual(['a', 'b'])
    expect(problems).toMatchObject([
      { reason: 'duplicate', index: 2, resource: { resourceId: 'arn:aws:s3:::a' } },
    ])
    expect(sources[0]).toMatchObject({ items: 2, duplicates: 2, problems: 1 })
  })

  it('reports what was captured more than a day ahead', async () => {
    const at = (time: string) => bucket(time, { configurationItemCaptureTime: time })
    const { items, problems } = await readText(
      snapshot(at('2026-07-07T08:59:59.999Z'), at('2026-07-07T09:00:00.001Z'), at('2027-01-01T00:00:00Z')),
      { now },
    )
    expect(items).toHaveLength(1)
    expect(problems.map((problem) => [problem.reason, problem.detail])).toEqual([
      ['from-the-future', '2026-07-07T09:00:00.001Z'],
      ['from-the-future', '2027-01-01T00:00:00.000Z'],
    ])
  })

  it("does not mix another cloud's items in", async () => {
    const azure = { id: '/subscriptions/a/resourceGroups/g/providers/Microsoft.Web/sites/s', properties: {} }
    const { items, problems, sources } = await readText(JSON.stringify([bucket('a'), azure]))
    expect(items).toHaveLength(1)
    expect(problems).toMatchObject([{ reason: 'wrong-type', resource: null }])
    expect(sources[0]?.provider).toBe('aws')
  })
})

describe('finding files', () => {
  it('walks folders in order and leaves hidden names and links out', async () => {
    const folder = await scratch()
    await mkdir(join(folder, 'b'))
    await mkdir(join(folder, '.git'))
    const content = snapshot(bucket('a'))
    for (const name of ['c.json', 'a.json', 'b/x.json', '.hidden.json', '.git/config.json'])
      await writeFile(join(folder, name), content)
    await symlink(join(folder, 'a.json'), join(folder, 'link.json'))
    const { events } = await read([folder, join(folder, 'a.json')])
    expect(events[0]).toMatchObject({ kind: 'inputs', leftOut: 3 })
    expect(
      events[0]?.kind === 'inputs'
        ? events[0].files.map((file) => [file.ordinal, file.path.slice(folder.length + 1)])
        : [],
    ).toEqual([
      [0, 'a.json'],
      [1, 'b/x.json'],
      [2, 'c.json'],
    ])
  })

  it('fails where there is nothing', async () => {
    await expect(read('/no/such/file.json')).rejects.toMatchObject({
      code: 'file_not_found',
      params: { path: '/no/such/file.json' },
    })
    await expect(read(await scratch())).rejects.toMatchObject({ code: 'nothing_to_import' })
  })

  it('stops when told to', async () => {
    await expect(read(fixture('aws-snapshot.json'), { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'cancelled',
    })
  })

  it('reports progress up to the total', async () => {
    const { events } = await read([fixture('aws-snapshot.json'), fixture('gcp-export.ndjson')])
    const last = events.filter((event) => event.kind === 'progress').at(-1)
    expect(last).toMatchObject({ bytesRead: events[0]?.kind === 'inputs' ? events[0].bytes : -1 })
  })
})
