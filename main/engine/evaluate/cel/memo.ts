/**
 * Results of helper functions over parts of the document at hand. `review`, `pass` and `observed` ask the same of the same
 * permission or policy; the helpers are pure, and reading a policy costs a hundred times what looking it up does.
 */
export interface Memo {
  /** The variables the results belong to; others begin anew, so that no document outlives its turn here. */
  owner: object | null
  readonly results: Map<object, Map<string, unknown>>
}

/** Begins anew unless the variables are those of the evaluation before. */
export function ownMemo(memo: Memo, variables: object): void {
  if (memo.owner === variables) return
  memo.owner = variables
  memo.results.clear()
}

/**
 * The function's result for these arguments, computed once. Only calls with a list or map first and plain values after it are
 * kept; anything else is computed. Errors are not kept.
 */
export function remembered(
  memo: Memo,
  name: string,
  call: (...values: readonly unknown[]) => unknown,
  values: readonly unknown[],
): unknown {
  const first = values[0]
  if (typeof first !== 'object' || first === null) return call(...values)
  let key = name
  for (let index = 1; index < values.length; index++) {
    const value = values[index]
    if (typeof value === 'object') return call(...values)
    key += ` ${typeof value} ${value as string}`
  }
  let known = memo.results.get(first)
  if (known === undefined) memo.results.set(first, (known = new Map()))
  if (known.has(key)) return known.get(key)
  const result = call(...values)
  known.set(key, result)
  return result
}
