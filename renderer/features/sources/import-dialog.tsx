import { useState } from 'react'
import type { Output } from '../../../shared/contract/contract.ts'
import { fileName, plural } from '../../../shared/text/format.ts'
import { ensureActor } from '../../data/actor.ts'
import { viewOfError } from '../../data/errors.ts'
import { startJob } from '../../data/jobs.ts'
import { say } from '../../data/toasts.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { Checkbox, Field } from '../../ui/field.tsx'

export interface ImportDialogProps {
  readonly paths: readonly string[]
  readonly onClose: () => void
  readonly onDone: (result: Output<'scan.import'>) => void
}

/** What is about to be imported, and how; the work itself goes on behind the window. */
export function ImportDialog({ paths, onClose, onDone }: ImportDialogProps) {
  const [label, setLabel] = useState(`Capture ${new Date().toISOString().slice(0, 10)}`)
  const [acceptRefused, setAcceptRefused] = useState(false)
  const start = async () => {
    const actor = await ensureActor()
    if (actor === null) return
    onClose()
    try {
      onDone(
        await startJob(
          'scan.import',
          { paths: [...paths], actor, label: label.trim(), acceptRefused },
          { title: `Importing ${plural(paths.length, 'path')}`, quiet: true },
        ),
      )
    } catch (error) {
      const { what, remedy, code } = viewOfError(error)
      if (code !== 'cancelled') say({ tone: 'bad', text: what, detail: `${remedy} Nothing was imported.` })
    }
  }
  return (
    <Dialog title="Import exports" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void start()
        }}
      >
        <ul className="import-paths" aria-label="What is imported">
          {paths.slice(0, 8).map((path) => (
            <li key={path} className="clip" title={path}>
              {fileName(path)}
            </li>
          ))}
          {paths.length > 8 && <li className="muted">and {paths.length - 8} more</li>}
        </ul>
        <Field
          label="Name of the scan"
          value={label}
          onChange={setLabel}
          help="The instant the scan stands for is taken from the newest capture time in the files."
          autoFocus
        />
        <Checkbox checked={acceptRefused} onChange={setAcceptRefused}>
          Go on without files that cannot be read, and list them
        </Checkbox>
        <DialogActions>
          <Button onPress={onClose}>Cancel</Button>
          <Button tone="primary" type="submit">
            Import
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
