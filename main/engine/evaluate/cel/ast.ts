import type { ASTNode } from '@marcbachmann/cel-js'

/** The macros that loop; each runs its body once per element of its receiver. */
const loopMacros: ReadonlySet<string> = new Set(['all', 'exists', 'exists_one', 'map', 'filter'])

/** Sub-expressions of a node in source order. */
export function childrenOf(node: ASTNode): readonly ASTNode[] {
  switch (node.op) {
    case 'value':
    case 'id':
      return []
    case '.':
    case '.?':
      return [node.args[0]]
    case 'call':
      return node.args[1]
    case 'rcall':
      return [node.args[1], ...node.args[2]]
    case 'list':
      return node.args
    case 'map':
      return node.args.flat()
    case '!_':
    case '-_':
      return [node.args]
    default:
      return node.args
  }
}

/** Calls `visit` for a node and everything below it, parents first. */
export function walk(node: ASTNode, visit: (node: ASTNode) => void): void {
  visit(node)
  for (const child of childrenOf(node)) walk(child, visit)
}

/** The name a loop macro binds for its body; null where the node is no loop. */
export function loopVariable(node: ASTNode): string | null {
  if (node.op !== 'rcall' || !loopMacros.has(node.args[0])) return null
  const first = node.args[2][0]
  return node.args[2].length >= 2 && first?.op === 'id' ? first.args : null
}

/** Names of variables the expression reads, without those its own loops and `cel.bind` introduce. */
export function variablesOf(root: ASTNode): ReadonlySet<string> {
  const found = new Set<string>()
  collect(root, new Set(), found)
  return found
}

function collect(node: ASTNode, bound: ReadonlySet<string>, found: Set<string>): void {
  if (node.op === 'id') {
    if (!bound.has(node.args)) found.add(node.args)
    return
  }
  const name = loopVariable(node) ?? bindVariable(node)
  if (name === null || node.op !== 'rcall') {
    for (const child of childrenOf(node)) collect(child, bound, found)
    return
  }
  const [, receiver, args] = node.args
  collect(receiver, bound, found)
  const inner = new Set(bound).add(name)
  for (const argument of args.slice(1)) collect(argument, inner, found)
}

function bindVariable(node: ASTNode): string | null {
  if (node.op !== 'rcall' || node.args[0] !== 'bind') return null
  const first = node.args[2][0]
  return first?.op === 'id' ? first.args : null
}

/** True when the expression calls `name`, as a function or as a method. */
export function calls(root: ASTNode, name: string): boolean {
  let found = false
  walk(root, (node) => {
    if ((node.op === 'call' || node.op === 'rcall') && node.args[0] === name) found = true
  })
  return found
}

/**
 * The keys of an expression that only walks down from a variable (`config.?a["b"].c` → `config`, a, b, c); null for anything else.
 * Such expressions are read directly: many times faster than CEL and with the same result.
 */
export function plainPath(node: ASTNode): readonly string[] | null {
  if (node.op === 'id') return [node.args]
  if (node.op === '.' || node.op === '.?') {
    const left = plainPath(node.args[0])
    return left && [...left, node.args[1]]
  }
  if (node.op === '[]' || node.op === '[?]') {
    const key = node.args[1]
    if (key.op !== 'value' || typeof key.args !== 'string') return null
    const left = plainPath(node.args[0])
    return left && [...left, key.args]
  }
  return null
}
