import type { Page } from 'playwright'
import type { Desktop } from '../../../shared/contract/desktop.ts'

declare global {
  interface Window {
    readonly countersign: Desktop
  }
}

/** Loads an address inside the page with fetch: its status, or `blocked` when the browser refuses to try. */
export function fetchStatus(page: Page, address: string, method = 'GET'): Promise<number | 'blocked'> {
  return page.evaluate(
    ([url, verb]) =>
      fetch(url, { method: verb }).then(
        (answer) => answer.status,
        () => 'blocked' as const,
      ),
    [address, method] as const,
  )
}

/** Calls an engine method through a fresh port, as the page's own client would; gives the raw reply. */
export function callEngine(
  page: Page,
  method: string,
  input: unknown,
): Promise<{ kind: string; error?: { code: string } }> {
  return page.evaluate(
    ([name, body]) =>
      new Promise<{ kind: string }>((resolve, reject) => {
        const heard = (event: MessageEvent) => {
          const [port] = event.ports
          if (event.data !== 'countersign:engine-port' || !port) return
          window.removeEventListener('message', heard)
          port.addEventListener('message', (reply) => {
            if (reply.data.id === 'harness' && reply.data.kind !== 'progress') resolve(reply.data)
          })
          port.start()
          port.postMessage({ kind: 'call', id: 'harness', method: name, input: body })
        }
        window.addEventListener('message', heard)
        setTimeout(() => reject(new Error('the engine gave no answer')), 10_000)
        window.countersign.connectEngine().catch(reject)
      }),
    [method, input] as const,
  )
}
