import { describe, expect, it } from 'vitest'
import { contentOf, list, object, readCapture, readFile, text } from './read-capture.ts'
import { useSample } from './sample-fixture.ts'

describe('the sample’s export files', () => {
  const sample = useSample()
  const files = () =>
    sample().manifest.captures.flatMap((capture) => capture.files.map((file) => ({ capture, file })))

  it('parse in the shape they are declared to have, with the declared sound and damaged items', () => {
    const { dir } = sample()
    for (const { file } of files()) {
      const { items, damaged } = readFile(dir, file)
      expect({ path: file.path, items: items.length, damaged }).toEqual({
        path: file.path,
        items: file.items,
        damaged: file.malformed,
      })
    }
  })

  it('use every variety that clients hand over', () => {
    const formats = new Set(files().map(({ file }) => file.format))
    expect([...formats].sort()).toEqual([
      'aws-config-batch-get',
      'aws-config-history',
      'aws-config-select',
      'aws-config-snapshot',
      'azure-arm',
      'azure-resource-graph',
      'countersign-documents',
      'gcp-asset-list',
      'gcp-asset-ndjson',
      'provider-error',
    ])
    expect(files().some(({ file }) => file.gzip && file.provider === 'aws')).toBe(true)
    expect(files().some(({ file }) => !file.gzip && file.format === 'aws-config-snapshot')).toBe(true)
    expect(files().some(({ file }) => file.gzip && file.provider === 'gcp')).toBe(true)
    expect(files().some(({ file }) => /resource-graph.*table/.test(file.path))).toBe(true)
    expect(
      files().filter(({ file }) => file.format === 'gcp-asset-list' && /page-/.test(file.path)).length,
    ).toBeGreaterThan(1)
  })

  it('carry Config’s two spellings: nested objects in snapshots, strings of JSON in API answers', () => {
    const { dir } = sample()
    const pick = (format: string) => files().find(({ file }) => file.format === format)?.file
    const [snapshot, batch] = [pick('aws-config-snapshot'), pick('aws-config-batch-get')]
    if (snapshot === undefined || batch === undefined) throw new Error('files missing')
    const item = object(list(object(JSON.parse(contentOf(dir, snapshot)))['configurationItems'])[0])
    expect(item).toMatchObject({
      configurationItemVersion: '1.3',
      awsAccountId: expect.stringMatching(/^\d{12}$/) as string,
      ARN: expect.stringContaining('arn:aws:') as string,
    })
    expect(typeof item['configuration']).toBe('object')
    const base = object(list(object(JSON.parse(contentOf(dir, batch)))['baseConfigurationItems'])[0])
    expect(typeof base['configuration']).toBe('string')
    expect(base).not.toHaveProperty('tags')
    expect(base).toMatchObject({
      version: '1.3',
      accountId: expect.stringMatching(/^\d{12}$/) as string,
      arn: expect.stringContaining('arn:aws:') as string,
    })
  })

  it('put skip tokens on all pages but the last', () => {
    const { dir } = sample()
    for (const { capture } of files().filter(({ file }) => /resource-graph.*page-1/.test(file.path))) {
      const pages = capture.files
        .filter((file) => /resource-graph.*page-/.test(file.path))
        .map((file) => object(JSON.parse(contentOf(dir, file))))
      expect(pages.map((page) => typeof page['$skipToken'] === 'string')).toEqual(
        pages.map((_, i) => i < pages.length - 1),
      )
      expect(pages.reduce((sum, page) => sum + list(page['data']).length, 0)).toBe(pages[0]?.['totalRecords'])
    }
  })

  it('date Config items by their last change, before the capture', () => {
    const { dir, manifest } = sample()
    const times = (week: number, arn: string): unknown => {
      const capture = manifest.captures[week]
      for (const file of capture?.files.filter((f) => f.format === 'aws-config-snapshot') ?? [])
        for (const entry of list(object(JSON.parse(contentOf(dir, file)))['configurationItems']))
          if (object(entry)['ARN'] === arn) return object(entry)['configurationItemCaptureTime']
      return undefined
    }
    const bucket = 'arn:aws:s3:::larkfield-firmware-releases'
    expect(times(7, bucket)).toBe(times(0, bucket))
    expect(text(times(8, bucket)) > '2026-08-28T14:22:00.000Z').toBe(true)
    expect(times(9, bucket)).toBe(times(8, bucket))
    expect(text(times(10, bucket)) > '2026-09-09T10:01:00.000Z').toBe(true)
    for (const capture of manifest.captures)
      for (const file of capture.files.filter((f) => f.format === 'aws-config-snapshot'))
        for (const entry of list(object(JSON.parse(contentOf(dir, file)))['configurationItems']))
          expect(text(object(entry)['configurationItemCaptureTime']) < capture.at).toBe(true)
  })

  it('leave the CLI’s refusal in the place of the denied region, twice', () => {
    const { dir } = sample()
    const denied = files().filter(({ file }) => file.format === 'provider-error')
    expect(denied.map(({ capture }) => capture.day)).toEqual(['2026-07-27', '2026-08-03'])
    for (const { capture, file } of denied) {
      expect(contentOf(dir, file)).toMatch(
        /^\nAn error occurred \(AccessDeniedException\) when calling the BatchGetResourceConfig operation: User: arn:aws:sts::222233334444:assumed-role\/CountersignAudit\/collector is not authorized to perform: config:BatchGetResourceConfig on resource: arn:aws:config:eu-central-1:222233334444:\*/,
      )
      const read = [...readCapture(dir, capture).values()]
      expect(read.some((r) => r.account === '222233334444' && r.region === 'eu-central-1')).toBe(false)
    }
  })

  it('hold no two resources with one id and type', () => {
    const { dir, manifest } = sample()
    for (const capture of manifest.captures) {
      const seen = new Map<string, string>()
      for (const file of capture.files.filter((f) => !f.path.includes('iam-policy')))
        for (const item of readFile(dir, file).items) {
          const key = `${item.type} ${item.id}`.toLowerCase()
          expect(`${key} in ${seen.get(key) ?? 'one file'}`).toBe(`${key} in one file`)
          seen.set(key, file.path)
        }
    }
  })

  it('show every planted secret, and a changed one where it was changed', () => {
    const { dir, manifest } = sample()
    const byWeek = manifest.captures.map((capture) =>
      capture.files.map((file) => contentOf(dir, file)).join('\n'),
    )
    // Scripts that providers hand out in base64 stand in the files in that form only.
    const hidden = manifest.canaries
      .filter((c) => !c.startsWith('canary-'))
      .map((c) => Buffer.from(c, 'base64').toString('utf8'))
    expect(hidden).toHaveLength(2)
    for (const canary of manifest.canaries) {
      const plain = byWeek.some((content) => content.includes(canary))
      expect(plain || hidden.some((script) => script.includes(canary)), canary).toBe(true)
    }
    const weeksWith = (secret: string): number[] =>
      byWeek.flatMap((content, week) => (content.includes(secret) ? [week] : []))
    expect(weeksWith('canary-secret-lambda-db-7f31')).toEqual([0, 1, 2, 3, 4, 5])
    expect(weeksWith('canary-secret-lambda-db-b902')).toEqual([6, 7, 8, 9, 10, 11, 12])
  })

  it('hold names and tags that tables and PDFs must survive', () => {
    const { dir, manifest } = sample()
    const first = manifest.captures[0]
    const content = first?.files.map((file) => contentOf(dir, file)).join('\n') ?? ''
    for (const odd of [
      '=SUM(A1:A9)',
      '=billing.export',
      '+ops@larkfield',
      '-dry-run,test=1',
      "O'Brien",
      'صاحب',
      'צוות',
      'Łukasz',
      '@remote',
      'north-north-north-',
    ])
      expect(content.includes(odd), odd).toBe(true)
  })
})
