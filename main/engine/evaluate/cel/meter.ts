import { serialize } from '@marcbachmann/cel-js'
import type { ASTNode } from '@marcbachmann/cel-js'
import { childrenOf, loopVariable } from './ast.ts'

/**
 * CEL cannot loop without end, but loops inside loops multiply: three over a list of 10,000 are 10^12 steps.
 * cel-js has no run-time budget, so rules carry their own: inside a loop, every list that an inner loop or `in` goes over
 * passes through `metered__()`, which adds its length to the evaluation's count and stops at the limit; helper functions add
 * the lengths of the lists they are given. Loops that are not nested cost what the document costs and are not counted.
 */
export interface Meter {
  spent: number
  /** Steps one evaluation may take; about 2 million are done in a second. */
  limit: number
}

/** Name of the function that `instrument` inserts; rules cannot call it, because it is not declared where rules are checked. */
export const meterFunction = 'metered__'

/** Adds a value's length to the count. Throws when the limit is passed. */
export function charge(meter: Meter, value: unknown): void {
  if (Array.isArray(value)) meter.spent += value.length
  else if (typeof value === 'object' && value !== null) meter.spent += 8
  else return
  if (meter.spent > meter.limit) throw new Error(tooLarge(meter))
}

export function tooLarge(meter: Meter): string {
  return `too large: the expression takes more than ${meter.limit} steps on this input`
}

/** A node as `serialize` reads it; cel-js's own nodes cannot be made outside its parser. */
interface Plain {
  readonly op: string
  readonly args: unknown
}

/**
 * The source with the meter put around what is looped over inside a loop; null when there is nothing to meter.
 * Written anew from the tree, because a node's range leaves out the brackets around it.
 */
export function instrument(root: ASTNode): string | null {
  const state = { found: false }
  const metered = rebuild(root, 0, state)
  return state.found ? serialize(metered as ASTNode) : null
}

function rebuild(node: ASTNode, depth: number, state: { found: boolean }): Plain {
  const below = (child: ASTNode): Plain => rebuild(child, depth, state)
  const meter = (child: ASTNode): Plain => {
    if (depth === 0) return below(child)
    state.found = true
    return { op: 'call', args: [meterFunction, [below(child)]] }
  }
  const { op } = node
  switch (op) {
    case 'value':
    case 'id':
      return node
    case '.':
    case '.?':
      return { op, args: [below(node.args[0]), node.args[1]] }
    case 'call':
      return { op, args: [node.args[0], node.args[1].map(below)] }
    case 'rcall': {
      const [name, receiver, args] = node.args
      if (loopVariable(node) === null) return { op, args: [name, below(receiver), args.map(below)] }
      return {
        op,
        args: [name, meter(receiver), args.map((argument) => rebuild(argument, depth + 1, state))],
      }
    }
    case 'list':
      return { op, args: node.args.map(below) }
    case 'map':
      return { op, args: node.args.map((entry) => entry.map(below)) }
    case '!_':
    case '-_':
      return { op, args: below(node.args) }
    case 'in':
      return { op, args: [below(node.args[0]), meter(node.args[1])] }
    default:
      return { op, args: node.args.map(below) }
  }
}

/** True when both trees say the same, the meter in the second left aside: the proof that nothing was lost in rewriting. */
export function sameMeaning(original: ASTNode, rewritten: ASTNode): boolean {
  if (rewritten.op === 'call' && rewritten.args[0] === meterFunction) {
    const inner = rewritten.args[1][0]
    return inner !== undefined && sameMeaning(original, inner)
  }
  if (original.op !== rewritten.op || label(original) !== label(rewritten)) return false
  const left = childrenOf(original)
  const right = childrenOf(rewritten)
  return (
    left.length === right.length && left.every((child, index) => sameMeaning(child, right[index] as ASTNode))
  )
}

/** What a node says besides its children. */
function label(node: ASTNode): string {
  switch (node.op) {
    case 'value':
      return `${typeof node.args} ${node.args instanceof Uint8Array ? [...node.args].join() : String(node.args)}`
    case 'id':
      return node.args
    case '.':
    case '.?':
      return node.args[1]
    case 'call':
    case 'rcall':
      return node.args[0]
    default:
      return ''
  }
}
