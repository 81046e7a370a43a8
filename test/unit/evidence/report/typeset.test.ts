import fc from 'fast-check'
import PDFDocument from 'pdfkit'
import { beforeAll, describe, expect, it } from 'vitest'
import { fontFiles } from '../../../../main/engine/evidence/charts/fonts.ts'
import { openFaces } from '../../../../main/engine/evidence/report/faces.ts'
import { styles } from '../../../../main/engine/evidence/report/style.ts'
import { openTypesetter, type Typesetter } from '../../../../main/engine/evidence/report/typeset.ts'

let type: Typesetter
beforeAll(() => {
  type = openTypesetter(openFaces(new PDFDocument({ font: fontFiles.regular })))
})
const flat = (lines: readonly string[]): string => lines.join('').replaceAll(' ', '')

describe('wrap', () => {
  it('loses no character, whatever the text and the width', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), fc.integer({ min: 20, max: 300 }), (text, width) => {
        expect(flat(type.wrap(text, styles.cell, width))).toBe(
          text
            .replace(/[\r\n]/g, '')
            .replaceAll(' ', '')
            .replace(/\p{Cc}/gu, (one) =>
              one === '\t' ? '' : `[U+${one.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}]`,
            ),
        )
      }),
    )
  })
  it('keeps every line within the width, once a character fits', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 200, unit: 'grapheme-ascii' }),
        fc.integer({ min: 20, max: 300 }),
        (text, width) => {
          for (const line of type.wrap(text, styles.cellMono, width))
            expect(type.width(line, styles.cellMono)).toBeLessThanOrEqual(width + 0.01)
        },
      ),
    )
  })
  it('breaks a long id at its joints', () => {
    const lines = type.wrap(
      'arn:aws:iam::111122223333:role/service-role/very-long-role-name-of-some-team',
      styles.cellMono,
      150,
    )
    expect(lines.length).toBeGreaterThan(1)
    for (const line of lines.slice(0, -1)) expect(line).toMatch(/[:/-]$/)
  })
  it('breaks a word without joints anywhere rather than cut it', () => {
    const lines = type.wrap('x'.repeat(300), styles.cell, 100)
    expect(lines.join('')).toBe('x'.repeat(300))
    expect(lines.length).toBeGreaterThan(5)
  })
  it('makes seen what would act unseen, and names what no font has', () => {
    expect(type.wrap('\u202Egnp.exe\u200B', styles.cell, 300)).toEqual(['[U+202E]gnp.exe[U+200B]'])
    expect(type.wrap('漢 Ω é я ا', styles.cell, 300)).toEqual(['[U+6F22] Ω é я ا'])
    expect(type.wrap('a\nb\r\nc', styles.cell, 300)).toEqual(['a', 'b', 'c'])
  })
})

describe('set', () => {
  it('gives digits one width in tables', () => {
    const width = (text: string): number => type.width(text, styles.cell)
    expect(width('1111')).toBeCloseTo(width('8888'), 6)
    expect(width('1,000.0')).toBeCloseTo(width('9,888.8'), 6)
  })
  it('turns to the fallback face for what the main face lacks, and back', () => {
    const faces = type.set('abc ا def', styles.cell).map((piece) => piece.face.id)
    expect(new Set(faces).size).toBe(2)
    expect(faces[0]).toBe(faces.at(-1))
  })
})
