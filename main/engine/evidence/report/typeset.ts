import type { Face, Faces } from './faces.ts'
import type { TextStyle } from './style.ts'

/** A stretch of one line in one face, ready for a `TJ` operator; width in points. */
export interface Piece {
  readonly face: Face
  readonly operand: string
  readonly width: number
}

export interface Typesetter {
  /** Lines of `text` no wider than `width` points; nothing is cut: long ids break after `/ : - _ . ,` or, failing that, anywhere. */
  wrap(text: string, style: TextStyle, width: number): string[]
  /** The pieces of one line as `wrap` gave it. */
  set(line: string, style: TextStyle): Piece[]
  /** Width of one line in points. */
  width(line: string, style: TextStyle): number
}

const plainAscii = /^[\x20-\x7e]*$/
const breakAfter = new Set(Array.from('/:-_.,;=&?|\\@+)]}', (one) => one.charCodeAt(0)))
// Hebrew, Arabic and its supplements, and their presentation forms.
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/
const rightToLeftRun =
  /([\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]+(?: +[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]+)*)/
const mark = /\p{M}/u
// Controls, direction overrides, zero-width and other characters that would act instead of being seen.
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\u2028\u2029]/u

/** Sets text in the given faces; see `visible` for what becomes of characters that no face has. */
export function openTypesetter(faces: Faces): Typesetter {
  const faceFor = (codePoint: number, main: Face): Face => (main.has(codePoint) ? main : faces.fallback)

  /**
   * Text in which every character can be seen: tabs as spaces, and a character that is invisible by nature, or that no
   * embedded font has, as its code point, `[U+202E]`. What a name holds is thus always legible and never lost.
   */
  function visible(text: string, main: Face): string {
    if (plainAscii.test(text)) return text
    let out = ''
    for (const character of text.normalize('NFC')) {
      const codePoint = character.codePointAt(0) ?? 0
      if (character === '\t') out += '  '
      else if (codePoint === 0xfe0f) continue // asks for an emoji's colours; says nothing of its own
      else if (unseen.test(character) || !(main.has(codePoint) || faces.fallback.has(codePoint)))
        out += `[U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}]`
      else out += character
    }
    return out
  }

  const advance = (codePoint: number, main: Face): number =>
    (codePoint < 0x7f ? main : faceFor(codePoint, main)).inked(codePoint).advance

  function wrapParagraph(text: string, style: TextStyle, width: number, out: string[]): void {
    const main = faces.main[style.face]
    const limit = (width * 1000) / style.size
    const characters = plainAscii.test(text) ? text : [...text]
    let start = 0
    let used = 0
    let lastSpace = -1
    let lastSoft = -1
    for (let at = 0; at < characters.length; at++) {
      const codePoint = characters[at]?.codePointAt(0) ?? 0x20
      used += advance(codePoint, main)
      if (used > limit && at > start && codePoint !== 0x20) {
        const end = lineEnd(start, at, lastSpace, lastSoft, characters)
        out.push(joined(characters, start, end).trimEnd())
        start = end
        while (characters[start] === ' ') start++
        at = start - 1
        used = 0
        lastSpace = -1
        lastSoft = -1
        continue
      }
      if (codePoint === 0x20) lastSpace = at
      else if (breakAfter.has(codePoint)) lastSoft = at
      // A hump of a camelCase name is a joint too: the line ends before the capital.
      else if (isUpper(codePoint) && at > start && isLower(characters[at - 1]?.codePointAt(0) ?? 0))
        lastSoft = at - 1
    }
    out.push(joined(characters, start, characters.length).trimEnd())
  }

  const api: Typesetter = {
    wrap(text, style, width) {
      const out: string[] = []
      for (const paragraph of text.split(/\r\n|\r|\n/))
        wrapParagraph(visible(paragraph, faces.main[style.face]), style, width, out)
      return out
    },
    set(line, style) {
      const main = faces.main[style.face]
      if (plainAscii.test(line))
        return line === ''
          ? []
          : [style.kerned ? kernedPiece(line, main, style.size) : plainPiece(line, main, style.size)]
      const pieces: Piece[] = []
      for (const part of line.split(rightToLeftRun)) {
        if (part === '') continue
        // Joining scripts are shaped and turned by the font, as one stretch.
        if (rightToLeft.test(part)) pieces.push(kernedPiece(part, faces.fallback, style.size))
        else pieces.push(...byFace(part, main, style))
      }
      return pieces
    },
    width: (line, style) => api.set(line, style).reduce((sum, piece) => sum + piece.width, 0),
  }

  function byFace(text: string, main: Face, style: TextStyle): Piece[] {
    const pieces: Piece[] = []
    let run = ''
    let face: Face | null = null
    const flush = (): void => {
      if (run !== '' && face !== null)
        pieces.push(
          style.kerned && face === main
            ? kernedPiece(run, face, style.size)
            : plainPiece(run, face, style.size),
        )
      run = ''
    }
    for (const character of text) {
      const next = faceFor(character.codePointAt(0) ?? 0x20, main)
      if (next !== face) flush()
      face = next
      run += character
    }
    flush()
    return pieces
  }

  return api
}

const isUpper = (codePoint: number): boolean => codePoint >= 0x41 && codePoint <= 0x5a
const isLower = (codePoint: number): boolean => codePoint >= 0x61 && codePoint <= 0x7a

/** Where a line that overflows at `at` ends: at the last space; in a long word at its last joint, if that leaves the line at least half full; else right here. */
function lineEnd(
  start: number,
  at: number,
  lastSpace: number,
  lastSoft: number,
  characters: string | readonly string[],
): number {
  if (lastSpace > start) return lastSpace + 1
  if (lastSoft >= start + (at - start) * 0.5) return lastSoft + 1
  let end = at
  while (end > start + 1 && mark.test(characters[end] ?? '')) end--
  return end
}

const joined = (characters: string | readonly string[], from: number, to: number): string =>
  typeof characters === 'string' ? characters.slice(from, to) : characters.slice(from, to).join('')

function plainPiece(text: string, face: Face, size: number): Piece {
  let codes = ''
  let width = 0
  for (const character of text) {
    const inked = face.inked(character.codePointAt(0) ?? 0x20)
    codes += inked.code
    width += inked.advance
  }
  return { face, operand: `<${codes}>`, width: (width * size) / 1000 }
}

function kernedPiece(text: string, face: Face, size: number): Piece {
  const [codes, positions] = face.embedded.encode(text)
  let operand = ''
  let run = ''
  let width = 0
  codes.forEach((code, index) => {
    const position = positions[index]
    run += code
    if (position === undefined) return
    width += position.xAdvance
    const kern = Math.round((position.advanceWidth - position.xAdvance) * 100) / 100
    if (kern === 0) return
    operand += `<${run}> ${kern} `
    run = ''
  })
  return { face, operand: run === '' ? operand.trim() : `${operand}<${run}>`, width: (width * size) / 1000 }
}
