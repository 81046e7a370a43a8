import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { prepareExports, type PreparedEvent } from '../../../main/engine/pipeline/prepare.ts'
import { securityGroup, writeSnapshot } from '../../support/exports.ts'

const now = '2026-07-06T09:00:00.000Z'
const redactionKey = new Uint8Array(32)

describe('an import that goes on where it was cut', () => {
  let dir: string
  beforeEach(() => void (dir = mkdtempSync(join(tmpdir(), 'countersign-resume-'))))
  afterEach(() => rmSync(dir, { recursive: true, force: true }))

  async function events(
    path: string,
    skip: { file: number; items: number } | null,
  ): Promise<PreparedEvent[]> {
    const all: PreparedEvent[] = []
    for await (const event of prepareExports({ paths: [path], now, skip, redactionKey })) all.push(event)
    return all
  }
  const names = (all: readonly PreparedEvent[]) =>
    all.flatMap((event) => (event.kind === 'items' ? event.items.map(({ name }) => name) : []))

  it('loses no item, whatever bad items came before the cut', async () => {
    const bad = Array.from({ length: 10 }, (_, index) => ({
      configurationItemStatus: 'OK',
      resourceId: `bad-${index}`,
    }))
    const good = Array.from({ length: 2_600 }, (_, index) =>
      securityGroup(`sg-${String(index).padStart(5, '0')}`),
    )
    const path = writeSnapshot(dir, 'mixed.json', [
      ...bad.slice(0, 7),
      ...good.slice(0, 300),
      ...bad.slice(7),
      ...good.slice(300),
    ])
    const whole = await events(path, null)
    expect(names(whole)).toHaveLength(good.length)
    for (const page of whole) {
      if (page.kind !== 'items') continue
      const before = names(whole.slice(0, whole.indexOf(page) + 1))
      const after = names(await events(path, { file: page.file, items: page.itemsDone }))
      expect([...before, ...after]).toEqual(names(whole))
    }
  })
})
