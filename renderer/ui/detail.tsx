import './toolbar.css'
import type { ReactNode } from 'react'
import { IconButton } from './button.tsx'
import { copyText } from './copy.ts'

/** The detail beside a list: its title, what is known, and the way back. The body scrolls by keyboard too. */
export function Detail({
  title,
  onClose,
  actions,
  children,
}: {
  readonly title: string
  readonly onClose: () => void
  readonly actions?: ReactNode
  readonly children: ReactNode
}) {
  return (
    <>
      <div className="side-head">
        <h2 className="grow break">{title}</h2>
        {actions}
        <IconButton label="Close the detail" icon="cross" onPress={onClose} />
      </div>
      <div className="side-body" tabIndex={0} role="region" aria-label={title}>
        {children}
      </div>
    </>
  )
}

/** One fact of a list of facts. */
export function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd className="break">{children}</dd>
    </>
  )
}

/** A hash in full with a button that copies it. */
export function Hash({ value, what }: { readonly value: string; readonly what: string }) {
  return (
    <span className="hash">
      <span className="mono">{value}</span>
      <IconButton label={`Copy ${what}`} icon="copy" onPress={() => copyText(value, what)} />
    </span>
  )
}
