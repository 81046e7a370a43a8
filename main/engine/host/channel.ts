import type { Channel } from '../../../shared/contract/client.ts'

/** Two ends of one in-process transport; messages are copied, as any real transport would. */
export function channelPair(): [Channel, Channel] {
  const closers = new Set<() => void>()
  const end = () => {
    const listeners = new Set<(message: unknown) => void>()
    return {
      listeners,
      channel: (other: Set<(message: unknown) => void>): Channel => ({
        post(message) {
          const copy: unknown = structuredClone(message)
          queueMicrotask(() => {
            for (const listener of other) listener(copy)
          })
        },
        onMessage: (listener) => void listeners.add(listener),
        onClose: (listener) => void closers.add(listener),
      }),
    }
  }
  const a = end()
  const b = end()
  return [a.channel(b.listeners), b.channel(a.listeners)]
}
