import { RE2JS } from '@bufbuild/re2'
import type { RuleFunction } from './rule-function.ts'
import { asText } from './value.ts'

const compiled = new Map<string, RE2JS>()
/** Patterns come from rules, so there are few; the limit is for patterns built at run time. */
const compiledLimit = 500

/** True when the RE2 pattern is found anywhere in the text; runs in time linear in the text. Throws on a pattern RE2 refuses. */
export function re(text: unknown, pattern: unknown): boolean {
  const source = asText(pattern, 'pattern')
  let expression = compiled.get(source)
  if (expression === undefined) {
    expression = new RE2JS(source)
    if (compiled.size >= compiledLimit) compiled.clear()
    compiled.set(source, expression)
  }
  return expression.test(asText(text, 'text'))
}

/** The text in lower case, by Unicode's default mapping. */
export function lower(text: unknown): string {
  return asText(text, 'text').toLowerCase()
}

/** The value of a JSON text that stands inside a document; throws when it is not JSON. */
export function parseJson(text: unknown): unknown {
  return JSON.parse(asText(text, 'JSON text'))
}

export const functions: readonly RuleFunction[] = [
  {
    signature: 're(string, string): bool',
    call: re,
    doc: 'True when the RE2 pattern is found in the text. Use it in place of `matches`, which rules may not call.',
  },
  { signature: 'lower(string): string', call: lower, doc: 'The text in lower case.' },
  {
    signature: 'parseJson(string): dyn',
    call: parseJson,
    doc: 'The value of a JSON text inside a document. An error when it is not JSON.',
  },
]
