import { ipcMain, type IpcMainInvokeEvent } from 'electron'
import {
  desktopChannels,
  desktopVerbs,
  type DesktopVerb,
  type DesktopVerbs,
} from '../../../shared/contract/desktop.ts'
import type { Log } from '../files/log.ts'
import { senderProblem } from '../security/sender.ts'
import { verbArguments } from './arguments.ts'

type Answer<V extends DesktopVerb> = ReturnType<DesktopVerbs[V]> | Promise<ReturnType<DesktopVerbs[V]>>
/** A handler for every verb; the first argument is the event, already known to come from our own page. */
export type VerbHandlers = {
  readonly [V in DesktopVerb]: (event: IpcMainInvokeEvent, ...args: Parameters<DesktopVerbs[V]>) => Answer<V>
}

/**
 * The only place that registers with ipcMain. Each call is checked for who sends it, then for what it sends; a refusal
 * is logged without the arguments and reaches the caller as `refused` or `invalid_input`, never with our internals.
 * @param ours web contents of our windows, kept up to date by the caller
 */
export function handleVerbs(handlers: VerbHandlers, ours: ReadonlySet<unknown>, log: Log): void {
  for (const verb of desktopVerbs) {
    ipcMain.handle(desktopChannels.verb(verb), async (event, ...args: unknown[]) => {
      const problem = senderProblem(event, ours)
      if (problem !== null) {
        log('warning', 'verb refused', { verb, problem })
        throw new Error('refused')
      }
      const parsed = verbArguments[verb].safeParse(args)
      if (!parsed.success) {
        log('warning', 'verb with invalid arguments', { verb })
        throw new Error('invalid_input')
      }
      const handler = handlers[verb] as (event: IpcMainInvokeEvent, ...args: readonly unknown[]) => unknown
      try {
        return await handler(event, ...parsed.data)
      } catch (error) {
        log('error', 'verb failed', { verb, error })
        throw new Error('internal')
      }
    })
  }
}
