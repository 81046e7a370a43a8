import type { Pen } from './pen.ts'
import type { Element } from './structure.ts'
import { colours, contentHeight, contentWidth, sheet, styles, type TextStyle } from './style.ts'

/** One paragraph of a cell. */
export interface Para {
  readonly text: string
  readonly style: TextStyle
  readonly colour?: string
}
/** A string is set in the column's style; a list stands one below the other. */
export type CellContent = string | Para | readonly Para[]

export interface Column {
  readonly title: string
  /** Share of the width that is left after the fixed columns, or, with `points`, a width in points. */
  readonly width: number
  readonly points?: boolean
  readonly align?: 'left' | 'right'
  readonly style?: TextStyle
}

export interface TableOptions {
  /** Said in place of rows when there are none. */
  readonly empty: string
  /** Space between columns in points; 8 unless told. */
  readonly gutter?: number
}

/** A table row, or a line across all columns that groups the rows below it. */
export type TableRow = readonly CellContent[] | { readonly group: string }

interface Line {
  readonly text: string
  readonly style: TextStyle
  readonly colour: string
}

const padding = 3.4
const columnHead = { attributes: '<</O/Table/Scope/Column>>' }

/**
 * Draws a table; its header stands again on every page. A row that does not fit goes to the next page whole, unless it is
 * taller than a third of a page: then its lines go on there. Nothing is cut. In the structure a cell is one element wherever it
 * goes on, and only the first header is a header: the others are artifacts. Yields the page number after every slice of rows.
 */
export async function* drawTable(
  pen: Pen,
  columns: readonly Column[],
  rows: Iterable<TableRow>,
  options: TableOptions,
): AsyncGenerator<number> {
  const places = layColumns(columns, options.gutter ?? 8)
  const again = (): void => pen.artifact(() => drawHeader(pen, columns, places, (_, draw) => draw()))
  let count = 0
  let table: Element | null = null
  for (const row of rows) {
    if (table === null) {
      pen.need(60)
      table = pen.open('Table')
      pen.enter(table)
      pen.tag('TR', () =>
        drawHeader(pen, columns, places, (title, draw) =>
          pen.tag(title === '' ? 'TD' : 'TH', draw, title === '' ? {} : columnHead),
        ),
      )
    }
    count++
    if ('group' in row) {
      drawGroup(pen, row.group, columns.length, again)
      continue
    }
    const cells = row.map((content, index) =>
      cellLines(pen, content, columns[index], places[index]?.width ?? 0),
    )
    drawRow(pen, columns, places, cells, again)
    if (count % 200 === 0) {
      await pen.breathe()
      yield pen.page
    }
  }
  if (table === null) {
    pen.need(30)
    pen.tag('P', () => pen.line(options.empty, sheet.left, pen.y + 12, styles.small))
    pen.y += 24
  } else {
    pen.leave()
    pen.close(table)
    pen.y += 14
  }
  await pen.breathe()
  yield pen.page
}

function layColumns(columns: readonly Column[], gutter: number): { x: number; width: number }[] {
  const fixed = columns.reduce((sum, column) => sum + (column.points === true ? column.width : 0), 0)
  const shares = columns.reduce((sum, column) => sum + (column.points === true ? 0 : column.width), 0)
  const free = contentWidth - fixed - gutter * (columns.length - 1)
  let x: number = sheet.left
  return columns.map((column) => {
    const width = column.points === true ? column.width : (free * column.width) / shares
    const place = { x, width }
    x += width + gutter
    return place
  })
}

function drawHeader(
  pen: Pen,
  columns: readonly Column[],
  places: readonly { x: number; width: number }[],
  cell: (title: string, draw: () => void) => void,
): void {
  const style = styles.cellHead
  const titles = columns.map((column, index) => pen.type.wrap(column.title, style, places[index]?.width ?? 0))
  const height = Math.max(...titles.map((lines) => lines.length)) * style.leading
  titles.forEach((lines, index) => {
    const place = places[index]
    if (place === undefined) return
    const right = columns[index]?.align === 'right'
    cell(columns[index]?.title ?? '', () =>
      lines.forEach((line, at) =>
        pen.line(
          line,
          right ? place.x + place.width : place.x,
          pen.y + height - (lines.length - 1 - at) * style.leading - 2.4,
          style,
          right ? 'right' : 'left',
        ),
      ),
    )
  })
  pen.y += height + 2
  pen.rule(sheet.left, pen.y, contentWidth, colours.rule, 0.7)
  pen.y += 0.7
}

function drawGroup(pen: Pen, title: string, columns: number, header: () => void): void {
  if (pen.y + 46 > sheet.height - sheet.bottom) {
    pen.newPage()
    header()
  }
  pen.y += 5
  pen.tag('TR', () =>
    pen.tag('TH', () => pen.line(title, sheet.left, pen.y + 9.5, styles.cellStrong, 'left', colours.accent), {
      attributes: `<</O/Table/Scope/Row/ColSpan ${columns}>>`,
    }),
  )
  pen.y += 15
  pen.rule(sheet.left, pen.y, contentWidth)
}

function cellLines(pen: Pen, content: CellContent, column: Column | undefined, width: number): Line[] {
  const base = column?.style ?? styles.cell
  const paras: readonly Para[] =
    typeof content === 'string' ? [{ text: content, style: base }] : 'text' in content ? [content] : content
  return paras.flatMap(({ text, style, colour }) =>
    text === ''
      ? []
      : pen.type
          .wrap(text, style, width)
          .map((line) => ({ text: line, style, colour: colour ?? style.colour })),
  )
}

const heightOf = (lines: readonly Line[]): number => lines.reduce((sum, line) => sum + line.style.leading, 0)

function drawRow(
  pen: Pen,
  columns: readonly Column[],
  places: readonly { x: number; width: number }[],
  cells: readonly Line[][],
  header: () => void,
): void {
  const height = Math.max(...cells.map(heightOf), styles.cell.leading) + padding * 2
  const room = sheet.height - sheet.bottom - pen.y
  if (height > room && (height <= contentHeight / 3 || room < 60)) {
    pen.newPage()
    header()
  }
  const row = pen.open('TR')
  pen.enter(row)
  const elements = cells.map(() => pen.open('TD'))
  const next = cells.map(() => 0)
  for (;;) {
    const limit = sheet.height - sheet.bottom - padding
    const top = pen.y + padding
    let lowest = top
    let left = false
    cells.forEach((lines, index) => {
      const place = places[index]
      const element = elements[index]
      if (place === undefined || element === undefined) return
      const right = columns[index]?.align === 'right'
      pen.enter(element)
      let y = top
      for (let at = next[index] ?? 0; at < lines.length; at++) {
        const line = lines[at]
        if (line === undefined) break
        if (y + line.style.leading > limit) {
          left = true
          next[index] = at
          break
        }
        pen.line(
          line.text,
          right ? place.x + place.width : place.x,
          y + line.style.leading * 0.76,
          line.style,
          right ? 'right' : 'left',
          line.colour,
        )
        y += line.style.leading
        next[index] = at + 1
      }
      pen.leave()
      lowest = Math.max(lowest, y)
    })
    pen.y = lowest + padding
    if (!left) break
    pen.newPage()
    header()
  }
  for (const element of elements) pen.close(element)
  pen.leave()
  pen.close(row)
  pen.rule(sheet.left, pen.y, contentWidth)
}
