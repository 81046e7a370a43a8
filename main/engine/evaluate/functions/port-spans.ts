/** Ports from the first to the last, both included. */
export type PortSpan = readonly [from: number, to: number]

/** Spans of port specifications (`22`, `20-25`, `*`), merged and in order. Throws on an unknown spelling, as `portIn` does. */
export function portSpans(specifications: readonly string[]): readonly PortSpan[] {
  const spans = specifications.flatMap((specification) =>
    specification
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '')
      .map(spanOf),
  )
  return merged(spans)
}

function spanOf(part: string): PortSpan {
  if (part === '*' || part.toLowerCase() === 'any') return [0, 65_535]
  const match = /^(\d{1,5})(?:\s*-\s*(\d{1,5}))?$/.exec(part)
  if (match === null) throw new TypeError(`${part} is not a port or a range of ports`)
  const from = Number(match[1])
  const to = match[2] === undefined ? from : Number(match[2])
  if (from > to || to > 65_535) throw new RangeError(`${part} is not a range of ports`)
  return [from, to]
}

/** Both sets together, in order, touching spans joined. */
export function add(a: readonly PortSpan[], b: readonly PortSpan[]): readonly PortSpan[] {
  return b.length === 0 ? a : merged([...a, ...b])
}

/** What is in `a` and not in `b`. */
export function remove(a: readonly PortSpan[], b: readonly PortSpan[]): readonly PortSpan[] {
  let rest = [...a]
  for (const [from, to] of b) {
    rest = rest.flatMap(([first, last]): PortSpan[] => {
      if (to < first || from > last) return [[first, last]]
      const left: PortSpan[] = first < from ? [[first, from - 1]] : []
      return last > to ? [...left, [to + 1, last]] : left
    })
  }
  return rest
}

/** `22` or `20-25`. */
export function spanText([from, to]: PortSpan): string {
  return from === to ? String(from) : `${from}-${to}`
}

function merged(spans: readonly PortSpan[]): readonly PortSpan[] {
  const result: [number, number][] = []
  for (const [from, to] of spans.toSorted((a, b) => a[0] - b[0])) {
    const last = result.at(-1)
    if (last !== undefined && from <= last[1] + 1) last[1] = Math.max(last[1], to)
    else result.push([from, to])
  }
  return result
}
