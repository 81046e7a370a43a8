import { isJsonObject, type JsonObject, type JsonValue } from '../../../../shared/model/json.ts'
import { listPaths, memberPaths } from './split/list-paths.ts'

/** A page of items that came as one parsed value (a list of pages, a page on one line), taken apart. */
export interface Page {
  readonly lists: readonly (readonly [path: string, elements: readonly JsonValue[]])[]
  readonly members: readonly (readonly [path: string, value: JsonValue])[]
}

/** @returns null when the object holds no list of items and nothing else that only a page has. */
export function openPage(value: JsonObject): Page | null {
  const lists: [string, JsonValue[]][] = []
  for (const name of Object.keys(value)) {
    if (!listPaths.has(name)) continue
    const path = name === 'data' && !Array.isArray(value['data']) ? 'data.rows' : name
    const list = at(value, path)
    if (Array.isArray(list)) lists.push([path, list])
  }
  if (lists.length === 0 && !isEmptyAnswer(value)) return null
  const members: [string, JsonValue][] = []
  for (const path of memberPaths) {
    const member = at(value, path)
    if (member !== undefined) members.push([path, member])
  }
  return { lists, members }
}

/** Answers whose list of items is left out because it is empty. */
function isEmptyAnswer(value: JsonObject): boolean {
  if (
    Array.isArray(value['unprocessedResourceKeys']) ||
    Array.isArray(value['UnprocessedResourceIdentifiers'])
  )
    return true
  const names = Object.keys(value)
  return (
    names.length > 0 &&
    names.every((name) => name === 'readTime' || name === 'nextPageToken') &&
    'readTime' in value
  )
}

function at(value: JsonObject, path: string): JsonValue | undefined {
  const dot = path.indexOf('.')
  if (dot < 0 || path.startsWith('@')) return own(value, path)
  const inner = own(value, path.slice(0, dot))
  return isJsonObject(inner) ? own(inner, path.slice(dot + 1)) : undefined
}

function own(value: JsonObject, name: string): JsonValue | undefined {
  return Object.hasOwn(value, name) ? value[name] : undefined
}
