import type { PagedRows } from '../data/pages.ts'

/** A short list that is here already, in the shape of a paged one, for the grid. */
export function memoryRows<R>(
  list: readonly R[],
  state: { readonly waiting?: boolean; readonly error?: unknown; readonly retry?: () => void } = {},
): PagedRows<R> {
  return {
    total: list.length,
    rowAt: (index) => list[index],
    loaded: list.map((row, index) => ({ index, row })),
    look: () => {},
    waiting: state.waiting ?? false,
    error: state.error ?? null,
    retry: state.retry ?? (() => {}),
    read: (first, last) => Promise.resolve(list.slice(first, last + 1)),
  }
}

/** A paged list with each row made into another. */
export function mappedRows<A, B>(rows: PagedRows<A>, make: (row: A) => B): PagedRows<B> {
  return {
    ...rows,
    rowAt(index) {
      const row = rows.rowAt(index)
      return row === undefined ? undefined : make(row)
    },
    loaded: rows.loaded.map(({ index, row }) => ({ index, row: make(row) })),
    read: async (first, last) => (await rows.read(first, last)).map(make),
  }
}
