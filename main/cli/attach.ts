import type { Command } from 'commander'
import type { Session } from './session.ts'

/** What a command does with an engine; its answer is the exit code, 0 when it gives none. */
export type Action<Arguments extends readonly unknown[]> = (
  session: Session,
  ...args: Arguments
) => Promise<number | void>

/** Lets a command run with a session that is closed after it; sets the process's exit code. */
export type Attach = <Arguments extends readonly unknown[]>(
  command: Command,
  action: Action<Arguments>,
) => Command
