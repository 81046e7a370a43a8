import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

/**
 * Where signing identities and the engine's log are kept, the same for the window and the command line:
 * `COUNTERSIGN_HOME`, or the system's place for a program's data. Absolute.
 */
export function dataDir(): string {
  const { COUNTERSIGN_HOME: own, XDG_DATA_HOME: xdg, APPDATA: appData } = process.env
  if (own) return resolve(own)
  if (process.platform === 'win32' && appData) return join(appData, 'Countersign')
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Countersign')
  return join(xdg || join(homedir(), '.local', 'share'), 'countersign')
}
