import { keepPreviousData, QueryClient, useQuery, type UseQueryResult } from '@tanstack/react-query'
import type { Input, MethodsOfKind, Output } from '../../shared/contract/contract.ts'
import { engine } from './engine.ts'

export type QueryName = MethodsOfKind<'query'>

/**
 * Answers of the engine, by method and input. They hold until the engine says that something changed; nothing is
 * polled, and there is no network to be on or off.
 */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: Infinity,
      gcTime: 5 * 60_000,
      retry: false,
      networkMode: 'always',
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
    },
  },
})

export interface EngineQueryOptions {
  readonly enabled?: boolean
  /** Keep showing the answer to the previous input until the new one is there. */
  readonly keep?: boolean
}

/** Asks the engine and shows its answer; asked again when the engine's data changed. */
export function useEngineQuery<N extends QueryName>(
  method: N,
  input: Input<N>,
  options: EngineQueryOptions = {},
): UseQueryResult<Output<N>> {
  return useQuery<Output<N>>({
    queryKey: [method, input],
    queryFn: () => engine.call(method, input),
    enabled: options.enabled ?? true,
    ...(options.keep ? { placeholderData: keepPreviousData } : {}),
  })
}

/** Options of one query for hooks that take several. */
export function engineQueryOptions<N extends QueryName>(method: N, input: Input<N>) {
  return { queryKey: [method, input] as const, queryFn: () => engine.call(method, input) }
}

let timer: ReturnType<typeof setTimeout> | undefined

/** Forgets what was answered; a burst of changes asks again once. */
export function refreshSoon(): void {
  clearTimeout(timer)
  timer = setTimeout(() => void queryClient.invalidateQueries(), 40)
}

/** Follows the engine: changed data is asked for again, and so is everything when the engine itself changed. */
export function followEngine(): void {
  engine.onEvent(refreshSoon)
  engine.onState((state, restored) => {
    if (state === 'running' && restored) refreshSoon()
  })
}
