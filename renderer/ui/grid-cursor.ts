import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual'
import { useCallback, useEffect, useRef, useState, type KeyboardEvent, type MouseEvent } from 'react'
import type { PagedRows } from '../data/pages.ts'
import { useCommand } from '../data/commands.ts'
import { announce } from '../data/toasts.ts'
import { plural } from '../../shared/text/format.ts'
import type { GridRow, GridSelection } from './grid-rows.ts'

export const rowHeight = 32

interface CursorOptions<R extends GridRow> {
  readonly rows: PagedRows<R>
  readonly selection: GridSelection | undefined
  readonly open: number | null
  readonly onOpen: (row: R) => void
}

/** Where the keyboard is in a grid, which rows are drawn, and what keys and clicks do there. */
export function useCursor<R extends GridRow>({ rows, selection, open, onOpen }: CursorOptions<R>) {
  const scroller = useRef<HTMLDivElement>(null)
  const [index, show] = useState(0)
  // Keys may come faster than React draws: what they count from is kept beside what is drawn.
  const place = useRef(0)
  const setIndex = (next: number) => {
    place.current = next
    show(next)
  }
  // The row the keyboard is on; after another order it is found again by this.
  const id = useRef<number | null>(null)
  const anchor = useRef(0)
  const wantFocus = useRef(false)
  const wantOpen = useRef(false)
  const last = rows.total - 1

  const virtualizer = useVirtualizer({
    count: rows.total,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    getItemKey: useCallback((at: number) => rows.rowAt(at)?.id ?? `row ${at}`, [rows]),
    // The row with the focus is drawn wherever it is, or the focus would be lost.
    rangeExtractor: (range) => {
      const shown = defaultRangeExtractor(range)
      return shown.includes(index) || index > last ? shown : [...shown, index].sort((a, b) => a - b)
    },
    scrollPaddingStart: rowHeight + 4,
  })
  const items = virtualizer.getVirtualItems()
  const width = virtualizer.scrollRect?.width ?? 0
  const { startIndex = 0, endIndex = 0 } = virtualizer.range ?? {}
  useEffect(() => rows.look(startIndex, endIndex))

  // The focus follows the row, not its place.
  useEffect(() => {
    const there = rows.rowAt(index)
    if (id.current !== null && there && there.id !== id.current) {
      const moved = rows.loaded.find(({ row }) => row.id === id.current)
      if (moved) setIndex(moved.index)
      else id.current = there.id
    } else if (there) id.current = there.id
    if (index > last && last >= 0) setIndex(last)
  }, [rows, index, last])

  useEffect(() => {
    const row = rows.rowAt(index)
    if (wantFocus.current) {
      const element = scroller.current?.querySelector<HTMLElement>(`[data-index="${index}"]`)
      if (element) {
        wantFocus.current = false
        element.focus({ preventScroll: true })
      }
    }
    if (wantOpen.current && row) {
      wantOpen.current = false
      onOpen(row)
    }
  })

  const moveTo = (next: number) => {
    const to = Math.max(0, Math.min(last, next))
    id.current = rows.rowAt(to)?.id ?? null
    anchor.current = to
    wantFocus.current = true
    wantOpen.current = open !== null
    virtualizer.scrollToIndex(to, { align: 'auto' })
    setIndex(to)
  }
  const openRow = () => {
    const row = rows.rowAt(place.current)
    if (row) onOpen(row)
  }
  const select = (from: number, to: number, on: boolean) => {
    if (!selection) return
    const [first, end] = from < to ? [from, to] : [to, from]
    void rows.read(first, end).then((found) =>
      selection.change(
        found.map((row) => row.id),
        on,
      ),
    )
  }
  const toggle = (at: number) => {
    const row = rows.rowAt(at)
    if (!row || !selection) return
    anchor.current = at
    const on = !selection.ids.has(row.id)
    selection.change([row.id], on)
    announce(
      `${on ? 'Selected' : 'No longer selected'}; ${plural(selection.ids.size + (on ? 1 : -1), 'row')} selected`,
    )
  }
  const selectAll = async (on: boolean) => {
    if (!selection) return
    if (!on) {
      selection.change([...selection.ids], false)
      announce('Selection cleared')
      return
    }
    const all = await rows.read(0, last)
    selection.change(
      all.map((row) => row.id),
      true,
    )
    announce(`${plural(all.length, 'row')} selected`)
  }

  const none = rows.total === 0
  useCommand(
    'list.next',
    none
      ? null
      : () =>
          moveTo(
            open === null && document.activeElement === document.body ? place.current : place.current + 1,
          ),
  )
  useCommand('list.previous', none ? null : () => moveTo(place.current - 1))
  useCommand('list.open', none ? null : openRow)
  useCommand('list.select', none || !selection ? null : () => toggle(place.current))
  useCommand(
    'list.select-range',
    none || !selection ? null : () => select(anchor.current, place.current, true),
  )
  useCommand('list.select-all', none || !selection ? null : () => void selectAll(true))

  return {
    scroller,
    index,
    items,
    width,
    height: virtualizer.getTotalSize(),
    selectAll,
    onFocus(at: number) {
      if (at === index) return
      id.current = rows.rowAt(at)?.id ?? null
      setIndex(at)
    },
    onClick(at: number, event: MouseEvent<HTMLElement>) {
      const box = event.target instanceof Element && event.target.closest('[data-select]') !== null
      id.current = rows.rowAt(at)?.id ?? null
      setIndex(at)
      if (event.shiftKey && selection) return select(anchor.current, at, true)
      if ((box || event.ctrlKey || event.metaKey) && selection) return toggle(at)
      const row = rows.rowAt(at)
      anchor.current = at
      if (row) onOpen(row)
    },
    onKeyDown(event: KeyboardEvent<HTMLElement>) {
      const onRow = event.target instanceof HTMLElement && event.target.dataset['index'] !== undefined
      if (!onRow) return
      const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 320) / rowHeight) - 2)
      const from = place.current
      const steps: Readonly<Record<string, number>> = {
        ArrowDown: from + 1,
        ArrowUp: from - 1,
        PageDown: from + page,
        PageUp: from - page,
        Home: 0,
        End: last,
      }
      const next = steps[event.key]
      if (next !== undefined) {
        event.preventDefault()
        if (event.shiftKey && selection) select(anchor.current, next, true)
        const start = anchor.current
        moveTo(next)
        if (event.shiftKey) anchor.current = start
      } else if (event.key === ' ' && selection) {
        event.preventDefault()
        toggle(place.current)
      }
    },
  }
}
