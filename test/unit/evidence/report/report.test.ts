import { rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fakeReader } from '../../../support/fake-reader.ts'
import { emptyDir, makePayload, type MadePayload } from '../../../support/make-payload.ts'
import { haveTool, pdfPages, run } from '../../../support/tools.ts'

const poppler = haveTool('pdftotext')
const qpdf = haveTool('qpdf')
const file = (made: MadePayload): string => path.join(made.dir, 'data/01-report/evidence-report.pdf')

describe.skipIf(!poppler)(`the report${poppler ? '' : ', skipped: pdftotext absent'}`, () => {
  let made: MadePayload
  let pages: string[]
  beforeAll(async () => {
    made = await makePayload(fakeReader({ perRule: 150 }))
    pages = pdfPages(file(made))
  }, 120_000)
  afterAll(() => rmSync(made.dir, { recursive: true }))

  it('numbers every page of how many, with engagement, period and the SAMPLE mark', () => {
    expect(pages.length).toBeGreaterThan(40)
    pages.forEach((page, index) => {
      expect(page).toMatch(new RegExp(`Page ${index + 1} of\\s+${pages.length}\\b`))
      expect(page).toContain('ENG-2026-014')
      expect(page).toContain('SAMPLE')
    })
  })
  it('lists in its contents the page on which each chapter and part begins', () => {
    const entries = (pages[1] ?? '').split('\n').flatMap((line) => {
      const found = /^\s*(?:\d+\s+)?(\S.*?)\s{3,}(\d+)$/.exec(line)
      return found === null ? [] : [{ title: found[1] ?? '', page: Number(found[2]) }]
    })
    expect(entries.length).toBeGreaterThan(25)
    for (const { title, page } of entries) expect(pages[page - 1], `${title} on ${page}`).toContain(title)
  })
  it('says what the engagement sets otherwise, by whom and why', () => {
    // The first page that names it is the contents.
    const at = pages.findLastIndex((page) => page.includes('What this engagement sets otherwise'))
    const joined = `${pages[at] ?? ''}${pages[at + 1] ?? ''}`.replace(/\s+/g, ' ')
    for (const words of [
      'aws-fake-1',
      'severity low',
      '=Contract asks for less.',
      'own-rules',
      'Priya Raman',
    ])
      expect(joined).toContain(words)
  })
  it('repeats a table’s header on every page the table goes on to', () => {
    const first = pages.findIndex(
      (page) => page.includes('Every finding') && page.includes('Opened, due, closed'),
    )
    const last = pages.findIndex(
      (page) => /^\s*6\s+Drift from the baseline/m.test(page) && page.includes('A drift event'),
    )
    for (let at = first; at < last; at++) expect(pages[at], `page ${at + 1}`).toContain('Opened, due, closed')
    expect(last - first).toBeGreaterThan(10)
  })
  it('cuts nothing: long ids are there whole, unseen characters are named', () => {
    const joined = pages.join('\n').replace(/\s+/g, '')
    expect(joined).toContain('[U+202E]gnp.exe')
    expect(joined).toContain('[U+1F525]')
    const long = (pages.find((page) => page.includes('long-abc123')) ?? '').match(/abc123\//g)?.length ?? 0
    expect(long).toBeGreaterThanOrEqual(42)
    expect(joined).toContain('GrößenaïveΩмир'.slice(0, 5))
  })
  it('has every population in full: the numbers of its items, by outcome, add up to the totals', () => {
    const from = pages.findIndex(
      (page) => /^\s*16\s+Appendix: populations/m.test(page) && !page.includes('Contents'),
    )
    const until = pages.findIndex(
      (page) => /^\s*17\s+Appendix: review decisions/m.test(page) && page.includes('What was decided'),
    )
    expect(until).toBeGreaterThan(from)
    const words = pages.slice(from, until).join('\n')
    const { outcomes } = made.summary.totals
    const sum = (status: string): number =>
      [...words.matchAll(new RegExp(`\\b${status} ([\\d,]+): \\d`, 'g'))].reduce(
        (total, [, found]) => total + Number(found?.replaceAll(',', '')),
        0,
      )
    expect({
      pass: sum('(?<!not )pass'),
      fail: sum('fail'),
      notApplicable: sum('not applicable'),
      notEvaluated: sum('not evaluated'),
      needsReview: sum('needs review'),
    }).toEqual({
      pass: outcomes.pass,
      fail: outcomes.fail,
      notApplicable: outcomes.notApplicable,
      notEvaluated: outcomes.notEvaluated,
      needsReview: outcomes.needsReview,
    })
    // Whoever a number names stands in the list, and the list is counted without a gap.
    const subjects = Number(
      /([\d,]+) accounts? (?:and|or) resources? stand/.exec(words)?.[1]?.replaceAll(',', ''),
    )
    expect(subjects).toBeGreaterThan(100)
    const numbered = new Set(
      [...words.slice(words.indexOf('What was judged')).matchAll(/^ *(\d+) {2,}\S/gm)].map(([, at]) =>
        Number(at),
      ),
    )
    for (const at of [1, 2, Math.floor(subjects / 2), subjects]) expect(numbered.has(at), `${at}`).toBe(true)
  })
  it('has bookmarks for every chapter and embeds every font', () => {
    const fonts = run('pdffonts', [file(made)])
      .split('\n')
      .slice(2)
      .filter((line) => line !== '')
    expect(fonts.length).toBeGreaterThanOrEqual(5)
    for (const line of fonts) expect(line).toMatch(/ yes yes yes /)
  })
  it('has dates from the clock that was passed in', () => {
    expect(run('pdfinfo', ['-isodates', file(made)])).toMatch(/CreationDate:\s+2026-10-02T08:30:00Z/)
  })
})

describe.skipIf(!qpdf)(`the PDF file${qpdf ? '' : ', skipped: qpdf absent'}`, () => {
  it.each([
    ['a sample', {}],
    ['an empty engagement', { empty: true }],
    ['a client’s own', { perRule: 10, sample: false }],
  ] as const)(
    'is sound for %s',
    async (_, size) => {
      const made = await makePayload(fakeReader(size))
      const target = file(made)
      try {
        expect(run('qpdf', ['--check', target])).toContain('No syntax or stream encoding errors found')
        const objects = JSON.parse(run('qpdf', ['--json', '--json-key=outlines', target])) as {
          outlines: { title: string; destpageposfrom1: number }[]
        }
        expect(objects.outlines.map((one) => one.title)).toHaveLength(19)
        expect(objects.outlines[0]?.title).toBe('1  How to verify this package')
      } finally {
        rmSync(made.dir, { recursive: true })
      }
    },
    90_000,
  )
  it('does not call a client’s own data a sample', async () => {
    const made = await makePayload(fakeReader({ perRule: 3, sample: false }))
    try {
      if (poppler) expect(pdfPages(file(made)).some((page) => page.includes('SAMPLE'))).toBe(false)
      expect(made.bytes('data/01-report/evidence-report.pdf').includes(Buffer.from('/GW'))).toBe(false)
    } finally {
      rmSync(made.dir, { recursive: true })
    }
  }, 90_000)
})

describe('when it cannot be finished', () => {
  it('stops where it is when cancelled half-way', async () => {
    const dir = emptyDir()
    const stop = new AbortController()
    const reader = fakeReader({ perRule: 100 })
    let asked = 0
    const counted = {
      ...reader,
      driftEvents: (...args: Parameters<typeof reader.driftEvents>) =>
        ++asked === 3 ? (stop.abort(), reader.driftEvents(...args)) : reader.driftEvents(...args),
    }
    await expect(makePayload(counted, { signal: stop.signal }, dir)).rejects.toMatchObject({
      code: 'cancelled',
    })
    rmSync(dir, { recursive: true })
  })
  it('says so when its place is taken', async () => {
    const dir = emptyDir()
    writeFileSync(path.join(dir, 'data'), 'a file where the folder should be')
    await expect(makePayload(fakeReader({ perRule: 2 }), {}, dir)).rejects.toThrow(/EEXIST|ENOTDIR/)
    rmSync(dir, { recursive: true })
  })
})
