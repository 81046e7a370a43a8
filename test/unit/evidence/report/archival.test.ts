import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { attachmentLimit, companions } from '../../../../main/engine/evidence/report/attachments.ts'
import { fakeReader } from '../../../support/fake-reader.ts'
import { makePayload, type MadePayload } from '../../../support/make-payload.ts'
import { readCsv } from '../../../support/read-csv.ts'
import { haveTool, pdfPages, run } from '../../../support/tools.ts'
import { named, validators, veraPdf } from '../../../support/validators/index.ts'

const poppler = haveTool('pdfinfo')
const qpdf = haveTool('qpdf')
const documents = [
  'data/01-report/evidence-report.pdf',
  'data/01-report/remediation-log.pdf',
  'data/01-report/posture-trend.pdf',
  'data/02-baseline/baseline-v1.pdf',
  'data/02-baseline/baseline-v2.pdf',
  'data/03-drift/drift-events.pdf',
]

let made: MadePayload
const place = (document: string): string => path.join(made.dir, document)
beforeAll(async () => {
  made = await makePayload(fakeReader({ perRule: 60 }))
}, 60_000)
afterAll(() => rmSync(made.dir, { recursive: true }))

describe('the PDFs of a package', () => {
  it('are the report, the two logs, each baseline and the drift, listed with their hashes', () => {
    const rows = readCsv(made.text('data/01-report/documents.csv'))
    expect(rows.map((row) => row['File'])).toEqual(documents)
    for (const row of rows) {
      const bytes = made.bytes(row['File'] ?? '')
      expect(Number(row['Bytes before signatures'])).toBe(bytes.length)
      expect(row['SHA-256 of these bytes']).toBe(createHash('sha256').update(bytes).digest('hex'))
    }
    const recorded = new Map(made.summary.files.map((file) => [file.path, file.sha256]))
    for (const row of rows) expect(recorded.get(row['File'] ?? '')).toBe(row['SHA-256 of these bytes'])
  })
  it('have the same bytes when they are made again', async () => {
    const again = await makePayload(fakeReader({ perRule: 60 }))
    try {
      for (const document of documents)
        expect(made.bytes(document).equals(again.bytes(document)), document).toBe(true)
    } finally {
      rmSync(again.dir, { recursive: true })
    }
  }, 60_000)
  it('are signed before they are recorded, and only by appending', async () => {
    const signed: string[] = []
    const { appendFile } = await import('node:fs/promises')
    const again = await makePayload(fakeReader({ perRule: 60 }), {
      signPdf: async (file) => {
        signed.push(path.relative(path.dirname(path.dirname(path.dirname(file))), file))
        await appendFile(file, '% signed\n')
      },
    })
    try {
      expect(signed).toEqual(documents)
      for (const row of readCsv(again.text('data/01-report/documents.csv'))) {
        const bytes = again.bytes(row['File'] ?? '')
        const before = bytes.subarray(0, Number(row['Bytes before signatures']))
        expect(createHash('sha256').update(before).digest('hex')).toBe(row['SHA-256 of these bytes'])
        const sha256 = createHash('sha256').update(bytes).digest('hex')
        expect(again.summary.files.find((file) => file.path === row['File'])).toMatchObject({
          sha256,
          bytes: bytes.length,
        })
      }
    } finally {
      rmSync(again.dir, { recursive: true })
    }
  }, 60_000)
})

describe.skipIf(!poppler)(`by poppler${poppler ? '' : ', skipped: absent'}`, () => {
  it('they say what they are in metadata that is XML whatever the client is called', () => {
    const packet = run('pdfinfo', ['-meta', place(documents[0] ?? '')])
    expect(packet).toContain('<pdfaid:part>3</pdfaid:part>')
    expect(packet).toContain('Acme Logistics GmbH &amp; Co. KG (Мир Ωmega)')
    expect(packet).not.toMatch(/&(?!amp;|lt;|gt;)/)
  })
  it('they hold the CSV files whole, as data', () => {
    for (const [document, names] of [
      [
        'data/01-report/evidence-report.pdf',
        [
          'remediation-log.csv',
          'sla.csv',
          'control-status.csv',
          'posture-trend.csv',
          'index.csv',
          'drift-events.csv',
        ],
      ],
      ['data/02-baseline/baseline-v1.pdf', ['baseline-v1.csv']],
    ] as const) {
      const into = mkdtempSync(path.join(tmpdir(), 'detached-'))
      run('pdfdetach', ['-saveall', '-o', into, place(document)])
      const found = readdirSync(into)
      expect(found).toEqual(expect.arrayContaining([...names]))
      const listed = pdfPages(place(document)).slice(-2).join('\n').replace(/\s+/g, '')
      for (const name of found) {
        const bytes = readFileSync(path.join(into, name))
        const sha256 = createHash('sha256').update(bytes).digest('hex')
        const file = made.summary.files.find((one) => one.sha256 === sha256)
        expect(path.posix.basename(file?.path ?? ''), name).toBe(name)
        expect(listed).toContain(sha256)
      }
      rmSync(into, { recursive: true })
      expect(
        made
          .bytes(document)
          .toString('latin1')
          .match(/\/AFRelationship \/Data/g),
      ).toHaveLength(found.length)
    }
  })
  it('their tags tell headings, tables with header cells, figures in words, and lists', () => {
    const tree = run('pdfinfo', ['-struct', place(documents[0] ?? '')])
    const lines = tree.split('\n')
    const count = (role: string): number =>
      lines.filter((line) => new RegExp(`^ *${role}( |:|$)`).test(line)).length
    expect(lines.filter((line) => /^\S/.test(line)).map((line) => line.trim())).toEqual(['Document'])
    expect(count('Sect')).toBe(19)
    // The cover's, the contents', and one for each chapter.
    expect(count('H1')).toBe(21)
    expect(count('Figure')).toBe(4)
    expect(count('TOCI')).toBe(count('Link'))
    // Every row has as many cells as its table's first, those that span columns counted for each.
    const rows: { readonly table: number; cells: number }[] = []
    let table = 0
    for (const line of lines) {
      const role = /^ *(Table|TR|TH|TD)\b/.exec(line)?.[1]
      const span = Number(/\/ColSpan (\d+)/.exec(line)?.[1] ?? 1)
      const row = rows.at(-1)
      if (role === 'Table') table++
      else if (role === 'TR') rows.push({ table, cells: 0 })
      else if (role !== undefined && row !== undefined) row.cells++
      if (span > 1 && row !== undefined) row.cells += span - 1
    }
    for (const row of rows)
      expect(row.cells, `table ${row.table}`).toBe(rows.find((one) => one.table === row.table)?.cells)
    expect(table).toBeGreaterThan(20)
    expect(count('TR')).toBeGreaterThan(400)
  })
  it('the log stands in a document of its own, with page x of y, and nothing of it is left out', () => {
    const pages = pdfPages(place('data/01-report/remediation-log.pdf'))
    pages.forEach((page, index) =>
      expect(page).toMatch(new RegExp(`Page ${index + 1} of\\s+${pages.length}\\b`)),
    )
    const text = pages.join('\n').replace(/\s+/g, '')
    const rows = readCsv(made.text('data/04-remediation/remediation-log.csv'))
    expect(rows.length).toBeGreaterThan(50)
    for (const row of rows)
      expect(text).toContain((row['Remediation action'] ?? '').slice(-12).replace(/\s+/g, ''))
    const baseline = pdfPages(place('data/02-baseline/baseline-v1.pdf')).join('\n').replace(/\s+/g, '')
    for (const row of readCsv(made.text('data/02-baseline/baseline-v1.csv')))
      expect(baseline).toContain(row['Document SHA-256'])
  })
})

describe.skipIf(!qpdf)(`by qpdf${qpdf ? '' : ', skipped: absent'}`, () => {
  it('they are sound, and every mark on a page is either tagged or an artifact', () => {
    for (const document of documents) {
      expect(run('qpdf', ['--check', place(document)])).toContain('No syntax or stream encoding errors found')
      const text = run('qpdf', [
        '--qdf',
        '--object-streams=disable',
        '--no-original-object-ids',
        place(document),
        '-',
      ])
      const pages = [...text.matchAll(/%% Contents for page \d+\n[^]*?\nstream\n([^]*?)\nendstream/g)]
      expect(pages.length).toBeGreaterThan(1)
      for (const [, content = ''] of pages) expect(strays(content), document).toEqual([])
      const figures = text.split('endobj').filter((one) => one.includes('/S /Figure'))
      expect(figures.filter((one) => /\/Alt [(<]/.test(one))).toHaveLength(figures.length)
    }
  })
})

/** Painting operators outside of marked content, and unbalanced marks. */
function strays(content: string): string[] {
  let depth = 0
  const found: string[] = []
  for (const line of content.split('\n')) {
    if (/ (?:BDC|BMC)$/.test(line)) depth++
    else if (line === 'EMC') depth--
    else if (depth === 0 && /(?:\bTJ|\bTj|\bS|\bf|\bDo)\b/.test(line)) found.push(line)
    if (depth < 0 || depth > 1) found.push(`depth ${depth} at ${line}`)
  }
  return depth === 0 ? found : [...found, `depth ${depth} at the end`]
}

it('a file that is too large is named by its hash in place of being attached', () => {
  const { file, all } = attachmentLimit
  const named = (name: string, bytes: number) => ({
    path: `data/07-samples/${name}.csv`,
    bytes,
    sha256: '0'.repeat(64),
    rows: 1,
  })
  const files = [named('large', file + 1), ...Array.from({ length: 9 }, (_, at) => named(`s${at}`, file))]
  const chosen = companions({ files } as unknown as Parameters<typeof companions>[0], [
    'data/07-samples/',
    'data/absent.csv',
  ])
  expect(chosen.map((one) => one.attached)).toEqual([
    false,
    ...Array.from({ length: 9 }, (_, at) => (at + 1) * file <= all),
  ])
})

describe.skipIf(validators.verapdf === null)(`by ${named('veraPDF', validators.verapdf)}`, () => {
  it('they are PDF/A-3a, PDF/A-3b and PDF/UA-1', () => {
    const said = veraPdf(['3a', '3b', 'ua1'], documents.map(place))
    expect(said).toHaveLength(documents.length * 3)
    expect(said.filter((line) => !line.startsWith('pass '))).toEqual([])
  }, 180_000)
  it('a spoilt one is not', () => {
    const spoilt = path.join(made.dir, 'spoilt.pdf')
    // Claims a part of the standard that there isn't, in as many bytes.
    const claims = readFileSync(place(documents[2] ?? ''), 'latin1')
    const other = claims.replace('pdfaid:part>3<', 'pdfaid:part>9<')
    expect(other).not.toBe(claims)
    writeFileSync(spoilt, other, 'latin1')
    expect(veraPdf(['3b'], [spoilt])[0]).toMatch(/^fail 3b /)
  }, 60_000)
})
