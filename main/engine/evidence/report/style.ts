import type { Severity } from '../../../../shared/model/rule.ts'

export type FaceName = 'regular' | 'medium' | 'bold' | 'mono'

/** How text looks: face, size and leading in points, colour `#rrggbb`. `kerned` for words that are read, not for tables. */
export interface TextStyle {
  readonly face: FaceName
  readonly size: number
  readonly leading: number
  readonly colour: string
  readonly kerned: boolean
}

/** A4 in points (ISO 216), margins, and the lines where header and footer stand. */
export const sheet = {
  width: 595.28,
  height: 841.89,
  left: 50,
  right: 50,
  top: 76,
  bottom: 62,
  headerY: 40,
  footerY: 806,
} as const
export const contentWidth = sheet.width - sheet.left - sheet.right
export const contentHeight = sheet.height - sheet.top - sheet.bottom

export const colours = {
  ink: '#14202b',
  muted: '#5a6673',
  hairline: '#d5dbe1',
  rule: '#14202b',
  accent: '#0b4f6c',
  wash: '#f4f6f8',
  good: '#2f6b41',
  warn: '#9a5b12',
  bad: '#8f1d2c',
  watermark: '#c8102e',
} as const

const text = (
  face: FaceName,
  size: number,
  leading: number,
  colour: string = colours.ink,
  kerned = false,
): TextStyle => ({ face, size, leading, colour, kerned })

export const styles = {
  title: text('bold', 32, 38, colours.ink, true),
  client: text('medium', 19, 25, colours.accent, true),
  h1: text('bold', 19, 25, colours.ink, true),
  h2: text('bold', 11.5, 16, colours.ink, true),
  body: text('regular', 9.2, 13.6, colours.ink, true),
  small: text('regular', 8, 11.4, colours.muted, true),
  label: text('regular', 8.6, 13, colours.muted, true),
  value: text('regular', 9, 13),
  command: text('mono', 7.4, 11.4),
  cell: text('regular', 7.6, 10.2),
  cellStrong: text('medium', 7.6, 10.2),
  cellMuted: text('regular', 7.2, 9.8, colours.muted),
  cellMono: text('mono', 6.6, 9.2, colours.muted),
  cellHash: text('mono', 6.2, 9, colours.muted),
  cellHead: text('medium', 7.2, 9.8, colours.muted, true),
  running: text('regular', 7.4, 10, colours.muted, true),
  contents: text('regular', 9.6, 15.2, colours.ink, true),
  contentsSub: text('regular', 8.6, 12.4, colours.muted, true),
  wordmark: text('medium', 9, 12, colours.accent, true),
} as const

export const severityColour: Readonly<Record<Severity, string>> = {
  critical: colours.bad,
  high: '#b4540f',
  medium: '#7d6110',
  low: '#3f6480',
}
