import type { Desktop } from '../../shared/contract/desktop.ts'

declare global {
  interface Window {
    readonly countersign: Desktop
  }
}

/** What the desktop shell offers this window; exposed by the preload, frozen. */
export const desktop: Desktop = window.countersign

export const mac = navigator.userAgent.includes('Mac OS X')
