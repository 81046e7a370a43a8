import type { ASTNode } from '@marcbachmann/cel-js'
import { childrenOf, loopVariable } from '../cel/ast.ts'

/** A place in a document as an expression walks to it, from the variable down; list elements are seen through. */
export type Path = readonly string[]

type Bound = ReadonlyMap<string, readonly Path[]>

/** Methods whose result is (made of) what they are called on. */
const through: ReadonlySet<string> = new Set([
  'value',
  'filter',
  'flatten',
  'distinct',
  'sort',
  'sortBy',
  'first',
  'last',
  'slice',
  'reverse',
  'unique',
])

/**
 * Every path an expression may read below `roots`, through loops, optionals, choices and `cel.bind`. What a function makes of its
 * arguments is not followed.
 */
export function pathsRead(root: ASTNode, roots: readonly string[]): Path[] {
  const found = new Map<string, Path>()
  const note = (paths: readonly Path[]): readonly Path[] => {
    for (const path of paths) found.set(JSON.stringify(path), path)
    return paths
  }

  const resolve = (node: ASTNode, bound: Bound): readonly Path[] => {
    switch (node.op) {
      case 'id':
        return bound.get(node.args) ?? (roots.includes(node.args) ? [[node.args]] : [])
      case '.':
      case '.?': {
        const name = node.args[1]
        return note(resolve(node.args[0], bound).map((path) => [...path, name]))
      }
      case '[]':
      case '[?]': {
        const [left, key] = node.args
        const base = resolve(left, bound)
        resolve(key, bound)
        if (key.op === 'value' && typeof key.args === 'string') {
          const name = key.args
          return note(base.map((path) => [...path, name]))
        }
        return base
      }
      case 'rcall':
        return method(node, bound)
      case '?:': {
        const [condition, yes, no] = node.args
        resolve(condition, bound)
        return [...resolve(yes, bound), ...resolve(no, bound)]
      }
      case '+':
      case 'list':
        return node.args.flatMap((child) => resolve(child, bound))
      default:
        for (const child of childrenOf(node)) resolve(child, bound)
        return []
    }
  }

  const method = (node: ASTNode & { op: 'rcall' }, bound: Bound): readonly Path[] => {
    const [name, receiver, args] = node.args
    const first = args[0]
    const named = first?.op === 'id' ? first.args : null
    if (name === 'bind' && named !== null && args[1] !== undefined && args[2] !== undefined)
      return resolve(args[2], new Map(bound).set(named, resolve(args[1], bound)))
    const base = resolve(receiver, bound)
    if ((loopVariable(node) !== null || name === 'optMap' || name === 'optFlatMap') && named !== null) {
      const inner = new Map(bound).set(named, base)
      const bodies = args.slice(1).map((body) => resolve(body, inner))
      if (name === 'filter') return base
      return name === 'map' || name.startsWith('opt') ? (bodies.at(-1) ?? []) : []
    }
    const rest = args.flatMap((argument) => resolve(argument, bound))
    if (name === 'orValue' || name === 'or') return [...base, ...rest]
    return through.has(name) ? base : []
  }

  resolve(root, new Map())
  return [...found.values()]
}
