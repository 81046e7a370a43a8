import { commandOf, type CommandId } from '../../shared/keymap/commands.ts'
import { keyText } from '../../shared/keymap/keys.ts'
import { askActor, useActor } from '../data/actor.ts'
import { mac } from '../data/desktop.ts'
import type { EngagementState } from '../data/engagement.ts'
import { cancelJob, isRunning, useJobs } from '../data/jobs.ts'
import { livingFindings, routeTo, type Screen } from '../data/route.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { Icon, type IconName } from '../ui/icon.tsx'
import { JobBar } from '../ui/progress.tsx'
import { dayOf } from '../../shared/text/format.ts'

interface Entry {
  /** Parameters one usually wants; clearing the filters shows the rest. */
  readonly params?: Readonly<Record<string, string>>
  readonly screen: Screen
  readonly command: CommandId
  readonly icon: IconName
}

const work: readonly Entry[] = [
  { screen: 'dashboard', command: 'go.dashboard', icon: 'gauge' },
  { screen: 'findings', command: 'go.findings', icon: 'flag', params: livingFindings },
  { screen: 'drift', command: 'go.drift', icon: 'drift' },
  { screen: 'baselines', command: 'go.baselines', icon: 'layers' },
  { screen: 'review', command: 'go.review', icon: 'calendar' },
  { screen: 'evidence', command: 'go.evidence', icon: 'seal' },
]
const reference: readonly Entry[] = [
  { screen: 'sources', command: 'go.sources', icon: 'source' },
  { screen: 'rules', command: 'go.rules', icon: 'book' },
  { screen: 'ledger', command: 'go.ledger', icon: 'chain' },
  { screen: 'settings', command: 'go.settings', icon: 'settings' },
]
const alone: readonly Screen[] = ['evidence', 'rules', 'settings']

export interface NavigationProps {
  readonly screen: Screen
  readonly engagement: EngagementState | null
  readonly onPalette: () => void
}

/** The left edge: where one is, where one can go, what is under way, who is at work. */
export function Navigation({ screen, engagement, onPalette }: NavigationProps) {
  const { name } = useActor()
  const shown = (entries: readonly Entry[]) =>
    entries.filter((entry) => engagement !== null || alone.includes(entry.screen))
  return (
    <nav className="nav" aria-label="Main">
      <a className="brand" href={routeTo('start')} aria-current={screen === 'start' ? 'page' : undefined}>
        <Icon name="seal" size={20} />
        <span>Countersign</span>
      </a>
      {engagement && (
        <div className="nav-engagement">
          <strong className="clip" title={engagement.engagement.client}>
            {engagement.engagement.client}
          </strong>
          <span className="muted">
            {dayOf(engagement.engagement.periodStart)} to{' '}
            {dayOf(new Date(Date.parse(engagement.engagement.periodEnd) - 1).toISOString())}
          </span>
        </div>
      )}
      <Button icon="search" onPress={onPalette} hint={keyText('Mod+K', mac)}>
        Commands
      </Button>
      <ul>
        {shown(work).map((entry) => (
          <NavLink key={entry.screen} entry={entry} screen={screen} />
        ))}
      </ul>
      <ul className="nav-second">
        {shown(reference).map((entry) => (
          <NavLink key={entry.screen} entry={entry} screen={screen} />
        ))}
      </ul>
      <div className="nav-foot">
        <JobStrip />
        {engagement && (
          <Button tone="quiet" icon="person" onPress={() => void askActor()}>
            {name ?? 'Nobody named yet'}
          </Button>
        )}
      </div>
    </nav>
  )
}

function NavLink({ entry, screen }: { readonly entry: Entry; readonly screen: Screen }) {
  const command = commandOf(entry.command)
  const here = screen === entry.screen || (screen === 'framework' && entry.screen === 'dashboard')
  const key = command?.keys[0]
  return (
    <li>
      <a
        href={routeTo(entry.screen, entry.params)}
        aria-current={here ? 'page' : undefined}
        title={key ? `${command.title} (${keyText(key, mac)})` : command?.title}
      >
        <Icon name={entry.icon} />
        {command?.title}
      </a>
    </li>
  )
}

function JobStrip() {
  const jobs = useJobs().filter(isRunning)
  if (jobs.length === 0) return null
  return (
    <ul className="nav-jobs" aria-label="Under way">
      {jobs.map((job) => (
        <li key={job.id}>
          <div className="spread">
            <span className="clip">{job.title}</span>
            <IconButton
              label={`Cancel: ${job.title}`}
              icon="cross"
              onPress={() => cancelJob(job.id)}
              disabled={job.state !== 'running'}
            />
          </div>
          <JobBar job={job} />
        </li>
      ))}
    </ul>
  )
}
