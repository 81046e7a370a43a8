import { app, clipboard, crashReporter, dialog, shell } from 'electron'
import type { Log } from './files/log.ts'

/** Crash dumps stay on this machine (security.md item 16); there is no address to send them to. Before ready. */
export function keepCrashDumps(): void {
  crashReporter.start({ uploadToServer: false, ignoreSystemCrashHandler: false })
}

export interface CrashOptions {
  readonly log: Log
  readonly dataFolder: string
  /** Opens a fresh window in place of one whose page is gone. */
  readonly reopen: () => void
}

/** A page that dies more often than this in a minute is not reloaded by itself. */
const patience = { times: 3, withinMs: 60_000 }

/** One reporter for everything that ends unexpectedly: it is written down, and the person is told what to do. */
export function watchCrashes({ log, dataFolder, reopen }: CrashOptions): void {
  let deaths: number[] = []
  const tell = (message: string, detail: string) => {
    if (!app.isReady()) return
    const report = `Countersign ${app.getVersion()}, Electron ${process.versions.electron}, ${process.platform} ${process.arch}\n${message}\n${detail}`
    void dialog
      .showMessageBox({
        type: 'error',
        message,
        detail: `${detail}\n\nWhat was sealed is safe. Nothing has been sent anywhere.`,
        buttons: ['Continue', 'Copy Report', 'Show Logs', 'Quit'],
        defaultId: 0,
        cancelId: 0,
        noLink: true,
      })
      .then(({ response }) => {
        if (response === 1) void clipboard.writeText(report)
        if (response === 2) void shell.openPath(dataFolder)
        if (response === 3) app.quit()
      })
  }

  app.on('render-process-gone', (_event, _contents, details) => {
    if (details.reason === 'clean-exit') return
    log('error', 'window page ended', { reason: details.reason, code: details.exitCode })
    const now = performance.now()
    deaths = [...deaths.filter((at) => now - at < patience.withinMs), now]
    if (deaths.length <= patience.times) reopen()
    else tell('The window stopped several times.', `Reason: ${details.reason} (code ${details.exitCode}).`)
  })
  app.on('child-process-gone', (_event, details) => {
    if (details.reason !== 'clean-exit')
      log('error', 'child process ended', {
        type: details.type,
        name: details.name,
        reason: details.reason,
        code: details.exitCode,
      })
  })
  process.on('uncaughtException', (error) => {
    log('error', 'uncaught exception', { error })
    tell('Something unexpected went wrong.', error.message)
  })
  process.on('unhandledRejection', (error) => log('error', 'unhandled rejection', { error }))
}
