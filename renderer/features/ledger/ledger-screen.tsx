import '../../ui/toolbar.css'
import { useState } from 'react'
import type { LedgerEntry } from '../../../shared/model/ledger.ts'
import { countText, shortHash } from '../../../shared/text/format.ts'
import { plainWords } from '../../../shared/text/labels.ts'
import { useCommand } from '../../data/commands.ts'
import { useEngagement } from '../../data/engagement.ts'
import { usePages } from '../../data/pages.ts'
import { Detail, Fact, Hash } from '../../ui/detail.tsx'
import { Grid, type GridColumn } from '../../ui/grid.tsx'
import { JsonView } from '../../ui/json-view.tsx'
import { mappedRows } from '../../ui/memory-rows.ts'
import { Page, Panel, Split } from '../../ui/page.tsx'
import { Empty } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import { payloadText } from './payload-text.ts'

type Row = LedgerEntry & { readonly id: number }

const columns: readonly GridColumn<Row>[] = [
  { id: 'seq', header: 'Entry', width: 76, cell: (entry) => <span>#{entry.seq}</span> },
  { id: 'at', header: 'Time', width: 232, cell: (entry) => <Time at={entry.at} /> },
  { id: 'actor', header: 'By', width: 130, cell: (entry) => <span className="clip">{entry.actor}</span> },
  {
    id: 'action',
    header: 'What',
    width: 216,
    cell: (entry) => <span className="clip">{plainWords(entry.action)}</span>,
  },
  {
    id: 'payload',
    header: 'Content',
    width: 200,
    grow: 1,
    cell: (entry) => <span className="clip muted">{payloadText(entry.payload)}</span>,
  },
  {
    id: 'hash',
    header: 'Hash',
    width: 124,
    cell: (entry) => <span className="mono">{shortHash(entry.hash)}</span>,
  },
]
const narrow: readonly GridColumn<Row>[] = columns
  .filter(({ id }) => id === 'seq' || id === 'actor' || id === 'action')
  .map((column) => (column.id === 'action' ? { ...column, grow: 1 } : column))

/** The chain of everything that was decided and sealed, newest first, with its head. */
export function LedgerScreen() {
  const head = useEngagement()?.ledger
  const pages = usePages('ledger.page', {})
  const rows = mappedRows(pages, (entry): Row => ({ ...entry, id: entry.seq }))
  const [open, setOpen] = useState<number | null>(null)
  const entry = rows.loaded.find(({ row }) => row.id === open)?.row ?? null
  useCommand('list.close', entry ? () => setOpen(null) : null)
  return (
    <Page
      title="Ledger"
      subtitle="Every decision and every sealed scan. Each entry carries the hash of the one before, so none can be changed or taken out unseen."
      filled
    >
      {head && head.seq > 0 && (
        <Panel title={`Head: entry #${countText(head.seq)}`}>
          <Hash value={head.hash} what="the head" />
          <p className="muted">
            This one line stands for the whole chain up to now. Note it outside this file, in an e-mail or on
            paper: who knows it can prove later that nothing before it was changed or cut off. Each package
            prints it, and a verification can be given it.
          </p>
        </Panel>
      )}
      <Split
        detail={
          entry && (
            <Detail title={`#${entry.seq} ${plainWords(entry.action)}`} onClose={() => setOpen(null)}>
              <dl className="facts">
                <Fact name="Time">
                  <Time at={entry.at} />
                </Fact>
                <Fact name="By">{entry.actor}</Fact>
                <Fact name="Hash">
                  <Hash value={entry.hash} what="the hash" />
                </Fact>
                <Fact name="Before it">
                  <Hash value={entry.prev} what="the hash before" />
                </Fact>
              </dl>
              <h3>Content</h3>
              <JsonView value={entry.payload} label="Content of the entry" />
            </Detail>
          )
        }
      >
        <Grid
          label="Ledger"
          columns={entry ? narrow : columns}
          rows={rows}
          open={open}
          onOpen={(row) => setOpen(row.id)}
          empty={
            <Empty icon="chain" title="The ledger is empty">
              It begins with the first thing that is recorded.
            </Empty>
          }
        />
      </Split>
    </Page>
  )
}
