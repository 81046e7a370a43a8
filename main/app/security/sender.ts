import { appOrigin } from '../../../shared/contract/desktop.ts'

/** What is looked at of an ipc event; a subset of Electron's so that tests can make one. */
export interface IpcSender {
  readonly sender: unknown
  readonly senderFrame: { readonly origin: string } | null
}

/** One of our windows' contents. */
export interface KnownContents {
  readonly mainFrame: unknown
}

/**
 * Why a message is refused, or null when it comes from the main frame of one of our windows showing our own page
 * (security.md item 9). A frame that is gone has no `senderFrame`.
 */
export function senderProblem(event: IpcSender, ours: ReadonlySet<unknown>): string | null {
  if (!ours.has(event.sender)) return 'unknown window'
  if (event.senderFrame === null) return 'frame is gone'
  if (event.senderFrame !== (event.sender as KnownContents).mainFrame) return 'not the main frame'
  if (event.senderFrame.origin !== appOrigin) return 'foreign origin'
  return null
}
