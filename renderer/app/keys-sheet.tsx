import { commands } from '../../shared/keymap/commands.ts'
import { keyText } from '../../shared/keymap/keys.ts'
import { mac } from '../data/desktop.ts'
import { Dialog } from '../ui/dialog.tsx'

/** All keys on one sheet, from the same list the keys themselves come from. */
export function KeysSheet({ onClose }: { readonly onClose: () => void }) {
  const withKeys = commands.filter(({ keys }) => keys.length > 0)
  return (
    <Dialog title="Keyboard shortcuts" width="wide" onClose={onClose}>
      <div className="key-groups">
        {[...new Set(withKeys.map(({ group }) => group))].map((group) => (
          <section key={group}>
            <h3>{group}</h3>
            <dl>
              {withKeys
                .filter((command) => command.group === group)
                .map((command) => (
                  <div key={command.id} className="spread">
                    <dt>{command.title}</dt>
                    <dd className="row">
                      {command.keys.map((key) => (
                        <kbd key={key}>{keyText(key, mac)}</kbd>
                      ))}
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
