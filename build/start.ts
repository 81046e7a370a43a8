// `npm start [-- FILE.countersign]`: builds what changed, then opens the window.
import { spawn } from 'node:child_process'
import { buildApp } from './bundle.ts'
import { appArguments, electronRuntime } from './electron.ts'
import { buildIsFresh } from './freshness.ts'

const words = process.argv.slice(2)
const problem = startProblem(words)
if (problem !== null) {
  console.error(`countersign: ${problem}`)
  process.exit(1)
}
if (!buildIsFresh()) await buildApp()
const child = spawn(electronRuntime().executable, appArguments(words), { stdio: 'inherit' })
child.on('exit', (code) => process.exit(code ?? 1))

/** Why the window cannot open here, or null. Chromium's own words for both cases are a crash dump. */
function startProblem(args: readonly string[]): string | null {
  if (process.platform !== 'linux') return null
  const screen = process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']
  if (!screen && !args.some((word) => word.startsWith('--ozone-platform')))
    return 'there is no display here, so no window can open. The command line does everything the window does: npm run -s cli -- --help. To try the window all the same: xvfb-run -a npm start'
  if (process.getuid?.() === 0 && !args.includes('--no-sandbox'))
    return "Electron's sandbox does not work as root. Start it as an ordinary user; on a throw-away machine: npm start -- --no-sandbox"
  return null
}
