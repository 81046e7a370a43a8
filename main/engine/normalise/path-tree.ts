/** What happens to the value at a path: `drop` leaves it out, `redact` replaces it by a digest, `assignments` redacts the value of `NAME=value` strings. */
export type PathAction = 'drop' | 'redact' | 'assignments'

/** Holds for the object that the path's last key stands in; both conditions must hold where both are given. */
export interface Guard {
  /** Members of that object and the pattern their text must match. */
  readonly sibling?: Readonly<Record<string, RegExp>>
  /** Members whose text must not match. */
  readonly unless?: Readonly<Record<string, RegExp>>
}

export interface PathTree {
  readonly children: Map<string, PathTree>
  /** The branch for every key or element without a branch of its own. */
  any: PathTree | null
  action: PathAction | null
  guard: Guard | null
}

export interface PathRule {
  /** Keys with dots between them, `*` for every element or member: `config.environment.variables.*`. */
  readonly path: string
  readonly action: PathAction
  readonly guard?: Guard
}

/**
 * One tree of many paths, so that a document is walked once. A key is taken in both cases of its first letter: Config writes the same
 * field as `environment` for one type and `Environment` for another.
 */
export function pathTree(rules: readonly PathRule[]): PathTree {
  const root = branch()
  for (const rule of rules) {
    let ends = [root]
    for (const key of rule.path.split('.')) ends = ends.flatMap((end) => step(end, key))
    for (const end of ends) {
      end.action = rule.action
      end.guard = rule.guard ?? null
    }
  }
  return root
}

function branch(): PathTree {
  return { children: new Map(), any: null, action: null, guard: null }
}

function step(tree: PathTree, key: string): PathTree[] {
  if (key === '*') return [(tree.any ??= branch())]
  const spellings = new Set([
    key,
    key.charAt(0).toLowerCase() + key.slice(1),
    key.charAt(0).toUpperCase() + key.slice(1),
  ])
  return [...spellings].map((spelling) => {
    const known = tree.children.get(spelling)
    if (known !== undefined) return known
    const made = branch()
    tree.children.set(spelling, made)
    return made
  })
}

/** The branch below a key; null where no path goes on. */
export function below(tree: PathTree | null, key: string): PathTree | null {
  return tree === null ? null : (tree.children.get(key) ?? tree.any)
}
