import path from 'node:path'
import { app, BrowserWindow, dialog, safeStorage, session } from 'electron'
import { dataDir } from '../engine/data-dir.ts'
import type { CommandLine } from './command-line.ts'
import { watchCrashes } from './crash.ts'
import { forkEngine } from './engine/fork.ts'
import { superviseEngine, type Supervisor } from './engine/supervisor.ts'
import type { Log } from './files/log.ts'
import { passphraseStore } from './files/passphrases.ts'
import { recentFile } from './files/recent.ts'
import type { AppLayout } from './layout.ts'
import { installMenu } from './menu.ts'
import { serveRenderer } from './protocol/register.ts'
import { denyNavigation } from './security/navigation.ts'
import { cutNetwork } from './security/network.ts'
import { denyPermissions } from './security/permissions.ts'
import { selfTest } from './self-test.ts'
import { themeSetting } from './theme.ts'
import { openTray } from './tray.ts'
import { handleVerbs } from './verbs/handle.ts'
import { verbHandlers } from './verbs/handlers.ts'
import { focusWindow, openMainWindow, startPage, tellWindows } from './windows/main-window.ts'
import { windowPartition } from './windows/options.ts'

export interface StartOptions {
  readonly layout: AppLayout
  readonly commandLine: CommandLine
  readonly log: Log
  readonly now: () => string
}

export interface Shell {
  readonly engine: Supervisor
  show(): void
  openEngagement(path: string): void
}

/** Puts the shell together once Electron is ready. Returns what the lifecycle needs. */
export function startShell({ layout, commandLine, log, now }: StartOptions): Shell {
  const data = app.getPath('userData')
  const inData = (name: string) => path.join(data, name)
  const packaged = app.isPackaged

  const windowSession = session.fromPartition(windowPartition)
  denyPermissions(windowSession)
  cutNetwork(windowSession, packaged, (address) =>
    log('warning', 'request cut', { to: address.slice(0, 200) }),
  )
  serveRenderer(windowSession, layout.renderer)

  const theme = themeSetting(inData('theme.json'), (appearance) =>
    tellWindows({ kind: 'appearance', appearance }),
  )
  const tray = commandLine.selfTest
    ? null
    : openTray({ icon: layout.trayIcon, show: focusWindow, quit: () => app.quit(), log })
  const passphrases = passphraseStore(inData('passphrases.json'), safeStorage, process.platform)
  const engine = superviseEngine({
    fork: () =>
      forkEngine(
        layout.engine,
        { rulesDir: layout.rules, dataDir: dataDir(), appVersion: app.getVersion() },
        log,
      ),
    reveal: passphrases.reveal,
    onState: (state) => {
      tray?.setState(state)
      tellWindows({ kind: 'engine', state })
    },
    log,
    now: () => performance.now(),
    patience: 10_000,
  })

  let waiting = commandLine.engagement
  const ours = new Set<unknown>()
  handleVerbs(
    verbHandlers({
      engine,
      recent: recentFile(inData('recent.json'), now),
      passphrases,
      theme,
      takeEngagement: () => {
        const first = waiting
        waiting = null
        return first
      },
    }),
    ours,
    log,
  )

  const open = () =>
    openMainWindow({
      preload: layout.preload,
      icon: layout.icon,
      packaged,
      placeFile: inData('window.json'),
      background: () => (theme.appearance().dark ? '#15181d' : '#ffffff'),
      ours,
      visible: !commandLine.selfTest,
    })
  installMenu({
    platform: process.platform,
    packaged,
    appName: 'Countersign',
    send: (command) => tellWindows({ kind: 'command', command }),
    dataFolder: data,
    about: () =>
      void dialog.showMessageBox({
        type: 'info',
        message: `Countersign ${app.getVersion()}`,
        detail: `Cloud audit evidence that anyone can verify.\nElectron ${process.versions.electron}, Chromium ${process.versions.chrome}, Node ${process.versions.node}\nApache-2.0`,
      }),
  })
  watchCrashes({
    log,
    dataFolder: data,
    reopen: () => {
      const broken = BrowserWindow.getAllWindows().filter((window) => window.webContents.isCrashed())
      // Not inside the event: the page's process is still being taken down.
      setTimeout(() => {
        for (const window of broken) if (!window.isDestroyed()) void window.loadURL(startPage)
      }, 100)
    },
  })
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) open()
  })
  const window = open()
  if (commandLine.selfTest)
    void selfTest(window, engine, 30_000).then(async (code) => {
      await engine.close()
      app.exit(code)
    })

  return {
    engine,
    show: focusWindow,
    openEngagement(file) {
      if (BrowserWindow.getAllWindows().length === 0) {
        waiting = file
        open()
      } else tellWindows({ kind: 'open', path: file })
      focusWindow()
    },
  }
}

/** Every page of the app is guarded from its first moment, whoever opened it. Call before ready. */
export function guardContents(log: Log): void {
  app.on('web-contents-created', (_event, contents) =>
    denyNavigation(contents, (what) => log('warning', 'refused', { what })),
  )
}
