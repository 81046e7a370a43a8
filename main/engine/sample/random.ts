/**
 * Randomness of the sample: values are drawn by key, not by order, so that a
 * resource added to the estate leaves every other resource's ids as they were.
 */
export interface Random {
  /** Integer in [min, max], both inclusive. */
  int(key: string, min: number, max: number): number
  pick<T>(key: string, list: readonly T[]): T
  /** Lower-case hex digits. */
  hex(key: string, length: number): string
  /** Decimal digits, the first never 0. */
  digits(key: string, length: number): string
  /** Upper-case letters and digits 2–7, as in IAM's unique ids. */
  base32(key: string, length: number): string
  /** RFC 4122 version 4 layout. */
  guid(key: string): string
}

/** FNV-1a, 32 bit, with a final mix so that similar keys come out unlike. */
function hash(text: string, basis: number): number {
  let value = basis >>> 0
  for (let i = 0; i < text.length; i++) {
    value ^= text.charCodeAt(i)
    value = Math.imul(value, 0x01000193) >>> 0
  }
  value ^= value >>> 16
  value = Math.imul(value, 0x85ebca6b) >>> 0
  value ^= value >>> 13
  return value >>> 0
}

/** splitmix32: a stream of 32-bit integers from one. */
function stream(start: number): () => number {
  let state = start >>> 0
  return () => {
    state = (state + 0x9e3779b9) >>> 0
    let z = state
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad)
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97)
    return (z ^ (z >>> 15)) >>> 0
  }
}

function letters(alphabet: string, next: () => number, length: number): string {
  let text = ''
  while (text.length < length) text += alphabet[next() % alphabet.length]
  return text
}

/** The sample's random source; the same seed and key give the same value for ever. */
export function createRandom(seed: number): Random {
  const basis = hash(String(seed), 0x811c9dc5)
  const open = (key: string): (() => number) => stream(hash(key, basis))
  return {
    int: (key, min, max) => min + (open(key)() % (max - min + 1)),
    pick: (key, list) => {
      const value = list[open(key)() % list.length]
      if (value === undefined) throw new RangeError(`nothing to pick for ${key}`)
      return value
    },
    hex: (key, length) => letters('0123456789abcdef', open(key), length),
    digits: (key, length) => {
      const next = open(key)
      return letters('123456789', next, 1) + letters('0123456789', next, length - 1)
    },
    base32: (key, length) => letters('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', open(key), length),
    guid: (key) => {
      const h = letters('0123456789abcdef', open(key), 32)
      return `${h.slice(0, 8)}-${h.slice(8, 12)}-4${h.slice(13, 16)}-${'89ab'[Number.parseInt(h[16] ?? '0', 16) % 4]}${h.slice(17, 20)}-${h.slice(20)}`
    },
  }
}
