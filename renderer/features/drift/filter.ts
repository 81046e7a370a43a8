import type { Input } from '../../../shared/contract/contract.ts'

export type Standing = 'open' | 'closed' | 'all'
export type Authorised = 'any' | 'undecided' | 'yes' | 'no'

export interface DriftFilter {
  readonly standing: Standing
  readonly authorised: Authorised
  readonly text: string
}

const standings: readonly Standing[] = ['open', 'closed', 'all']
const decisions: readonly Authorised[] = ['any', 'undecided', 'yes', 'no']

/** The filter an address asks for; open drift when it says nothing. */
export function filterOf(params: URLSearchParams): DriftFilter {
  return {
    standing: standings.find((value) => value === params.get('standing')) ?? 'open',
    authorised: decisions.find((value) => value === params.get('authorised')) ?? 'any',
    text: params.get('text') ?? '',
  }
}

/** Whether anything but the usual list is asked for. */
export function isFiltered(filter: DriftFilter): boolean {
  return filter.standing !== 'open' || filter.authorised !== 'any' || filter.text !== ''
}

/** The engine's request for a filter. */
export function requestOf(filter: DriftFilter): Omit<Input<'drift.page'>, 'offset' | 'limit'> {
  return {
    ...(filter.standing === 'all' ? {} : { open: filter.standing === 'open' }),
    ...(filter.authorised === 'any' ? {} : { authorised: filter.authorised }),
    ...(filter.text === '' ? {} : { text: filter.text }),
  }
}
