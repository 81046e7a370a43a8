// A shape is a tree of field names: an object of fields, 's' for a scalar, 'j' for text that holds a document or a policy
// (AWS Config embeds JSON as text), '*' for free-form content. Lists are seen through: a list of X has the shape of X.

/** @typedef {'s' | '*' | { [field: string]: Shape }} Shape */
/** @typedef {{ source: string, fields: Shape }} PublishedShape */

/**
 * The union of two shapes: what either of two versions of an API has.
 * @type {(a: Shape | undefined, b: Shape | undefined) => Shape}
 */
export const merge = (a, b) => {
  if (a === undefined) return b ?? '*'
  if (b === undefined || a === '*') return a
  if (b === '*') return b
  if (typeof a === 'string') return typeof b === 'string' ? a : b
  if (typeof b === 'string') return a
  const merged = { ...a }
  for (const [name, shape] of Object.entries(b)) merged[name] = merge(merged[name], shape)
  return merged
}

/**
 * Puts a dotted path into a tree.
 * @type {(tree: { [field: string]: Shape }, path: string[], leaf: Shape) => void}
 */
export const put = (tree, path, leaf) => {
  let at = tree
  for (const [index, name] of path.entries()) {
    const last = index === path.length - 1
    if (last) at[name] = merge(at[name], leaf)
    else {
      const below = at[name]
      const next = typeof below === 'object' ? below : {}
      at[name] = next
      at = next
    }
  }
}

/**
 * Fields in order of their names, so that two runs give the same bytes.
 * @type {(tree: Shape) => Shape}
 */
export const sorted = (tree) => {
  if (typeof tree === 'string') return tree
  const names = Object.keys(tree).sort()
  return names.length === 0 ? '*' : Object.fromEntries(names.map((name) => [name, sorted(tree[name] ?? '*')]))
}
