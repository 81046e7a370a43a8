import { isJsonObject, type JsonObject, type JsonValue } from '../../../shared/model/json.ts'
import { deepestEmbedding, parseEmbedded } from './embedded.ts'
import { below, type Guard, type PathTree } from './path-tree.ts'
import type { Digest } from './redact/digest.ts'
import { isReference, isSecretName } from './redact/names.ts'
import { redactShapes } from './redact/patterns.ts'

/** Levels of a document that are walked; what lies deeper is no configuration and is replaced by a digest of its text. */
const deepest = 150

/** What the walks over one document share; make one per document. */
export interface Cleaning {
  readonly digest: Digest
  /** Keys left out wherever they stand. */
  readonly volatile: ReadonlySet<string>
  /** Leave out the `resourceGroup` that Resource Graph writes beside every `id`. */
  readonly graph: boolean
  /** Filled with JSON pointers (RFC 6901) of what was replaced. */
  readonly redacted: string[]
}

interface Walk extends Cleaning {
  /** From the document's root to where the walk stands. */
  readonly path: (string | number)[]
  embedding: number
}

/**
 * A part of a document made normal in one walk: members that are null or volatile are left out, embedded JSON is parsed, secrets are
 * replaced. Lists keep their order and their nulls. The input is not changed; the result shares with it what needed no cleaning.
 * `key` is the part's top-level key in the document, `paths` the tree for that place.
 */
export function clean(value: JsonValue, key: string, paths: PathTree | null, cleaning: Cleaning): JsonValue {
  const { digest, volatile, graph, redacted } = cleaning
  return member(value, key, paths, { digest, volatile, graph, redacted, path: [key], embedding: 0 })
}

function member(value: JsonValue, key: string, tree: PathTree | null, walk: Walk): JsonValue {
  if (typeof value === 'string') return text(value, key, tree, walk)
  if (tree?.action === 'redact' && value !== null) return replaced(value, walk)
  if (typeof value !== 'object' || value === null) return value
  if (walk.path.length > deepest) return tooDeep(value, walk)
  return Array.isArray(value) ? list(value, key, tree, walk) : object(value, tree, walk)
}

function list(items: readonly JsonValue[], key: string, tree: PathTree | null, walk: Walk): JsonValue {
  let made: JsonValue[] | null = null
  const branch = tree?.any ?? null
  for (let index = 0; index < items.length; index++) {
    const item = items[index] as JsonValue
    walk.path.push(index)
    const cleaned = member(item, key, branch, walk)
    walk.path.pop()
    if (made === null && cleaned !== item) made = items.slice(0, index)
    made?.push(cleaned)
  }
  return made ?? (items as JsonValue[])
}

/** What needs no change is handed on as it is: most parts of most documents, which then cost no memory. */
function object(members: JsonObject, tree: PathTree | null, walk: Walk): JsonObject {
  let made: JsonObject | null = null
  const graph = walk.graph && typeof members['id'] === 'string' && members['id'].startsWith('/subscriptions/')
  const keys = Object.keys(members)
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index] as string
    const value = members[key] as JsonValue
    let branch = tree === null ? null : below(tree, key)
    if (branch !== null && branch.guard !== null && !holds(branch.guard, members)) branch = null
    if (
      value === null ||
      value === undefined ||
      walk.volatile.has(key) ||
      (graph && key === 'resourceGroup') ||
      branch?.action === 'drop'
    ) {
      made ??= firstOf(members, keys, index)
      continue
    }
    walk.path.push(key)
    const cleaned = member(value, key, branch, walk)
    walk.path.pop()
    if (made === null) {
      if (cleaned === value) continue
      made = firstOf(members, keys, index)
    }
    put(made, key, cleaned)
  }
  return made ?? members
}

/** A new object with the first of the members. */
function firstOf(members: JsonObject, keys: readonly string[], count: number): JsonObject {
  const made: JsonObject = {}
  for (let index = 0; index < count; index++) {
    const key = keys[index] as string
    put(made, key, members[key] as JsonValue)
  }
  return made
}

function put(members: JsonObject, key: string, value: JsonValue): void {
  if (key === '__proto__')
    Object.defineProperty(members, key, { value, enumerable: true, configurable: true, writable: true })
  else members[key] = value
}

function holds(guard: Guard, members: JsonObject): boolean {
  for (const [name, pattern] of Object.entries(guard.sibling ?? {}))
    if (!pattern.test(textOf(members, name))) return false
  for (const [name, pattern] of Object.entries(guard.unless ?? {}))
    if (pattern.test(textOf(members, name))) return false
  return true
}

function textOf(members: JsonObject, name: string): string {
  const value = members[name] ?? members[name.charAt(0).toUpperCase() + name.slice(1)]
  return typeof value === 'string' ? value : ''
}

function text(value: string, key: string, tree: PathTree | null, walk: Walk): JsonValue {
  if (tree?.action === 'redact') return value === '' ? value : replaced(value, walk)
  if (tree?.action === 'assignments') return assignment(value, walk)
  if (isSecretName(key) && !isReference(value)) return replaced(value, walk)
  if (walk.embedding < deepestEmbedding) {
    const parsed = parseEmbedded(value)
    if (parsed !== undefined) return embedded(parsed, key, tree, walk)
  }
  const shown = redactShapes(value, walk.digest)
  if (shown !== value) walk.redacted.push(pointer(walk.path))
  return shown
}

function embedded(parsed: JsonValue, key: string, tree: PathTree | null, walk: Walk): JsonValue {
  walk.embedding += 1
  const cleaned = member(parsed, key, tree, walk)
  walk.embedding -= 1
  return cleaned
}

function assignment(value: string, walk: Walk): string {
  const equals = value.indexOf('=')
  if (equals < 0 || equals === value.length - 1) return value
  return value.slice(0, equals + 1) + replaced(value.slice(equals + 1), walk)
}

function replaced(value: JsonValue, walk: Walk): string {
  walk.redacted.push(pointer(walk.path))
  return walk.digest(isJsonObject(value) || Array.isArray(value) ? shallow(value) : value)
}

/** Nobody can look into what is too deep for redaction, so nothing of it is kept but a digest that shows a change. */
function tooDeep(value: JsonValue, walk: Walk): string {
  return replaced(value, walk)
}

function shallow(value: JsonValue): JsonValue {
  try {
    return JSON.stringify(value)
  } catch {
    // Deeper than the stack: the digest then says only that there was something.
    return 'too deep'
  }
}

/** JSON pointer of a path (RFC 6901). */
function pointer(path: readonly (string | number)[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}
