import type { Piece } from './typeset.ts'

/** A number as PDF writes it: at most two decimals (1/7200 inch). */
export const n = (value: number): string => String(Math.round(value * 100) / 100)

export const rgb = (colour: string): string =>
  [1, 3, 5].map((at) => n(Number.parseInt(colour.slice(at, at + 2), 16) / 255)).join(' ')

/** `up` is -1 where the page's y runs down (text is turned over again), 1 in a form of its own. */
export function textOperators(
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

export function useFonts(document: PDFKit.PDFDocument, pieces: readonly Piece[]): void {
  const fonts = (document.page as unknown as { fonts: Record<string, unknown> }).fonts
  for (const { face } of pieces) fonts[face.id] ??= face.embedded.ref()
}
