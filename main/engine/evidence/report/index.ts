import path from 'node:path'
import type { PayloadContext } from '../payload/context.ts'
import type { WrittenFile } from '../payload/files.ts'
import type { PackageSummary } from '../payload/summary.ts'
import { createReadStream } from 'node:fs'
import { createHash } from 'node:crypto'
import { drawCover } from './cover.ts'
import { headingRoom } from './blocks.ts'
import { openContents, type Contents } from './contents.ts'
import { openPen, type Deferred, type Pen } from './pen.ts'
import { sections } from './sections/index.ts'
import { colours, contentWidth, sheet, styles } from './style.ts'
import { longDate } from './words.ts'

const reportPath = 'data/01-report/evidence-report.pdf'

/** The last day of the period, in words; the period's end is exclusive. */
const lastDay = (end: string): string => longDate(new Date(Date.parse(end) - 1).toISOString())

/**
 * Draws `data/01-report/evidence-report.pdf`: A4, embedded fonts, bookmarks, page x of y, the same bytes for the same input.
 * Pages go to disk as they fill. Yields the number of pages drawn.
 * @throws CountersignError cancelled, disk_full
 */
export async function* writeReport(context: PayloadContext, summary: PackageSummary): AsyncGenerator<number> {
  const { engagement, period } = context
  const file = path.join(context.root, ...reportPath.split('/'))
  const range = `${longDate(period.start)} to ${lastDay(period.end)}`
  const created = new Date(context.at)
  let total: Deferred | null = null
  let running = ''
  const onPage = (pen: Pen): void => {
    if (engagement.sample) pen.watermark('SAMPLE')
    total ??= pen.defer(60, 14)
    if (running !== '') {
      pen.line(running, sheet.left, sheet.headerY, styles.running)
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
  }
  const pen = await openPen({
    file,
    info: {
      Title: `Evidence package: ${engagement.client}, ${range}`,
      Author: engagement.client,
      Subject: `${engagement.name} (${engagement.id}), revision ${context.revision}`,
      Creator: `${summary.tool.name} ${summary.tool.version}`,
      Producer: `${summary.tool.name} ${summary.tool.version}`,
      CreationDate: created,
      ModDate: created,
    },
    onPage,
  })
  let finished = false
  try {
    const chapters = sections(summary)
    pen.newPage()
    drawCover(pen, context, summary, range)
    running = 'Contents'
    const contents = openContents(pen, chapters)
    for (const [index, chapter] of chapters.entries()) {
      context.checkCancelled()
      running = `${index + 1}   ${chapter.title}`
      pen.newPage()
      contents.chapter(index)
      pen.line(`${index + 1}   ${chapter.title}`, sheet.left, pen.y + 14, styles.h1)
      pen.y += 36
      for await (const page of chapter.draw({
        pen,
        context,
        summary,
        mark: (key) => markPart(pen, contents, index, key),
      })) {
        context.checkCancelled()
        yield page
      }
    }
    contents.finish()
    ;(total as Deferred | null)?.fill([{ text: String(pen.page), x: 0, y: 10, style: styles.running }])
    await pen.finish()
    finished = true
  } finally {
    if (!finished) pen.abandon()
  }
  context.record(await factsOf(file))
  yield pen.page
}

/** A part begins where its heading will stand, so the page turns first if the heading would turn it. */
function markPart(pen: Pen, contents: Contents, index: number, key: string): void {
  pen.need(headingRoom)
  contents.part(index, key)
}

/** A running line that must not leave its place: cut at a word with an ellipsis. The cover carries the whole text. */
function fitted(pen: Pen, text: string, width: number): string {
  const [first = '', ...rest] = pen.type.wrap(text, styles.running, width)
  return rest.length === 0 ? first : `${pen.type.wrap(text, styles.running, width - 10)[0] ?? ''} …`
}

async function factsOf(file: string): Promise<WrittenFile> {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const chunk of createReadStream(file)) {
    hash.update(chunk as Uint8Array)
    bytes += (chunk as Uint8Array).byteLength
  }
  return { path: reportPath, bytes, sha256: hash.digest('hex'), rows: null }
}
