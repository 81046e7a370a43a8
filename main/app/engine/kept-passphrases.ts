import type { Channel } from '../../../shared/contract/client.ts'
import { isJsonObject, type JsonValue } from '../../../shared/model/json.ts'

/**
 * A channel whose calls may leave a passphrase empty: `{ fingerprint, passphrase: '' }` anywhere in the input is filled
 * from the keychain on its way to the engine. The window so never holds a kept passphrase. What the engine cannot use
 * (no passphrase kept) arrives empty and is answered by the engine like any wrong one.
 * @param reveal asks the shell; resolves to null when none is kept
 */
export function withKeptPassphrases(
  channel: Channel,
  reveal: (fingerprint: string) => Promise<string | null>,
): Channel {
  return {
    ...channel,
    onMessage(listener) {
      // While a call waits for its passphrase, later messages (its cancel, say) wait behind it.
      let waiting = 0
      let tail = Promise.resolve()
      channel.onMessage((message) => {
        const open = emptyPassphrases(message)
        if (open.length === 0 && waiting === 0) return listener(message)
        waiting += 1
        tail = tail.then(async () => {
          for (const place of open) place.passphrase = (await reveal(place.fingerprint)) ?? ''
          waiting -= 1
          listener(message)
        })
      })
    },
  }
}

interface Place {
  fingerprint: string
  passphrase: string
}

/** Direct members of a call's input that name a certificate and leave its passphrase empty. */
function emptyPassphrases(message: unknown): Place[] {
  if (!isJsonObject(message as JsonValue)) return []
  const { kind, input } = message as { kind?: unknown; input?: unknown }
  if (kind !== 'call' || typeof input !== 'object' || input === null) return []
  return Object.values(input).filter(
    (value): value is Place =>
      typeof value === 'object' &&
      value !== null &&
      typeof (value as Place).fingerprint === 'string' &&
      (value as Place).passphrase === '',
  )
}
