import { askActor } from '../data/actor.ts'
import { useCommand } from '../data/commands.ts'
import { desktop } from '../data/desktop.ts'
import { closeEngagement, openEngagement, openSample, type EngagementState } from '../data/engagement.ts'
import { go, livingFindings, type Screen } from '../data/route.ts'
import { chooseTheme, look } from '../data/theme.ts'

export interface ShellCommands {
  readonly engagement: EngagementState | null
  readonly onPalette: () => void
  readonly onKeys: () => void
}

/** Commands that mean the same on every screen. A screen that knows better gives its own meaning while it is shown. */
export function useShellCommands({ engagement, onPalette, onKeys }: ShellCommands): void {
  const open = engagement !== null
  const to =
    (screen: Screen, params: Readonly<Record<string, string>> = {}) =>
    () =>
      go(screen, params)
  const needs = (run: () => void) => (open ? run : null)
  useCommand('palette.open', onPalette)
  useCommand('keys.show', onKeys)
  useCommand('go.start', to('start'))
  useCommand('go.dashboard', needs(to('dashboard')))
  useCommand('go.findings', needs(to('findings', livingFindings)))
  useCommand('go.drift', needs(to('drift')))
  useCommand('go.baselines', needs(to('baselines')))
  useCommand('go.review', needs(to('review')))
  useCommand('go.evidence', to('evidence'))
  useCommand('go.sources', needs(to('sources')))
  useCommand('go.rules', to('rules'))
  useCommand('go.ledger', needs(to('ledger')))
  useCommand('go.settings', to('settings'))
  useCommand('engagement.create', to('start', { new: '1' }))
  useCommand(
    'engagement.open',
    () => void desktop.openEngagement().then((path) => path !== null && openEngagement(path)),
  )
  useCommand('engagement.sample', () => void openSample().catch(() => {}))
  useCommand(
    'engagement.close',
    needs(() => void closeEngagement()),
  )
  useCommand(
    'actor.change',
    needs(() => void askActor()),
  )
  useCommand('theme.toggle', () => void chooseTheme(look.get().dark ? 'light' : 'dark'))
  // These belong to one screen: go there, and let it do what the address asks for.
  useCommand('import.files', needs(to('sources', { do: 'files' })))
  useCommand('import.folder', needs(to('sources', { do: 'folder' })))
  useCommand('scan.evaluate', needs(to('sources', { do: 'evaluate' })))
  useCommand('baseline.approve', needs(to('baselines', { do: 'approve' })))
  useCommand('package.compile', needs(to('evidence', { tab: 'compile' })))
  useCommand('package.verify', to('evidence', { tab: 'verify' }))
  useCommand('identity.create', to('evidence', { tab: 'identities', do: 'make' }))
}
