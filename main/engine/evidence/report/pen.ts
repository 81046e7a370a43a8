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
import { attach, type Attached } from './attach.ts'
import { bind, describe } from './catalogue.ts'
import { deferred, type Deferred } from './deferred.ts'
import { openFaces } from './faces.ts'
import { n, rgb, textOperators, useFonts } from './operators.ts'
import { openObjects, raw, refTo, textString } from './objects.ts'
import { openStructure, type Element, type ElementFacts, type Role } from './structure.ts'
import { openWatermark } from './watermark.ts'
import { openTypesetter, type Typesetter } from './typeset.ts'
import { colours, sheet, type TextStyle } from './style.ts'
import type { DocumentFacts } from './xmp.ts'

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
  /**
   * Draws in a new element of the structure tree, a child of the one being drawn in: what `draw` sets belongs to it and is read
   * in that order. Outside of any element a line is an artifact, as rules and boxes always are.
   */
  tag(role: Role, draw: () => void, facts?: ElementFacts): void
  /** A new element that stays open; `within` draws in it, on this page or a later one, and `close` ends it. */
  open(role: Role, facts?: ElementFacts): Element
  within(element: Element, draw: () => void): void
  close(element: Element): void
  /** Makes the element the one being drawn in until `leave`, for drawing that takes more than one turn. */
  enter(element: Element): void
  leave(): void
  /** Draws what is no content: what stands again on every page. */
  artifact(draw: () => void): void
  /** A link over a rectangle of this page to a named destination, part of the element; `says` is read out for it. */
  link(
    element: Element,
    box: readonly [x: number, y: number, width: number, height: number],
    to: string,
    says: string,
  ): void
  /** Puts a file into the document, associated with it as the data it shows (ISO 19005-3 6.8). */
  attach(file: Attached): void
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
  /**
   * Draws an SVG document as a figure; height in points follows from `width` and the SVG's own ratio given as `ratio`
   * (height / width). `alt` says in words what it shows.
   */
  svg(svg: string, x: number, y: number, width: number, ratio: number, alt: string): void
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
  readonly info: DocumentFacts
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
    subset: 'PDF/A-3a',
    info: { ...options.info },
  })
  document.pipe(sink)
  describe(document, options.info)
  const objects = openObjects(document)
  const structure = openStructure(objects)
  const faces = openFaces(document)
  const type = openTypesetter(faces)
  let ink: string[] = []
  let page = 0
  let mark: ((document: PDFKit.PDFDocument) => string) | null = null
  /** What is being drawn in, innermost last; null for an artifact. */
  const inside: (Element | null)[] = []
  /** What the marked content that is open on the page belongs to; undefined when none is. */
  let marked: Element | null | undefined
  const unmark = (): void => {
    if (marked !== undefined) ink.push('EMC')
    marked = undefined
  }
  const markFor = (owner: Element | null): void => {
    if (owner === marked) return
    unmark()
    ink.push(owner === null ? '/Artifact BMC' : `/${owner.role} <</MCID ${structure.content(owner)}>> BDC`)
    marked = owner
  }
  const write = (): void => {
    if (ink.length > 0) document.addContent(ink.join('\n'))
    ink = []
  }
  const flush = (): void => {
    unmark()
    write()
  }
  const pageNumber = (): number => (document.page.dictionary as unknown as { id: number }).id
  const whole = structure.open(null, 'Document')
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
      const { data } = document.page.dictionary as unknown as { data: Record<string, unknown> }
      data['StructParents'] = structure.beginPage(pageNumber())
      data['Tabs'] = 'S'
      pen.artifact(() => options.onPage(pen))
    },
    need(height) {
      if (pen.y + height > sheet.height - sheet.bottom) pen.newPage()
    },
    tag(role, draw, facts) {
      const element = pen.open(role, facts)
      pen.within(element, draw)
      pen.close(element)
    },
    open: (role, facts) => structure.open(inside.at(-1) ?? whole, role, facts),
    within(element, draw) {
      inside.push(element)
      draw()
      inside.pop()
    },
    close: (element) => structure.close(element),
    enter: (element) => void inside.push(element),
    leave: () => void inside.pop(),
    artifact(draw) {
      inside.push(null)
      draw()
      inside.pop()
    },
    link(element, [x, y, width, height], to, says) {
      const id = objects.reserve()
      const rect = [x, sheet.height - y - height, x + width, sheet.height - y].map(n).join(' ')
      objects.put(
        id,
        `<</Type/Annot/Subtype/Link/Rect[${rect}]/Border[0 0 0]/F 4/Dest(${to})/Contents ${textString(says)}` +
          `/StructParent ${structure.annotation(element, id)}>>`,
      )
      ;(document.page as unknown as { annotations: object[] }).annotations.push(raw(refTo(id)))
    },
    attach: (file) => attach(document, file),
    line(text, x, baseline, style, align = 'left', colour = style.colour) {
      const pieces = type.set(text, style)
      if (pieces.length === 0) return
      markFor(inside.at(-1) ?? null)
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
      markFor(null)
      ink.push(`${rgb(colour)} RG ${weight} w ${n(x)} ${n(y)} m ${n(x + width)} ${n(y)} l S`)
    },
    box(x, y, width, height, colour) {
      markFor(null)
      ink.push(`${rgb(colour)} rg ${n(x)} ${n(y)} ${n(width)} ${n(height)} re f`)
    },
    svg(svg, x, y, width, ratio, alt) {
      const box = [x, sheet.height - y - width * ratio, x + width, sheet.height - y].map(n).join(' ')
      const figure = pen.open('Figure', {
        alt,
        attributes: `<</O/Layout/Placement/Block/BBox[${box}]>>`,
      })
      markFor(figure)
      write()
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
      unmark()
      pen.close(figure)
    },
    defer: (width, height) =>
      deferred(document, type, width, height, (operators) => {
        markFor(inside.at(-1) ?? null)
        ink.push(operators)
      }),
    watermark(word) {
      mark ??= openWatermark(document, faces.main.bold, word)
      markFor(null)
      ink.push(mark(document))
    },
    async breathe() {
      if (sink.writableNeedDrain && failure === null) await drained(sink)
      else await new Promise((resolve) => setImmediate(resolve))
      if (failure !== null) throw failure
    },
    async finish() {
      flush()
      structure.close(whole)
      const root = structure.finish()
      objects.flush()
      bind(document, root)
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
