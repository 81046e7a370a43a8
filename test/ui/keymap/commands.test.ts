import { describe, expect, it, vi } from 'vitest'
import { commandOf, commands, isCommandId } from '../../../shared/keymap/commands.ts'
import {
  firesWhileTyping,
  keyConflicts,
  keyText,
  strokeName,
  type Stroke,
} from '../../../shared/keymap/keys.ts'

vi.mock('electron', () => ({ Menu: {}, shell: {} }))
const { menuTemplate } = await import('../../../main/app/menu.ts')

const stroke = (key: string, held: Partial<Stroke> = {}): Stroke => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
})

describe('the keymap', () => {
  it('has one command per id and no key with two meanings in one place', () => {
    expect(new Set(commands.map(({ id }) => id)).size).toBe(commands.length)
    expect(keyConflicts(commands)).toEqual([])
  })

  it('finds a conflict when there is one', () => {
    const base = { title: '', group: 'Lists' as const }
    const pair = (one: string, other: string) =>
      keyConflicts([
        { id: 'a', keys: [one], when: 'list', ...base },
        { id: 'b', keys: [other], when: 'findings', ...base },
      ])
    expect(pair('j', 'j')).toHaveLength(1)
    expect(pair('g', 'g d')).toHaveLength(1)
    expect(pair('j', 'k')).toEqual([])
    expect(
      keyConflicts([
        { id: 'a', keys: ['n'], when: 'findings', ...base },
        { id: 'b', keys: ['n'], when: 'review', ...base },
      ]),
    ).toEqual([])
  })

  it('knows every command of the menu, with the same key', () => {
    const template = menuTemplate({
      platform: 'linux',
      packaged: true,
      appName: 'Countersign',
      send: () => {},
      dataFolder: '',
      about: () => {},
    })
    const items = template
      .flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []))
      .filter(({ id }) => id !== undefined)
    expect(items.length).toBeGreaterThan(10)
    for (const { id, accelerator } of items) {
      expect(isCommandId(id ?? ''), id).toBe(true)
      if (accelerator === undefined) continue
      const key = String(accelerator).replace(/CmdOrCtrl|Ctrl/, 'Mod')
      expect(commandOf(id ?? '')?.keys, id).toContain(key)
    }
  })
})

describe('a stroke', () => {
  it('is spelt as the keymap spells it', () => {
    expect(strokeName(stroke('k', { ctrlKey: true }), false)).toBe('Mod+K')
    expect(strokeName(stroke('k', { metaKey: true }), true)).toBe('Mod+K')
    expect(strokeName(stroke('I', { ctrlKey: true, shiftKey: true }), false)).toBe('Mod+Shift+I')
    expect(strokeName(stroke('j'), false)).toBe('j')
    expect(strokeName(stroke('J'), false)).toBe('j')
    expect(strokeName(stroke('N', { shiftKey: true }), false)).toBe('Shift+N')
    expect(strokeName(stroke('?', { shiftKey: true }), false)).toBe('?')
    expect(strokeName(stroke(',', { ctrlKey: true }), false)).toBe('Mod+,')
    expect(strokeName(stroke('Enter', { ctrlKey: true }), false)).toBe('Mod+Enter')
  })

  it('means nothing with other modifiers or alone', () => {
    expect(strokeName(stroke('Shift', { shiftKey: true }), false)).toBeNull()
    expect(strokeName(stroke('k', { altKey: true }), false)).toBeNull()
    expect(strokeName(stroke('k', { ctrlKey: true }), true)).toBeNull()
  })

  it('fires while typing only with Ctrl or Cmd', () => {
    expect(firesWhileTyping('Mod+K')).toBe(true)
    expect(firesWhileTyping('j')).toBe(false)
    expect(firesWhileTyping('?')).toBe(false)
  })

  it('is shown as people know it', () => {
    expect(keyText('Mod+Shift+P', false)).toBe('Ctrl+Shift+P')
    expect(keyText('Mod+Shift+P', true)).toBe('⌘⇧P')
    expect(keyText('g d', false)).toBe('g then d')
  })
})
