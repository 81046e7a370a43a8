import './dashboard.css'
import { absoluteTime, countText, dayOf, plural } from '../../../shared/text/format.ts'
import type { EngagementState } from '../../data/engagement.ts'
import { useNow } from '../../data/clock.ts'
import { useEngineQuery } from '../../data/queries.ts'
import { go, routeTo } from '../../data/route.ts'
import { Badge } from '../../ui/badges.tsx'
import { Button } from '../../ui/button.tsx'
import { Page, Panel } from '../../ui/page.tsx'
import { Answer, Banner, Empty } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import { FrameworkTable } from './framework-table.tsx'
import { NextSteps } from './next-steps.tsx'
import { OpenBySeverity } from './open-by-severity.tsx'
import { PostureTrend } from './posture-trend.tsx'

const day = 86_400_000

/** What one sees on Monday morning: where the client stands, which way it goes, what waits. */
export function DashboardScreen({ state }: { readonly state: EngagementState }) {
  const { engagement, lastScan } = state
  const last = new Date(Date.parse(engagement.periodEnd) - 1).toISOString()
  return (
    <Page
      title={engagement.client}
      subtitle={
        <>
          {engagement.name} · {dayOf(engagement.periodStart)} to {dayOf(last)} (UTC)
          {lastScan && (
            <>
              {' '}
              · newest scan <Time at={lastScan.asOf} />
            </>
          )}
        </>
      }
      actions={
        <>
          {engagement.sample && (
            <Badge tone="info" icon="eye">
              Sample data
            </Badge>
          )}
          <Button icon="import" onPress={() => go('sources', { do: 'files' })} disabled={state.readOnly}>
            Import…
          </Button>
        </>
      }
    >
      {lastScan === null ? (
        <Empty
          icon="source"
          title="Nothing has been imported yet"
          actions={
            <Button tone="primary" icon="import" onPress={() => go('sources')}>
              Import exports
            </Button>
          }
        >
          Import what the client exported from AWS, Azure or Google Cloud. Rules are evaluated at once, and
          this page shows where they stand.
        </Empty>
      ) : (
        <>
          <Freshness state={state} scan={lastScan} />
          <div className="dash">
            <Panel title="Compliance by framework" flush>
              <FrameworkTable />
            </Panel>
            <Panel title="What to do next" flush>
              <NextSteps state={state} />
            </Panel>
            <Panel title="Posture over the period">
              <PostureTrend state={state} />
            </Panel>
            <Panel title="Open findings">
              <OpenBySeverity />
            </Panel>
          </div>
        </>
      )}
    </Page>
  )
}

/** Says when what is shown is partial, old, or not of the newest scan. */
function Freshness({
  state,
  scan,
}: {
  readonly state: EngagementState
  readonly scan: NonNullable<EngagementState['lastScan']>
}) {
  const now = useNow()
  const detail = useEngineQuery('scan.detail', { scan: scan.id })
  const age = Math.floor((now - Date.parse(scan.asOf)) / day)
  const link = (
    <a className="nowrap" href={routeTo('sources', { scan: String(scan.id) })}>
      See the scan
    </a>
  )
  if (scan.verdict === 'partial')
    return (
      <Answer query={detail} lines={1}>
        {({ holes, problemsTotal }) => (
          <Banner tone="warning" icon="half" actions={link}>
            <strong>The newest scan is partial</strong> and{' '}
            {age > 0 ? `${plural(age, 'day')} old` : 'of today'}: {plural(holes.length, 'hole')} in what could
            be read
            {holes.length > 0 && (
              <>
                {' '}
                hiding{' '}
                {plural(
                  holes.reduce((sum, hole) => sum + hole.resources, 0),
                  'known resource',
                )}
              </>
            )}
            {problemsTotal > 0 && <>, {plural(problemsTotal, 'unusable item')}</>}. What was not read counts
            as not evaluated.
          </Banner>
        )}
      </Answer>
    )
  if (state.evaluatedScan !== null && state.evaluatedScan !== scan.id)
    return (
      <Banner tone="warning" icon="clock" actions={link}>
        The newest scan has not been evaluated yet; totals are of scan {state.evaluatedScan}.
      </Banner>
    )
  if (age > 8)
    return (
      <Banner tone="warning" icon="clock" actions={link}>
        The newest scan is {countText(age)} days old ({absoluteTime(scan.asOf)}). A weekly capture is due.
      </Banner>
    )
  return null
}
