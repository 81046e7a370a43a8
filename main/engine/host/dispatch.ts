import type { Channel } from '../../../shared/contract/client.ts'
import {
  contract,
  requestSchema,
  type MethodName,
  type Output,
  type Parsed,
  type Progress,
  type Reply,
  type WireError,
} from '../../../shared/contract/contract.ts'
import { CountersignError } from '../../../shared/model/errors.ts'
import { breathe, type CallContext } from './context.ts'

export type Handler<N extends MethodName> = (
  input: Parsed<N>,
  context: CallContext,
) => Output<N> | Promise<Output<N>>
/** One handler per method; the type makes a missing one a compile error. */
export type Handlers = { readonly [N in MethodName]: Handler<N> }

const progressIntervalMs = 100

/** At most ten reports a second per call; a stage's end is always told. */
function throttledProgress(send: (step: Omit<Progress, 'job' | 'method'>) => void): CallContext['progress'] {
  let lastAt = 0
  let lastStage = ''
  return (step) => {
    const now = performance.now()
    const ended = step.total !== null && step.done >= step.total
    if (step.stage === lastStage && !ended && now - lastAt < progressIntervalMs) return
    lastAt = now
    lastStage = step.stage
    send(step)
  }
}

function isMethod(name: string): name is MethodName {
  return Object.hasOwn(contract, name)
}

export interface DispatchOptions {
  readonly handlers: Handlers
  /** Turns anything thrown into what may cross, and keeps the stack in the local log. */
  readonly describe: (error: unknown, method: string) => WireError
}

/**
 * Serves one client over a channel. Every message is validated against the contract:
 * a port skips all other checks. When the channel closes, its calls are cancelled.
 */
export function serve(channel: Channel, options: DispatchOptions): void {
  const running = new Map<string, AbortController>()
  const send = (reply: Reply) => channel.post(reply)

  async function call(id: string, method: string, raw: unknown, controller: AbortController): Promise<void> {
    try {
      if (!isMethod(method)) throw new CountersignError('unknown_method', { method })
      const parsed = contract[method].in.safeParse(raw)
      if (!parsed.success) {
        const issue = parsed.error.issues[0]
        throw new CountersignError('invalid_input', {
          field: issue?.path.join('.') || method,
          detail: issue?.message ?? '',
        })
      }
      const context: CallContext = {
        signal: controller.signal,
        progress: throttledProgress((step) =>
          send({ kind: 'progress', id, progress: { job: id, method, ...step } }),
        ),
        breathe: () => breathe(controller.signal),
      }
      // The table's type ties each handler to its own input; a union of names loses that link.
      const handler = options.handlers[method] as (input: unknown, context: CallContext) => unknown
      const output = await handler(parsed.data, context)
      send({ kind: 'result', id, output })
      if (contract[method].kind !== 'query')
        send({
          kind: 'event',
          name: method.startsWith('engagement.') ? 'engagement-changed' : 'data-changed',
        })
    } catch (error) {
      send({ kind: 'error', id, error: options.describe(error, method) })
    } finally {
      running.delete(id)
    }
  }

  channel.onMessage((message) => {
    const request = requestSchema.safeParse(message)
    if (!request.success) return // nobody to answer: a message without an id is not a call
    const { data } = request
    if (data.kind === 'cancel') {
      running.get(data.id)?.abort()
      return
    }
    if (running.has(data.id)) return
    const controller = new AbortController()
    running.set(data.id, controller)
    void call(data.id, data.method, data.input, controller)
  })
  channel.onClose(() => {
    for (const controller of running.values()) controller.abort()
  })
}
