import type { WebContents } from 'electron'

/** The part of web contents that is guarded; a fake of it is enough for the tests. */
export type GuardedContents = Pick<WebContents, 'on' | 'setWindowOpenHandler'>

/**
 * The page never leaves its first document (security.md item 5): no navigation in any frame, no redirect, no new
 * window, no webview. Moving inside the page (the hash) raises none of these events.
 */
export function denyNavigation(contents: GuardedContents, report: (what: string) => void): void {
  contents.on('will-navigate', (event) => {
    event.preventDefault()
    report('navigation')
  })
  contents.on('will-frame-navigate', (event) => {
    event.preventDefault()
    report('frame navigation')
  })
  contents.on('will-redirect', (event) => {
    event.preventDefault()
    report('redirect')
  })
  contents.on('will-attach-webview', (event) => {
    event.preventDefault()
    report('webview')
  })
  contents.setWindowOpenHandler(() => {
    report('new window')
    return { action: 'deny' }
  })
}
