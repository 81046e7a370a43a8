import type { ReactNode } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import { Menu, MenuItem, MenuTrigger } from 'react-aria-components/Menu'
import { Popover } from 'react-aria-components/Popover'
import { Icon, type IconName } from './icon.tsx'

export interface MenuEntry {
  readonly id: string
  readonly label: string
  readonly icon?: IconName
  readonly hint?: string
  readonly selected?: boolean
  readonly run: () => void
}

/** A button that opens a list of actions. */
export function ActionMenu({ label, children, entries, tone = 'normal' }: { readonly label: string; readonly children: ReactNode; readonly entries: readonly MenuEntry[]; readonly tone?: 'normal' | 'quiet' }) {
  return (
    <MenuTrigger>
      <AriaButton className={`button ${tone}`} aria-label={label}>
        {children}
        <Icon name="down" size={12} />
      </AriaButton>
      <Popover className="popover">
        <Menu className="menu" onAction={(key) => entries.find(({ id }) => id === key)?.run()}>
          {entries.map((entry) => (
            <MenuItem key={entry.id} id={entry.id} textValue={entry.label} className="menu-item">
              <span className="row">
                {entry.icon && <Icon name={entry.icon} />}
                {entry.label}
              </span>
              {entry.hint && <span className="muted">{entry.hint}</span>}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}
