import './drop-area.css'
import { useState, type DragEvent, type ReactNode } from 'react'
import { desktop } from '../data/desktop.ts'
import { Icon } from './icon.tsx'

export interface DropAreaProps {
  readonly label: string
  /** Absolute paths of what was dropped; files and folders alike. */
  readonly onPaths: (paths: string[]) => void
  readonly disabled?: boolean
  readonly children: ReactNode
}

const hasFiles = (event: DragEvent) => event.dataTransfer.types.includes('Files')

/**
 * A place that takes files from the file manager. The browser's own events are used and not a library's: only a real
 * File has a path. There is always a button that does the same.
 */
export function DropArea({ label, onPaths, disabled = false, children }: DropAreaProps) {
  const [over, setOver] = useState(false)
  return (
    <section
      className={over ? 'drop-area over' : 'drop-area'}
      aria-label={label}
      onDragOver={(event) => {
        if (disabled || !hasFiles(event)) return
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false)
      }}
      onDrop={(event) => {
        if (disabled) return
        event.preventDefault()
        setOver(false)
        const paths = [...event.dataTransfer.files]
          .map((file) => desktop.pathOf(file))
          .filter((path) => path !== '')
        if (paths.length > 0) onPaths(paths)
      }}
    >
      <Icon name="import" size={20} />
      {children}
    </section>
  )
}
