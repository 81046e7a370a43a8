import { fontFiles } from '../charts/fonts.ts'
import type { FaceName } from './style.ts'

/** What this report uses of pdfkit beyond its typings (0.20: an EmbeddedFont over fontkit). */
interface EmbeddedFont {
  readonly id: string
  readonly scale: number
  readonly ascender: number
  readonly capHeight: number
  readonly widths: (number | undefined)[]
  readonly unicode: (readonly number[] | undefined)[]
  readonly subset: { includeGlyph(glyph: number): number }
  readonly font: {
    hasGlyphForCodePoint(codePoint: number): boolean
    glyphForCodePoint(codePoint: number): FontGlyph
    readonly unitsPerEm: number
    layout(text: string, features?: readonly string[]): { readonly glyphs: readonly FontGlyph[] }
  }
  encode(text: string): [string[], { readonly xAdvance: number; readonly advanceWidth: number }[]]
  ref(): unknown
}
interface FontGlyph {
  readonly id: number
  readonly advanceWidth: number
  readonly path: {
    readonly commands: readonly { readonly command: string; readonly args: readonly number[] }[]
  }
}

/** One glyph of a face as the page needs it: its code in the embedded subset and its advance in thousandths of an em. */
interface Inked {
  readonly code: string
  readonly advance: number
}

/** A font file in use. `plain` sets one glyph a character, digits tabular; `kerned` lets the font shape the words. */
export interface Face {
  readonly id: string
  readonly embedded: EmbeddedFont
  /** Thousandths of an em. */
  readonly capHeight: number
  has(codePoint: number): boolean
  inked(codePoint: number): Inked
}

export interface Faces {
  readonly main: Readonly<Record<FaceName, Face>>
  readonly fallback: Face
}

/** Registers and opens every face in the document, always in the same order. */
export function openFaces(document: PDFKit.PDFDocument): Faces {
  const open = (name: keyof typeof fontFiles): Face => {
    document.registerFont(name, fontFiles[name])
    document.font(name)
    return faceOf((document as unknown as { _font: EmbeddedFont })._font)
  }
  return {
    main: { regular: open('regular'), medium: open('medium'), bold: open('bold'), mono: open('mono') },
    fallback: open('fallback'),
  }
}

function faceOf(embedded: EmbeddedFont): Face {
  const cache = new Map<number, Inked>()
  const digits = embedded.font.layout('0123456789', ['tnum']).glyphs
  return {
    id: embedded.id,
    embedded,
    capHeight: embedded.capHeight,
    has: (codePoint) => embedded.font.hasGlyphForCodePoint(codePoint),
    inked(codePoint) {
      const known = cache.get(codePoint)
      if (known !== undefined) return known
      const digit = codePoint >= 0x30 && codePoint <= 0x39 ? digits[codePoint - 0x30] : undefined
      const glyph = digit ?? embedded.font.glyphForCodePoint(codePoint)
      const place = embedded.subset.includeGlyph(glyph.id)
      embedded.widths[place] ??= glyph.advanceWidth * embedded.scale
      embedded.unicode[place] ??= [codePoint]
      const inked = {
        code: place.toString(16).padStart(4, '0'),
        advance: glyph.advanceWidth * embedded.scale,
      }
      cache.set(codePoint, inked)
      return inked
    },
  }
}
