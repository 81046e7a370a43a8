import { canonicalJson } from '../../../shared/model/canonical.ts'
import type { PropertyChange } from '../../../shared/model/drift.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../../../shared/model/json.ts'
import { labeller } from './identity.ts'

const plainName = /^[A-Za-z_$][\w$-]*$/

function step(path: string, name: string): string {
  if (!plainName.test(name)) return `${path}[${JSON.stringify(name)}]`
  return path === '' ? name : `${path}.${name}`
}

/** A list label may be a whole canonical object: shown in full up to here, then by its beginning. */
const longestLabel = 80
const shortened = (label: string) =>
  label.length <= longestLabel ? label : `${label.slice(0, longestLabel - 1)}…`

const same = (a: JsonValue, b: JsonValue) =>
  a === b || (typeof a === 'object' && typeof b === 'object' && canonicalJson(a) === canonicalJson(b))

function group(list: readonly JsonValue[], label: (element: JsonValue) => string): Map<string, JsonValue[]> {
  const groups = new Map<string, JsonValue[]>()
  for (const element of list) {
    const key = label(element)
    const members = groups.get(key)
    if (members) members.push(element)
    else groups.set(key, [element])
  }
  return groups
}

function compareLists(
  path: string,
  name: string,
  before: JsonValue[],
  after: JsonValue[],
  out: PropertyChange[],
): void {
  const label = labeller(name, before, after)
  const left = group(before, label)
  const right = group(after, label)
  for (const key of new Set([...left.keys(), ...right.keys()])) {
    const olds = left.get(key) ?? []
    const news = right.get(key) ?? []
    for (let n = 0; n < Math.max(olds.length, news.length); n += 1) {
      const place = `${path}[${shortened(key)}]${n === 0 ? '' : `#${n + 1}`}`
      const old = olds[n]
      const now = news[n]
      if (old === undefined) out.push({ path: place, kind: 'added', before: null, after: now ?? null })
      else if (now === undefined) out.push({ path: place, kind: 'removed', before: old, after: null })
      else compare(place, name, old, now, out)
    }
  }
}

function compareObjects(path: string, before: JsonObject, after: JsonObject, out: PropertyChange[]): void {
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const old = before[name]
    const now = after[name]
    const place = step(path, name)
    if (old === undefined) out.push({ path: place, kind: 'added', before: null, after: now ?? null })
    else if (now === undefined) out.push({ path: place, kind: 'removed', before: old, after: null })
    else compare(place, name, old, now, out)
  }
}

function compare(
  path: string,
  name: string,
  before: JsonValue,
  after: JsonValue,
  out: PropertyChange[],
): void {
  if (same(before, after)) return
  if (Array.isArray(before) && Array.isArray(after)) compareLists(path, name, before, after, out)
  else if (isJsonObject(before) && isJsonObject(after)) compareObjects(path, before, after, out)
  else out.push({ path, kind: 'changed', before, after })
}

/**
 * Properties that differ between two documents, in readable paths, sorted by path.
 * Lists are matched by identity, so a reordered list is no change.
 * @example diffDocuments({ config: { ports: [22] } }, { config: { ports: [22, 80] } })
 *   // [{ path: 'config.ports[80]', kind: 'added', before: null, after: 80 }]
 */
export function diffDocuments(before: JsonObject, after: JsonObject): PropertyChange[] {
  const out: PropertyChange[] = []
  compareObjects('', before, after, out)
  return out.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
}
