import { spanText } from './port-spans.ts'

/** From the first port to the last, both included. */
interface Ends {
  readonly from: number
  readonly to: number
}

/**
 * The spans of ports 0–65535 for which `holds` is true, as texts (`443`, `8000-8010`), where `holds` can change only at the ends of the
 * given entries. It is asked once for each stretch between two such ends, not 65,536 times. Out: rising, with a gap between any two.
 */
export function openSpans(entries: readonly Ends[], holds: (port: number) => boolean): string[] {
  const starts = new Set([0])
  for (const { from, to } of entries) {
    if (from > 0 && from <= 65_535) starts.add(from)
    if (to >= 0 && to < 65_535) starts.add(to + 1)
  }
  const sorted = [...starts].sort((a, b) => a - b)
  const spans: [number, number][] = []
  sorted.forEach((from, index) => {
    if (!holds(from)) return
    const to = (sorted[index + 1] ?? 65_536) - 1
    const last = spans.at(-1)
    if (last !== undefined && last[1] + 1 === from) last[1] = to
    else spans.push([from, to])
  })
  return spans.map(spanText)
}
