import fc from 'fast-check'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { desktopChannels, desktopVerbs } from '../../../shared/contract/desktop.ts'

const registered = new Map<string, (event: unknown, ...args: unknown[]) => Promise<unknown>>()
vi.mock('electron', () => ({
  ipcMain: {
    handle: (channel: string, listener: (event: unknown, ...args: unknown[]) => Promise<unknown>) =>
      registered.set(channel, listener),
  },
  dialog: {},
  shell: {},
}))
const { handleVerbs } = await import('../../../main/app/verbs/handle.ts')
const { verbArguments } = await import('../../../main/app/verbs/arguments.ts')
const { fileNameFrom } = await import('../../../main/app/verbs/dialogs.ts')
const { menuTemplate } = await import('../../../main/app/menu.ts')

const frame = { origin: 'app://countersign' }
const contents = { mainFrame: frame }
const event = { sender: contents, senderFrame: frame }
let calls: [string, unknown[]][] = []
let logged: string[] = []

beforeEach(() => {
  registered.clear()
  calls = []
  logged = []
  const handlers = Object.fromEntries(
    desktopVerbs.map((verb) => [
      verb,
      (_event: unknown, ...args: unknown[]) => {
        calls.push([verb, args])
        if (verb === 'showInFolder') throw new Error('ENOENT: /home/secret')
        return 'done'
      },
    ]),
  )
  handleVerbs(handlers as never, new Set([contents]), (_level, what) => void logged.push(what))
})

const call = (verb: (typeof desktopVerbs)[number], from: unknown, ...args: unknown[]) =>
  registered.get(desktopChannels.verb(verb))!(from, ...args)

describe('verbs', () => {
  it('are all registered, and nothing else is', () => {
    expect([...registered.keys()].sort()).toEqual(
      desktopVerbs.map((verb) => desktopChannels.verb(verb)).sort(),
    )
    expect(Object.keys(verbArguments).sort()).toEqual([...desktopVerbs].sort())
  })

  it('reach their handler with checked arguments', async () => {
    expect(await call('chooseFiles', event, 'import')).toBe('done')
    expect(calls).toEqual([['chooseFiles', ['import']]])
  })

  it('are refused from anywhere but our page, before the arguments are looked at', async () => {
    for (const from of [
      { sender: {}, senderFrame: frame },
      { sender: contents, senderFrame: null },
      { sender: contents, senderFrame: { origin: 'app://countersign' } },
    ])
      await expect(call('startup', from)).rejects.toThrow(/^refused$/)
    expect(calls).toEqual([])
    expect(logged).toEqual(['verb refused', 'verb refused', 'verb refused'])
  })

  it('tell the page nothing about what failed inside', async () => {
    await expect(call('showInFolder', event, '/x')).rejects.toThrow(/^internal$/)
    expect(logged).toEqual(['verb failed'])
  })

  it('accept no argument that is not of the agreed shape', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...desktopVerbs),
        fc.array(fc.anything(), { maxLength: 3 }),
        async (verb, args) => {
          calls = []
          const accepted = verbArguments[verb].safeParse(args).success
          await call(verb, event, ...args).catch(() => {})
          expect(calls.length).toBe(accepted ? 1 : 0)
        },
      ),
    )
  })

  it.each([
    ['noteEngagement', ['relative.countersign']],
    ['noteEngagement', ['/a\0b']],
    ['keepPassphrase', ['A'.repeat(64), 'x']],
    ['keepPassphrase', ['a'.repeat(64), '']],
    ['setTheme', ['sepia']],
    ['startup', [1]],
    ['openExternal', ['x'.repeat(2_049)]],
  ] as const)('refuse %s %j', async (verb, args) => {
    await expect(call(verb, event, ...args)).rejects.toThrow(/^invalid_input$/)
  })
})

describe('names of new engagements', () => {
  it.each([
    ['Acme: Q3 / 2026', 'Acme- Q3 - 2026'],
    ['../../etc/passwd', 'etc-passwd'],
    ['Grüße & Co', 'Grüße - Co'],
    ['...', 'engagement'],
    ['', 'engagement'],
    ['a\0b', 'a-b'],
  ])('%j becomes %j', (text, name) => {
    expect(fileNameFrom(text)).toBe(name)
  })
})

describe('menu', () => {
  const template = (packaged: boolean, platform: NodeJS.Platform = 'linux') =>
    menuTemplate({
      platform,
      packaged,
      appName: 'Countersign',
      send: (command) => void calls.push(['menu', [command]]),
      dataFolder: '/d',
      about: () => {},
    })
  const roles = (packaged: boolean) => JSON.stringify(template(packaged))

  it('has developer tools and reload in a checkout only (14)', () => {
    expect(roles(false)).toContain('toggleDevTools')
    expect(roles(true)).not.toMatch(/toggleDevTools|reload/i)
  })

  it('sends each command to the window once, and no shortcut stands twice', () => {
    for (const platform of ['linux', 'darwin', 'win32'] as const) {
      const items = template(true, platform).flatMap((menu) =>
        Array.isArray(menu.submenu) ? menu.submenu : [],
      )
      const shortcuts = items.flatMap((item) => (item.accelerator === undefined ? [] : [item.accelerator]))
      expect(new Set(shortcuts).size).toBe(shortcuts.length)
      const ids = items.flatMap((item) => (item.id === undefined ? [] : [item.id]))
      expect(new Set(ids).size).toBe(ids.length)
      calls = []
      for (const item of items) if (item.id !== undefined) item.click?.({} as never, undefined, {} as never)
      expect(calls.map(([, [command]]) => command)).toEqual(ids)
    }
  })
})
