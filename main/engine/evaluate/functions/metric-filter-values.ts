import { inGlob, type FieldValue, type Glob, type Test } from './metric-filter.ts'

/** More states than this means patterns nobody writes; the answer is then an error, never a guess. */
const stateLimit = 50_000

/**
 * Values that stand for every value a field can have, as far as the tests can tell them apart: whatever the field holds, one of these
 * passes the same tests. `undefined` stands for an absent field. Throws a RangeError where wildcards and numbers are mixed or too many.
 */
export function fieldValues(tests: readonly Test[]): FieldValue[] {
  const globs = tests.flatMap((test) => (test.kind === 'text' ? [test.glob] : []))
  const numbers = [...new Set(tests.flatMap((test) => (test.kind === 'number' ? [test.value] : [])))].sort(
    (a, b) => a - b,
  )
  const open = globs.filter(({ match }) => match !== 'exact' && match !== 'any')
  if (open.length > 0 && numbers.length > 0)
    throw new RangeError('a field is compared with wildcards and with numbers')
  const exact = [...new Set(globs.flatMap(({ match, text }) => (match === 'exact' ? [text] : [])))]
  // In one order, so that the order of the filters does not choose the examples that are shown.
  exact.sort()
  open.sort((a, b) => (a.text + a.match < b.text + b.match ? -1 : 1))
  const texts = new Set([...exact, ...numerals(numbers), ...others(exact, open)])
  return [undefined, null, true, false, ...texts]
}

/** The numbers themselves, one between each two, one below and one above. */
function numerals(numbers: readonly number[]): string[] {
  const [first] = numbers
  const last = numbers.at(-1)
  if (first === undefined || last === undefined) return []
  const between = numbers.slice(1).map((value, index) => ((numbers[index] ?? value) + value) / 2)
  return [...numbers, ...between, first - 1, last + 1].map(String)
}

/** Texts other than the exact ones, one for each combination of wildcards that some such text passes: a search over all texts at once. */
function others(exact: readonly string[], globs: readonly Glob[]): string[] {
  const letters = new Set(globs.flatMap(({ text }) => [...text]))
  const fresh = freshLetter([...exact, ...globs.map(({ text }) => text)])
  if (globs.length === 0) return [fresh]
  const machines = globs.map(machineOf)
  const tree = treeOf(exact)
  const found = new Map<string, string>()
  let front: { word: string; node: Tree | undefined; states: readonly number[] }[] = [
    { word: '', node: tree, states: machines.map(() => 0) },
  ]
  const seen = new Set<string>()
  while (front.length > 0) {
    const next: typeof front = []
    for (const { word, node, states } of front) {
      const key = `${String(node?.id ?? -1)}:${states.join(',')}`
      if (seen.has(key)) continue
      seen.add(key)
      if (seen.size > stateLimit) throw new RangeError('filter patterns with too many wildcards')
      if (node?.ends !== true) {
        const passed = globs.map((glob) => (inGlob(glob, word) ? '1' : '0')).join('')
        if (!found.has(passed)) found.set(passed, word)
      }
      for (const letter of new Set([...letters, fresh, ...(node?.next.keys() ?? [])])) {
        next.push({
          word: word + letter,
          node: node?.next.get(letter),
          states: machines.map((step, index) => step(states[index] ?? 0, letter)),
        })
      }
    }
    front = next
  }
  return [...found.values()]
}

interface Tree {
  readonly id: number
  ends: boolean
  readonly next: Map<string, Tree>
}

function treeOf(words: readonly string[]): Tree {
  const root: Tree = { id: 0, ends: false, next: new Map() }
  let count = 1
  for (const word of words) {
    let node = root
    for (const letter of word) {
      let child = node.next.get(letter)
      if (child === undefined) node.next.set(letter, (child = { id: count++, ends: false, next: new Map() }))
      node = child
    }
    node.ends = true
  }
  return root
}

/** The next state of a wildcard's automaton: how much of its text the word read so far ends in (or, for a prefix, begins with; -1 never). */
function machineOf({ match, text }: Glob): (state: number, letter: string) => number {
  const signs = [...text]
  if (match === 'prefix')
    return (state, letter) => (state === signs.length ? state : signs[state] === letter ? state + 1 : -1)
  const fallback = fallbacks(signs)
  return (state, letter) => {
    if (match === 'contains' && state === signs.length) return state
    let at = state
    while (at > 0 && signs[at] !== letter) at = fallback[at - 1] ?? 0
    return signs[at] === letter ? at + 1 : at
  }
}

/** Knuth, Morris and Pratt: for each beginning of the text the longest proper end of it that is a beginning too. */
function fallbacks(signs: readonly string[]): number[] {
  const result = [0]
  for (let index = 1, length = 0; index < signs.length; index++) {
    while (length > 0 && signs[index] !== signs[length]) length = result[length - 1] ?? 0
    if (signs[index] === signs[length]) length++
    result[index] = length
  }
  return result
}

/** A letter of the private use area that none of the texts has. */
function freshLetter(texts: readonly string[]): string {
  const used = new Set(texts.flatMap((text) => [...text]))
  for (let code = 0xe000; code <= 0xf8ff; code++) {
    const letter = String.fromCharCode(code)
    if (!used.has(letter)) return letter
  }
  throw new RangeError('filter patterns with too many letters')
}
