import { appOrigin } from '../../../shared/contract/desktop.ts'
import { contentSecurityPolicy } from '../security/csp.ts'
import type { FileMap } from './file-map.ts'

export interface Answer {
  readonly status: 200 | 404 | 405
  readonly headers: Readonly<Record<string, string>>
  /** File to send; null for an empty body. */
  readonly file: string | null
}

/**
 * Decides what the app protocol answers (security.md item 4). Pure: nothing is read from disk and no path is built;
 * what is not in the map does not exist, however the address is spelt.
 * @param nonce fresh random text for the policy of this answer
 */
export function answerRequest(files: FileMap, method: string, address: string, nonce: string): Answer {
  const headers = {
    'Content-Security-Policy': contentSecurityPolicy(nonce),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cache-Control': 'no-store',
  }
  if (method !== 'GET') return { status: 405, headers: { ...headers, Allow: 'GET' }, file: null }
  let url: URL
  try {
    url = new URL(address)
  } catch {
    return { status: 404, headers, file: null }
  }
  const found = `${url.protocol}//${url.host}` === appOrigin ? files.get(url.pathname) : undefined
  if (!found) return { status: 404, headers, file: null }
  return { status: 200, headers: { ...headers, 'Content-Type': found.type }, file: found.file }
}
