import type { Input, Output } from '../../shared/contract/contract.ts'
import { setActor } from './actor.ts'
import { desktop } from './desktop.ts'
import { engine } from './engine.ts'
import { startJob } from './jobs.ts'
import { queryClient, useEngineQuery } from './queries.ts'
import { go } from './route.ts'
import { createStore } from './store.ts'
import { folderOf } from '../../shared/text/format.ts'

export type EngagementState = NonNullable<Output<'engagement.state'>>

/** The open engagement; null when none is, undefined while that is not known yet. */
export function useEngagement(): EngagementState | null | undefined {
  return useEngineQuery('engagement.state', {}).data
}

/** The file that is open, to open it again in an engine that was restarted. */
let opened: { readonly path: string; readonly readOnly: boolean } | null = null

/** What went wrong while opening, shown on the start screen with a way on. */
export const openFailure = createStore<{ readonly path: string; readonly error: unknown } | null>(null)

function show(state: EngagementState): void {
  if (opened?.path !== state.path) setActor(null)
  opened = { path: state.path, readOnly: state.readOnly }
  openFailure.set(null)
  queryClient.clear()
  queryClient.setQueryData(['engagement.state', {}], state)
  void desktop.noteEngagement(state.path).then(() => desktop.recentEngagements())
}

/** Opens a workspace file and shows its dashboard; a failure is kept for the start screen. */
export async function openEngagement(path: string, readOnly = false): Promise<boolean> {
  try {
    show(await engine.call('engagement.open', { path, readOnly }))
    go('dashboard')
    return true
  } catch (error) {
    openFailure.set({ path, error })
    opened = null
    await queryClient.invalidateQueries()
    go('start')
    return false
  }
}

export async function createEngagement(input: Input<'engagement.create'>): Promise<void> {
  show(await engine.call('engagement.create', input))
  setActor(input.actor)
  go('sources')
}

/** Makes the built-in sample at a place the person chooses, and opens it; false when they choose none. */
export async function openSample(): Promise<boolean> {
  const path = await desktop.createEngagement('Larkfield Robotics sample')
  if (path === null) return false
  // The dialog has asked whether an existing file may be replaced.
  const state = await startJob(
    'engagement.sample',
    { path, exportsDir: `${folderOf(path)}/sample-exports`, replace: true },
    { title: 'Making the sample' },
  )
  show(state)
  go('dashboard')
  return true
}

export async function closeEngagement(): Promise<void> {
  await engine.call('engagement.close', {})
  opened = null
  setActor(null)
  queryClient.clear()
  queryClient.setQueryData(['engagement.state', {}], null)
  go('start')
}

/** A restarted engine has nothing open: what was open is opened again before the screens ask. */
export function reopenAfterRestart(): void {
  engine.onState((state, restored) => {
    if (state !== 'running' || !restored || !opened) return
    const { path, readOnly } = opened
    void engine
      .call('engagement.open', { path, readOnly })
      .catch((error: unknown) => {
        opened = null
        openFailure.set({ path, error })
        go('start')
      })
      .then(() => queryClient.invalidateQueries())
  })
}
