import type { Deferred } from './deferred.ts'
import type { Pen } from './pen.ts'
import type { Section } from './report.ts'
import { colours, contentWidth, sheet, styles, type TextStyle } from './style.ts'

export interface Contents {
  /** The current page is where chapter `index` begins. */
  chapter(index: number): void
  /** The current place is where a part of chapter `index` begins. */
  part(index: number, key: string): void
  /** Writes the page numbers. Every chapter and part must have been met. */
  finish(): void
}

interface Entry {
  readonly key: string
  /** Of a chapter; empty for a part. */
  readonly number: string
  readonly text: string
  readonly style: TextStyle
}

/** Room for a page number, in points. */
const numberWidth = 60

/** A name that sorts alike everywhere: `s03`, `s03-02`. */
const destination = (index: number, part?: number): string =>
  `s${String(index + 1).padStart(2, '0')}${part === undefined ? '' : `-${String(part + 1).padStart(2, '0')}`}`

/**
 * Draws the contents now, with links and room for the page numbers, which are written at the end: pages before are already on disk
 * by then. Also keeps the bookmarks.
 */
export function openContents(pen: Pen, chapters: readonly Section[]): Contents {
  const entries: Entry[] = chapters.flatMap((chapter, index) => [
    { key: destination(index), number: String(index + 1), text: chapter.title, style: styles.contents },
    ...chapter.parts.map((part, at) => ({
      key: destination(index, at),
      number: '',
      text: part.title,
      style: styles.contentsSub,
    })),
  ])
  pen.newPage()
  pen.tag('H1', () => pen.line('Contents', sheet.left, pen.y + 14, styles.h1))
  pen.y += 40
  const numbers: { readonly entry: Entry; readonly place: Deferred }[] = []
  const drawEntry = (entry: Entry): void => {
    const { leading } = entry.style
    if (pen.y + leading > sheet.height - sheet.bottom) pen.newPage()
    const baseline = pen.y + leading * 0.7
    const place = pen.defer(numberWidth, leading)
    const from = sheet.left + 24 + pen.type.width(entry.text, entry.style) + 8
    pen.rule(from, baseline, sheet.width - sheet.right - 26 - from, colours.hairline, 0.4)
    const link = pen.open('Link')
    pen.within(link, () => {
      pen.line(entry.number, sheet.left, baseline, entry.style)
      pen.line(entry.text, sheet.left + 24, baseline, entry.style)
      place.place(sheet.width - sheet.right - numberWidth, pen.y)
    })
    pen.link(link, [sheet.left, pen.y, contentWidth, leading], entry.key, `Go to ${entry.text}`)
    pen.close(link)
    numbers.push({ entry, place })
    pen.y += leading
  }
  pen.tag('TOC', () => {
    for (const entry of entries) pen.tag('TOCI', () => pen.tag('Reference', () => drawEntry(entry)))
  })

  const pages = new Map<string, number>()
  const root = pen.document.outline
  let bookmark = root
  const meet = (key: string, top: number): void => {
    pages.set(key, pen.page)
    pen.document.addNamedDestination(key, 'XYZ', 0, top, 0)
  }
  return {
    chapter(index) {
      meet(destination(index), 0)
      bookmark = root.addItem(`${index + 1}  ${chapters[index]?.title ?? ''}`, { expanded: false })
    },
    part(index, key) {
      const at = chapters[index]?.parts.findIndex((part) => part.key === key) ?? -1
      const part = chapters[index]?.parts[at]
      if (part === undefined) throw new Error(`no part ${key} in chapter ${index + 1}`)
      meet(destination(index, at), Math.max(0, pen.y - 20))
      // pdfkit takes `top` from the top of the page; its typings do not know it.
      const options: { expanded: boolean; top: number } = { expanded: false, top: Math.max(0, pen.y - 20) }
      bookmark.addItem(part.title, options)
    },
    finish() {
      for (const { entry, place } of numbers) {
        const page = pages.get(entry.key)
        if (page === undefined) throw new Error(`the contents name ${entry.key}, which was not drawn`)
        const { style } = entry
        place.fill([{ text: String(page), x: numberWidth, y: style.leading * 0.7, style, align: 'right' }])
      }
    },
  }
}
