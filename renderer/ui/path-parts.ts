import { isJsonObject, type JsonValue } from '../../shared/model/json.ts'

/** A step of a property path: a property's name, or the element of a list by what identifies it. */
export interface PathPart {
  readonly kind: 'name' | 'item'
  readonly text: string
}

const stepEnds = (path: string, at: number) => at >= path.length || '.[#'.includes(path[at] ?? '')

/** Index of the bracket that closes the label begun at `start`. Labels may hold brackets themselves, and may be cut off with `…`. */
function labelEnd(path: string, start: number): number {
  const cut = path.indexOf('…]', start)
  let depth = 0
  for (let at = start; at < path.length; at += 1) {
    if (at === cut + 1 && cut >= 0 && stepEnds(path, at + 1)) return at
    if (path[at] === '[') depth += 1
    else if (path[at] === ']') {
      if (depth === 0 && stepEnds(path, at + 1)) return at
      depth = Math.max(0, depth - 1)
    }
  }
  return path.length
}

/** `{"grantee":"AllUsers","permission":"Read"}` → `grantee AllUsers, permission Read`; other labels as they are. */
function labelText(label: string): string {
  if (!/^[{["]/.test(label)) return label
  try {
    const value = JSON.parse(label) as JsonValue
    if (typeof value === 'string') return value
    if (!isJsonObject(value)) return label
    const flat = Object.entries(value).every(([, inner]) => typeof inner !== 'object')
    return flat
      ? Object.entries(value)
          .map(([name, inner]) => `${name} ${typeof inner === 'string' ? inner : JSON.stringify(inner)}`)
          .join(', ')
      : label
  } catch {
    return label
  }
}

/**
 * Takes a drift path apart for reading.
 * @example pathParts('config.ipPermissions[tcp 22 22].ipRanges[0.0.0.0/0]')
 *   // config, ipPermissions, «tcp 22 22», ipRanges, «0.0.0.0/0»
 */
export function pathParts(path: string): PathPart[] {
  const parts: PathPart[] = []
  let at = 0
  while (at < path.length) {
    if (path[at] === '.') at += 1
    else if (path[at] === '[') {
      const end = labelEnd(path, at + 1)
      const label = path.slice(at + 1, end)
      const name = label.startsWith('"') && label.endsWith('"')
      parts.push({ kind: name ? 'name' : 'item', text: labelText(label) })
      at = end + 1
    } else {
      let end = at
      while (end < path.length && path[end] !== '.' && path[end] !== '[') end += 1
      const text = path.slice(at, end)
      const previous = parts.at(-1)
      // `#2` behind a label: the second element with the same identity.
      if (text.startsWith('#') && previous)
        parts[parts.length - 1] = { ...previous, text: `${previous.text} (${text.slice(1)})` }
      else parts.push({ kind: 'name', text })
      at = end
    }
  }
  return parts
}

/** A value in one short line: texts without quotes, the beginning of what is longer. */
export function valueText(value: JsonValue, most = 80): string {
  if (value === '') return '(empty)'
  if (Array.isArray(value) && value.length === 0) return '(empty list)'
  if (isJsonObject(value) && Object.keys(value).length === 0) return '(empty object)'
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`
}
