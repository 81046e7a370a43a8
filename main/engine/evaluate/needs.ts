import { isJsonObject } from '../../../shared/model/json.ts'
import type { Variables } from './cel/expression.ts'

/** One step of a need: a key, or `every` element of a list. */
type Step = string | typeof every
const every = Symbol('every element')

/**
 * A path that must be there before a rule may judge: `config.a.b`, `config["a.b"].c`, `config.list[].x` (each element has x).
 * A value of null counts as absent, because providers write null for "not told"; a path that ends in `?` takes null for an answer.
 */
export interface Need {
  /** As the rule says it, without the `?`; the detail of `not evaluated: missing data`. */
  readonly path: string
  readonly steps: readonly Step[]
  readonly nullable: boolean
}

const root = /^[A-Za-z_]\w*/
const further = /\.([A-Za-z_$][\w$-]*)|\["((?:[^"\\]|\\.)*)"\]|\[\]/y

/** Reads a need as a rule writes it; null when it is not a path. */
export function parseNeed(text: string): Need | null {
  const nullable = text.endsWith('?')
  const path = nullable ? text.slice(0, -1) : text
  const first = root.exec(path)?.[0]
  if (first === undefined) return null
  const steps: Step[] = [first]
  further.lastIndex = first.length
  while (further.lastIndex < path.length) {
    const match = further.exec(path)
    if (match === null) return null
    steps.push(match[1] ?? match[2]?.replaceAll(/\\(.)/g, '$1') ?? every)
  }
  return { path, steps, nullable }
}

/** True when every place the need names holds a value. */
export function isMet(need: Need, variables: Variables): boolean {
  return holds(variables, need.steps, 0, need.nullable)
}

function holds(value: unknown, steps: readonly Step[], from: number, nullable: boolean): boolean {
  let current = value
  for (let index = from; index < steps.length; index++) {
    const step = steps[index] as Step
    if (step === every) {
      return Array.isArray(current) && current.every((element) => holds(element, steps, index + 1, nullable))
    }
    if (!isJsonObject(current) || !Object.hasOwn(current, step)) return false
    current = current[step]
  }
  return current !== undefined && (nullable || current !== null)
}
