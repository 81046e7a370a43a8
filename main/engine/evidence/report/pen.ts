// The package has no types; a declaration beside its user is also found when a test imports that.
// oxlint-disable-next-line typescript/triple-slash-reference
/// <reference path="./svg-to-pdfkit.d.ts" />
import { createWriteStream, type WriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import PDFDocument from 'pdfkit'
import svgToPdf from 'svg-to-pdfkit'
import { fontFiles } from '../charts/fonts.ts'
import { diskError } from '../payload/files.ts'
import { openFaces } from './faces.ts'
import { openWatermark } from './watermark.ts'
import { openTypesetter, type Piece, type Typesetter } from './typeset.ts'
import { colours, sheet, type TextStyle } from './style.ts'

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

/** Draws on pages that go to disk as they fill; only the page being drawn is held. Coordinates are points from the top left. */
export interface Pen {
  readonly document: PDFKit.PDFDocument
  readonly type: Typesetter
  /** Where the next thing goes. */
  y: number
  /** Number of the current page, from 1. */
  readonly page: number
  newPage(): void
  /** Starts a new page unless `height` still fits. */
  need(height: number): void
  /** Draws one line with its baseline at `baseline`. */
  line(
    text: string,
    x: number,
    baseline: number,
    style: TextStyle,
    align?: 'left' | 'right' | 'centre',
    colour?: string,
  ): void
  rule(x: number, y: number, width: number, colour?: string, weight?: number): void
  box(x: number, y: number, width: number, height: number, colour: string): void
  /** Draws an SVG document; height in points follows from `width` and the SVG's own ratio given as `ratio` (height / width). */
  svg(svg: string, x: number, y: number, width: number, ratio: number): void
  defer(width: number, height: number): Deferred
  /** Draws a watermark word across the current page, as outlines: it is seen, and does not get into text that is copied. */
  watermark(word: string): void
  /** Lets the disk catch up. Call once a slice. */
  breathe(): Promise<void>
  finish(): Promise<void>
  /** Lets go of the file of an abandoned report. */
  abandon(): void
}

export interface PenOptions {
  readonly file: string
  readonly info: {
    readonly Title: string
    readonly Author: string
    readonly Subject: string
    readonly Creator: string
    readonly Producer: string
    readonly CreationDate: Date
    readonly ModDate: Date
  }
  /** Drawn on every page before its content. */
  readonly onPage: (pen: Pen) => void
}

/** @throws CountersignError disk_full (from `breathe` and `finish`) */
export async function openPen(options: PenOptions): Promise<Pen> {
  await mkdir(path.dirname(options.file), { recursive: true })
  const sink = createWriteStream(options.file, { flags: 'wx' })
  let failure: unknown = null
  sink.on('error', (error) => (failure = diskError(error, options.file)))
  const document = new PDFDocument({
    autoFirstPage: false,
    size: [sheet.width, sheet.height],
    margin: 0,
    pdfVersion: '1.7',
    lang: 'en',
    displayTitle: true,
    font: fontFiles.regular,
    info: { ...options.info },
  })
  document.pipe(sink)
  const faces = openFaces(document)
  const type = openTypesetter(faces)
  let ink: string[] = []
  let page = 0
  let mark: ((document: PDFKit.PDFDocument) => string) | null = null
  const flush = (): void => {
    if (ink.length > 0) document.addContent(ink.join('\n'))
    ink = []
  }
  const pen: Pen = {
    document,
    type,
    y: sheet.top,
    get page() {
      return page
    },
    newPage() {
      flush()
      document.addPage()
      page++
      pen.y = sheet.top
      options.onPage(pen)
    },
    need(height) {
      if (pen.y + height > sheet.height - sheet.bottom) pen.newPage()
    },
    line(text, x, baseline, style, align = 'left', colour = style.colour) {
      const pieces = type.set(text, style)
      if (pieces.length === 0) return
      const width = pieces.reduce((sum, piece) => sum + piece.width, 0)
      useFonts(document, pieces)
      ink.push(
        textOperators(
          pieces,
          align === 'left' ? x : align === 'right' ? x - width : x - width / 2,
          baseline,
          style.size,
          colour,
          -1,
        ),
      )
    },
    rule(x, y, width, colour = colours.hairline, weight = 0.5) {
      ink.push(`${rgb(colour)} RG ${weight} w ${n(x)} ${n(y)} m ${n(x + width)} ${n(y)} l S`)
    },
    box(x, y, width, height, colour) {
      ink.push(`${rgb(colour)} rg ${n(x)} ${n(y)} ${n(width)} ${n(height)} re f`)
    },
    svg(svg, x, y, width, ratio) {
      flush()
      // With a size of its own the drawing would keep it; its viewBox scales to the size asked for.
      svgToPdf(
        document,
        svg.replace(/^<svg[^>]*>/, (root) => root.replace(/\s(?:width|height)="[^"]*"/g, '')),
        x,
        y,
        {
          width,
          height: width * ratio,
          assumePt: true,
          fontCallback: (_family, bold) => (bold ? 'bold' : 'regular'),
          warningCallback: (message) => {
            throw new Error(`chart: ${message}`)
          },
        },
      )
    },
    defer: (width, height) => deferred(document, type, width, height, (operators) => ink.push(operators)),
    watermark(word) {
      mark ??= openWatermark(document, faces.main.bold, word)
      ink.push(mark(document))
    },
    async breathe() {
      if (sink.writableNeedDrain && failure === null) await drained(sink)
      else await new Promise((resolve) => setImmediate(resolve))
      if (failure !== null) throw failure
    },
    async finish() {
      flush()
      document.end()
      await closed(sink)
      if (failure !== null) throw failure
    },
    abandon() {
      document.unpipe(sink)
      sink.destroy()
    },
  }
  return pen
}

/** Waits until the stream takes more, or is gone. */
function drained(sink: WriteStream): Promise<void> {
  return new Promise((resolve) => {
    const go = (): void => {
      sink.off('drain', go).off('close', go)
      resolve()
    }
    sink.on('drain', go).on('close', go)
  })
}

const closed = (sink: WriteStream): Promise<unknown> =>
  sink.closed ? Promise.resolve() : new Promise((resolve) => sink.once('close', () => resolve(undefined)))

/** A number as PDF writes it: at most two decimals (1/7200 inch). */
const n = (value: number): string => String(Math.round(value * 100) / 100)

const rgb = (colour: string): string =>
  [1, 3, 5].map((at) => n(Number.parseInt(colour.slice(at, at + 2), 16) / 255)).join(' ')

/** `up` is -1 where the page's y runs down (text is turned over again), 1 in a form of its own. */
function textOperators(
  pieces: readonly Piece[],
  x: number,
  y: number,
  size: number,
  colour: string,
  up: 1 | -1,
): string {
  const parts = [`BT ${rgb(colour)} rg 1 0 0 ${up} ${n(x)} ${n(y)} Tm`]
  let font = ''
  for (const piece of pieces) {
    if (piece.face.id !== font) parts.push(`/${piece.face.id} ${n(size)} Tf`)
    font = piece.face.id
    parts.push(`[${piece.operand}] TJ`)
  }
  return `${parts.join(' ')} ET`
}

function useFonts(document: PDFKit.PDFDocument, pieces: readonly Piece[]): void {
  const fonts = (document.page as unknown as { fonts: Record<string, unknown> }).fonts
  for (const { face } of pieces) fonts[face.id] ??= face.embedded.ref()
}

function deferred(
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
