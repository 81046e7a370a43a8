import './facet-menu.css'
import './grid.css'
import {
  columnSizingFeature,
  createColumnHelper,
  rowSortingFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table'
import { useMemo, type ReactNode } from 'react'
import type { PagedRows } from '../data/pages.ts'
import { countText } from '../../shared/text/format.ts'
import { Checkbox } from './field.tsx'
import { Icon } from './icon.tsx'
import { useCursor } from './grid-cursor.ts'
import type { GridRow, GridSelection } from './grid-rows.ts'
import { ErrorPanel, Skeleton } from './states.tsx'

export interface GridColumn<R> {
  readonly id: string
  readonly header: string
  /** px; the growing columns share what is left, with this as their least. */
  readonly width: number
  readonly grow?: number
  readonly sortable?: boolean
  /** Left out where the grid is narrower than this, px. */
  readonly from?: number
  readonly cell: (row: R) => ReactNode
}

export interface SortEntry {
  readonly column: string
  readonly descending: boolean
}

export interface GridProps<R extends GridRow> {
  readonly label: string
  readonly columns: readonly GridColumn<R>[]
  readonly rows: PagedRows<R>
  readonly sort?: readonly SortEntry[]
  readonly onSort?: (sort: SortEntry[]) => void
  readonly selection?: GridSelection
  /** Id of the row whose detail is open; moving then opens the next. */
  readonly open: number | null
  readonly onOpen: (row: R) => void
  /** Shown when there is no row. */
  readonly empty: ReactNode
}

const features = tableFeatures({ rowSortingFeature, columnSizingFeature })
const helper = createColumnHelper<typeof features, GridRow>()

/**
 * A long list as a grid: the engine sorts, filters and counts, at most 400 rows are held, only those in sight are drawn.
 * One row is in the tab order; j, k and the arrow keys move, the header's buttons sort, with Shift by several columns.
 */
export function Grid<R extends GridRow>({
  label,
  columns: wanted,
  rows,
  sort = [],
  onSort,
  selection,
  open,
  onOpen,
  empty,
}: GridProps<R>) {
  const cursor = useCursor({ rows, selection, open, onOpen })
  const columns = useMemo(
    () => wanted.filter(({ from }) => from === undefined || cursor.width === 0 || cursor.width >= from),
    [wanted, cursor.width],
  )
  const definitions = useMemo(
    () =>
      columns.map((column) =>
        helper.accessor((row): unknown => row.id, {
          id: column.id,
          header: column.header,
          size: column.width,
          enableSorting: column.sortable ?? false,
        }),
      ),
    [columns],
  )
  const data = useMemo(() => rows.loaded.map(({ row }) => row), [rows.loaded])
  const sorting = useMemo(
    () => sort.map(({ column, descending }) => ({ id: column, desc: descending })),
    [sort],
  )
  const table = useTable({
    features,
    columns: definitions,
    data: data as readonly GridRow[] as GridRow[],
    getRowId: (row) => String(row.id),
    manualSorting: true,
    enableMultiSort: true,
    maxMultiSortColCount: 4,
    sortDescFirst: false,
    state: { sorting },
    onSortingChange: (change) => {
      const next = typeof change === 'function' ? change(sorting) : change
      onSort?.(next.map(({ id, desc }) => ({ column: id, descending: desc })))
    },
  })
  const template = `${selection ? '34px ' : ''}${columns.map(({ width, grow }) => (grow ? `minmax(${width}px, ${grow}fr)` : `${width}px`)).join(' ')}`
  const least = columns.reduce((sum, { width }) => sum + width, selection ? 34 : 0)
  const headers = table.getHeaderGroups()[0]?.headers ?? []
  const chosen = selection?.ids.size ?? 0

  if (rows.error !== null && rows.loaded.length === 0)
    return <ErrorPanel error={rows.error} onRetry={rows.retry} />
  if (rows.waiting && rows.loaded.length === 0) return <Skeleton lines={12} />
  if (rows.total === 0) return <div className="grid-empty">{empty}</div>
  return (
    <div
      className="grid"
      role="grid"
      aria-label={label}
      aria-rowcount={rows.total + 1}
      aria-multiselectable={selection !== undefined}
      ref={cursor.scroller}
      onKeyDown={cursor.onKeyDown}
      tabIndex={-1}
    >
      <div role="rowgroup" className="grid-head" style={{ minWidth: least }}>
        <div role="row" aria-rowindex={1} className="grid-row" style={{ gridTemplateColumns: template }}>
          {selection && (
            <div role="columnheader" className="grid-cell">
              <Checkbox
                label={`Select all ${countText(rows.total)} rows that match`}
                checked={chosen > 0 && chosen >= rows.total}
                partly={chosen > 0 && chosen < rows.total}
                onChange={(all) => void cursor.selectAll(all)}
              />
            </div>
          )}
          {headers.map((header) => {
            const order = header.column.getIsSorted()
            const name = columns.find(({ id }) => id === header.id)?.header
            return (
              <div
                key={header.id}
                role="columnheader"
                className="grid-cell"
                {...(header.column.getCanSort()
                  ? {
                      'aria-sort':
                        order === 'asc'
                          ? ('ascending' as const)
                          : order === 'desc'
                            ? ('descending' as const)
                            : ('none' as const),
                    }
                  : {})}
              >
                {header.column.getCanSort() ? (
                  <button
                    type="button"
                    className="grid-sort"
                    onClick={header.column.getToggleSortingHandler()}
                    title="Sort; with Shift by several columns"
                  >
                    <span className="clip">{name}</span>
                    {order && <Icon name={order === 'asc' ? 'up' : 'down'} size={12} />}
                    {order && sort.length > 1 && (
                      <span className="grid-order">{header.column.getSortIndex() + 1}</span>
                    )}
                  </button>
                ) : (
                  <span className="clip">{name}</span>
                )}
              </div>
            )
          })}
        </div>
      </div>
      <div role="rowgroup" className="grid-body" style={{ height: cursor.height, minWidth: least }}>
        {cursor.items.map(({ index, start }) => {
          const row = rows.rowAt(index)
          const selected = row !== undefined && (selection?.ids.has(row.id) ?? false)
          return (
            <div
              key={row?.id ?? `row ${index}`}
              role="row"
              aria-rowindex={index + 2}
              data-index={index}
              {...(selection ? { 'aria-selected': selected } : {})}
              {...(row && row.id === open ? { 'aria-current': 'true' as const } : {})}
              tabIndex={index === cursor.index ? 0 : -1}
              className={`grid-row${selected ? ' selected' : ''}${row && row.id === open ? ' open' : ''}`}
              style={{ gridTemplateColumns: template, transform: `translateY(${start}px)` }}
              onClick={(event) => cursor.onClick(index, event)}
              onFocus={() => cursor.onFocus(index)}
            >
              {selection && (
                <div role="gridcell" className="grid-cell" data-select="">
                  <span className={selected ? 'tick on' : 'tick'}>
                    <Icon name="check" size={12} />
                  </span>
                  <span className="visually-hidden">{selected ? 'Selected' : 'Not selected'}</span>
                </div>
              )}
              {columns.map((column) => (
                <div key={column.id} role="gridcell" className="grid-cell">
                  {row ? column.cell(row) : <span className="grid-wait" />}
                </div>
              ))}
            </div>
          )
        })}
      </div>
    </div>
  )
}
