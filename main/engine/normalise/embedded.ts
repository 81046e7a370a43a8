import type { JsonValue } from '../../../shared/model/json.ts'

/** Documents inside strings inside documents: AWS nests up to three deep (API shape, policy text); more is not a document. */
export const deepestEmbedding = 5

/** Whole numbers beyond 2^53 would change value by being parsed; such texts stay texts. */
const longNumber = /(?:^|[[{:,\s])-?\d{16,}/

/**
 * The value of a string that holds a JSON object or list, plain, percent-encoded (IAM policies) or quoted once more (S3 access control
 * lists); undefined when it holds none, is malformed or would lose digits.
 */
export function parseEmbedded(text: string): JsonValue | undefined {
  const first = firstSign(text)
  if (first === '%') return /^%7b|^%5b/i.test(text) ? parseEmbedded(decoded(text)) : undefined
  if (first === '"') return text.length > 3 && /^"\s*(?:\\?["{[])/.test(text) ? unquoted(text) : undefined
  if (first !== '{' && first !== '[') return undefined
  const last = text.trimEnd().at(-1)
  if (last !== (first === '{' ? '}' : ']') || longNumber.test(text)) return undefined
  return parse(text)
}

function firstSign(text: string): string {
  const first = text[0] ?? ''
  return first === ' ' || first === '\n' || first === '\r' || first === '\t'
    ? (text.trimStart()[0] ?? '')
    : first
}

function unquoted(text: string): JsonValue | undefined {
  const inner = parse(text)
  return typeof inner === 'string' ? parseEmbedded(inner) : undefined
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}

/** JSON.parse without the exception. */
export function parse(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue
  } catch {
    return undefined
  }
}
