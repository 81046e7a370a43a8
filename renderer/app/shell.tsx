import './shell.css'
import { useEffect, useState } from 'react'
import type { Startup } from '../../shared/contract/desktop.ts'
import { useEngagement } from '../data/engagement.ts'
import { useRoute, type Screen } from '../data/route.ts'
import { Banner } from '../ui/states.tsx'
import { CommandPalette } from './command-palette.tsx'
import { ErrorBoundary } from './error-boundary.tsx'
import { KeysSheet } from './keys-sheet.tsx'
import { Navigation } from './navigation.tsx'
import { ScreenOf } from './screens.tsx'
import { useShellCommands } from './shell-commands.ts'

const alone: ReadonlySet<Screen> = new Set(['start', 'evidence', 'rules', 'settings'])

/** Navigation beside the screen of the address. Without an engagement only the screens that need none are shown. */
export function Shell({ startup }: { readonly startup: Startup }) {
  const route = useRoute()
  const engagement = useEngagement() ?? null
  const [overlay, setOverlay] = useState<'palette' | 'keys' | null>(null)
  useShellCommands({ engagement, onPalette: () => setOverlay('palette'), onKeys: () => setOverlay('keys') })
  const screen: Screen = engagement === null && !alone.has(route.screen) ? 'start' : route.screen

  useEffect(() => {
    document.title = engagement ? `${engagement.engagement.client} · Countersign` : 'Countersign'
  }, [engagement])

  return (
    <div className="shell">
      <Navigation screen={screen} engagement={engagement} onPalette={() => setOverlay('palette')} />
      <main className="shell-main" tabIndex={-1} data-screen={screen}>
        {engagement?.readOnly && (
          <Banner tone="info" icon="lock">
            This engagement is open read-only: everything can be looked at, nothing can be decided.
          </Banner>
        )}
        <ErrorBoundary key={screen} place="this screen">
          <ScreenOf screen={screen} params={route.params} engagement={engagement} startup={startup} />
        </ErrorBoundary>
      </main>
      {overlay === 'palette' && <CommandPalette onClose={() => setOverlay(null)} />}
      {overlay === 'keys' && <KeysSheet onClose={() => setOverlay(null)} />}
    </div>
  )
}
