import './start.css'
import { useCallback, useEffect, useState } from 'react'
import type { RecentEngagement } from '../../../shared/contract/desktop.ts'
import { fileName, folderOf } from '../../../shared/text/format.ts'
import { runCommand } from '../../data/commands.ts'
import { desktop } from '../../data/desktop.ts'
import { openEngagement, openFailure, openSample, type EngagementState } from '../../data/engagement.ts'
import { hasCode } from '../../data/errors.ts'
import { isRunning, useLatestJob } from '../../data/jobs.ts'
import { go, routeTo } from '../../data/route.ts'
import { useStore } from '../../data/store.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Page, Panel } from '../../ui/page.tsx'
import { JobPanel } from '../../ui/progress.tsx'
import { Banner, ErrorPanel } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import { CreateDialog } from './create-dialog.tsx'

/** Where one begins: open, make, or try the sample. */
export function StartScreen({
  params,
  engagement,
}: {
  readonly params: URLSearchParams
  readonly engagement: EngagementState | null
}) {
  const [recent, setRecent] = useState<readonly RecentEngagement[]>([])
  const failure = useStore(openFailure)
  const sample = useLatestJob('engagement.sample')
  const making = sample !== null && isRunning(sample)
  const load = useCallback(() => void desktop.recentEngagements().then(setRecent), [])
  useEffect(load, [load, engagement, failure])
  return (
    <Page
      title="Start"
      subtitle="Cloud audit evidence that anyone can verify. An engagement is one client, one observation period, one file."
    >
      {engagement && (
        <Banner tone="info" icon="folder" actions={<a href={routeTo('dashboard')}>Go to its dashboard</a>}>
          <strong>{engagement.engagement.client}</strong> is open.
        </Banner>
      )}
      {failure && (
        <ErrorPanel error={failure.error}>
          {hasCode(failure.error, 'workspace_busy') && (
            <Button onPress={() => void openEngagement(failure.path, true)}>Open read-only</Button>
          )}
          <Button onPress={() => openFailure.set(null)}>Dismiss</Button>
        </ErrorPanel>
      )}
      <div className="start-grid">
        <div className="start-choices">
          <Choice
            icon="plus"
            title="New engagement"
            text="Name the client, the period and the frameworks, then import what they exported."
            action="New engagement…"
            primary
            onPress={() => go('start', { new: '1' })}
          />
          <Choice
            icon="folder"
            title="Open an engagement"
            text="A .countersign file on this machine or a share."
            action="Open…"
            onPress={() => runCommand('engagement.open')}
          />
          <Choice
            icon="eye"
            title="Open the sample"
            text="An invented company over a quarter: three clouds, thirteen weekly captures, incidents, fixes, a missed week. Made on this machine in about half a minute."
            action={making ? 'Being made…' : 'Open the sample…'}
            disabled={making}
            onPress={() => void openSample().catch(() => {})}
          />
          {making && <JobPanel job={sample} />}
        </div>
        <Panel title="Recent engagements" flush>
          {recent.length === 0 ? (
            <p className="muted start-none">None yet. Engagements you open appear here.</p>
          ) : (
            <ul className="recent">
              {recent.map((entry) => (
                <li key={entry.path}>
                  <button
                    type="button"
                    className="recent-open"
                    disabled={!entry.present}
                    onClick={() => void openEngagement(entry.path)}
                  >
                    <Icon name="file" />
                    <span className="stack tight grow">
                      <strong className="clip">{fileName(entry.path).replace(/\.countersign$/, '')}</strong>
                      <span className="muted clip" title={entry.path}>
                        {entry.present ? folderOf(entry.path) : `No longer at ${entry.path}`}
                      </span>
                      <span className="muted">
                        Opened <Time at={entry.openedAt} />
                      </span>
                    </span>
                  </button>
                  <IconButton
                    label={`Forget ${fileName(entry.path)}`}
                    icon="cross"
                    onPress={() => void desktop.forgetEngagement(entry.path).then(load)}
                  />
                </li>
              ))}
            </ul>
          )}
        </Panel>
      </div>
      {params.get('new') === '1' && <CreateDialog onClose={() => go('start', {}, true)} />}
    </Page>
  )
}

interface ChoiceProps {
  readonly icon: 'plus' | 'folder' | 'eye'
  readonly title: string
  readonly text: string
  readonly action: string
  readonly onPress: () => void
  readonly primary?: boolean
  readonly disabled?: boolean
}

function Choice({ icon, title, text, action, onPress, primary = false, disabled = false }: ChoiceProps) {
  return (
    <section className="panel start-choice" aria-label={title}>
      <span className="start-icon">
        <Icon name={icon} size={18} />
      </span>
      <div className="grow stack tight">
        <h2>{title}</h2>
        <p className="muted">{text}</p>
      </div>
      <Button tone={primary ? 'primary' : 'normal'} onPress={onPress} disabled={disabled}>
        {action}
      </Button>
    </section>
  )
}
