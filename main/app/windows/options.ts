import type { BrowserWindowConstructorOptions } from 'electron'
import type { WindowPlace } from './place.ts'

/** The session every window uses: in memory only, so nothing of a client's data is cached by the browser (item 14). */
export const windowPartition = 'countersign'

/**
 * Options of a window (security.md items 1, 2, 14): sandboxed, isolated, no Node, and the same in tests.
 * `preload` is an absolute path.
 */
export function windowOptions(
  place: WindowPlace,
  preload: string,
  packaged: boolean,
): BrowserWindowConstructorOptions {
  return {
    ...place.bounds,
    minWidth: 900,
    minHeight: 600,
    show: false,
    title: 'Countersign',
    webPreferences: {
      preload,
      partition: windowPartition,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      enableWebSQL: false,
      safeDialogs: true,
      devTools: !packaged,
    },
  }
}
