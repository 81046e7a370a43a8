// Entry of the desktop app: settles what must be settled before Electron is ready, then starts the shell once.
import path from 'node:path'
import { app } from 'electron'
import { runAsCommandLine } from './cli-mode.ts'
import { isEngagementName, readCommandLine } from './command-line.ts'
import { keepCrashDumps } from './crash.ts'
import { fileLog } from './files/log.ts'
import { appLayout } from './layout.ts'
import { declareScheme } from './protocol/register.ts'
import { guardContents, startShell } from './start.ts'

const layout = appLayout(import.meta.dirname)
const commandLine = readCommandLine(process.argv, process.cwd())

if (commandLine.cli) await runAsCommandLine(layout.cli, commandLine.cli)
else openWindowed()

function openWindowed(): void {
  const now = () => new Date().toISOString()
  const log = fileLog(path.join(app.getPath('userData'), 'logs', 'countersign.log'), now)
  if (!app.requestSingleInstanceLock()) return app.exit(0)

  keepCrashDumps()
  declareScheme()
  guardContents(log)
  // With --no-sandbox (the test harness as root) this call would cancel the switch and crash in a loop.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
  app.commandLine.appendSwitch('dns-prefetch-disable')
  app.commandLine.appendSwitch('disable-background-networking')

  let shell: ReturnType<typeof startShell> | null = null
  let early: string | null = null
  const openEngagement = (file: string) => {
    if (shell) shell.openEngagement(file)
    else early = file
  }
  app.on('second-instance', (_event, argv, directory) => {
    const { engagement } = readCommandLine(argv, directory)
    if (engagement !== null) openEngagement(engagement)
    else shell?.show()
  })
  app.on('open-file', (event, file) => {
    event.preventDefault()
    if (isEngagementName(file)) openEngagement(file)
  })
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })

  // The engine finishes what it writes before the app ends.
  let closed = false
  app.on('will-quit', (event) => {
    if (closed || !shell) return
    event.preventDefault()
    void shell.engine.close().finally(() => {
      closed = true
      app.quit()
    })
  })

  app
    .whenReady()
    .then(() => {
      shell = startShell({
        layout,
        commandLine: { ...commandLine, engagement: early ?? commandLine.engagement },
        log,
        now,
      })
      log('info', 'started', { version: app.getVersion(), electron: process.versions.electron })
    })
    .catch((error: unknown) => {
      log('error', 'start failed', { error })
      process.stderr.write(
        `Countersign could not start: ${error instanceof Error ? error.message : String(error)}\n`,
      )
      app.exit(1)
    })
}
