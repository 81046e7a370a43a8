/** An engine that ends more often than this is not started again by itself. */
export const restartLimit = { times: 3, withinMs: 60_000 } as const

/**
 * Whether the engine may be started once more.
 * @param earlier instants of earlier restarts, ms, any clock that only moves forward
 * @param now the same clock
 * @returns the instants to remember, this one included, or null when the limit is reached
 */
export function allowRestart(earlier: readonly number[], now: number): number[] | null {
  const recent = earlier.filter((at) => now - at < restartLimit.withinMs)
  return recent.length >= restartLimit.times ? null : [...recent, now]
}
