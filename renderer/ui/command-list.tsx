import './command-list.css'
import { Autocomplete, useFilter } from 'react-aria-components/Autocomplete'
import { Header } from 'react-aria-components/Header'
import { Input } from 'react-aria-components/Input'
import { Menu, MenuItem, MenuSection } from 'react-aria-components/Menu'
import { SearchField } from 'react-aria-components/SearchField'
import { Icon } from './icon.tsx'

export interface CommandGroup {
  readonly title: string
  readonly entries: readonly {
    readonly id: string
    readonly title: string
    readonly keys: readonly string[]
  }[]
}

/** A list of actions narrowed by typing; arrows choose, Enter runs. */
export function CommandList({
  groups,
  onRun,
}: {
  readonly groups: readonly CommandGroup[]
  readonly onRun: (id: string) => void
}) {
  const { contains } = useFilter({ sensitivity: 'base' })
  // Each word must occur; their order does not matter.
  const matches = (text: string, typed: string) => typed.split(/\s+/).every((word) => contains(text, word))
  return (
    <Autocomplete filter={matches}>
      <SearchField className="command-search" aria-label="Type a command" autoFocus>
        <Icon name="search" />
        <Input placeholder="Type a command…" spellCheck={false} />
      </SearchField>
      <Menu
        className="menu command-menu"
        aria-label="Commands"
        onAction={(key) => onRun(String(key))}
        renderEmptyState={() => <p className="muted command-none">No command has these words.</p>}
      >
        {groups.map((group) => (
          <MenuSection key={group.title} className="command-group">
            <Header className="command-header">{group.title}</Header>
            {group.entries.map((entry) => (
              <MenuItem
                key={entry.id}
                id={entry.id}
                textValue={`${group.title} ${entry.title}`}
                className="menu-item"
              >
                <span>{entry.title}</span>
                <span className="row">
                  {entry.keys.map((key) => (
                    <kbd key={key}>{key}</kbd>
                  ))}
                </span>
              </MenuItem>
            ))}
          </MenuSection>
        ))}
      </Menu>
    </Autocomplete>
  )
}
