import type { Deferred, Pen } from './pen.ts'
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

interface Leaf {
  readonly numbers: Deferred
  readonly top: number
  readonly places: { key: string; y: number; style: TextStyle }[]
}

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
  const leaves: Leaf[] = []
  const begin = (): Leaf => {
    pen.newPage()
    if (leaves.length === 0) {
      pen.line('Contents', sheet.left, pen.y + 14, styles.h1)
      pen.y += 40
    }
    const leaf = { numbers: pen.defer(60, sheet.height), top: pen.y, places: [] }
    leaf.numbers.place(sheet.width - sheet.right - 60, pen.y)
    leaves.push(leaf)
    return leaf
  }
  let leaf = begin()
  for (const entry of entries) {
    if (pen.y + entry.style.leading > sheet.height - sheet.bottom) leaf = begin()
    const baseline = pen.y + entry.style.leading * 0.7
    pen.line(entry.number, sheet.left, baseline, entry.style)
    pen.line(entry.text, sheet.left + 24, baseline, entry.style)
    const from = sheet.left + 24 + pen.type.width(entry.text, entry.style) + 8
    pen.rule(from, baseline, sheet.width - sheet.right - 26 - from, colours.hairline, 0.4)
    pen.document.goTo(sheet.left, pen.y, contentWidth, entry.style.leading, entry.key)
    leaf.places.push({ key: entry.key, y: baseline - leaf.top, style: entry.style })
    pen.y += entry.style.leading
  }

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
      for (const { numbers, places } of leaves) {
        numbers.fill(
          places.map(({ key, y, style }) => {
            const page = pages.get(key)
            if (page === undefined) throw new Error(`the contents name ${key}, which was not drawn`)
            return { text: String(page), x: 60, y, style, align: 'right' as const }
          }),
        )
      }
    },
  }
}
