import { useSyncExternalStore } from 'react'

export const screens = [
  'start',
  'dashboard',
  'framework',
  'findings',
  'drift',
  'baselines',
  'review',
  'evidence',
  'sources',
  'rules',
  'ledger',
  'settings',
] as const
export type Screen = (typeof screens)[number]

/** Findings that are not proved closed: what one usually looks at. */
export const livingFindings = { status: 'open,remediated' } as const

export interface Route {
  readonly screen: Screen
  readonly params: URLSearchParams
}

/** `#/findings?severity=high` → screen and parameters; anything unknown is the start. */
export function parseRoute(hash: string): Route {
  const [path = '', search = ''] = hash.replace(/^#\/?/, '').split('?', 2)
  const screen = screens.find((name) => name === path) ?? 'start'
  return { screen, params: new URLSearchParams(search) }
}

/** The address of a screen, for links. */
export function routeTo(
  screen: Screen,
  params: Readonly<Record<string, string>> | URLSearchParams = {},
): string {
  const search = new URLSearchParams(params).toString()
  return `#/${screen}${search === '' ? '' : `?${search}`}`
}

/** Goes to a screen. `replace` leaves no step for Back: for filters that change with every key. */
export function go(
  screen: Screen,
  params: Readonly<Record<string, string>> | URLSearchParams = {},
  replace = false,
): void {
  const address = routeTo(screen, params)
  if (address === window.location.hash) return
  if (!replace) {
    window.location.hash = address
    return
  }
  window.history.replaceState(null, '', address)
  window.dispatchEvent(new Event('hashchange'))
}

let cached: { hash: string; route: Route } | null = null
function currentRoute(): Route {
  const { hash } = window.location
  if (cached?.hash !== hash) cached = { hash, route: parseRoute(hash) }
  return cached.route
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener)
  return () => window.removeEventListener('hashchange', listener)
}

export function useRoute(): Route {
  return useSyncExternalStore(subscribe, currentRoute)
}

/** The parameters with some replaced; empty values go. */
export function withParams(
  params: URLSearchParams,
  changes: Readonly<Record<string, string | null>>,
): URLSearchParams {
  const next = new URLSearchParams(params)
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === '') next.delete(name)
    else next.set(name, value)
  }
  return next
}
