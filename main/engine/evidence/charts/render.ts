import type { ReactElement } from 'react'

/** Globals that react-dom and recharts look up while they render; nothing else is lent to them. */
const lent = [
  'window',
  'document',
  'navigator',
  'HTMLElement',
  'HTMLIFrameElement',
  'SVGElement',
  'Element',
  'Node',
  'DocumentFragment',
  'Event',
  'getComputedStyle',
  'requestAnimationFrame',
  'cancelAnimationFrame',
  'ResizeObserver',
] as const

let turn: Promise<unknown> = Promise.resolve()

/**
 * Draws a chart element to an SVG document string, the same bytes for the same element.
 * recharts sizes itself in effects, so it is rendered with react-dom into happy-dom, in one synchronous
 * flush; the globals it needs are put up before and taken down after, one render at a time.
 * Charts must have animation off and an explicit size in px.
 */
export function renderChart(element: ReactElement): Promise<string> {
  const mine = turn.then(() => drawn(element))
  turn = mine.catch(() => undefined)
  return mine
}

async function drawn(element: ReactElement): Promise<string> {
  const { Window } = await import('happy-dom')
  const { createRoot } = await import('react-dom/client')
  const { flushSync } = await import('react-dom')
  const page = new Window({ url: 'about:blank' })
  const had = lent.map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const)
  for (const name of lent)
    Object.defineProperty(globalThis, name, {
      value: name === 'window' ? page : page[name],
      configurable: true,
      writable: true,
    })
  try {
    const holder = page.document.createElement('div')
    page.document.body.appendChild(holder)
    let fault: unknown = null
    const root = createRoot(holder as unknown as Parameters<typeof createRoot>[0], {
      onUncaughtError: (error) => (fault = error),
    })
    flushSync(() => root.render(element))
    const svg = holder.querySelector('svg.recharts-surface')?.outerHTML
    flushSync(() => root.unmount())
    if (fault !== null) throw fault
    if (svg === undefined) throw new Error('the chart drew no SVG')
    return normaliseSvg(svg)
  } finally {
    // React's scheduler still has a task queued that reads `window`; let it pass before the globals go.
    for (let tick = 0; tick < 3; tick++) await new Promise((resolve) => setImmediate(resolve))
    for (const [name, before] of had) {
      if (before === undefined) Reflect.deleteProperty(globalThis, name)
      else Object.defineProperty(globalThis, name, before)
    }
    await page.happyDOM.close()
  }
}

/**
 * Makes an SVG from a live page into a file: ids that a render counts up are numbered by place,
 * attributes that only a page needs (class, style, tabindex, role) go, the namespace is named.
 */
export function normaliseSvg(svg: string): string {
  const ids = new Map<string, string>()
  for (const match of svg.matchAll(/\sid="([^"]*)"/g)) {
    const id = match[1] ?? ''
    if (!ids.has(id)) ids.set(id, `c${ids.size + 1}`)
  }
  const named = svg
    .replace(/\sid="([^"]*)"/g, (_, id: string) => ` id="${ids.get(id)}"`)
    .replace(/url\(#([^)]*)\)/g, (whole, id: string) => (ids.has(id) ? `url(#${ids.get(id)})` : whole))
    .replace(/\s(class|style|tabindex|role|data-[a-z-]+|orientation|name)="[^"]*"/g, '')
  const opened =
    named.startsWith('<svg') && !/^<svg[^>]*\sxmlns=/.test(named)
      ? named.replace('<svg', '<svg xmlns="http://www.w3.org/2000/svg"')
      : named
  return `${opened}\n`
}
