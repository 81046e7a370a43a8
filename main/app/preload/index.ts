// Runs in the sandbox beside the page, in its own world. The page sees the frozen object below and nothing else: no
// channel name ever comes from the page.
import { contextBridge, ipcRenderer, webUtils } from 'electron'
import {
  appOrigin,
  desktopChannels,
  desktopVerbs,
  enginePortMessage,
  type Desktop,
  type DesktopEvent,
} from '../../../shared/contract/desktop.ts'

const verbs = Object.fromEntries(
  desktopVerbs.map((verb) => [
    verb,
    (...args: unknown[]) => ipcRenderer.invoke(desktopChannels.verb(verb), ...args),
  ]),
)

const desktop = {
  ...verbs,
  // The page's File crosses the bridge as what it is; anything else has no path.
  pathOf: (file: unknown) => (file instanceof File ? webUtils.getPathForFile(file) : ''),
  onEvent(listener: (event: DesktopEvent) => void) {
    const heard = (_event: unknown, message: DesktopEvent) => listener(message)
    ipcRenderer.on(desktopChannels.event, heard)
    return () => void ipcRenderer.off(desktopChannels.event, heard)
  },
  isolated: process.sandboxed === true && process.contextIsolated === true,
} as Desktop

contextBridge.exposeInMainWorld('countersign', desktop)

// Ports cannot cross the bridge, so the engine's port is handed to the page as a window message.
ipcRenderer.on(desktopChannels.port, (event) => {
  window.postMessage(enginePortMessage, appOrigin, [...event.ports])
})
