import { useEffect } from 'react'
import { commands, type Command } from '../../shared/keymap/commands.ts'
import { firesWhileTyping, strokeName } from '../../shared/keymap/keys.ts'
import { canRun, runCommand } from '../data/commands.ts'
import { desktop, mac } from '../data/desktop.ts'
import { dialogIsOpen } from '../ui/dialog.tsx'

/** How long the first of two keys waits for the second, ms. */
const patience = 1_200
/** A key that is also the menu's arrives from both on some systems; the other's within this many ms is the same press. */
const twice = 120

const typing = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  target.closest('input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]') !== null
const acts = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  target.closest(
    'button, a, summary, [role=button], [role=option], [role=tab], [role^=menuitem], input, [role=radio]',
  ) !== null
const overlay = () => document.querySelector('.popover') !== null

/** The command a key means now: of those that can run, the one of the narrowest place. */
function commandFor(key: string): Command | undefined {
  const order: readonly Command['when'][] = ['findings', 'drift', 'review', 'list', 'engagement', 'always']
  return commands
    .filter((command: Command) => command.keys.includes(key))
    .filter((command) => canRun(command.id))
    .toSorted((a, b) => order.indexOf(a.when) - order.indexOf(b.when))[0]
}

/** Runs commands by their keys and from the menu. */
export function useKeys(): void {
  useEffect(() => {
    let pending = { key: '', at: 0 }
    let last = { id: '', from: '', at: 0 }
    const run = (id: string, from: 'key' | 'menu'): boolean => {
      const now = performance.now()
      if (last.id === id && last.from !== from && now - last.at < twice) return true
      last = { id, from, at: now }
      return runCommand(id)
    }
    const pressed = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || dialogIsOpen() || overlay()) return
      const key = strokeName(event, mac)
      if (key === null) return
      if (typing(event.target)) {
        // Escape leaves the field; the list has the keys again.
        if (key === 'Escape' && event.target instanceof HTMLElement) event.target.blur()
        if (!firesWhileTyping(key) || key === 'Mod+A') return
      }
      if ((key === 'Enter' || key === ' ') && acts(event.target)) return
      const sequence = performance.now() - pending.at < patience ? `${pending.key} ${key}` : ''
      const command = (sequence !== '' && commandFor(sequence)) || commandFor(key)
      pending = { key: '', at: 0 }
      if (command) {
        if (run(command.id, 'key')) event.preventDefault()
        return
      }
      if (commands.some((one: Command) => one.keys.some((keys) => keys.startsWith(`${key} `))))
        pending = { key, at: performance.now() }
    }
    window.addEventListener('keydown', pressed)
    const stop = desktop.onEvent((event) => {
      if (event.kind === 'command') run(event.command, 'menu')
    })
    return () => {
      window.removeEventListener('keydown', pressed)
      stop()
    }
  }, [])
}
