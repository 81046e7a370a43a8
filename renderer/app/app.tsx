import { QueryClientProvider } from '@tanstack/react-query'
import type { Startup } from '../../shared/contract/desktop.ts'
import { queryClient } from '../data/queries.ts'
import { LiveRegion, Toasts } from '../ui/toasts.tsx'
import { ActorDialog } from './actor-dialog.tsx'
import { CrashPage, EngineNotice, useEngineState } from './engine-state.tsx'
import { ErrorBoundary } from './error-boundary.tsx'
import { useKeys } from './keys.ts'
import { Shell } from './shell.tsx'

export function App({ startup }: { readonly startup: Startup }) {
  return (
    <ErrorBoundary place="the window">
      <QueryClientProvider client={queryClient}>
        <Window startup={startup} />
      </QueryClientProvider>
    </ErrorBoundary>
  )
}

function Window({ startup }: { readonly startup: Startup }) {
  useKeys()
  const state = useEngineState()
  return (
    <>
      {state === 'stopped' ? (
        <CrashPage startup={startup} />
      ) : (
        <>
          {state === 'restarting' && <EngineNotice />}
          <Shell startup={startup} />
        </>
      )}
      <ActorDialog />
      <Toasts />
      <LiveRegion />
    </>
  )
}
