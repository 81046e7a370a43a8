import './facet-menu.css'
import { Button as AriaButton } from 'react-aria-components/Button'
import { Menu, MenuItem, MenuTrigger } from 'react-aria-components/Menu'
import { Popover } from 'react-aria-components/Popover'
import { countText } from '../../shared/text/format.ts'
import { Icon } from './icon.tsx'

export interface FacetValue {
  readonly value: string
  readonly label: string
  readonly count: number
}

/** A filter of several values, each with how many rows it has. */
export function FacetMenu({
  label,
  values,
  chosen,
  onChange,
}: {
  readonly label: string
  readonly values: readonly FacetValue[]
  readonly chosen: readonly string[]
  readonly onChange: (chosen: string[]) => void
}) {
  const known = new Set(values.map(({ value }) => value))
  const all = [
    ...values,
    ...chosen.filter((value) => !known.has(value)).map((value) => ({ value, label: value, count: 0 })),
  ]
  const names = chosen.map((value) => all.find((one) => one.value === value)?.label ?? value)
  return (
    <MenuTrigger>
      <AriaButton
        className={`button facet${chosen.length > 0 ? ' active' : ''}`}
        aria-label={
          chosen.length === 0
            ? label
            : names.length === 1
              ? `${label} ${names[0]}`
              : `${label} ${names.length}: ${names.join(', ')}`
        }
      >
        <span>{label}</span>{' '}
        {chosen.length > 0 && (
          <span className="facet-chosen">{names.length === 1 ? names[0] : names.length}</span>
        )}
        <Icon name="down" size={12} />
      </AriaButton>
      <Popover className="popover">
        <Menu
          className="menu"
          aria-label={label}
          selectionMode="multiple"
          selectedKeys={chosen}
          onSelectionChange={(keys) =>
            onChange(keys === 'all' ? all.map(({ value }) => value) : [...keys].map(String))
          }
          shouldCloseOnSelect={false}
        >
          {all.map((one) => (
            <MenuItem key={one.value} id={one.value} textValue={one.label} className="menu-item facet-item">
              {({ isSelected }) => (
                <>
                  <span className="row">
                    <span className={isSelected ? 'tick on' : 'tick'} aria-hidden="true">
                      <Icon name="check" size={12} />
                    </span>
                    {one.label}
                  </span>
                  <span className="muted">{countText(one.count)}</span>
                </>
              )}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}
