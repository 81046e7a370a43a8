import { pathToFileURL } from 'node:url'
import { app } from 'electron'

/**
 * `Countersign --cli …`: the packaged program as the command line. The built command line runs in this process before
 * anything needs a display, with the arguments it would have had on its own.
 * @param entry absolute path of the built command line
 */
export async function runAsCommandLine(entry: string, words: readonly string[]): Promise<void> {
  process.argv = [process.execPath, entry, ...words]
  await import(pathToFileURL(entry).href)
  app.exit(typeof process.exitCode === 'number' ? process.exitCode : 0)
}
