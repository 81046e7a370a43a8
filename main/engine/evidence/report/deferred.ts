import { n, textOperators } from './operators.ts'
import type { TextStyle } from './style.ts'
import type { Typesetter } from './typeset.ts'

/** The PDF form object that is drawn on many pages and written at the very end: `Page 3 of ⟨total⟩`, the numbers of the contents. */
export interface Deferred {
  /** Draws its place on the current page; `y` is where its own y = 0 lies, from the top. */
  place(x: number, y: number): void
  /** Writes what it shows: lines with x and y in its own space, y downwards. */
  fill(
    lines: readonly {
      readonly text: string
      readonly x: number
      readonly y: number
      readonly style: TextStyle
      readonly align?: 'left' | 'right'
    }[],
  ): void
}

/** `draw` puts operators on the current page. */
export function deferred(
  document: PDFKit.PDFDocument,
  type: Typesetter,
  width: number,
  height: number,
  draw: (operators: string) => void,
): Deferred {
  const fonts: Record<string, unknown> = {}
  const form = document.ref({
    Type: 'XObject',
    Subtype: 'Form',
    BBox: [0, -height, width, 0],
    Resources: { Font: fonts },
  })
  const name = `D${form.id}`
  return {
    place(x, y) {
      const { xobjects } = document.page as unknown as { xobjects: Record<string, unknown> }
      xobjects[name] ??= form
      draw(`q 1 0 0 -1 ${n(x)} ${n(y)} cm /${name} Do Q`)
    },
    fill(lines) {
      for (const { text, x, y, style, align } of lines) {
        const pieces = type.set(text, style)
        for (const { face } of pieces) fonts[face.id] ??= face.embedded.ref()
        const left = align === 'right' ? x - pieces.reduce((sum, piece) => sum + piece.width, 0) : x
        form.write(textOperators(pieces, left, -y, style.size, style.colour, 1))
      }
      ;(form as unknown as { end(): void }).end()
    },
  }
}
