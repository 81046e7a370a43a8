import type { Pen } from './pen.ts'
import { colours, contentWidth, sheet, styles, type TextStyle } from './style.ts'

/** A paragraph over the full width, or over `width` points from `x`; a `P` of the structure unless told. */
export function paragraph(
  pen: Pen,
  text: string,
  style: TextStyle = styles.body,
  options: { x?: number; width?: number; after?: number; role?: 'P' | 'H1' } = {},
): void {
  const x = options.x ?? sheet.left
  pen.tag(options.role ?? 'P', () => {
    for (const line of pen.type.wrap(text, style, options.width ?? contentWidth)) {
      pen.need(style.leading)
      pen.line(line, x, pen.y + style.leading * 0.76, style)
      pen.y += style.leading
    }
  })
  pen.y += options.after ?? 10
}

/** What a heading and the first rows below it take, in points. */
export const headingRoom = 100

/** The heading of a chapter. */
export function heading(pen: Pen, text: string): void {
  pen.tag('H1', () => {
    for (const line of pen.type.wrap(text, styles.h1, contentWidth)) {
      pen.line(line, sheet.left, pen.y + 14, styles.h1)
      pen.y += styles.h1.leading
    }
  })
  pen.y += 11
}

/** A heading inside a section; kept with at least `keep` points of what follows. */
export function subheading(pen: Pen, text: string, keep = headingRoom): void {
  pen.need(keep)
  pen.y += 10
  pen.tag('H2', () => {
    for (const line of pen.type.wrap(text, styles.h2, contentWidth)) {
      pen.line(line, sheet.left, pen.y + 12, styles.h2)
      pen.y += styles.h2.leading
    }
  })
  pen.y += 4
}

/** Label and value, one pair a row, values wrapped under themselves. */
export function facts(pen: Pen, pairs: readonly (readonly [string, string])[], labelWidth = 128): void {
  const list = (): void => {
    for (const [label, value] of pairs) pen.tag('LI', () => fact(pen, label, value, labelWidth))
  }
  pen.tag('L', list, { attributes: '<</O/List/ListNumbering/None>>' })
  pen.y += 6
}

function fact(pen: Pen, label: string, value: string, labelWidth: number): void {
  const lines = pen.type.wrap(value, styles.value, contentWidth - labelWidth)
  pen.need(styles.value.leading * Math.min(lines.length, 3))
  pen.tag('Lbl', () => pen.line(label, sheet.left, pen.y + 10, styles.label))
  pen.tag('LBody', () => {
    for (const line of lines) {
      pen.need(styles.value.leading)
      pen.line(line, sheet.left + labelWidth, pen.y + 10, styles.value)
      pen.y += styles.value.leading
    }
  })
  pen.y += 2
}

/** Shell commands on a wash, one a paragraph, each explained above it. Lines of a wrapped command are indented. */
export function command(pen: Pen, explanation: string, shell: string): void {
  const style = styles.command
  const lines = shell
    .split('\n')
    .flatMap((one) =>
      pen.type
        .wrap(one, style, contentWidth - 20)
        .map((line, index) => ({ line, indent: index === 0 ? 0 : 12 })),
    )
  const height = lines.length * style.leading + 10
  pen.need(height + styles.body.leading * 2)
  paragraph(pen, explanation, styles.body, { after: 3 })
  pen.box(sheet.left, pen.y, contentWidth, height, colours.wash)
  const block = pen.open('P')
  pen.within(block, () =>
    pen.tag('Code', () =>
      lines.forEach(({ line, indent }, index) =>
        pen.line(line, sheet.left + 10 + indent, pen.y + 5 + style.leading * (index + 0.76), style),
      ),
    ),
  )
  pen.close(block)
  pen.y += height + 9
}

/** A statement in a box with a bar of its colour at the left. */
export function callout(pen: Pen, title: string, text: string, colour: string): void {
  const inner = contentWidth - 28
  const titles = pen.type.wrap(title, styles.h2, inner)
  const lines = pen.type.wrap(text, styles.body, inner)
  const height = titles.length * styles.h2.leading + lines.length * styles.body.leading + 18
  pen.need(height)
  pen.box(sheet.left, pen.y, contentWidth, height, colours.wash)
  pen.box(sheet.left, pen.y, 3.5, height, colour)
  let y = pen.y + 9
  pen.tag('Div', () => {
    pen.tag('P', () => {
      for (const line of titles) {
        pen.line(line, sheet.left + 16, y + 12, styles.h2, 'left', colour)
        y += styles.h2.leading
      }
    })
    pen.tag('P', () => {
      for (const line of lines) {
        pen.line(line, sheet.left + 16, y + 10, styles.body)
        y += styles.body.leading
      }
    })
  })
  pen.y += height + 14
}

/** Figures side by side, each with its caption below it. */
export function figures(
  pen: Pen,
  items: readonly { readonly figure: string; readonly caption: string; readonly colour?: string }[],
): void {
  const width = contentWidth / items.length
  pen.need(52)
  items.forEach((item, index) => {
    const x = sheet.left + index * width
    pen.tag('P', () => {
      pen.line(
        item.figure,
        x,
        pen.y + 20,
        { ...styles.h1, kerned: false },
        'left',
        item.colour ?? colours.ink,
      )
      pen.type
        .wrap(item.caption, styles.small, width - 10)
        .forEach((line, at) => pen.line(line, x, pen.y + 33 + at * styles.small.leading, styles.small))
    })
  })
  pen.y += 60
}
