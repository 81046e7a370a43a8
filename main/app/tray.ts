import { Menu, nativeImage, Tray } from 'electron'
import type { EngineState } from '../../shared/contract/desktop.ts'
import type { Log } from './files/log.ts'

export interface TrayOptions {
  /** Absolute path of a PNG. */
  readonly icon: string
  readonly show: () => void
  readonly quit: () => void
  readonly log: Log
}

const words: Readonly<Record<EngineState, string>> = {
  starting: 'starting',
  running: 'ready',
  restarting: 'starting again',
  stopped: 'stopped: open the window for what to do',
}

/** A small sign in the system's tray: whether the engine works, and the way back to the window. */
export function openTray({ icon, show, quit, log }: TrayOptions): {
  setState(state: EngineState): void
  close(): void
} {
  const image = nativeImage.createFromPath(icon)
  if (image.isEmpty()) {
    log('warning', 'the tray icon is missing')
    return { setState: () => {}, close: () => {} }
  }
  const tray = new Tray(image)
  tray.on('click', show)
  const setState = (state: EngineState) => {
    tray.setToolTip(`Countersign: ${words[state]}`)
    tray.setContextMenu(
      Menu.buildFromTemplate([
        { label: `Engine: ${words[state]}`, enabled: false },
        { type: 'separator' },
        { label: 'Show Countersign', click: show },
        { label: 'Quit', click: quit },
      ]),
    )
  }
  setState('starting')
  return { setState, close: () => tray.destroy() }
}
