import './page.css'
import type { ReactNode } from 'react'

export interface PageProps {
  readonly title: string
  readonly subtitle?: ReactNode
  readonly actions?: ReactNode
  readonly children: ReactNode
  /** The content fills the screen and scrolls inside itself: long tables. */
  readonly filled?: boolean
}

/** One screen: title, actions, content. */
export function Page({ title, subtitle, actions, children, filled = false }: PageProps) {
  return (
    <div className={filled ? 'page filled' : 'page'}>
      <header className="page-head">
        <div className="grow">
          <h1>{title}</h1>
          {subtitle && <div className="muted page-subtitle">{subtitle}</div>}
        </div>
        {actions && <div className="row wrap end">{actions}</div>}
      </header>
      <div className="page-body">{children}</div>
    </div>
  )
}

export interface PanelProps {
  readonly title: string
  readonly actions?: ReactNode
  readonly children: ReactNode
  /** The content brings its own padding: tables, lists. */
  readonly flush?: boolean
}

/** A titled box. */
export function Panel({ title, actions, children, flush = false }: PanelProps) {
  return (
    <section className="panel" aria-label={title}>
      <div className="panel-head">
        <h2>{title}</h2>
        {actions && <div className="row">{actions}</div>}
      </div>
      <div className={flush ? '' : 'panel-body'}>{children}</div>
    </section>
  )
}

/** A list beside the detail of one of its rows; narrow windows show one over the other. */
export function Split({
  children,
  detail,
}: {
  readonly children: ReactNode
  readonly detail: ReactNode | null
}) {
  return (
    <div className={detail ? 'split open' : 'split'}>
      <div className="split-main">{children}</div>
      {detail && <aside className="split-detail fade-in">{detail}</aside>}
    </div>
  )
}
