import { FAILSAFE_SCHEMA, load } from 'js-yaml'
import { isMap, isScalar, LineCounter, parseDocument, visit } from 'yaml'

/** A YAML document in which every scalar is the text that stands there: `1.10` is "1.10", never the number 1.1. */
export interface YamlText {
  /** Maps, lists and strings; undefined when the text is not YAML. */
  readonly value: unknown
  readonly problems: readonly { readonly line: number; readonly message: string }[]
  /** Unquoted scalars that another YAML reader would take for a number, a truth value or null. */
  readonly numberLike: readonly { readonly line: number; readonly text: string; readonly key: string }[]
}

/** What YAML 1.1 and 1.2 readers turn into something else than text. */
const looksTyped =
  /^(?:[-+]?(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|0[xob][\da-fA-F_]+|\d+(?::[0-5]?\d)+|true|false|yes|no|on|off|null|~|\.inf|\.nan)$/i

/**
 * Reads YAML 1.2 without types (failsafe schema), one document, unique keys, no aliases.
 * In: text. Out: its value and what is wrong, by line from 1; never throws.
 */
export function readYaml(text: string): YamlText {
  const lines = new LineCounter()
  const document = parseDocument(text, {
    schema: 'failsafe',
    version: '1.2',
    strict: true,
    uniqueKeys: true,
    lineCounter: lines,
  })
  const lineOf = (offset: number): number => lines.linePos(offset).line
  const problems = [...document.errors, ...document.warnings].map((problem) => ({
    line: lineOf(problem.pos[0]),
    message: (problem.message.split('\n')[0] as string).replace(/ at line \d+.*$/, ''),
  }))
  const numberLike: { line: number; text: string; key: string }[] = []
  visit(document, {
    Alias: (_key, node) => {
      problems.push({ line: lineOf(node.range?.[0] ?? 0), message: 'aliases are not used in rule packs' })
    },
    Scalar: (key, node, path) => {
      if (node.type !== 'PLAIN' || typeof node.value !== 'string' || !looksTyped.test(node.value)) return
      numberLike.push({
        line: lineOf(node.range?.[0] ?? 0),
        text: node.value,
        key: key === 'key' ? 'key' : enclosingKey(path),
      })
    },
  })
  return {
    value: problems.length > 0 ? undefined : document.toJS({ maxAliasCount: 0 }),
    problems,
    numberLike,
  }
}

/** Where a node could begin with an anchor or an alias, which only the strict reader refuses. */
const mayHaveAlias = /(?:^|[-:?,[{])[ \t]*[&*][\w-]/m

/**
 * As `readYaml`, several times faster, for text in which nothing stops the reading: what is only bad style goes untold
 * (`styleProblems` tells it when a pack is linted). Text that cannot be read, or might hold aliases, gets the strict reader.
 */
export function readYamlFast(text: string): YamlText {
  if (mayHaveAlias.test(text)) return readYaml(text)
  try {
    return { value: load(text, { schema: FAILSAFE_SCHEMA }), problems: [], numberLike: [] }
  } catch {
    return readYaml(text)
  }
}

/** Name of the nearest map entry a scalar stands under. */
function enclosingKey(path: readonly unknown[]): string {
  for (const node of path.toReversed()) {
    if (typeof node === 'object' && node !== null && 'key' in node && isScalar(node.key))
      return String(node.key.value)
    if (isMap(node)) return ''
  }
  return ''
}

/** A text of digits as a number; anything else as it is, for the schema to refuse. */
export function asInteger(value: unknown): unknown {
  return typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value
}
