import type { Command } from './commands.ts'

/** What of a keyboard event decides; a DOM KeyboardEvent has all of it. */
export interface Stroke {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
}

/**
 * A stroke in the spelling of the keymap: `Mod+K`, `Shift+N`, `j`, `?`, `Escape`. Null for a bare modifier and for
 * combinations the keymap has no word for (Alt, Ctrl on a Mac).
 */
export function strokeName(stroke: Stroke, mac: boolean): string | null {
  const mod = mac ? stroke.metaKey : stroke.ctrlKey
  if (stroke.altKey || (mac ? stroke.ctrlKey : stroke.metaKey)) return null
  if (['Control', 'Meta', 'Shift', 'Alt', 'AltGraph', 'Dead', 'Process'].includes(stroke.key)) return null
  const letter = /^[a-z]$/i.test(stroke.key)
  // Of signs such as ? the shift key is part; only for letters and named keys it is said.
  const shift = stroke.shiftKey && (letter || stroke.key.length > 1)
  const key = letter ? (mod || shift ? stroke.key.toUpperCase() : stroke.key.toLowerCase()) : stroke.key
  return `${mod ? 'Mod+' : ''}${shift ? 'Shift+' : ''}${key}`
}

/** Whether a key fires while a person types in a field: only with Ctrl or Cmd. */
export function firesWhileTyping(key: string): boolean {
  return key.startsWith('Mod+')
}

/** Keys as a person reads them: `Ctrl+K`, `⌘K`, `g then d`. */
export function keyText(key: string, mac: boolean): string {
  const one = (stroke: string) =>
    mac
      ? stroke.replace('Mod+', '⌘').replace('Shift+', '⇧').replace('Escape', 'Esc')
      : stroke.replace('Mod+', 'Ctrl+').replace('Escape', 'Esc')
  return key.split(' ').map(one).join(' then ')
}

const contexts: Readonly<Record<Command['when'], readonly Command['when'][]>> = {
  always: ['always', 'engagement', 'list', 'findings', 'drift', 'review'],
  engagement: ['always', 'engagement', 'list', 'findings', 'drift', 'review'],
  list: ['always', 'engagement', 'list', 'findings', 'drift'],
  findings: ['always', 'engagement', 'list', 'findings'],
  drift: ['always', 'engagement', 'list', 'drift'],
  review: ['always', 'engagement', 'review'],
}

/** Pairs of commands that share a key where both could run; a test keeps this empty. */
export function keyConflicts(
  commands: readonly Command[],
): { readonly key: string; readonly ids: readonly [string, string] }[] {
  const conflicts: { key: string; ids: [string, string] }[] = []
  commands.forEach((one, index) => {
    for (const other of commands.slice(index + 1)) {
      if (!contexts[one.when].includes(other.when)) continue
      for (const key of one.keys) {
        // The first of two keys would swallow a single one that is the same.
        const clash = other.keys.some(
          (candidate) =>
            candidate === key || candidate.startsWith(`${key} `) || key.startsWith(`${candidate} `),
        )
        if (clash) conflicts.push({ key, ids: [one.id, other.id] })
      }
    }
  })
  return conflicts
}
