import type { Startup } from '../../shared/contract/desktop.ts'
import type { EngagementState } from '../data/engagement.ts'
import type { Screen } from '../data/route.ts'
import { BaselinesScreen } from '../features/baselines/baselines-screen.tsx'
import { DashboardScreen } from '../features/dashboard/dashboard-screen.tsx'
import { FrameworkScreen } from '../features/dashboard/framework-screen.tsx'
import { DriftScreen } from '../features/drift/drift-screen.tsx'
import { EvidenceScreen } from '../features/evidence/evidence-screen.tsx'
import { FindingsScreen } from '../features/findings/findings-screen.tsx'
import { LedgerScreen } from '../features/ledger/ledger-screen.tsx'
import { ReviewScreen } from '../features/review/review-screen.tsx'
import { RulesScreen } from '../features/rules/rules-screen.tsx'
import { SettingsScreen } from '../features/settings/settings-screen.tsx'
import { SourcesScreen } from '../features/sources/sources-screen.tsx'
import { StartScreen } from '../features/start/start-screen.tsx'

export interface ScreenProps {
  readonly screen: Screen
  readonly params: URLSearchParams
  readonly engagement: EngagementState | null
  readonly startup: Startup
}

/** The component of a screen; those that show an engagement get it. */
export function ScreenOf({ screen, params, engagement, startup }: ScreenProps) {
  if (screen === 'evidence') return <EvidenceScreen params={params} engagement={engagement} />
  if (screen === 'rules') return <RulesScreen params={params} />
  if (screen === 'settings') return <SettingsScreen engagement={engagement} startup={startup} />
  if (screen === 'start' || engagement === null)
    return <StartScreen params={params} engagement={engagement} />
  if (screen === 'dashboard') return <DashboardScreen state={engagement} />
  if (screen === 'framework') return <FrameworkScreen state={engagement} params={params} />
  if (screen === 'findings') return <FindingsScreen state={engagement} params={params} />
  if (screen === 'drift') return <DriftScreen state={engagement} params={params} />
  if (screen === 'baselines') return <BaselinesScreen state={engagement} params={params} />
  if (screen === 'review') return <ReviewScreen state={engagement} />
  if (screen === 'sources') return <SourcesScreen state={engagement} params={params} />
  return <LedgerScreen />
}
