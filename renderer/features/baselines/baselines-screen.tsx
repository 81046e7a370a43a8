import './baselines.css'
import '../../ui/toolbar.css'
import { countText, shortHash } from '../../../shared/text/format.ts'
import type { Baseline } from '../../../shared/model/drift.ts'
import type { EngagementState } from '../../data/engagement.ts'
import { useEngineQuery } from '../../data/queries.ts'
import { go, routeTo, withParams } from '../../data/route.ts'
import { Badge } from '../../ui/badges.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { copyText } from '../../ui/copy.ts'
import { NeedsScan } from '../../ui/needs-scan.tsx'
import { Page, Panel } from '../../ui/page.tsx'
import { Answer, Empty } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import { ApproveDialog } from './approve-dialog.tsx'
import { filterWords } from './filter-words.ts'

export interface BaselinesScreenProps {
  readonly state: EngagementState
  readonly params: URLSearchParams
}

/** Approved states, newest first. `do=approve` in the address opens the form. */
export function BaselinesScreen({ state, params }: BaselinesScreenProps) {
  const baselines = useEngineQuery('baseline.list', {})
  const asking =
    params.get('do') === 'approve' && state.scans > 0 && !state.readOnly && baselines.data !== undefined
  const approve = (
    <Button
      tone="primary"
      icon="layers"
      disabled={state.readOnly}
      onPress={() => go('baselines', { do: 'approve' })}
    >
      Approve a baseline…
    </Button>
  )
  return (
    <NeedsScan
      title="Baselines"
      icon="layers"
      scans={state.scans}
      purpose="approve what was found as the reference for drift"
    >
      <Page
        title="Baselines"
        subtitle="States that somebody approved. The newest is the reference drift is measured against."
        actions={approve}
      >
        <Answer query={baselines}>
          {(list) =>
            list.length === 0 ? (
              <Empty icon="layers" title="No baseline yet" actions={approve}>
                Approve what the newest scan found; from then on every departure from it shows as drift, with
                who stands behind it.
              </Empty>
            ) : (
              <Versions list={list.toReversed()} />
            )
          }
        </Answer>
        {asking && (
          <ApproveDialog
            state={state}
            first={baselines.data.length === 0}
            onClose={() => go('baselines', withParams(params, { do: null }), true)}
          />
        )}
      </Page>
    </NeedsScan>
  )
}

function Versions({ list }: { readonly list: readonly Baseline[] }) {
  return (
    <Panel title="Versions" flush actions={<a href={routeTo('drift')}>Drift from the newest</a>}>
      <div className="scroll-x" tabIndex={0} role="region" aria-label="Table of versions">
        <table className="plain versions">
          <thead>
            <tr>
              <th scope="col">Version</th>
              <th scope="col">Approved</th>
              <th scope="col">State as of</th>
              <th scope="col" className="number">
                Resources
              </th>
              <th scope="col">Moved</th>
              <th scope="col">Rationale</th>
              <th scope="col">Content hash</th>
              <th scope="col" className="number">
                Ledger
              </th>
            </tr>
          </thead>
          <tbody>
            {list.map((baseline, index) => (
              <tr key={baseline.version}>
                <th scope="row" className="nowrap">
                  <span className="row">
                    {baseline.version}
                    {index === 0 && (
                      <Badge tone="good" icon="check">
                        In force
                      </Badge>
                    )}
                  </span>
                </th>
                <td className="nowrap">
                  {baseline.approvedBy}
                  <div>
                    <Time at={baseline.approvedAt} />
                  </div>
                </td>
                <td className="nowrap">
                  <Time at={baseline.asOf} plain />
                  <div className="muted">scan {baseline.scan}</div>
                </td>
                <td className="number">{countText(baseline.resources)}</td>
                <td>{filterWords(baseline.filter)}</td>
                <td className="rationale break">{baseline.rationale}</td>
                <td className="nowrap">
                  <span className="row">
                    <span className="mono" title={baseline.sha256}>
                      {shortHash(baseline.sha256)}…
                    </span>
                    <IconButton
                      label={`Copy the content hash of version ${baseline.version}`}
                      icon="copy"
                      onPress={() => copyText(baseline.sha256, 'Content hash')}
                    />
                  </span>
                </td>
                <td className="number">#{baseline.ledgerSeq}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  )
}
