import type { MessagePortMain } from 'electron'
import type { Channel } from '../../../shared/contract/client.ts'

/**
 * A message port as the engine's channel. Messages are queued by the port until `start`, which comes with the first
 * listener, so nothing sent before the engine listened is lost.
 */
export function portChannel(port: MessagePortMain): Channel {
  return {
    // No transfer list: array buffers handed over lose their content on these ports.
    post: (message) => port.postMessage(message),
    onMessage(listener) {
      port.on('message', (event) => listener(event.data))
      port.start()
    },
    onClose: (listener) => void port.on('close', listener),
  }
}
