import { useEffect, useRef } from 'react'
import { isCommandId, type CommandId } from '../../shared/keymap/commands.ts'
import { createStore, useStore } from './store.ts'

type Run = () => void

/** What each command means just now: the handlers of what is on screen, the newest first to be asked. */
const handlers = createStore<ReadonlyMap<CommandId, readonly Run[]>>(new Map())

/** Gives a command its meaning while the component is shown; `null` while it has none. */
export function useCommand(id: CommandId, run: Run | null): void {
  const latest = useRef(run)
  useEffect(() => {
    latest.current = run
  })
  const enabled = run !== null
  useEffect(() => {
    if (!enabled) return undefined
    const handler: Run = () => latest.current?.()
    handlers.set((all) => new Map(all).set(id, [...(all.get(id) ?? []), handler]))
    return () =>
      handlers.set((all) =>
        new Map(all).set(
          id,
          (all.get(id) ?? []).filter((one) => one !== handler),
        ),
      )
  }, [id, enabled])
}

/** Runs what a command means now; false when it means nothing here. */
export function runCommand(id: string): boolean {
  if (!isCommandId(id)) return false
  const run = handlers.get().get(id)?.at(-1)
  run?.()
  return run !== undefined
}

export function canRun(id: CommandId): boolean {
  return (handlers.get().get(id)?.length ?? 0) > 0
}

/** Ids of the commands that mean something now. */
export function useRunnable(): ReadonlySet<CommandId> {
  return new Set([...useStore(handlers)].filter(([, runs]) => runs.length > 0).map(([id]) => id))
}
