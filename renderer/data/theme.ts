import type { Appearance, Theme } from '../../shared/contract/desktop.ts'
import { desktop } from './desktop.ts'
import { createStore } from './store.ts'

/** How the window looks now. */
export const look = createStore<Appearance>({ theme: 'system', dark: false, highContrast: false })

function apply(appearance: Appearance): void {
  const root = document.documentElement
  root.dataset['theme'] = appearance.dark ? 'dark' : 'light'
  const more = appearance.highContrast || window.matchMedia('(prefers-contrast: more)').matches
  if (more) root.dataset['contrast'] = 'more'
  else delete root.dataset['contrast']
  look.set(appearance)
}

/** Follows the shell's appearance. */
export function followAppearance(first: Appearance): void {
  apply(first)
  desktop.onEvent((event) => {
    if (event.kind === 'appearance') apply(event.appearance)
  })
  window.matchMedia('(prefers-contrast: more)').addEventListener('change', () => apply(look.get()))
}

export async function chooseTheme(theme: Theme): Promise<void> {
  apply(await desktop.setTheme(theme))
}
