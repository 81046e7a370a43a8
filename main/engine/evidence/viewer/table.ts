import { count } from '../report/words.ts'
import { clip, html, type Content, type Markup } from './markup.ts'

export interface Column {
  readonly title: string
  readonly number?: boolean
  readonly code?: boolean
}

export interface TableParts {
  readonly caption: string
  readonly columns: readonly Column[]
  /** Rows to show, at most `most` of them are taken. */
  readonly rows: Iterable<readonly Content[]>
  readonly most: number
  /** How many rows there are in all. */
  readonly total: number
  /** Where all of them are, relative to the page; null where the page has them all. */
  readonly all: { readonly href: string; readonly name: string } | null
  /** The first cell of a row names it. */
  readonly filter?: boolean
}

const slice = 100

/** A table in pieces: head, slices of rows, foot with the true count and where the rest is. */
export function* table({ caption, columns, rows, most, total, all, filter }: TableParts): Iterable<Markup> {
  yield html`<div class="scroll"><table${filter ? html` data-filter` : ''}><caption>${caption}</caption><thead><tr>${columns.map(({ title, number }) => html`<th scope="col" ${cellClass(number)}>${title}</th>`)}</tr></thead><tbody>
`
  let shown = 0
  let batch: Markup[] = []
  for (const row of rows) {
    if (shown === most) break
    shown++
    batch.push(html`<tr>${columns.map((column, index) => cell(column, row[index], index === 0))}</tr> `)
    if (batch.length < slice) continue
    yield html`${batch}`
    batch = []
  }
  yield html`${batch}</tbody></table></div>
`
  if (shown === 0) yield html`<p class="note">None.</p> `
  if (all !== null) {
    const link = html`<a href="${all.href}">${all.name}</a>`
    yield total > shown
      ? html`<p class="note">The first ${count(shown)} of ${count(total)}; all of them in ${link}.</p> `
      : html`<p class="note">${count(total)} in all, with every column, in ${link}.</p> `
  }
}

const cellClass = (number: boolean | undefined, kind?: string): Content =>
  number ? html` class="n"` : kind === undefined ? '' : html` class="${kind}"`

/** A time, which stays in one line. */
const time = /^\d{4}-\d\d-\d\d( \d\d:\d\d UTC)?$/

/** Longer than any word: an id or a path, which may break anywhere. Words never do. */
const unbroken = /[^\s-]{20}/

function cell({ number, code }: Column, content: Content, first: boolean): Markup {
  const text = typeof content === 'string' ? clip(content) : content
  const shown = code ? html`<code>${text}</code>` : text
  const plain = typeof content === 'string' ? content : null
  const long = code === true || plain === null || unbroken.test(plain)
  const kind = long ? 'long' : time.test(plain) ? 'time' : undefined
  // a name in another script keeps to its own cell
  return first
    ? html`<th scope="row" dir="auto" ${cellClass(number, kind)}>${shown}</th>`
    : html`<td dir="auto" ${cellClass(number, kind)}>${shown}</td>`
}
