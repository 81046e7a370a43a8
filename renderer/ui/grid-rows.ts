export interface GridRow {
  readonly id: number
}

/** Which rows are selected, by id; it holds across pages and filters. */
export interface GridSelection {
  readonly ids: ReadonlySet<number>
  readonly change: (ids: readonly number[], selected: boolean) => void
}
