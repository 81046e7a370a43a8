import { useQueries, type UseQueryResult } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Input, Output } from '../../shared/contract/contract.ts'
import { engine } from './engine.ts'
import { engineQueryOptions, type QueryName } from './queries.ts'

/** Methods that answer with a page: rows beside the count of all that match. */
export type PagedName = {
  [N in QueryName]: Output<N> extends { rows: readonly unknown[]; total: number } ? N : never
}[QueryName]
export type RowOf<N extends PagedName> = Output<N>['rows'][number]

/** Rows of a request of the engine; two of them at most are looked at together, so 400 rows are held. */
export const pageSize = 200

export interface PagedRows<R> {
  readonly total: number
  /** Undefined where the row is not there yet. */
  rowAt(index: number): R | undefined
  /** Rows that are loaded, with their place in the whole list. */
  readonly loaded: readonly { readonly index: number; readonly row: R }[]
  /** Tells which rows are looked at; their pages are asked for. */
  look(first: number, last: number): void
  /** Nothing has been answered yet. */
  readonly waiting: boolean
  readonly error: unknown
  retry(): void
  /** Rows `first` to `last` whether they are loaded or not; for selecting more than is seen. */
  read(first: number, last: number): Promise<readonly R[]>
}

/** The most rows one request of the engine may ask for. */
const mostRows = 500

/** Pages that hold the rows `first` to `last`, at most two. */
export function pagesFor(first: number, last: number): number[] {
  const from = Math.floor(Math.max(0, first) / pageSize)
  const to = Math.max(from, Math.floor(Math.max(0, last) / pageSize))
  return from === to ? [from] : [from, Math.min(to, from + 1)]
}

const firstPage: readonly number[] = [0]

/** A long list of the engine, read page by page where it is looked at. @param input everything but offset and limit */
export function usePages<N extends PagedName>(
  method: N,
  input: Omit<Input<N>, 'offset' | 'limit'>,
): PagedRows<RowOf<N>> {
  const key = JSON.stringify(input)
  const [looked, setLooked] = useState<{ key: string; pages: readonly number[] }>({ key, pages: firstPage })
  // Another filter or order starts at the top again.
  const wanted = looked.key === key ? looked.pages : firstPage
  const combine = useCallback(
    (queries: UseQueryResult<Output<N>>[]) => ({
      answered: queries.some((query) => query.data !== undefined),
      total: queries.find((query) => query.data !== undefined)?.data?.total ?? 0,
      loaded: queries.flatMap((query, at) =>
        (query.data?.rows ?? []).map((row, index) => ({
          index: (wanted[at] ?? 0) * pageSize + index,
          row: row as RowOf<N>,
        })),
      ),
      waiting: queries.every((query) => query.isPending),
      error: queries.find((query) => query.isError)?.error ?? null,
      refetch: queries.map((query) => query.refetch),
    }),
    [wanted],
  )
  const fresh = useQueries({
    queries: wanted.map((page) =>
      engineQueryOptions(method, { ...input, offset: page * pageSize, limit: pageSize } as Input<N>),
    ),
    combine,
  })
  // The rows of the filter before stay until the new ones are there, so the list doesn't flash.
  const before = useRef<{ total: number; loaded: PagedRows<RowOf<N>>['loaded'] }>({ total: 0, loaded: [] })
  useEffect(() => {
    if (fresh.answered) before.current = fresh
  }, [fresh])
  const { total, loaded } = fresh.answered ? fresh : before.current
  const byIndex = useMemo(() => new Map(loaded.map(({ index, row }) => [index, row])), [loaded])
  return {
    total,
    loaded,
    rowAt: (index) => byIndex.get(index),
    look(first, last) {
      const pages = pagesFor(first, last)
      if (looked.key === key && pages.join() === looked.pages.join()) return
      setLooked({ key, pages })
    },
    waiting: fresh.waiting,
    error: fresh.error,
    retry: () => {
      for (const refetch of fresh.refetch) void refetch()
    },
    async read(first, last) {
      const rows: RowOf<N>[] = []
      for (let offset = first; offset <= last; offset += mostRows) {
        const limit = Math.min(mostRows, last - offset + 1)
        const page = await engine.call(method, { ...input, offset, limit } as Input<N>)
        rows.push(...(page.rows as RowOf<N>[]))
      }
      return rows
    },
  }
}
