import './settings.css'
import type { Startup, Theme } from '../../../shared/contract/desktop.ts'
import { countText, dayOf } from '../../../shared/text/format.ts'
import { describeError, errorRemedy } from '../../../shared/text/errors.ts'
import { askActor, useActor } from '../../data/actor.ts'
import { desktop } from '../../data/desktop.ts'
import type { EngagementState } from '../../data/engagement.ts'
import { useStore } from '../../data/store.ts'
import { chooseTheme, look } from '../../data/theme.ts'
import { go } from '../../data/route.ts'
import { Badge } from '../../ui/badges.tsx'
import { Button } from '../../ui/button.tsx'
import { Fact, Hash } from '../../ui/detail.tsx'
import { RadioGroup } from '../../ui/field.tsx'
import { Page, Panel } from '../../ui/page.tsx'
import { Empty } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import { FrameworksPanel, SlaPanel } from './promises.tsx'
import { BackupPanel, DoctorPanel } from './upkeep.tsx'

export interface SettingsScreenProps {
  readonly engagement: EngagementState | null
  readonly startup: Startup
}

/** What can be set: the window's look, who is at work, and what the engagement promises. */
export function SettingsScreen({ engagement, startup }: SettingsScreenProps) {
  return (
    <Page title="Settings" subtitle={`Countersign ${startup.appVersion}`}>
      <div className="settings">
        <LookPanel />
        {engagement ? (
          <>
            <PersonPanel />
            <FactsPanel state={engagement} />
            {/* Settings that were saved elsewhere, from the command line for example, are shown as they are then. */}
            <SlaPanel key={`sla ${JSON.stringify(engagement.engagement.sla)}`} state={engagement} />
            <FrameworksPanel
              key={`frameworks ${engagement.engagement.frameworks.join()}`}
              state={engagement}
            />
            <DoctorPanel key={`doctor ${engagement.path}`} />
            <BackupPanel key={`backup ${engagement.path}`} state={engagement} />
          </>
        ) : (
          <Empty
            icon="settings"
            title="No engagement is open"
            actions={<Button onPress={() => go('start')}>Go to start</Button>}
          >
            Open one to set its frameworks and times to remediate, to check its file or to back it up.
          </Empty>
        )}
      </div>
    </Page>
  )
}

function LookPanel() {
  const { theme, highContrast } = useStore(look)
  return (
    <Panel title="Look">
      <RadioGroup<Theme>
        label="Theme"
        value={theme}
        onChange={(next) => void chooseTheme(next)}
        choices={[
          { value: 'system', label: 'As the system' },
          { value: 'light', label: 'Light' },
          { value: 'dark', label: 'Dark' },
        ]}
      />
      <p className="muted">
        {highContrast
          ? 'High contrast is on, as the system asks.'
          : 'High contrast and reduced motion follow the system.'}
      </p>
    </Panel>
  )
}

function PersonPanel() {
  const { name } = useActor()
  return (
    <Panel title="Who is at work">
      <div className="spread">
        <span>{name ?? <span className="muted">Not said yet; asked at the first decision.</span>}</span>
        <Button icon="person" onPress={() => void askActor()}>
          {name === null ? 'Say who…' : 'Change…'}
        </Button>
      </div>
      <p className="muted">
        Every decision goes into the ledger under this name. It is asked for again when another engagement is
        opened.
      </p>
    </Panel>
  )
}

function FactsPanel({ state }: { readonly state: EngagementState }) {
  const { engagement, rulePack, rulePackProblem, path } = state
  const lastDay = dayOf(new Date(Date.parse(engagement.periodEnd) - 1).toISOString())
  return (
    <Panel
      title="Engagement"
      actions={
        <Button tone="quiet" icon="folder" onPress={() => void desktop.showInFolder(path)}>
          Show the file
        </Button>
      }
    >
      <dl className="facts">
        <Fact name="Client">
          <span className="row">
            {engagement.client}
            {engagement.sample && (
              <Badge tone="info" icon="note">
                Sample
              </Badge>
            )}
          </span>
        </Fact>
        <Fact name="Name">{engagement.name}</Fact>
        <Fact name="Period">
          {dayOf(engagement.periodStart)} to {lastDay} (UTC)
          {engagement.timeZone !== 'UTC' && `, shown beside ${engagement.timeZone}`}
        </Fact>
        <Fact name="Made">
          <Time at={engagement.createdAt} />
        </Fact>
        <Fact name="File">
          <span className="mono">{path}</span>
        </Fact>
        <Fact name="Holds">
          {countText(state.resources)} resources, {countText(state.scans)} scans,{' '}
          {countText(state.ledger.seq)} ledger entries
        </Fact>
        <Fact name="Rule pack">
          {rulePackProblem === null ? (
            <>
              {rulePack.version}, {countText(rulePack.rules)} rules
              <div>
                <Hash value={rulePack.sha256} what="the hash of the rule pack" />
              </div>
            </>
          ) : (
            <>
              {describeError(rulePackProblem.code, rulePackProblem.params)}{' '}
              {errorRemedy(rulePackProblem.code, rulePackProblem.params)}
            </>
          )}
        </Fact>
        {state.readOnly && <Fact name="Opened">read-only</Fact>}
      </dl>
    </Panel>
  )
}
