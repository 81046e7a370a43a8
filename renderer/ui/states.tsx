import './states.css'
import { useEffect, useState, type ReactNode } from 'react'
import { viewOfError, type ErrorView } from '../data/errors.ts'
import { copyText } from './copy.ts'
import { Button } from './button.tsx'
import { Icon, type IconName } from './icon.tsx'

/** Nothing here yet, or nothing left after a filter, and what to do about it. */
export function Empty({
  icon,
  title,
  children,
  actions,
}: {
  readonly icon: IconName
  readonly title: string
  readonly children?: ReactNode
  readonly actions?: ReactNode
}) {
  return (
    <div className="empty">
      <span className="empty-icon">
        <Icon name={icon} size={22} />
      </span>
      <h2>{title}</h2>
      {children && <p className="muted">{children}</p>}
      {actions && <div className="row wrap">{actions}</div>}
    </div>
  )
}

/** Grey lines in place of what is being read; only when that takes longer than 150 ms. */
export function Skeleton({ lines = 6 }: { readonly lines?: number }) {
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 150)
    return () => clearTimeout(timer)
  }, [])
  if (!late) return null
  return (
    <div className="skeleton" role="status">
      <span className="visually-hidden">Loading</span>
      {Array.from({ length: lines }, (_, index) => (
        <span key={index} className="bar" style={{ width: `${90 - ((index * 23) % 50)}%` }} />
      ))}
    </div>
  )
}

/** What went wrong, what to do, and the facts for a report. */
export function ErrorPanel({
  error,
  view,
  onRetry,
  children,
}: {
  readonly error?: unknown
  readonly view?: ErrorView
  readonly onRetry?: () => void
  readonly children?: ReactNode
}) {
  const shown = view ?? viewOfError(error)
  return (
    <div className="error-panel" role="alert">
      <Icon name="alert" size={18} />
      <div className="grow stack tight">
        <strong className="break">{shown.what}</strong>
        <span className="break">{shown.remedy}</span>
        <div className="row wrap">
          {children}
          {onRetry && (
            <Button tone="quiet" onPress={onRetry}>
              Try again
            </Button>
          )}
          <Button
            tone="quiet"
            icon="copy"
            onPress={() => copyText(`${shown.what}\n${shown.remedy}\n${shown.details}`, 'Error details')}
          >
            Copy details
          </Button>
          <span className="muted mono">{shown.code}</span>
        </div>
      </div>
    </div>
  )
}

/** Something to know about all of the screen: partial data, read-only, stale. */
export function Banner({
  tone,
  icon,
  children,
  actions,
}: {
  readonly tone: 'info' | 'warning' | 'bad'
  readonly icon: IconName
  readonly children: ReactNode
  readonly actions?: ReactNode
}) {
  return (
    <div className={`banner ${tone}`}>
      <Icon name={icon} />
      <div className="grow">{children}</div>
      {actions}
    </div>
  )
}

/** Shows an answer in its three states: not there yet, failed, there. */
export function Answer<T>({
  query,
  children,
  lines,
}: {
  readonly query: {
    readonly data: T | undefined
    readonly error: unknown
    readonly isError: boolean
    refetch(): unknown
  }
  readonly children: (data: T) => ReactNode
  readonly lines?: number
}) {
  if (query.data !== undefined) return children(query.data)
  if (query.isError) return <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />
  return <Skeleton {...(lines === undefined ? {} : { lines })} />
}
