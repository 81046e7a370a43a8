import type { Input } from '../../../shared/contract/contract.ts'
import { findingStatuses } from '../../../shared/model/finding.ts'
import { providers } from '../../../shared/model/provider.ts'
import { severities } from '../../../shared/model/rule.ts'
import type { SortEntry } from '../../ui/grid.tsx'

export type FindingFilter = NonNullable<Input<'finding.page'>['filter']>

export const facetNames = ['status', 'severity', 'provider', 'account', 'rule', 'owner'] as const
export type FacetName = (typeof facetNames)[number]

const sortable = [
  'severity',
  'ruleTitle',
  'subjectName',
  'provider',
  'account',
  'status',
  'owner',
  'openedAt',
  'dueAt',
] as const
type SortColumn = (typeof sortable)[number]

/** Values of one facet in the address. The closed lists are joined by commas; free names are one parameter each. */
export function facetOf(params: URLSearchParams, name: FacetName): string[] {
  const values = params.getAll(name)
  return name === 'status' || name === 'severity' || name === 'provider'
    ? values.flatMap((value) => value.split(',')).filter((value) => value !== '')
    : values
}

const among = <T extends string>(allowed: readonly T[], values: readonly string[]): T[] =>
  allowed.filter((one) => values.includes(one))

/** The filter an address asks for. Values no list knows are left out. */
export function filterOf(params: URLSearchParams): FindingFilter {
  const status = among(findingStatuses, facetOf(params, 'status'))
  const severity = among(severities, facetOf(params, 'severity'))
  const provider = among(providers, facetOf(params, 'provider'))
  const [account, rule, owner] = [
    facetOf(params, 'account'),
    facetOf(params, 'rule'),
    facetOf(params, 'owner'),
  ]
  const text = params.get('text') ?? ''
  return {
    ...(status.length > 0 ? { status } : {}),
    ...(severity.length > 0 ? { severity } : {}),
    ...(provider.length > 0 ? { provider } : {}),
    ...(account.length > 0 ? { account } : {}),
    ...(rule.length > 0 ? { rule } : {}),
    ...(owner.length > 0 ? { owner } : {}),
    ...(params.get('overdue') === '1' ? { overdue: true } : {}),
    ...(text === '' ? {} : { text }),
  }
}

export function isFiltered(params: URLSearchParams): boolean {
  return Object.keys(filterOf(params)).length > 0
}

/** `sort=-severity,dueAt` → by severity from the last, then by due date. */
export function sortOf(
  params: URLSearchParams,
): { readonly column: SortColumn; readonly descending: boolean }[] {
  return (params.get('sort') ?? '').split(',').flatMap((part) => {
    const column = sortable.find((name): name is SortColumn => name === part.replace(/^-/, ''))
    return column ? [{ column, descending: part.startsWith('-') }] : []
  })
}

export function sortText(sort: readonly SortEntry[]): string {
  return sort.map(({ column, descending }) => `${descending ? '-' : ''}${column}`).join(',')
}

/** The address with one facet set anew. */
export function withFacet(
  params: URLSearchParams,
  name: FacetName,
  values: readonly string[],
): URLSearchParams {
  const next = new URLSearchParams(params)
  next.delete(name)
  if (name === 'status' || name === 'severity' || name === 'provider') {
    if (values.length > 0) next.set(name, values.join(','))
  } else for (const value of values) next.append(name, value)
  return next
}

/** The address without any filter; order and open detail stay. */
export function withoutFilters(params: URLSearchParams): URLSearchParams {
  const next = new URLSearchParams(params)
  for (const name of [...facetNames, 'overdue', 'text']) next.delete(name)
  return next
}
