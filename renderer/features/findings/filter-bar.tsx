import { providerWords, severityWords, findingStatusWords } from '../../../shared/text/labels.ts'
import { useEngineQuery } from '../../data/queries.ts'
import { go, withParams } from '../../data/route.ts'
import { Button } from '../../ui/button.tsx'
import { FacetMenu } from '../../ui/facet-menu.tsx'
import { SearchBox } from '../../ui/search-box.tsx'
import { facetNames, facetOf, isFiltered, withFacet, type FacetName, type FindingFilter } from './filters.ts'

const titles: Readonly<Record<FacetName, string>> = {
  status: 'Status',
  severity: 'Severity',
  provider: 'Provider',
  account: 'Account',
  rule: 'Rule',
  owner: 'Owner',
}

function labelOf(name: FacetName, value: string): string {
  const words: Readonly<Record<string, string>> =
    name === 'status'
      ? findingStatusWords
      : name === 'severity'
        ? severityWords
        : name === 'provider'
          ? providerWords
          : {}
  if (name === 'owner' && value === '') return 'No owner'
  return words[value] ?? value
}

export interface FilterBarProps {
  readonly params: URLSearchParams
  readonly filter: FindingFilter
  readonly searchRef: React.RefObject<(() => void) | null>
  readonly onText: (text: string) => void
  readonly onClear: () => void
}

/** Search, one filter per facet with counts, and the overdue switch. */
export function FilterBar({ params, filter, searchRef, onText, onClear }: FilterBarProps) {
  const facets = useEngineQuery('finding.facets', { filter }, { keep: true })
  const overdue = params.get('overdue') === '1'
  return (
    <div className="row wrap filter-bar" role="search" aria-label="Filter findings">
      <div className="filter-search">
        <SearchBox
          label="Search findings"
          value={params.get('text') ?? ''}
          onChange={onText}
          focusRef={searchRef}
        />
      </div>
      {facetNames.map((name) => (
        <FacetMenu
          key={name}
          label={titles[name]}
          chosen={facetOf(params, name)}
          values={(facets.data?.[name] ?? []).map(({ value, count }) => ({
            value,
            count,
            label: labelOf(name, value),
          }))}
          onChange={(values) => go('findings', withFacet(params, name, values))}
        />
      ))}
      <Button
        icon="alert"
        pressed={overdue}
        onPress={() => go('findings', withParams(params, { overdue: overdue ? null : '1' }))}
      >
        Overdue
      </Button>
      {isFiltered(params) && (
        <Button tone="quiet" icon="cross" onPress={onClear}>
          Clear
        </Button>
      )}
    </div>
  )
}
