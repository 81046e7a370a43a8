import { countText, plural } from '../../../shared/text/format.ts'
import { Button } from '../../ui/button.tsx'
import type { DecisionKind } from './decision-dialog.tsx'

export interface BulkBarProps {
  readonly selected: ReadonlySet<number>
  readonly total: number
  readonly readOnly: boolean
  readonly onAsk: (kind: DecisionKind) => void
  readonly onClear: () => void
}

/** What can be done with the selected findings at once. */
export function BulkBar({ selected, total, readOnly, onAsk, onClear }: BulkBarProps) {
  return (
    <div className="selection-bar" role="toolbar" aria-label="With the selected findings">
      <strong>{plural(selected.size, 'finding')} selected</strong>
      <span className="muted">{countText(total)} in the list</span>
      <span className="grow" />
      <Button icon="person" hint="a" onPress={() => onAsk('assign')} disabled={readOnly}>
        Assign…
      </Button>
      <Button icon="note" hint="n" onPress={() => onAsk('note')} disabled={readOnly}>
        Note…
      </Button>
      <Button icon="check" hint="r" onPress={() => onAsk('remediated')} disabled={readOnly}>
        Mark remediated…
      </Button>
      <Button tone="quiet" hint="Esc" onPress={onClear}>
        Clear
      </Button>
    </div>
  )
}
