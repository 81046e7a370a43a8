import type { Face } from './faces.ts'
import { colours, sheet } from './style.ts'

const size = 150
const angle = (55 * Math.PI) / 180

/**
 * Prepares a word as outlines in one form object, rising across the page at a tenth of its colour, and gives what draws it on a
 * page. The form is written once, whatever the number of pages.
 */
export function openWatermark(
  document: PDFKit.PDFDocument,
  face: Face,
  word: string,
): (document: PDFKit.PDFDocument) => string {
  const state = document.ref({ Type: 'ExtGState', ca: 0.09 })
  end(state)
  const form = document.ref({
    Type: 'XObject',
    Subtype: 'Form',
    BBox: [0, 0, sheet.width, sheet.height],
    Resources: {},
  })
  const scale = size / face.embedded.font.unitsPerEm
  const glyphs = face.embedded.font.layout(word).glyphs
  const width = glyphs.reduce((sum, glyph) => sum + glyph.advanceWidth * scale, 0)
  const height = (face.capHeight * size) / 1000
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  const left = sheet.width / 2 - (width / 2) * cos + (height / 2) * sin
  const foot = sheet.height / 2 - (width / 2) * sin - (height / 2) * cos
  form.write(
    `${[1, 3, 5].map((at) => n(Number.parseInt(colours.watermark.slice(at, at + 2), 16) / 255)).join(' ')} rg`,
  )
  form.write(
    `${[cos * scale, sin * scale, -sin * scale, cos * scale].map((value) => value.toFixed(6)).join(' ')} ${n(left)} ${n(foot)} cm`,
  )
  let x = 0
  for (const glyph of glyphs) {
    form.write(outline(glyph.path.commands, x))
    x += glyph.advanceWidth
  }
  form.write('f')
  end(form)
  return (target) => {
    const page = target.page as unknown as {
      xobjects: Record<string, unknown>
      ext_gstates: Record<string, unknown>
    }
    page.xobjects['W'] ??= form
    page.ext_gstates['GW'] ??= state
    return `q 1 0 0 -1 0 ${sheet.height} cm /GW gs /W Do Q`
  }
}

const end = (ref: unknown): void => (ref as { end(): void }).end()
const n = (value: number): string => String(Math.round(value * 1000) / 1000)

function outline(
  commands: readonly { readonly command: string; readonly args: readonly number[] }[],
  shift: number,
): string {
  let [px, py] = [0, 0]
  const parts: string[] = []
  for (const { command, args } of commands) {
    const p = args.map((value, index) => (index % 2 === 0 ? value + shift : value))
    if (command === 'moveTo') parts.push(`${p.map(n).join(' ')} m`)
    else if (command === 'lineTo') parts.push(`${p.map(n).join(' ')} l`)
    else if (command === 'bezierCurveTo') parts.push(`${p.map(n).join(' ')} c`)
    else if (command === 'closePath') parts.push('h')
    else if (command === 'quadraticCurveTo') {
      // PDF has cubic curves only: the same curve, raised one degree.
      const [qx = 0, qy = 0, x = 0, y = 0] = p
      parts.push(
        `${[px + (2 / 3) * (qx - px), py + (2 / 3) * (qy - py), x + (2 / 3) * (qx - x), y + (2 / 3) * (qy - y), x, y].map(n).join(' ')} c`,
      )
    }
    ;[px, py] = [p.at(-2) ?? px, p.at(-1) ?? py]
  }
  return parts.join(' ')
}
