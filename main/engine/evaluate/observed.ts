import type { JsonObject, JsonValue } from '../../../shared/model/json.ts'
import type { Expression, Variables } from './cel/expression.ts'

/** Bounds of what one outcome keeps as evidence, so that a bucket with 10,000 grants does not store them with every outcome. */
const longestText = 1000
const mostItems = 50
const deepest = 6
const mostValues = 400

/**
 * The observed values of an outcome by name, in the rule's order: what was seen, as JSON of bounded size.
 * A value that is not there, or whose expression fails, is null.
 */
export function observe(
  expressions: readonly (readonly [name: string, expression: Expression])[],
  variables: Variables,
  document: object = variables,
): Record<string, JsonValue> {
  const observed: Record<string, JsonValue> = {}
  for (const [name, expression] of expressions) observed[name] = look(expression, variables, document)
  return observed
}

function look(expression: Expression, variables: Variables, document: object): JsonValue {
  try {
    return boundedJson(
      expression.path === null ? expression.run(variables, document) : follow(expression.path, variables),
    )
  } catch {
    return null
  }
}

function follow(path: readonly string[], variables: Variables): unknown {
  let current: unknown = variables
  for (const key of path) {
    if (
      typeof current !== 'object' ||
      current === null ||
      Array.isArray(current) ||
      !Object.hasOwn(current, key)
    )
      return null
    current = (current as Record<string, unknown>)[key]
  }
  return current
}

/** A CEL or JSON value as JSON of bounded size: long texts and lists are cut and say so, integers become numbers, times RFC 3339. */
function boundedJson(value: unknown): JsonValue {
  if (value === null || value === undefined) return null
  if (typeof value === 'boolean') return value
  if (typeof value === 'string') return text(value)
  return convert(value, 0, { left: mostValues })
}

function convert(value: unknown, depth: number, budget: { left: number }): JsonValue {
  budget.left--
  switch (typeof value) {
    case 'string':
      return text(value)
    case 'boolean':
      return value
    case 'number':
      return Number.isFinite(value) ? value + 0 : String(value)
    case 'bigint':
      return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
    case 'object':
      return value === null ? null : composite(value, depth, budget)
    default:
      return null
  }
}

function composite(value: object, depth: number, budget: { left: number }): JsonValue {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString()
  if (value instanceof Uint8Array) return text(Buffer.from(value).toString('base64'))
  if ('hasValue' in value && 'orValue' in value && typeof value.orValue === 'function')
    return convert(value.orValue(null), depth, budget)
  if (depth >= deepest) return '…'
  if (Array.isArray(value) || value instanceof Set) return list([...value], depth, budget)
  if (value instanceof Map)
    return object(
      [...value].map(([key, item]) => [String(key), item]),
      depth,
      budget,
    )
  if (isPlain(value)) return object(Object.entries(value), depth, budget)
  // Durations and unsigned integers of CEL have no JSON form, but a text.
  return text(`${value as unknown as string}`)
}

function list(items: readonly unknown[], depth: number, budget: { left: number }): JsonValue {
  const kept: JsonValue[] = []
  for (const item of items) {
    if (kept.length >= mostItems || budget.left <= 0) {
      kept.push(`… ${items.length - kept.length} more`)
      break
    }
    kept.push(convert(item, depth + 1, budget))
  }
  return kept
}

function object(
  entries: readonly (readonly [string, unknown])[],
  depth: number,
  budget: { left: number },
): JsonValue {
  const kept: [string, JsonValue][] = []
  for (const [key, item] of entries) {
    if (kept.length >= mostItems || budget.left <= 0) {
      kept.push(['…', `${entries.length - kept.length} more`])
      break
    }
    kept.push([text(key), convert(item, depth + 1, budget)])
  }
  // fromEntries defines own properties, so a key `__proto__` stays data.
  return Object.fromEntries(kept) as JsonObject
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

function text(value: string): string {
  const kept =
    value.length <= longestText ? value : `${value.slice(0, longestText)}… (${value.length} characters)`
  // A lone surrogate has no canonical JSON.
  return kept.isWellFormed() ? kept : kept.toWellFormed()
}
