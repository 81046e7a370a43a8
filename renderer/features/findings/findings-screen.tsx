import './findings.css'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { plural } from '../../../shared/text/format.ts'
import { useCommand } from '../../data/commands.ts'
import type { EngagementState } from '../../data/engagement.ts'
import { usePages } from '../../data/pages.ts'
import { go, withParams } from '../../data/route.ts'
import { announce } from '../../data/toasts.ts'
import { Button } from '../../ui/button.tsx'
import { Grid, type SortEntry } from '../../ui/grid.tsx'
import { Page, Split } from '../../ui/page.tsx'
import { Empty } from '../../ui/states.tsx'
import { BulkBar } from './bulk-bar.tsx'
import { findingColumns } from './columns.tsx'
import { DecisionDialog, type DecisionKind } from './decision-dialog.tsx'
import { FilterBar } from './filter-bar.tsx'
import { filterOf, isFiltered, sortOf, sortText, withoutFilters } from './filters.ts'
import { FindingDetail } from './finding-detail.tsx'

/** Every failing rule on every resource, found, sorted and decided on from the keyboard. */
export function FindingsScreen({
  state,
  params,
}: {
  readonly state: EngagementState
  readonly params: URLSearchParams
}) {
  const address = params.toString()
  const filter = useMemo(() => filterOf(new URLSearchParams(address)), [address])
  const sort = useMemo(() => sortOf(new URLSearchParams(address)), [address])
  const rows = usePages('finding.page', { filter, sort })
  const open = Number(params.get('open')) || null
  const [selected, setSelected] = useState<ReadonlySet<number>>(new Set())
  const [asking, setAsking] = useState<DecisionKind | null>(null)
  const search = useRef<(() => void) | null>(null)

  const set = useCallback(
    (changes: Record<string, string | null>, replace = true) =>
      go('findings', withParams(new URLSearchParams(address), changes), replace),
    [address],
  )
  const clear = () => go('findings', withoutFilters(params))
  const close = () => {
    set({ open: null })
    const row = document.querySelector<HTMLElement>('.grid-body [tabindex="0"]')
    requestAnimationFrame(() => row?.focus({ preventScroll: true }))
  }

  const said = useRef('')
  useEffect(() => {
    if (rows.waiting) return
    const text = `${plural(rows.total, 'finding')}${isFiltered(params) ? ' match the filters' : ''}`
    if (said.current !== '' && said.current !== text) announce(text)
    said.current = text
  }, [rows.waiting, rows.total, params])

  // Decisions concern the selection, or else the finding that is open.
  const subjects = selected.size > 0 ? [...selected] : open === null ? [] : [open]
  const may = subjects.length > 0 && !state.readOnly
  useCommand('finding.assign', may ? () => setAsking('assign') : null)
  useCommand('finding.note', may ? () => setAsking('note') : null)
  useCommand('finding.remediated', may ? () => setAsking('remediated') : null)
  useCommand('finding.exception', may && subjects.length === 1 ? () => setAsking('exception') : null)
  useCommand('finding.overdue', () => set({ overdue: params.get('overdue') === '1' ? null : '1' }, false))
  useCommand('list.search', () => search.current?.())
  useCommand('list.clear-filters', isFiltered(params) ? clear : null)
  useCommand(
    'list.close',
    open !== null
      ? close
      : selected.size > 0
        ? () => {
            setSelected(new Set())
            announce('Selection cleared')
          }
        : null,
  )

  return (
    <Page
      filled
      title="Findings"
      subtitle={
        rows.waiting
          ? 'Reading…'
          : `${plural(rows.total, 'finding')}${isFiltered(params) ? ' match the filters' : ' of the period'}`
      }
    >
      <FilterBar
        params={params}
        filter={filter}
        searchRef={search}
        onText={(text) => set({ text: text === '' ? null : text })}
        onClear={clear}
      />
      {selected.size > 0 && (
        <BulkBar
          selected={selected}
          total={rows.total}
          readOnly={state.readOnly}
          onAsk={setAsking}
          onClear={() => setSelected(new Set())}
        />
      )}
      <Split
        detail={
          open === null ? null : (
            <FindingDetail
              key={open}
              finding={open}
              readOnly={state.readOnly}
              onAsk={setAsking}
              onClose={close}
            />
          )
        }
      >
        <Grid
          label="Findings"
          columns={findingColumns(open !== null)}
          rows={rows}
          sort={sort}
          onSort={(next: SortEntry[]) => {
            set({ sort: next.length === 0 ? null : sortText(next) })
            announce(
              next.length === 0
                ? 'Sorted as usual: worst first, oldest first'
                : `Sorted by ${next.map(({ column, descending }) => `${column}, ${descending ? 'descending' : 'ascending'}`).join(', then ')}`,
            )
          }}
          selection={{
            ids: selected,
            change: (ids, on) =>
              setSelected((before) => {
                const after = new Set(before)
                for (const id of ids) {
                  if (on) after.add(id)
                  else after.delete(id)
                }
                return after
              }),
          }}
          open={open}
          onOpen={(row) => set({ open: String(row.id) })}
          empty={
            isFiltered(params) ? (
              <Empty
                icon="search"
                title="No finding matches these filters"
                actions={<Button onPress={clear}>Clear the filters</Button>}
              />
            ) : (
              <Empty icon="check" title="No findings">
                {state.evaluatedScan === null
                  ? 'Nothing has been evaluated yet. Import exports first.'
                  : 'No rule has failed in this period. What was not evaluated is on the dashboard.'}
              </Empty>
            )
          }
        />
      </Split>
      {asking !== null && subjects.length > 0 && (
        <DecisionDialog kind={asking} findings={subjects} onClose={() => setAsking(null)} />
      )}
    </Page>
  )
}
