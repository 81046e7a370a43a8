import {
  contract,
  type Input,
  type MethodName,
  type Output,
  type Progress,
  type Reply,
  type WireError,
} from './contract.ts'

/** Both ends of any transport: a message port, an in-process pair. */
export interface Channel {
  post(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
  onClose(listener: () => void): void
}

/** What a failed call rejects with; the words are made from `shared/text/errors.ts`. */
export class EngineError extends Error {
  readonly wire: WireError
  constructor(wire: WireError) {
    super(`${wire.code} ${JSON.stringify(wire.params)}`)
    this.name = 'EngineError'
    this.wire = wire
  }
}

export interface CallOptions {
  readonly onProgress?: (progress: Progress) => void
  /** Aborting asks the engine to cancel; the call then rejects with `cancelled`. */
  readonly signal?: AbortSignal
}

export interface Client {
  call<N extends MethodName>(method: N, input: Input<N>, options?: CallOptions): Promise<Output<N>>
  onEvent(listener: (name: Extract<Reply, { kind: 'event' }>['name']) => void): () => void
}

/** A typed client over a channel. When the channel closes, calls in flight reject with `engine_unavailable`. */
export function createClient(channel: Channel): Client {
  interface Pending {
    resolve: (output: unknown) => void
    reject: (error: EngineError) => void
    onProgress: ((progress: Progress) => void) | undefined
  }
  const pending = new Map<string, Pending>()
  const listeners = new Set<(name: Extract<Reply, { kind: 'event' }>['name']) => void>()
  let count = 0
  let closed = false
  const unavailable = () => new EngineError({ code: 'engine_unavailable', params: {}, causeId: '' })

  channel.onMessage((message) => {
    const reply = message as Reply
    if (reply.kind === 'event') {
      for (const listener of listeners) listener(reply.name)
      return
    }
    const call = pending.get(reply.id)
    if (!call) return
    if (reply.kind === 'progress') {
      call.onProgress?.(reply.progress)
      return
    }
    pending.delete(reply.id)
    if (reply.kind === 'result') call.resolve(reply.output)
    else call.reject(new EngineError(reply.error))
  })
  channel.onClose(() => {
    closed = true
    for (const call of pending.values()) call.reject(unavailable())
    pending.clear()
  })

  return {
    call(method, input, options = {}) {
      if (closed) return Promise.reject(unavailable())
      count += 1
      const id = `${count}`
      return new Promise((resolve, reject) => {
        pending.set(id, {
          resolve: (output) => resolve(output as Output<typeof method>),
          reject,
          onProgress: options.onProgress,
        })
        options.signal?.addEventListener('abort', () => channel.post({ kind: 'cancel', id }), { once: true })
        channel.post({ kind: 'call', id, method, input })
        if (options.signal?.aborted) channel.post({ kind: 'cancel', id })
      })
    },
    onEvent(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** Every method name, for menus of methods and the coverage test. */
export const methodNames = Object.keys(contract) as MethodName[]
