import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  allocate,
  defaultSampleTable,
  sampleTableSchema,
  sizeByTable,
} from '../../../../shared/model/sampling.ts'
import {
  drawItems,
  frameLine,
  frameSha256,
  nextItem,
  ranked,
  strataOf,
  type FrameItem,
} from '../../../../main/engine/evidence/sampling/draw.ts'
import { redrawCommand, strataPath } from '../../../../main/engine/evidence/sampling/redraw-command.ts'

describe('the table of sizes', () => {
  it('that comes with the program is a table, and gives more for more risk and never more than there is', () => {
    expect(sampleTableSchema.parse(defaultSampleTable)).toEqual(defaultSampleTable)
    for (const population of [1, 2, 4, 5, 12, 13, 52, 53, 250, 251, 1_000_000]) {
      const sizes = (['low', 'moderate', 'high'] as const).map(
        (risk) => sizeByTable(defaultSampleTable, population, risk).size,
      )
      expect(sizes).toEqual(sizes.toSorted((a, b) => a - b))
      expect(Math.max(...sizes)).toBeLessThanOrEqual(population)
    }
    expect(sizeByTable(defaultSampleTable, 250, 'moderate')).toEqual({
      size: 30,
      rationale: "Firm's table: 30 of a population of 53 to 250 at moderate risk.",
    })
    expect(sizeByTable(defaultSampleTable, 251, 'high').rationale).toContain(
      '60 of a population of more than 250',
    )
    expect(sizeByTable(defaultSampleTable, 3, 'high').size).toBe(2)
  })

  it('is refused with a gap, with no last band, or with less for more risk', () => {
    const band = { low: 1, moderate: 2, high: 3 }
    for (const bad of [
      [{ upTo: 10, ...band }],
      [
        { upTo: null, ...band },
        { upTo: null, ...band },
      ],
      [
        { upTo: 10, ...band },
        { upTo: 10, ...band },
        { upTo: null, ...band },
      ],
      [{ upTo: null, low: 3, moderate: 2, high: 3 }],
      [],
    ])
      expect(sampleTableSchema.safeParse(bad).success, JSON.stringify(bad)).toBe(false)
  })
})

describe('strata', () => {
  const strata = fc
    .array(fc.integer({ min: 1, max: 2_000 }), { minLength: 1, maxLength: 12 })
    .map((sizes) => sizes.map((population, index) => ({ stratum: `s${index}`, population })))

  it('get one each at least, never more than they hold, and together what was asked', () => {
    fc.assert(
      fc.property(strata, fc.integer({ min: 1, max: 300 }), (all, size) => {
        const total = all.reduce((sum, { population }) => sum + population, 0)
        const given = allocate(all, size)
        if (all.length > size) {
          expect(given).toBeNull()
          return
        }
        expect(given?.reduce((sum, one) => sum + one.size, 0)).toBe(Math.min(size, total))
        for (const one of given ?? []) {
          expect(one.size).toBeGreaterThanOrEqual(1)
          expect(one.size).toBeLessThanOrEqual(one.population)
        }
        // Only the one that everybody gets may lift a stratum above its share, rounded up.
        for (const one of given ?? [])
          expect(one.size).toBeLessThanOrEqual(
            Math.max(1, Math.ceil((Math.min(size, total) * one.population) / total)),
          )
      }),
    )
  })

  it('are shared out in proportion: 60, 30 and 10 in a hundred of 20', () => {
    expect(
      allocate(
        [
          { stratum: 'c', population: 10 },
          { stratum: 'a', population: 60 },
          { stratum: 'b', population: 30 },
        ],
        20,
      )?.map(({ stratum, size }) => [stratum, size]),
    ).toEqual([
      ['a', 12],
      ['b', 6],
      ['c', 2],
    ])
  })
})

describe('drawing again with sh and sha256sum', () => {
  let dir: string
  beforeAll(() => void (dir = mkdtempSync(path.join(tmpdir(), 'sampling-'))))
  afterAll(() => rmSync(dir, { recursive: true }))
  const nasty = [
    'arn:aws:s3:::a b  c',
    "it's",
    '$(touch x) `id` "q" \\n %s',
    '-n',
    ' leading',
    'trailing ',
    '顧客/データ',
    '111122223333',
    '*',
    '\\',
  ]
  const frame: FrameItem[] = Array.from({ length: 60 }, (_, index) => ({
    item: index < nasty.length ? (nasty[index] ?? '') : `//x/${index}`,
    stratum: ['aws:1 1', 'gcp:ümlaut', 'azure:z'][index % 7 === 0 ? 2 : index % 2] ?? '',
  }))
  const sh = (command: string): string[] =>
    execFileSync('sh', ['-c', command], { cwd: dir, encoding: 'utf8' }).split('\n').slice(0, -1)

  it('gives the same items in the same order', () => {
    for (const seed of ['s', "auditor's $HOME", '-e \\t', '%s|%d']) {
      const lines = frame.map((one) => frameLine(one, false))
      writeFileSync(path.join(dir, 'ids.txt'), lines.map((line) => `${line}\n`).join(''))
      const picks = drawItems(
        frame.map(({ item }) => ({ item, stratum: '' })),
        seed,
        new Map([['', 17]]),
      )
      expect(picks).toHaveLength(17)
      expect(sh(redrawCommand({ seed, size: 17, stratifiedBy: null }, 'ids.txt'))).toEqual(
        picks.map(({ hash, item }) => `${hash} ${item}`),
      )
    }
  })

  it('gives the same items of each stratum in the same order', () => {
    const strata = allocate(strataOf(frame), 11) ?? []
    const lines = frame.map((one) => frameLine(one, true))
    writeFileSync(path.join(dir, 'f-population.txt'), lines.map((line) => `${line}\n`).join(''))
    writeFileSync(
      path.join(dir, strataPath('f-population.txt')),
      strata.map(({ stratum, population, size }) => `${stratum}\t${population}\t${size}\n`).join(''),
    )
    const seed = "o'seed"
    const picks = drawItems(frame, seed, new Map(strata.map(({ stratum, size }) => [stratum, size])))
    expect(picks).toHaveLength(11)
    expect(new Set(picks.map(({ stratum }) => stratum)).size).toBe(3)
    expect(sh(redrawCommand({ seed, size: 11, stratifiedBy: 'account' }, 'f-population.txt'))).toEqual(
      picks.map(({ hash, stratum, item }) => `${hash}\t${stratum}\t${item}`),
    )
    expect(sh('sha256sum f-population.txt | cut -d" " -f1')).toEqual([frameSha256(lines)])
  })

  it('has the next of the same stratum stand in for an item', () => {
    const sizes = new Map(strataOf(frame).map(({ stratum }) => [stratum, 2]))
    const picks = drawItems(frame, 'x', sizes)
    const first = picks[0]
    const next = nextItem(frame, 'x', first?.stratum ?? '', new Set(picks.map(({ item }) => item)))
    expect(next).toEqual(ranked(frame, 'x').filter(({ stratum }) => stratum === first?.stratum)[2])
    expect(nextItem(frame, 'x', 'azure:z', new Set(frame.map(({ item }) => item)))).toBeNull()
  })
})
