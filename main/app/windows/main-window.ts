import { BrowserWindow, screen } from 'electron'
import { appOrigin, desktopChannels, type DesktopEvent } from '../../../shared/contract/desktop.ts'
import { readJsonFile, writeJsonFile } from '../files/json-file.ts'
import { windowOptions } from './options.ts'
import { placeWindow, savedPlaceSchema, type SavedPlace } from './place.ts'

export interface MainWindowOptions {
  readonly preload: string
  readonly icon: string
  readonly packaged: boolean
  /** Where the window's place is kept. */
  readonly placeFile: string
  readonly background: () => string
  /** Web contents of our windows, for the sender check. */
  readonly ours: Set<unknown>
  /** False for the self test, which needs no visible window. */
  readonly visible: boolean
}

/** The one document of the window. */
export const startPage = `${appOrigin}/index.html`

/** Opens the main window on the app's own page and remembers where it was when it closes. */
export function openMainWindow(options: MainWindowOptions): BrowserWindow {
  const saved = readJsonFile<SavedPlace>(options.placeFile, savedPlaceSchema, null)
  const place = placeWindow(
    saved,
    screen.getAllDisplays().map((display) => display.workArea),
  )
  const window = new BrowserWindow({
    ...windowOptions(place, options.preload, options.packaged),
    icon: options.icon,
    backgroundColor: options.background(),
  })
  const { webContents } = window
  options.ours.add(webContents)
  window.once('ready-to-show', () => {
    if (!options.visible) return
    if (place.maximised) window.maximize()
    window.show()
  })
  window.on('close', () => {
    const leaving: SavedPlace = { bounds: window.getNormalBounds(), maximised: window.isMaximized() }
    writeJsonFile(options.placeFile, leaving)
  })
  window.on('closed', () => options.ours.delete(webContents))
  void window.loadURL(startPage)
  return window
}

/** Tells every open window something. The one place that sends to a page. */
export function tellWindows(event: DesktopEvent): void {
  for (const window of BrowserWindow.getAllWindows()) window.webContents.send(desktopChannels.event, event)
}

/** Brings the app to the front. */
export function focusWindow(): void {
  const [window] = BrowserWindow.getAllWindows()
  if (!window) return
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}
