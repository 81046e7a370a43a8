import { recordedRuntime } from './setup/electron-runtime.mjs'
import { inRoot, root } from './root.ts'

/** The Electron that set-up found. @throws a line for a person when there is none */
export function electronRuntime() {
  const runtime = recordedRuntime(root)
  if (!runtime)
    throw new Error(
      'there is no Electron runtime; "npm run postinstall" looks for one and says what is missing',
    )
  return runtime
}

/** Arguments that start the built app from the checkout. */
export function appArguments(extra: readonly string[]): string[] {
  return [inRoot(), ...extra]
}
