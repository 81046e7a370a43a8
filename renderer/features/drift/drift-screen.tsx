import '../../ui/toolbar.css'
import { useRef, useState } from 'react'
import { countText, plural } from '../../../shared/text/format.ts'
import { useCommand } from '../../data/commands.ts'
import type { EngagementState } from '../../data/engagement.ts'
import { usePages } from '../../data/pages.ts'
import { useEngineQuery } from '../../data/queries.ts'
import { go, withParams } from '../../data/route.ts'
import { announce } from '../../data/toasts.ts'
import { Button } from '../../ui/button.tsx'
import { Grid } from '../../ui/grid.tsx'
import { NeedsScan } from '../../ui/needs-scan.tsx'
import { Page, Split } from '../../ui/page.tsx'
import { SearchBox } from '../../ui/search-box.tsx'
import { Segments } from '../../ui/segments.tsx'
import { Empty } from '../../ui/states.tsx'
import { DecideDialog } from './decide-dialog.tsx'
import { driftColumns, narrowColumns } from './drift-columns.tsx'
import { DriftDetail } from './drift-detail.tsx'
import { filterOf, isFiltered, requestOf, type Authorised, type Standing } from './filter.ts'

export interface DriftScreenProps {
  readonly state: EngagementState
  readonly params: URLSearchParams
}

/** Properties that differ from the approved baseline: who stands behind each, and what became of it. */
export function DriftScreen({ state, params }: DriftScreenProps) {
  const baselines = useEngineQuery('baseline.list', {})
  if (baselines.data?.length === 0)
    return (
      <NeedsScan
        title="Drift"
        icon="drift"
        scans={state.scans}
        purpose="approve a baseline and see what departs from it"
      >
        <Page title="Drift">
          <Empty
            icon="layers"
            title="No baseline is approved yet"
            actions={
              <Button
                tone="primary"
                onPress={() => go('baselines', { do: 'approve' })}
                disabled={state.readOnly}
              >
                Approve a baseline…
              </Button>
            }
          >
            Drift is what differs from an approved state. Approve what the newest scan found, and every later
            change shows here.
          </Empty>
        </Page>
      </NeedsScan>
    )
  return <DriftList readOnly={state.readOnly} params={params} />
}

function DriftList({ readOnly, params }: { readonly readOnly: boolean; readonly params: URLSearchParams }) {
  const filter = filterOf(params)
  const rows = usePages('drift.page', requestOf(filter))
  const [selected, setSelected] = useState<ReadonlySet<number>>(new Set())
  const [deciding, setDeciding] = useState<{
    readonly drifts: readonly number[]
    readonly authorised: boolean
  } | null>(null)
  const focus = useRef<(() => void) | null>(null)
  const open = rows.loaded.find(({ row }) => String(row.id) === params.get('drift'))?.row ?? null
  const filtered = isFiltered(filter)

  const change = (changes: Readonly<Record<string, string | null>>) => {
    // A decision must not reach rows that are no longer in sight.
    setSelected(new Set())
    go('drift', withParams(params, { ...changes, drift: null }), true)
  }
  const clearFilters = () => change({ standing: null, authorised: null, text: null })
  const show = (id: number | null) =>
    go('drift', withParams(params, { drift: id === null ? null : String(id) }), true)
  const targets = selected.size > 0 ? [...selected] : open ? [open.id] : []
  const ask = (authorised: boolean) => setDeciding({ drifts: targets, authorised })
  const can = !readOnly && targets.length > 0
  useCommand('drift.authorise', can ? () => ask(true) : null)
  useCommand('drift.refuse', can ? () => ask(false) : null)
  useCommand('list.search', () => focus.current?.())
  useCommand('list.clear-filters', filtered ? clearFilters : null)
  useCommand(
    'list.close',
    open
      ? () => show(null)
      : selected.size > 0
        ? () => {
            setSelected(new Set())
            announce('Selection cleared')
          }
        : null,
  )

  return (
    <Page title="Drift" subtitle="What differs from the approved baseline, property by property." filled>
      <Split
        detail={
          open && (
            <DriftDetail
              drift={open}
              readOnly={readOnly}
              onDecide={(authorised) => setDeciding({ drifts: [open.id], authorised })}
              onClose={() => show(null)}
            />
          )
        }
      >
        <div className="toolbar" role="search" aria-label="Filter drift">
          <SearchBox
            label="Resource or property"
            value={filter.text}
            onChange={(text) => change({ text })}
            focusRef={focus}
          />
          <Segments<Standing>
            label="State"
            value={filter.standing}
            onChange={(standing) => change({ standing: standing === 'open' ? null : standing })}
            choices={[
              { value: 'open', label: 'Open' },
              { value: 'closed', label: 'Closed' },
              { value: 'all', label: 'All' },
            ]}
          />
          <Segments<Authorised>
            label="Authorised"
            value={filter.authorised}
            onChange={(authorised) => change({ authorised: authorised === 'any' ? null : authorised })}
            choices={[
              { value: 'any', label: 'Any' },
              { value: 'undecided', label: 'Undecided' },
              { value: 'yes', label: 'Authorised' },
              { value: 'no', label: 'Not authorised' },
            ]}
          />
          <span className="muted nowrap">{rows.waiting ? '' : plural(rows.total, 'change')}</span>
          {filtered && (
            <Button tone="quiet" icon="cross" onPress={clearFilters}>
              Clear
            </Button>
          )}
        </div>
        {selected.size > 0 && (
          <div className="picked-bar" role="group" aria-label="Selected changes">
            <strong>
              {countText(selected.size)} of {countText(rows.total)} selected
            </strong>
            <Button icon="check" hint="a" disabled={readOnly} onPress={() => ask(true)}>
              Authorise…
            </Button>
            <Button icon="cross" hint="u" disabled={readOnly} onPress={() => ask(false)}>
              Not authorised…
            </Button>
            <Button tone="quiet" onPress={() => setSelected(new Set())}>
              Clear the selection
            </Button>
          </div>
        )}
        <Grid
          label="Drift"
          columns={open ? narrowColumns : driftColumns}
          rows={rows}
          selection={{
            ids: selected,
            change: (ids, on) =>
              setSelected((before) => {
                const next = new Set(before)
                for (const id of ids)
                  if (on) next.add(id)
                  else next.delete(id)
                return next
              }),
          }}
          open={open?.id ?? null}
          onOpen={(row) => show(row.id)}
          empty={
            filtered ? (
              <Empty
                icon="search"
                title="Nothing matches"
                actions={<Button onPress={clearFilters}>Clear all filters</Button>}
              >
                No drift fits these filters.
              </Empty>
            ) : (
              <Empty icon="check" title="No open drift">
                Everything the newest scan read is as the baseline says. Closed drift stays on record under
                “Closed”.
              </Empty>
            )
          }
        />
      </Split>
      {deciding && (
        <DecideDialog
          drifts={deciding.drifts}
          authorised={deciding.authorised}
          known={
            deciding.drifts.length === 1 && open?.id === deciding.drifts[0]
              ? (open?.changeReference ?? '')
              : ''
          }
          onClose={() => setDeciding(null)}
          onDecided={() => {
            setDeciding(null)
            setSelected(new Set())
          }}
        />
      )}
    </Page>
  )
}
