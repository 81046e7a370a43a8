/**
 * CloudWatch Logs filter patterns for JSON events: `{ ($.eventName = "A*") && $.errorCode NOT EXISTS }`.
 * Grammar and meaning: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntaxForMetricFilters.html.
 * Text is compared with regard to case; `*` stands for any text at the start and the end of a value and for itself elsewhere; `&&` binds
 * closer than `||`.
 */
export type Pattern =
  | { readonly op: 'and' | 'or'; readonly parts: readonly Pattern[] }
  | { readonly op: 'test'; readonly selector: string; readonly test: Test }

export type Test =
  | { readonly kind: 'text'; readonly negated: boolean; readonly glob: Glob }
  | { readonly kind: 'number'; readonly relation: Relation; readonly value: number }
  | { readonly kind: 'is'; readonly value: null | boolean }
  | { readonly kind: 'exists'; readonly negated: boolean }

export interface Glob {
  readonly match: 'exact' | 'prefix' | 'suffix' | 'contains' | 'any'
  readonly text: string
}

export type Relation = '=' | '!=' | '<' | '<=' | '>' | '>='

/** What a field of an event holds; undefined when the event does not have it. */
export type FieldValue = string | boolean | null | undefined

const token =
  /\s*(?:(?<sign>&&|\|\||!=|<=|>=|[(){}=<>])|"(?<quoted>(?:[^"\\]|\\.)*)"|(?<selector>\$(?:\.[\w-]+|\[(?:\d+|\*)\])+)|(?<word>[^\s"(){}=<>!&|]+))/y

interface Token {
  readonly kind: 'sign' | 'quoted' | 'selector' | 'word'
  readonly text: string
}

const deepestNesting = 50

/** The predicate of a filter pattern. Throws a SyntaxError on anything else than a JSON pattern (term, space-delimited, regular expression). */
export function parsePattern(source: string): Pattern {
  const tokens = tokensOf(source)
  let at = 0
  const isSign = (text: string): boolean => tokens[at]?.kind === 'sign' && tokens[at]?.text === text
  const expect = (text: string): void => {
    if (!isSign(text)) throw new SyntaxError(`filter pattern: ${text} expected`)
    at++
  }
  const list = (op: 'and' | 'or', sign: string, part: () => Pattern): Pattern => {
    const parts = [part()]
    while (isSign(sign)) {
      at++
      parts.push(part())
    }
    return parts.length === 1 && parts[0] !== undefined ? parts[0] : { op, parts }
  }
  const any = (depth: number): Pattern => list('or', '||', () => list('and', '&&', () => one(depth)))
  const one = (depth: number): Pattern => {
    if (depth > deepestNesting) throw new SyntaxError('filter pattern: nested too deep')
    if (!isSign('(')) return test()
    at++
    const inner = any(depth + 1)
    expect(')')
    return inner
  }
  const test = (): Pattern => {
    const selector = tokens[at++]
    if (selector?.kind !== 'selector') throw new SyntaxError('filter pattern: field expected')
    const words = [tokens[at], tokens[at + 1]].map((next) =>
      next?.kind === 'word' ? next.text.toUpperCase() : '',
    )
    const taken = wordTest(words[0] ?? '', words[1] ?? '')
    if (taken !== undefined) {
      at += taken.length
      return { op: 'test', selector: selector.text, test: taken.test }
    }
    const relation = tokens[at++]
    const value = tokens[at++]
    if (relation?.kind !== 'sign' || (value?.kind !== 'word' && value?.kind !== 'quoted'))
      throw new SyntaxError('filter pattern: comparison expected')
    return { op: 'test', selector: selector.text, test: comparison(relation.text, value) }
  }
  expect('{')
  const pattern = any(0)
  expect('}')
  if (at < tokens.length) throw new SyntaxError('filter pattern: text after the end')
  return pattern
}

function tokensOf(source: string): Token[] {
  const tokens: Token[] = []
  const text = source.trim()
  token.lastIndex = 0
  while (token.lastIndex < text.length) {
    const groups = token.exec(text)?.groups
    if (groups === undefined) throw new SyntaxError('filter pattern: unknown sign')
    for (const kind of ['sign', 'quoted', 'selector', 'word'] as const) {
      const found = groups[kind]
      if (found === undefined) continue
      tokens.push({ kind, text: kind === 'quoted' ? found.replace(/\\(.)/g, '$1') : found })
    }
  }
  return tokens
}

function wordTest(first: string, second: string): { test: Test; length: number } | undefined {
  if (first === 'EXISTS') return { test: { kind: 'exists', negated: false }, length: 1 }
  if (first === 'NOT' && second === 'EXISTS') return { test: { kind: 'exists', negated: true }, length: 2 }
  if (first !== 'IS') return undefined
  const values: Readonly<Record<string, null | boolean>> = { NULL: null, TRUE: true, FALSE: false }
  const value = values[second]
  if (value === undefined) throw new SyntaxError('filter pattern: NULL, TRUE or FALSE expected')
  return { test: { kind: 'is', value }, length: 2 }
}

const numeral = /^[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i

function comparison(relation: string, value: Token): Test {
  if (!['=', '!=', '<', '<=', '>', '>='].includes(relation))
    throw new SyntaxError(`filter pattern: ${relation} is no comparison`)
  if (value.kind === 'word' && numeral.test(value.text))
    return { kind: 'number', relation: relation as Relation, value: Number(value.text) }
  if (relation !== '=' && relation !== '!=') throw new SyntaxError('filter pattern: number expected')
  if (value.kind === 'word' && value.text.startsWith('%'))
    throw new SyntaxError('filter pattern: regular expressions are not read')
  return { kind: 'text', negated: relation === '!=', glob: globOf(value.text) }
}

function globOf(text: string): Glob {
  if (/^\*+$/.test(text)) return { match: 'any', text: '' }
  const front = text.startsWith('*')
  const back = text.endsWith('*')
  if (front && back) return { match: 'contains', text: text.slice(1, -1) }
  if (front) return { match: 'suffix', text: text.slice(1) }
  return back ? { match: 'prefix', text: text.slice(0, -1) } : { match: 'exact', text }
}

/**
 * Whether an event matches, given what its fields hold; undefined where that cannot be said: `fieldOf` answers 'unknown', or a field that
 * is absent or no text is compared by `!=`, of which the manual is silent.
 */
export function matches(
  pattern: Pattern,
  fieldOf: (selector: string) => FieldValue | typeof unknown,
): boolean | undefined {
  if (pattern.op === 'test') {
    const value = fieldOf(pattern.selector)
    return value === unknown ? undefined : passes(pattern.test, value)
  }
  const decisive = pattern.op === 'or'
  let sure = true
  for (const part of pattern.parts) {
    const result = matches(part, fieldOf)
    if (result === decisive) return decisive
    if (result === undefined) sure = false
  }
  return sure ? !decisive : undefined
}

/** Stands for a field of which nothing is known. */
export const unknown: unique symbol = Symbol('unknown')

function passes(test: Test, value: FieldValue): boolean | undefined {
  switch (test.kind) {
    case 'exists':
      return (value !== undefined) !== test.negated
    case 'is':
      return value === test.value
    case 'text':
      if (typeof value !== 'string') return test.negated ? undefined : false
      return inGlob(test.glob, value) !== test.negated
    case 'number':
      if (typeof value !== 'string') return test.relation === '!=' ? undefined : false
      return numeral.test(value) ? relates(Number(value), test.relation, test.value) : test.relation === '!='
  }
}

export function inGlob({ match, text }: Glob, value: string): boolean {
  switch (match) {
    case 'any':
      return true
    case 'exact':
      return value === text
    case 'prefix':
      return value.startsWith(text)
    case 'suffix':
      return value.endsWith(text)
    case 'contains':
      return value.includes(text)
  }
}

function relates(a: number, relation: Relation, b: number): boolean {
  switch (relation) {
    case '=':
      return a === b
    case '!=':
      return a !== b
    case '<':
      return a < b
    case '<=':
      return a <= b
    case '>':
      return a > b
    case '>=':
      return a >= b
  }
}
