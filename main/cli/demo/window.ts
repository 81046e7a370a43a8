import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Why no window is opened, or null when one can be. */
export function noWindowBecause(): string | null {
  if (process.env['CI']) return 'this is a CI run'
  const display = process.platform !== 'linux' || process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']
  if (!display) return 'there is no display'
  // Chromium's sandbox, which the window insists on, does not start for root.
  if (process.getuid?.() === 0) return 'the window does not run as root'
  return startScript() === null ? 'this is not a checkout' : null
}

function startScript(): string | null {
  const script = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', 'build', 'start.ts')
  return existsSync(script) ? script : null
}

/** Opens the window on an engagement and lets it live on by itself. */
export function openWindow(workspace: string): void {
  const script = startScript()
  if (script === null) return
  spawn(process.execPath, [script, workspace], { detached: true, stdio: 'ignore' }).unref()
}
