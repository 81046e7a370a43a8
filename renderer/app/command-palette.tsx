import { commands } from '../../shared/keymap/commands.ts'
import { keyText } from '../../shared/keymap/keys.ts'
import { runCommand, useRunnable } from '../data/commands.ts'
import { mac } from '../data/desktop.ts'
import { CommandList } from '../ui/command-list.tsx'
import { Dialog } from '../ui/dialog.tsx'

/** Every command that means something now, found by typing. */
export function CommandPalette({ onClose }: { readonly onClose: () => void }) {
  const runnable = useRunnable()
  const offered = commands.filter(({ id }) => id !== 'palette.open' && runnable.has(id))
  const groups = [...new Set(offered.map(({ group }) => group))].map((title) => ({
    title,
    entries: offered
      .filter(({ group }) => group === title)
      .map(({ id, title: name, keys }) => ({ id, title: name, keys: keys.map((key) => keyText(key, mac)) })),
  }))
  return (
    <Dialog title="Command palette" onClose={onClose} bare>
      <CommandList
        groups={groups}
        onRun={(id) => {
          onClose()
          // After the dialog has given the focus back, so that a dialog of the command can take it.
          setTimeout(() => runCommand(id), 0)
        }}
      />
    </Dialog>
  )
}
