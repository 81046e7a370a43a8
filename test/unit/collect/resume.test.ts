import { describe, expect, it } from 'vitest'
import { fileOf, fixture, read } from './support.ts'

function items(count: number): string {
  const item = (n: number) =>
    n % 97 === 0
      ? '{"resourceType":"AWS::S3::Bucket"}'
      : JSON.stringify({
          resourceType: 'AWS::S3::Bucket',
          resourceId: `b${n}`,
          awsAccountId: '111122223333',
          awsRegion: 'eu-west-1',
          configuration: {},
        })
  return `{"configSnapshotId":"s","configurationItems":[${Array.from({ length: count }, (_, n) => item(n)).join(',')}]}`
}

describe('resume', () => {
  it('gives pages of at most 500, problems before the page that follows them', async () => {
    const { events } = await read(await fileOf(items(1800)))
    let last = -1
    for (const event of events) {
      if (event.kind === 'items') {
        expect(event.items.length).toBeLessThanOrEqual(500)
        last = event.items.at(-1)?.index ?? last
      }
      if (event.kind === 'problems')
        for (const problem of event.problems) expect(problem.index).toBeGreaterThan(last)
    }
  })

  it('passes over what was received, and ends with the same facts', async () => {
    const path = await fileOf(items(1800))
    const whole = await read(path)
    for (const received of [500, 1000, 1500]) {
      const rest = await read(path, { skip: { file: 0, items: received } })
      expect(rest.items).toEqual(whole.items.slice(received))
      const at = whole.items[received - 1]?.index ?? 0
      expect(rest.problems).toEqual(whole.problems.filter((problem) => problem.index > at))
      expect(rest.sources).toEqual(whole.sources)
      expect(rest.claims).toEqual(whole.claims)
    }
  })

  it('only hashes the files before', async () => {
    const first = fixture('aws-snapshot.json')
    const whole = await read([first, fixture('gcp-export.ndjson')])
    const rest = await read([first, fixture('gcp-export.ndjson')], { skip: { file: 1, items: 2 } })
    expect(rest.events[1]).toEqual({
      kind: 'file-skipped',
      ordinal: 0,
      path: first,
      sha256: whole.sources[0]?.sha256,
      bytes: whole.sources[0]?.bytes,
    })
    expect(rest.items).toEqual(whole.items.slice(4 + 2))
    expect(rest.sources).toEqual(whole.sources.slice(1))
  })
})
