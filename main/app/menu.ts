import { Menu, shell, type MenuItemConstructorOptions } from 'electron'
import { commandOf, type CommandId } from '../../shared/keymap/commands.ts'

export interface MenuOptions {
  readonly platform: NodeJS.Platform
  readonly packaged: boolean
  readonly appName: string
  /** A chosen command goes to the window, which knows what it means just now. */
  readonly send: (command: string) => void
  /** Folder of logs and settings. */
  readonly dataFolder: string
  readonly about: () => void
}

type Item = MenuItemConstructorOptions

/** The menu as data, so that tests can read it. Titles and keys come from the keymap. */
export function menuTemplate(options: MenuOptions): Item[] {
  const { platform, packaged, appName, send } = options
  const mac = platform === 'darwin'
  const command = (id: CommandId): Item => {
    const { title, keys } = commandOf(id) ?? { title: id, keys: [] }
    // Only keys with Ctrl or Cmd: a letter must not fire while a person types. The page itself listens to the keys, with
    // what may be remapped, so outside macOS the menu shows them and does not grab them.
    const shortcut = keys.find((key) => key.startsWith('Mod+'))?.replace('Mod+', 'CmdOrCtrl+')
    return {
      label: title,
      id,
      ...(shortcut === undefined ? {} : { accelerator: shortcut, registerAccelerator: false }),
      click: () => send(id),
    }
  }
  const line: Item = { type: 'separator' }
  const appMenu: Item = {
    label: appName,
    submenu: [
      { role: 'about' },
      line,
      command('go.settings'),
      line,
      { role: 'hide' },
      { role: 'hideOthers' },
      line,
      { role: 'quit' },
    ],
  }
  const file: Item = {
    label: '&File',
    submenu: [
      command('engagement.create'),
      command('engagement.open'),
      command('engagement.sample'),
      command('engagement.close'),
      line,
      command('import.files'),
      command('import.folder'),
      line,
      command('package.compile'),
      command('package.verify'),
      line,
      { role: 'close' },
      ...(mac ? [] : [command('go.settings'), line, { role: 'quit' } as Item]),
    ],
  }
  const view: Item = {
    label: '&View',
    submenu: [
      command('palette.open'),
      command('keys.show'),
      line,
      command('go.dashboard'),
      command('go.findings'),
      command('go.drift'),
      command('go.baselines'),
      command('go.review'),
      command('go.evidence'),
      command('go.sources'),
      command('go.rules'),
      command('go.ledger'),
      line,
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      line,
      { role: 'togglefullscreen' },
      // Reload and developer tools are for a checkout only.
      ...(packaged ? [] : ([line, { role: 'reload' }, { role: 'toggleDevTools' }] as Item[])),
    ],
  }
  const help: Item = {
    role: 'help',
    submenu: [
      { label: 'Show Logs and Settings', click: () => void shell.openPath(options.dataFolder) },
      ...(mac ? [] : [line, { label: `About ${appName}`, click: options.about }]),
    ],
  }
  return [...(mac ? [appMenu] : []), file, { role: 'editMenu' }, view, { role: 'windowMenu' }, help]
}

export function installMenu(options: MenuOptions): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(options)))
}
