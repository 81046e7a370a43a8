import { Menu, shell, type MenuItemConstructorOptions } from 'electron'

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

/** The menu as data, so that tests can read it. Command ids are those of the keymap. */
export function menuTemplate(options: MenuOptions): Item[] {
  const { platform, packaged, appName, send } = options
  const mac = platform === 'darwin'
  const command = (label: string, id: string, accelerator?: string): Item => ({
    label,
    id,
    ...(accelerator === undefined ? {} : { accelerator }),
    click: () => send(id),
  })
  const line: Item = { type: 'separator' }
  const appMenu: Item = {
    label: appName,
    submenu: [
      { role: 'about' },
      line,
      command('Settings…', 'go.settings', 'Cmd+,'),
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
      command('New Engagement…', 'engagement.create', 'CmdOrCtrl+N'),
      command('Open Engagement…', 'engagement.open', 'CmdOrCtrl+O'),
      command('Open the Sample', 'engagement.sample'),
      line,
      command('Import Files…', 'import.files', 'CmdOrCtrl+I'),
      command('Import Folder…', 'import.folder', 'CmdOrCtrl+Shift+I'),
      line,
      command('Compile Package…', 'package.compile', 'CmdOrCtrl+Shift+P'),
      command('Verify Package…', 'package.verify'),
      line,
      { role: 'close' },
      ...(mac ? [] : [command('Settings…', 'go.settings', 'Ctrl+,'), line, { role: 'quit' } as Item]),
    ],
  }
  const view: Item = {
    label: '&View',
    submenu: [
      command('Command Palette…', 'palette.open', 'CmdOrCtrl+K'),
      command('Keyboard Shortcuts', 'keys.show'),
      line,
      command('Dashboard', 'go.dashboard'),
      command('Findings', 'go.findings'),
      command('Drift', 'go.drift'),
      command('Monday Review', 'go.review'),
      command('Evidence', 'go.evidence'),
      command('Sources', 'go.sources'),
      command('Rules', 'go.rules'),
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
