import type { Session } from 'electron'
import { appOrigin } from '../../../shared/contract/desktop.ts'

/**
 * Whether the window may load an address at all (security.md item 8): our own files and nothing else.
 * `devtools:` is let through for a checkout, where the developer tools may be opened.
 */
export function requestAllowed(address: string, packaged: boolean): boolean {
  let url: URL
  try {
    url = new URL(address)
  } catch {
    return false
  }
  // `origin` of a non-special scheme is "null" in URL, so scheme and host are compared.
  if (`${url.protocol}//${url.host}` === appOrigin) return url.username === '' && url.password === ''
  return !packaged && url.protocol === 'devtools:'
}

/** Cancels every other request, whatever asked for it; each is reported once by its scheme and host. */
export function cutNetwork(session: Session, packaged: boolean, report: (address: string) => void): void {
  session.webRequest.onBeforeRequest((details, answer) => {
    const cancel = !requestAllowed(details.url, packaged)
    if (cancel) report(details.url)
    answer({ cancel })
  })
  session.setSpellCheckerEnabled(false)
  session.on('will-download', (event, item) => {
    event.preventDefault()
    report(item.getURL())
  })
}
