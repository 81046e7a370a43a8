/**
 * PDF syntax (ISO 32000-1 7.3) as far as a signature needs it: the entries of a dictionary and the elements of an array, each as the
 * text it stands as. Text is Latin-1, one character a byte, so that what is not changed is written back byte for byte.
 */

const space = /[\0\t\n\f\r ]/
const delimiter = /[()<>[\]{}/%]/

/** Where the value that starts at or after `from` ends. @throws Error for text that is not PDF syntax */
export function endOfValue(text: string, from: number): number {
  let at = skipSpace(text, from)
  const two = text.slice(at, at + 2)
  if (two === '<<') return endOfGroup(text, at + 2, '>>')
  if (text[at] === '[') return endOfGroup(text, at + 1, ']')
  if (text[at] === '<') return after(text, '>', at)
  if (text[at] === '(') return endOfString(text, at)
  const start = at
  if (text[at] === '/') at++
  while (at < text.length && !space.test(text[at] ?? '') && !delimiter.test(text[at] ?? '')) at++
  if (at === start) throw new Error(`no PDF value at ${from}`)
  const reference = /^\d+[\0\t\n\f\r ]+\d+[\0\t\n\f\r ]+R(?![^\0\t\n\f\r ()<>[\]{}/%])/.exec(
    text.slice(start, start + 40),
  )
  return reference === null ? at : start + reference[0].length
}

/** The entries of the dictionary that starts at or after `from`, by name without the slash. */
export function readDictionary(text: string, from = 0): Map<string, string> {
  let at = skipSpace(text, from)
  if (text.slice(at, at + 2) !== '<<') throw new Error(`no PDF dictionary at ${from}`)
  const entries = new Map<string, string>()
  for (at = skipSpace(text, at + 2); text.slice(at, at + 2) !== '>>'; at = skipSpace(text, at)) {
    const name = endOfValue(text, at)
    const value = endOfValue(text, name)
    entries.set(text.slice(at + 1, name), text.slice(skipSpace(text, name), value))
    at = value
  }
  return entries
}

/** The elements of an array, or none for no array. */
export function readArray(text: string | undefined): string[] {
  const elements: string[] = []
  if (text?.startsWith('[') !== true) return elements
  for (let at = skipSpace(text, 1); text[at] !== ']'; at = skipSpace(text, at)) {
    const end = endOfValue(text, at)
    elements.push(text.slice(at, end))
    at = end
  }
  return elements
}

/** A dictionary as text again, its entries in their order. */
export const dictionaryText = (entries: ReadonlyMap<string, string>): string =>
  `<<${[...entries].map(([name, value]) => `/${name} ${value}`).join('\n')}>>`

/** The object number of a reference; null for any other value. */
export function referenceNumber(value: string | undefined): number | null {
  const found = /^(\d+)\s+\d+\s+R$/.exec(value ?? '')
  return found === null ? null : Number(found[1])
}

function skipSpace(text: string, from: number): number {
  let at = from
  for (;;) {
    while (at < text.length && space.test(text[at] ?? '')) at++
    if (text[at] !== '%') return at
    while (at < text.length && text[at] !== '\n' && text[at] !== '\r') at++
  }
}

function endOfGroup(text: string, from: number, closing: string): number {
  let at = skipSpace(text, from)
  while (!text.startsWith(closing, at)) at = skipSpace(text, endOfValue(text, at))
  return at + closing.length
}

function endOfString(text: string, from: number): number {
  let depth = 0
  for (let at = from; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === '(') depth++
    else if (text[at] === ')' && --depth === 0) return at + 1
  }
  throw new Error(`a PDF string does not end, from ${from}`)
}

function after(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from)
  if (at === -1) throw new Error(`a PDF value does not end, from ${from}`)
  return at + mark.length
}
