import {
  createClient,
  EngineError,
  type CallOptions,
  type Channel,
  type Client,
} from '../../shared/contract/client.ts'
import type { Input, MethodName, Output } from '../../shared/contract/contract.ts'
import { enginePortMessage, type Desktop, type EngineState } from '../../shared/contract/desktop.ts'
import { desktop } from './desktop.ts'

type EventName = Parameters<Parameters<Client['onEvent']>[0]>[0]

export interface EngineConnection {
  /** Calls made before the engine is there wait for it; calls in flight when it ends reject with `engine_unavailable`. */
  call<N extends MethodName>(method: N, input: Input<N>, options?: CallOptions): Promise<Output<N>>
  onEvent(listener: (name: EventName) => void): () => void
  /** Called with each new state; `restored` after the engine came back as a new process, which has nothing open. */
  onState(listener: (state: EngineState, restored: boolean) => void): () => void
  state(): EngineState
}

/** A browser message port as a channel. It is closed by hand: a port does not tell when the process behind it ends. */
function portChannel(port: MessagePort): Channel & { close(): void } {
  const closed = new Set<() => void>()
  return {
    post: (message) => port.postMessage(message),
    onMessage(listener) {
      port.addEventListener('message', (event) => listener(event.data))
      port.start()
    },
    onClose: (listener) => void closed.add(listener),
    close() {
      port.close()
      for (const listener of closed) listener()
    },
  }
}

interface Waiter {
  readonly promise: Promise<Client>
  resolve(client: Client): void
  reject(error: EngineError): void
}

function waiter(): Waiter {
  const { promise, resolve, reject } = Promise.withResolvers<Client>()
  // Nobody may be waiting; that must not count as an unhandled rejection.
  promise.catch(() => {})
  return { promise, resolve, reject }
}

/**
 * The window's one connection to the engine. A port arrives as a window message each time one is asked for; when the
 * engine is restarted the old port is dropped and a fresh one asked for.
 */
export function connectEngine(
  shell: Pick<Desktop, 'connectEngine' | 'onEvent'>,
  page: Window,
): EngineConnection {
  const events = new Set<(name: EventName) => void>()
  const states = new Set<(state: EngineState, restored: boolean) => void>()
  let channel: ReturnType<typeof portChannel> | null = null
  let current = waiter()
  let state: EngineState = 'starting'
  let lost = false

  const tell = (next: EngineState, restored: boolean) => {
    state = next
    for (const listener of states) listener(next, restored)
  }
  const drop = () => {
    if (channel) current = waiter()
    channel?.close()
    channel = null
  }
  page.addEventListener('message', (event) => {
    const [port] = event.ports
    if (event.data !== enginePortMessage || event.source !== page || !port) return
    drop()
    channel = portChannel(port)
    const client = createClient(channel)
    client.onEvent((name) => {
      for (const listener of events) listener(name)
    })
    current.resolve(client)
    const restored = lost
    lost = false
    tell('running', restored)
  })
  shell.onEvent((event) => {
    if (event.kind !== 'engine') return
    if (event.state === 'running') {
      if (lost) void shell.connectEngine()
      return
    }
    lost = true
    drop()
    if (event.state === 'stopped')
      current.reject(new EngineError({ code: 'engine_unavailable', params: {}, causeId: '' }))
    else if (state === 'stopped') current = waiter()
    tell(event.state, false)
  })
  void shell.connectEngine()

  return {
    call: async (method, input, options) => (await current.promise).call(method, input, options),
    onEvent(listener) {
      events.add(listener)
      return () => events.delete(listener)
    },
    onState(listener) {
      states.add(listener)
      return () => states.delete(listener)
    },
    state: () => state,
  }
}

export const engine: EngineConnection = connectEngine(desktop, window)
