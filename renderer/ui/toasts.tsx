import './toasts.css'
import { useEffect, useState } from 'react'
import { announcement, dismissToast, toasts } from '../data/toasts.ts'
import { useStore } from '../data/store.ts'
import { Button, IconButton } from './button.tsx'
import { Icon } from './icon.tsx'

const look = { good: 'check', bad: 'alert', plain: 'dash' } as const

/** Short messages in the corner, read out as they come. */
export function Toasts() {
  const shown = useStore(toasts)
  return (
    <div className="toasts" role="log" aria-live="polite" aria-label="Messages">
      {shown.map((toast) => (
        <div key={toast.id} className={`toast ${toast.tone} fade-in`}>
          <Icon name={look[toast.tone]} />
          <div className="grow">
            <div className="break">{toast.text}</div>
            {toast.detail && <div className="muted break">{toast.detail}</div>}
          </div>
          {toast.action && (
            <Button tone="quiet" onPress={toast.action.run}>
              {toast.action.label}
            </Button>
          )}
          <IconButton label="Dismiss" icon="cross" onPress={() => dismissToast(toast.id)} />
        </div>
      ))}
    </div>
  )
}

/** Reads announcements to screen readers; the same words twice are read twice. */
export function LiveRegion() {
  const { text, count } = useStore(announcement)
  const [said, setSaid] = useState('')
  useEffect(() => {
    setSaid('')
    const timer = setTimeout(() => setSaid(text), 50)
    return () => clearTimeout(timer)
  }, [text, count])
  return (
    <div className="visually-hidden" role="status" aria-live="polite" data-testid="announcement">
      {said}
    </div>
  )
}
