import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import path from 'node:path'
import type { PayloadContext } from '../payload/context.ts'
import type { WrittenFile } from '../payload/files.ts'
import type { PackageSummary } from '../payload/summary.ts'
import { attachAll, companions, type Companion } from './attachments.ts'
import { heading, headingRoom } from './blocks.ts'
import { openContents, type Contents } from './contents.ts'
import type { Deferred } from './deferred.ts'
import { openPen, type Pen } from './pen.ts'
import type { Section } from './report.ts'
import { colours, contentWidth, sheet, styles } from './style.ts'
import { lastDay, longDate } from './words.ts'

/** One PDF of the package. */
export interface DocumentPlan {
  /** In the package, e.g. `data/01-report/evidence-report.pdf`. */
  readonly path: string
  readonly title: string
  /** Data files it shows, by path or folder. */
  readonly shows: readonly string[]
  /** What stands before the first chapter; `range` is the period in words. */
  readonly front: (pen: Pen, range: string) => void
  readonly chapters: (files: readonly Companion[]) => readonly Section[]
  /** A book has contents and numbered chapters, each on a new page; a sheet has its chapters below each other. */
  readonly form: 'book' | 'sheet'
}

/** A PDF as drawn, before anybody signs it. */
export interface WrittenDocument extends WrittenFile {
  readonly pages: number
  readonly title: string
  readonly attached: number
}

/**
 * Draws one PDF: PDF/A-3a (and so 3b), tagged, A4, embedded fonts, bookmarks, page x of y, its data attached, the same bytes for the same
 * input. Pages go to disk as they fill. Yields the number of pages drawn. The file is not recorded: a signature may still be added to it.
 * @throws CountersignError cancelled, disk_full
 */
export async function* drawDocument(
  context: PayloadContext,
  summary: PackageSummary,
  plan: DocumentPlan,
): AsyncGenerator<number, WrittenDocument> {
  const { engagement, period } = context
  const file = path.join(context.root, ...plan.path.split('/'))
  const range = `${longDate(period.start)} to ${lastDay(period.end)}`
  const created = new Date(context.at)
  const furniture = openFurniture(context, range)
  const pen = await openPen({
    file,
    info: {
      Title: `${plan.title}: ${engagement.client}, ${range}`,
      Author: engagement.client,
      Subject: `${engagement.name} (${engagement.id}), revision ${context.revision}`,
      Creator: `${summary.tool.name} ${summary.tool.version}`,
      Producer: `${summary.tool.name} ${summary.tool.version}`,
      CreationDate: created,
      ModDate: created,
    },
    onPage: furniture.draw,
  })
  const files = companions(context, plan.shows)
  const chapters = plan.chapters(files)
  let finished = false
  try {
    pen.newPage()
    plan.front(pen, range)
    furniture.running = plan.form === 'book' ? 'Contents' : plan.title
    const contents = plan.form === 'book' ? openContents(pen, chapters) : openBookmarks(pen, chapters)
    for (const [index, chapter] of chapters.entries()) {
      context.checkCancelled()
      const title = plan.form === 'book' ? `${index + 1}   ${chapter.title}` : chapter.title
      if (plan.form === 'book') {
        furniture.running = title
        pen.newPage()
      } else {
        pen.y += 14
        pen.need(headingRoom)
      }
      contents.chapter(index)
      const section = pen.open('Sect')
      pen.enter(section)
      if (title !== plan.title) heading(pen, title)
      const mark = (key: string): void => markPart(pen, contents, index, key)
      for await (const page of chapter.draw({ pen, context, summary, mark })) {
        context.checkCancelled()
        yield page
      }
      pen.leave()
      pen.close(section)
    }
    await attachAll(pen, context, files)
    contents.finish()
    furniture.finish(pen)
    await pen.finish()
    finished = true
  } finally {
    if (!finished) pen.abandon()
  }
  yield pen.page
  return {
    ...(await factsOf(file, plan.path)),
    pages: pen.page,
    title: plan.title,
    attached: files.filter((one) => one.attached).length,
  }
}

/** A part begins where its heading will stand, so the page turns first if the heading would turn it. */
function markPart(pen: Pen, contents: Contents, index: number, key: string): void {
  pen.need(headingRoom)
  contents.part(index, key)
}

/** The bookmarks of a document without contents. */
function openBookmarks(pen: Pen, chapters: readonly Section[]): Contents {
  const root = pen.document.outline
  let bookmark = root
  const here = (): { expanded: boolean; top: number } => ({ expanded: false, top: Math.max(0, pen.y - 20) })
  return {
    chapter(index) {
      bookmark = root.addItem(chapters[index]?.title ?? '', here())
    },
    part(index, key) {
      bookmark.addItem(chapters[index]?.parts.find((part) => part.key === key)?.title ?? '', here())
    },
    finish() {},
  }
}

interface Furniture {
  /** What stands at the head of the pages; nothing on the first. */
  running: string
  readonly draw: (pen: Pen) => void
  /** Writes the number of pages. */
  finish(pen: Pen): void
}

/** Header, footer and watermark of every page. */
function openFurniture(context: PayloadContext, range: string): Furniture {
  const { engagement } = context
  let total: Deferred | null = null
  const furniture: Furniture = {
    running: '',
    draw(pen) {
      if (engagement.sample) pen.watermark('SAMPLE')
      total ??= pen.defer(60, 14)
      if (furniture.running !== '') {
        pen.line(furniture.running, sheet.left, sheet.headerY, styles.running)
        pen.line(
          fitted(pen, engagement.client, contentWidth * 0.6),
          sheet.width - sheet.right,
          sheet.headerY,
          styles.running,
          'right',
        )
        pen.rule(sheet.left, sheet.headerY + 8, contentWidth)
      }
      pen.rule(sheet.left, sheet.footerY - 12, contentWidth)
      const count = `Page ${pen.page} of `
      pen.line(count, sheet.left, sheet.footerY, styles.running)
      // The space at the end of a line is not set; the total stands where the words would go on.
      total.place(sheet.left + pen.type.width(count, styles.running), sheet.footerY - 10)
      const mark = `${engagement.sample ? 'SAMPLE, invented data   ·   ' : ''}${engagement.id}   ·   ${range}   ·   revision ${context.revision}`
      pen.line(
        fitted(pen, mark, contentWidth - 90),
        sheet.width - sheet.right,
        sheet.footerY,
        styles.running,
        'right',
        engagement.sample ? colours.watermark : styles.running.colour,
      )
    },
    finish: (pen) => total?.fill([{ text: String(pen.page), x: 0, y: 10, style: styles.running }]),
  }
  return furniture
}

/** A running line that must not leave its place: cut at a word with an ellipsis. The first page carries the whole text. */
function fitted(pen: Pen, text: string, width: number): string {
  const [first = '', ...rest] = pen.type.wrap(text, styles.running, width)
  return rest.length === 0 ? first : `${pen.type.wrap(text, styles.running, width - 10)[0] ?? ''} …`
}

/** Bytes and hash of a finished file, which may be too large to hold. */
export async function factsOf(file: string, relative: string): Promise<WrittenFile> {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const chunk of createReadStream(file)) {
    hash.update(chunk as Uint8Array)
    bytes += (chunk as Uint8Array).byteLength
  }
  return { path: relative, bytes, sha256: hash.digest('hex'), rows: null }
}
