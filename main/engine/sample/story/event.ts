import type { Instant, Provider } from '../../../../shared/model/provider.ts'

/** Numbers of the ten common misconfigurations; `null` for a change that is none of them. */
export type Misconfiguration = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10

/**
 * Something that happens to one resource of the sample: a state that holds in
 * one or more windows of time. Generators ask whether it holds; a resource's
 * capture time follows from the borders of the windows it asked about.
 */
export interface StoryEvent {
  readonly id: string
  readonly provider: Provider
  readonly misconfiguration: Misconfiguration | null
  /** Name by which people know the resource. */
  readonly resource: string
  readonly what: string
  readonly windows: readonly Window[]
}

/** `from` null: since before the first capture. `to` null: still so after the last. */
export interface Window {
  readonly from: Instant | null
  readonly to: Instant | null
}

/** A window from `2026-07-03 16:41` notation; `-` leaves a side open. */
export function window(from: string, to: string): Window {
  return { from: instant(from), to: instant(to) }
}

function instant(text: string): Instant | null {
  return text === '-' ? null : `${text.slice(0, 10)}T${text.slice(11)}:00.000Z`
}

type Row = readonly [
  id: string,
  misconfiguration: Misconfiguration | null,
  resource: string,
  what: string,
  ...windows: (readonly [from: string, to: string])[],
]

/** Events of one cloud from rows: id, misconfiguration, resource, what, windows. */
export function events(provider: Provider, rows: readonly Row[]): StoryEvent[] {
  return rows.map(([id, misconfiguration, resource, what, ...windows]) => ({
    id: `${provider}-${id}`,
    provider,
    misconfiguration,
    resource,
    what,
    windows: windows.map(([from, to]) => window(from, to)),
  }))
}
