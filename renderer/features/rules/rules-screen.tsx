import '../../ui/toolbar.css'
import { useMemo, useRef, useState } from 'react'
import { providers } from '../../../shared/model/provider.ts'
import { severities } from '../../../shared/model/rule.ts'
import { plural } from '../../../shared/text/format.ts'
import { providerWords, severityWords } from '../../../shared/text/labels.ts'
import { useCommand } from '../../data/commands.ts'
import { engine } from '../../data/engine.ts'
import { useEngineQuery } from '../../data/queries.ts'
import { go, withParams } from '../../data/route.ts'
import { Button } from '../../ui/button.tsx'
import { FacetMenu } from '../../ui/facet-menu.tsx'
import { Grid, type SortEntry } from '../../ui/grid.tsx'
import { memoryRows } from '../../ui/memory-rows.ts'
import { Page, Split } from '../../ui/page.tsx'
import { SearchBox } from '../../ui/search-box.tsx'
import { Empty } from '../../ui/states.tsx'
import { LintPanel, type LintState } from './lint-panel.tsx'
import { misconfigurationWords } from './misconfigurations.ts'
import { narrowRuleColumns, ruleColumns, type RuleRow } from './rule-columns.tsx'
import { RuleDetail } from './rule-detail.tsx'
import {
  fits,
  misconfigurationOf,
  ruleFilterOf,
  sortRules,
  type ListedRule,
  type RuleFilter,
} from './rule-filter.ts'

const worstFirst: readonly SortEntry[] = [
  { column: 'fail', descending: true },
  { column: 'severity', descending: false },
]

/** How many of the rules have each value of a facet. */
function counts(
  rules: readonly ListedRule[],
  valueOf: (rule: ListedRule) => string,
): ReadonlyMap<string, number> {
  const found = new Map<string, number>()
  for (const rule of rules) found.set(valueOf(rule), (found.get(valueOf(rule)) ?? 0) + 1)
  return found
}

/** The rule pack with its totals at the newest scan; works without an engagement. */
export function RulesScreen({ params }: { readonly params: URLSearchParams }) {
  const { data, isPending, error, refetch } = useEngineQuery('rule.list', {})
  const [sort, setSort] = useState<readonly SortEntry[]>(worstFirst)
  const [lint, setLint] = useState<LintState | null>(null)
  const focus = useRef<(() => void) | null>(null)
  const filter = useMemo(() => ruleFilterOf(params), [params])
  // Row numbers are places in the pack: they stay when the list is filtered or sorted.
  const all = useMemo(() => (data ?? []).map((rule, index) => ({ id: index + 1, rule })), [data])
  const shown = useMemo(() => {
    const fitting = all.filter(({ rule }) => fits(rule, filter))
    const rows = new Map(fitting.map((row) => [row.rule.id, row]))
    return sortRules(
      fitting.map(({ rule }) => rule),
      sort,
    ).flatMap((rule) => rows.get(rule.id) ?? [])
  }, [all, filter, sort])
  const rows = useMemo(
    () => memoryRows<RuleRow>(shown, { waiting: isPending, error, retry: () => void refetch() }),
    [shown, isPending, error, refetch],
  )
  const open = all.find(({ rule }) => rule.id === params.get('id')) ?? null
  const filtered =
    filter.text !== '' || filter.provider.length + filter.severity.length + filter.misconfiguration.length > 0

  const change = (changes: Partial<RuleFilter>) => {
    const next = { ...filter, ...changes }
    go(
      'rules',
      withParams(params, {
        provider: next.provider.join(),
        severity: next.severity.join(),
        misconfiguration: next.misconfiguration.join(),
        text: next.text,
      }),
      true,
    )
  }
  const clearFilters = () => change({ provider: [], severity: [], misconfiguration: [], text: '' })
  const show = (id: string | null) => go('rules', withParams(params, { id }), true)
  const runLint = () => {
    setLint({ kind: 'running' })
    engine.call('rule.lint', {}).then(
      (result) => setLint({ kind: 'done', result }),
      (error: unknown) => setLint({ kind: 'failed', error }),
    )
  }
  useCommand('list.search', () => focus.current?.())
  useCommand('list.clear-filters', filtered ? clearFilters : null)
  useCommand('list.close', open ? () => show(null) : null)

  const pack = data ?? []
  const byProvider = counts(pack, (rule) => rule.provider)
  const bySeverity = counts(pack, (rule) => rule.severity)
  const byNumber = counts(pack, misconfigurationOf)
  return (
    <Page
      title="Rules"
      subtitle="What is judged, how, and which controls it speaks to. Totals are those of the newest scan."
      actions={
        <Button icon="shield" onPress={runLint} disabled={lint?.kind === 'running'}>
          Lint the pack
        </Button>
      }
      filled
    >
      {lint && <LintPanel state={lint} onRetry={runLint} onClose={() => setLint(null)} />}
      <Split detail={open && <RuleDetail key={open.rule.id} id={open.rule.id} onClose={() => show(null)} />}>
        <div className="toolbar" role="search" aria-label="Filter rules">
          <SearchBox
            label="Rule, type or control"
            value={filter.text}
            onChange={(text) => change({ text })}
            focusRef={focus}
          />
          <FacetMenu
            label="Provider"
            values={providers.map((value) => ({
              value,
              label: providerWords[value],
              count: byProvider.get(value) ?? 0,
            }))}
            chosen={filter.provider}
            onChange={(provider) => change({ provider })}
          />
          <FacetMenu
            label="Severity"
            values={severities.map((value) => ({
              value,
              label: severityWords[value],
              count: bySeverity.get(value) ?? 0,
            }))}
            chosen={filter.severity}
            onChange={(severity) => change({ severity })}
          />
          <FacetMenu
            label="Misconfiguration"
            values={[
              ...Object.entries(misconfigurationWords).map(([value, label]) => ({
                value,
                label: `${value} ${label}`,
                count: byNumber.get(value) ?? 0,
              })),
              { value: 'none', label: 'Beyond the ten', count: byNumber.get('none') ?? 0 },
            ].filter(({ count }) => count > 0)}
            chosen={filter.misconfiguration}
            onChange={(misconfiguration) => change({ misconfiguration })}
          />
          <span className="muted nowrap">
            {data
              ? filtered
                ? `${shown.length} of ${plural(pack.length, 'rule')}`
                : plural(pack.length, 'rule')
              : ''}
          </span>
          {filtered && (
            <Button tone="quiet" icon="cross" onPress={clearFilters}>
              Clear
            </Button>
          )}
        </div>
        <Grid
          label="Rules"
          columns={open ? narrowRuleColumns : ruleColumns}
          rows={rows}
          sort={sort}
          onSort={setSort}
          open={open?.id ?? null}
          onOpen={({ rule }) => show(rule.id)}
          empty={
            <Empty
              icon="search"
              title="No rule matches"
              actions={<Button onPress={clearFilters}>Clear all filters</Button>}
            >
              No rule of the pack fits these filters.
            </Empty>
          }
        />
      </Split>
    </Page>
  )
}
