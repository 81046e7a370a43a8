import { existsSync } from 'node:fs'
import { app, BrowserWindow, dialog, MessageChannelMain, shell, type IpcMainInvokeEvent } from 'electron'
import { desktopChannels } from '../../../shared/contract/desktop.ts'
import type { Supervisor } from '../engine/supervisor.ts'
import type { PassphraseStore } from '../files/passphrases.ts'
import type { RecentFile } from '../files/recent.ts'
import { externalAddress } from '../security/external.ts'
import type { ThemeSetting } from '../theme.ts'
import { askForEngagement, askForFiles, askForFolder, askForNewEngagement } from './dialogs.ts'
import type { VerbHandlers } from './handle.ts'

export interface VerbServices {
  readonly engine: Supervisor
  readonly recent: RecentFile
  readonly passphrases: PassphraseStore
  readonly theme: ThemeSetting
  /** The workspace to open first; gives it once, null afterwards. */
  readonly takeEngagement: () => string | null
}

/** The desktop's verbs (shared/contract/desktop.ts) on Electron. */
export function verbHandlers({
  engine,
  recent,
  passphrases,
  theme,
  takeEngagement,
}: VerbServices): VerbHandlers {
  return {
    startup: () => ({
      appVersion: app.getVersion(),
      platform: process.platform,
      engagement: takeEngagement(),
      appearance: theme.appearance(),
      engine: engine.state(),
    }),
    connectEngine(event) {
      const { port1, port2 } = new MessageChannelMain()
      engine.connect(port1)
      event.senderFrame?.postMessage(desktopChannels.port, null, [port2])
    },
    restartEngine: () => engine.restart(),
    openEngagement: (event) => askForEngagement(windowOf(event)),
    createEngagement: (event, suggestedName) =>
      askForNewEngagement(windowOf(event), suggestedName, app.getPath('documents')),
    chooseFiles: (event, purpose) => askForFiles(windowOf(event), purpose),
    chooseFolder: (event, purpose) => askForFolder(windowOf(event), purpose),
    recentEngagements: () => recent.list(),
    noteEngagement(_event, path) {
      recent.note(path)
      app.addRecentDocument(path)
    },
    forgetEngagement: (_event, path) => recent.forget(path),
    passphrases: () => passphrases.state(),
    keepPassphrase: (_event, fingerprint, passphrase) => passphrases.keep(fingerprint, passphrase),
    forgetPassphrase: (_event, fingerprint) => passphrases.forget(fingerprint),
    setTheme: (_event, choice) => theme.choose(choice),
    showInFolder(_event, path) {
      if (!existsSync(path)) return false
      shell.showItemInFolder(path)
      return true
    },
    async openExternal(event, text) {
      const address = externalAddress(text)
      if (address === null) return false
      const { response } = await dialog.showMessageBox(windowOf(event), {
        type: 'question',
        message: 'Open this page in your browser?',
        detail: address,
        buttons: ['Open', 'Cancel'],
        defaultId: 0,
        cancelId: 1,
        noLink: true,
      })
      if (response !== 0) return false
      await shell.openExternal(address)
      return true
    },
  }
}

function windowOf(event: IpcMainInvokeEvent): BrowserWindow {
  const window = BrowserWindow.fromWebContents(event.sender)
  if (!window) throw new Error('the window is gone')
  return window
}
