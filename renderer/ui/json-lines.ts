import { isJsonObject, type JsonValue } from '../../shared/model/json.ts'

export interface JsonLine {
  readonly depth: number
  /** Property name in quotes; null in lists and at closing brackets. */
  readonly key: string | null
  readonly text: string
  readonly kind: 'string' | 'number' | 'word' | 'bracket'
  /** `path`: under a path looked at. `strong`: equal to a value looked for, or the plain value at such a path. */
  readonly mark: 'none' | 'path' | 'strong'
}

type Mark = JsonLine['mark']

/** JSON in lines of two-space indentation, marked where a rule looked. */
export function markedLines(
  value: JsonValue,
  paths: readonly string[],
  values: readonly JsonValue[],
): JsonLine[] {
  const wanted = new Set(paths)
  const found = new Set(
    values.filter((one) => one !== null && typeof one === 'object').map((one) => sortedText(one)),
  )
  const plain = new Set(values.filter((one) => typeof one === 'string' && one.length > 3))
  const lines: JsonLine[] = []

  const markOf = (child: JsonValue, path: string, outer: Mark): Mark => {
    if (outer === 'strong') return 'strong'
    const inside = outer === 'path' || wanted.has(path)
    if (!inside) return 'none'
    if (typeof child === 'object' && child !== null) return found.has(sortedText(child)) ? 'strong' : 'path'
    return wanted.has(path) || plain.has(child) ? 'strong' : 'path'
  }
  const write = (
    child: JsonValue,
    key: string | null,
    depth: number,
    path: string,
    outer: Mark,
    comma: string,
  ) => {
    const mark = markOf(child, path, outer)
    const line = (text: string, kind: JsonLine['kind'], name: string | null = key) =>
      lines.push({ depth, key: name, text, kind, mark })
    if (Array.isArray(child) || isJsonObject(child)) {
      const [open, close] = Array.isArray(child) ? ['[', ']'] : ['{', '}']
      const members: [string | null, JsonValue][] = Array.isArray(child)
        ? child.map((item) => [null, item])
        : Object.entries(child)
      if (members.length === 0) {
        line(`${open}${close}${comma}`, 'bracket')
        return
      }
      line(open, 'bracket')
      members.forEach(([name, item], index) => {
        const below = name === null ? path : path === '' ? name : `${path}.${name}`
        write(
          item,
          name === null ? null : JSON.stringify(name),
          depth + 1,
          below,
          mark,
          index < members.length - 1 ? ',' : '',
        )
      })
      line(`${close}${comma}`, 'bracket', null)
      return
    }
    const kind = typeof child === 'string' ? 'string' : typeof child === 'number' ? 'number' : 'word'
    line(`${JSON.stringify(child)}${comma}`, kind)
  }
  write(value, null, 0, '', 'none', '')
  return lines
}

/** The same text for the same content, whatever the order of its properties. */
function sortedText(value: JsonValue): string {
  return JSON.stringify(value, (_, inner: JsonValue) =>
    isJsonObject(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}

/**
 * Paths of the document a rule looks at: what it needs, and the dotted names its expressions begin with.
 * `config.ipPermissions.filter(p, …)` → `config.ipPermissions`; `resource.tags` → `tags`.
 */
export function rulePaths(rule: {
  readonly needs: readonly string[]
  readonly pass: string
  readonly applies: string
  readonly observed: Readonly<Record<string, string>>
}): string[] {
  const paths = new Set(rule.needs)
  for (const expression of [rule.pass, rule.applies, ...Object.values(rule.observed)]) {
    for (const [dotted] of withoutTexts(expression).matchAll(
      /(?<![\w.])(?:config|resource)(?:\??\.[A-Za-z_]\w*)+(\()?/g,
    )) {
      const names = dotted.replaceAll('?', '').split('.')
      // A name before a parenthesis is a function.
      if (dotted.endsWith('(')) names.pop()
      if (names[0] === 'resource') names.shift()
      if (names.length > 0 && names.join('.') !== 'config') paths.add(names.join('.'))
    }
  }
  return [...paths]
}

const withoutTexts = (expression: string) => expression.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, '""')

/** The single values among what a rule observed: lists are taken apart, so that each item can be found in the document. */
export function observedValues(observed: Readonly<Record<string, JsonValue>>): JsonValue[] {
  return Object.values(observed).flatMap((value) => (Array.isArray(value) ? value : [value]))
}
