import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { generateSample } from '../../../main/engine/sample/index.ts'
import { readCapture } from './read-capture.ts'
import { useSample } from './sample-fixture.ts'

function hashes(dir: string): Record<string, string> {
  const files = readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((name) =>
    statSync(join(dir, name)).isFile(),
  )
  return Object.fromEntries(
    files.sort().map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(join(dir, name)))
        .digest('hex'),
    ]),
  )
}

describe('generateSample', () => {
  const sample = useSample()

  it('gives the same bytes and the same manifest for the same seed', async () => {
    const again = mkdtempSync(join(tmpdir(), 'countersign-sample-'))
    try {
      const manifest = await generateSample(again, { seed: 1 })
      expect(hashes(again)).toEqual(hashes(sample().dir))
      expect(manifest).toEqual(sample().manifest)
    } finally {
      rmSync(again, { recursive: true, force: true })
    }
  })

  it('gives other ids but the same story for another seed', async () => {
    const other = mkdtempSync(join(tmpdir(), 'countersign-sample-'))
    try {
      const manifest = await generateSample(other, { seed: 2 })
      const [mine, theirs] = [hashes(sample().dir), hashes(other)]
      // Files that hold invented ids differ in name or content; lists of fixed names (Defender plans, …) may not.
      const same = Object.keys(mine).filter((name) => mine[name] === theirs[name])
      expect(
        same.filter((name) =>
          /ConfigSnapshot|batch-get.*json|select-|resource-graph|cloud-asset_resource|documents/.test(name),
        ),
      ).toEqual([])
      expect(manifest.captures.map((c) => c.resources)).toEqual(
        sample().manifest.captures.map((c) => c.resources),
      )
    } finally {
      rmSync(other, { recursive: true, force: true })
    }
  })

  it('writes 13 Mondays, all but 17 August, each a little after 05:00 UTC', () => {
    const { captures, missedWeeks } = sample().manifest
    expect(captures).toHaveLength(13)
    expect(missedWeeks).toEqual(['2026-08-17'])
    const mondays = Array.from({ length: 14 }, (_, i) =>
      new Date(Date.UTC(2026, 5, 29 + 7 * i)).toISOString().slice(0, 10),
    )
    expect(captures.map((c) => c.day)).toEqual(mondays.filter((day) => !missedWeeks.includes(day)))
    for (const { at, day } of captures) expect(at).toMatch(new RegExp(`^${day}T05:0\\d:\\d\\d\\.000Z$`))
  })

  it('lists exactly the files that are on disk', () => {
    const { dir, manifest } = sample()
    const listed = manifest.captures.flatMap((c) => c.files.map((f) => f.path)).sort()
    expect(
      Object.keys(hashes(dir))
        .map((name) => name.replaceAll('\\', '/'))
        .sort(),
    ).toEqual(listed)
  })

  it('names files that every file system takes', () => {
    for (const { files } of sample().manifest.captures)
      for (const { path } of files) {
        expect(path).toMatch(/^[A-Za-z0-9._/-]+$/)
        expect(path.length).toBeLessThan(160)
      }
  })

  it('holds about 1,500 different resources in every capture, over all three clouds', () => {
    const { dir, manifest } = sample()
    for (const capture of manifest.captures) {
      expect(capture.resources).toBeGreaterThan(1450)
      expect(capture.resources).toBeLessThan(1700)
    }
    const first = manifest.captures[0]
    if (first === undefined) throw new Error('no capture')
    const all = [...readCapture(dir, first).values()]
    expect(all).toHaveLength(first.resources)
    expect(new Set(all.filter((r) => r.provider === 'aws').map((r) => r.account))).toEqual(
      new Set(['111122223333', '222233334444', '333344445555']),
    )
    expect(
      new Set(
        all
          .filter((r) => r.provider === 'azure' && r.type.startsWith('microsoft.compute'))
          .map((r) => r.account),
      ).size,
    ).toBe(2)
    expect(all.filter((r) => r.type === 'cloudresourcemanager.googleapis.com/Project')).toHaveLength(2)
    for (const provider of ['aws', 'azure', 'gcp'])
      expect(all.filter((r) => r.provider === provider).length).toBeGreaterThan(300)
  })

  it('takes a few seconds at most', () => {
    expect(sample().took).toBeLessThan(15_000)
  })
})
