import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { degrees, PDFDocument as Editable, PDFName, PDFNumber, PDFString } from '@cantoo/pdf-lib'
import PDFDocument from 'pdfkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stampPdf } from '../../../../main/engine/evidence/payload/stamp-pdf.ts'
import type { Attachment } from '../../../../main/engine/evidence/reader.ts'
import { fakeReader } from '../../../support/fake-reader.ts'
import { makePayload } from '../../../support/make-payload.ts'
import { readCsv } from '../../../support/read-csv.ts'
import { haveTool, pdfPages, run } from '../../../support/tools.ts'

const sha = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const made = (options: PDFKit.PDFDocumentOptions, pages = 1): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const document = new PDFDocument({
      ...options,
      info: { CreationDate: new Date(0), ModDate: new Date(0) },
      autoFirstPage: false,
    })
    const chunks: Buffer[] = []
    document.on('data', (chunk: Buffer) => chunks.push(chunk))
    document.on('end', () => resolve(Buffer.concat(chunks)))
    document.on('error', reject)
    for (let page = 0; page < pages; page++) {
      document.addPage({
        size: page % 2 === 0 ? 'A4' : 'A6',
        layout: page % 3 === 0 ? 'portrait' : 'landscape',
      })
      document.text(`Policy, page ${page + 1}`)
      // A page that leaves its coordinates turned must not turn the stamp.
      document.rotate(30).scale(3)
    }
    document.end()
  })
const text = 'Evidence A1 \u00b7 sha256 0123456789ab'

describe('stamping a PDF', () => {
  let dir: string
  let plain: Buffer
  beforeAll(async () => {
    dir = mkdtempSync(path.join(tmpdir(), 'stamp-'))
    plain = await made({}, 4)
  })
  afterAll(() => rmSync(dir, { recursive: true }))
  const put = (bytes: Uint8Array): string => {
    const file = path.join(dir, `${sha(bytes).slice(0, 12)}.pdf`)
    writeFileSync(file, bytes)
    return file
  }

  it.skipIf(!haveTool('pdftotext'))(
    'writes the reference at the foot of every page and keeps what is there',
    async () => {
      const { bytes } = await stampPdf(plain, text)
      const pages = pdfPages(put(bytes ?? new Uint8Array()))
      expect(pages).toHaveLength(4)
      for (const [index, page] of pages.entries()) {
        expect(page).toContain(text)
        expect(page).toContain(`Policy, page ${index + 1}`)
        expect(page.indexOf('Policy')).toBeLessThan(page.indexOf(text))
      }
    },
  )

  it.skipIf(!haveTool('pdftotext'))(
    'stays inside the page as it is shown, at the lower left, also on turned and cropped pages',
    async () => {
      for (const turn of [0, 90, 180, 270, -90]) {
        const document = await Editable.load(plain)
        for (const page of document.getPages()) {
          page.setRotation(degrees(turn))
          const { width, height } = page.getSize()
          page.setCropBox(20, 30, width - 40, height - 60)
        }
        const { bytes } = await stampPdf(await document.save(), text)
        const boxes = run('pdftotext', ['-cropbox', '-bbox', put(bytes ?? new Uint8Array()), '-'])
        const pages = boxes.split('<page ').slice(1)
        expect(pages).toHaveLength(4)
        for (const page of pages) {
          // pdftotext gives the size of the page before it is turned, and the words' places after.
          const size = (/width="([\d.]+)" height="([\d.]+)"/.exec(page) ?? []).slice(1).map(Number)
          const [width = 0, height = 0] = turn % 180 === 0 ? size : size.toReversed()
          const words = [
            ...page.matchAll(
              /xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(Evidence|0123456789ab)</g,
            ),
          ]
          expect(words, `${turn}: ${page}`).toHaveLength(2)
          for (const [, x1, y1, x2, y2] of words) {
            expect(Number(x1)).toBeGreaterThan(0)
            expect(Number(x2)).toBeLessThan(width)
            expect(Number(y1), `${turn}`).toBeGreaterThan(height - 25)
            expect(Number(y2)).toBeLessThan(height)
          }
        }
      }
    },
  )

  it('gives the same bytes each time', async () => {
    const [one, two] = [await stampPdf(plain, text), await stampPdf(plain, text)]
    expect(sha(one.bytes ?? new Uint8Array())).toBe(sha(two.bytes ?? new Uint8Array()))
    expect(sha(one.bytes ?? new Uint8Array())).not.toBe(sha(plain))
  })

  it.skipIf(!haveTool('qpdf'))('gives a sound file', async () => {
    const { bytes } = await stampPdf(plain, text)
    expect(run('qpdf', ['--check', put(bytes ?? new Uint8Array())])).toContain(
      'No syntax or stream encoding errors',
    )
  })

  it('leaves encrypted, signed, damaged and empty ones alone and says why', async () => {
    const signed = async (change: (document: Editable) => void): Promise<Uint8Array> => {
      const document = await Editable.load(plain)
      change(document)
      return document.save()
    }
    const cases: [string, Uint8Array][] = [
      ['encrypted', await made({ userPassword: 'x', ownerPassword: 'y' })],
      ['encrypted', await made({ ownerPassword: 'y', permissions: { modifying: false } })],
      [
        'signed',
        await signed((document) => {
          const value = document.context.obj({ Type: 'Sig', Filter: 'Adobe.PPKLite' })
          value.set(PDFName.of('Contents'), PDFString.of('x'))
          document.context.register(value)
        }),
      ],
      [
        'signed',
        await signed(({ context }) => void context.register(context.obj({ ByteRange: [0, 1, 2, 3] }))),
      ],
      [
        'signed',
        await signed(({ catalog, context }) =>
          catalog.set(PDFName.of('AcroForm'), context.obj({ Fields: [], SigFlags: PDFNumber.of(3) })),
        ),
      ],
      ['signed', await signed(({ catalog, context }) => catalog.set(PDFName.of('Perms'), context.obj({})))],
      ['could not be read', Buffer.from('%PDF-1.7\nnot really')],
      ['could not be read', plain.subarray(0, plain.length >> 1)],
    ]
    for (const [why, bytes] of cases) {
      const stamped = await stampPdf(bytes, text)
      expect(stamped.bytes, why).toBeNull()
      expect(stamped.why).toContain(why)
    }
  })

  it('stands beside the original in the package, which keeps its bytes', async () => {
    const scan = await made({ ownerPassword: 'y' })
    const attachment = (name: string, bytes: Uint8Array, addedAt: string): Attachment => ({
      name,
      sha256: sha(bytes),
      bytes: bytes.length,
      addedAt,
      addedBy: 'Ada',
      description: '',
      async *open() {
        for (let at = 0; at < bytes.length; at += 700) yield bytes.subarray(at, at + 700)
      },
    })
    const note = Buffer.from('minutes')
    const attachments = [
      attachment('b.PDF', plain, '2026-08-02T10:00:00.000Z'),
      attachment('locked.pdf', scan, '2026-08-03T10:00:00.000Z'),
      attachment('minutes.txt', note, '2026-08-01T10:00:00.000Z'),
    ]
    const payload = await makePayload({ ...fakeReader({ perRule: 2 }), attachments: () => attachments })
    try {
      const rows = readCsv(payload.text('data/14-attachments/index.csv'))
      expect(rows.map((row) => [row['Reference'], row['Not stamped because']])).toEqual([
        ['A2', ''],
        ['A3', 'it is encrypted'],
        ['A1', 'it is no PDF'],
      ])
      const [first] = rows
      expect(sha(payload.bytes(`data/14-attachments/${first?.['File']}`))).toBe(sha(plain))
      const copy = payload.bytes(`data/14-attachments/${first?.['Stamped copy']}`)
      expect(sha(copy)).toBe(first?.['SHA-256 of the copy'])
      const expected = await stampPdf(plain, `Evidence A2 \u00b7 sha256 ${sha(plain).slice(0, 12)}`)
      expect(sha(copy)).toBe(sha(expected.bytes ?? new Uint8Array()))
    } finally {
      rmSync(payload.dir, { recursive: true })
    }
  })
})
