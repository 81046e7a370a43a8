import type { MessagePortMain } from 'electron'
import type { EngineState } from '../../../shared/contract/desktop.ts'
import type { Log } from '../files/log.ts'
import { fromEngineSchema, type ToEngine } from './messages.ts'
import { allowRestart } from './restarts.ts'

/** The child process as the supervisor sees it: Electron's UtilityProcess, or a fake. */
export interface EngineChild {
  postMessage(message: ToEngine, ports?: MessagePortMain[]): void
  onMessage(listener: (message: unknown) => void): void
  onExit(listener: (code: number) => void): void
  kill(): void
}

export interface SupervisorOptions {
  readonly fork: () => EngineChild
  readonly reveal: (fingerprint: string) => string | null
  readonly onState: (state: EngineState) => void
  readonly log: Log
  /** Milliseconds of a clock that only moves forward. */
  readonly now: () => number
  /** How long a closing engine may take to finish what it writes, ms. */
  readonly patience: number
}

export interface Supervisor {
  state(): EngineState
  /** Hands a port to the engine; without a running engine the port is closed, which its other end notices. */
  connect(port: MessagePortMain): void
  /** Starts again after `stopped`. */
  restart(): void
  /** Lets the engine finish and end; after `patience` it is killed. */
  close(): Promise<void>
}

/**
 * Starts the engine process and keeps it running: an unexpected end starts it again, at most three times a minute.
 * The window asks for a new port when it hears `running` again. What was being written is safe: a scan is visible
 * only by its seal.
 */
export function superviseEngine(options: SupervisorOptions): Supervisor {
  const { log } = options
  let child: EngineChild | null = null
  let state: EngineState = 'starting'
  let restarts: number[] = []
  let closing: (() => void) | null = null

  const become = (next: EngineState) => {
    state = next
    options.onState(next)
  }

  const start = () => {
    const started = options.fork()
    child = started
    started.onMessage((message) => {
      const parsed = fromEngineSchema.safeParse(message)
      if (!parsed.success) return log('warning', 'engine sent something unknown')
      if (parsed.data.kind === 'ready') return become('running')
      if (parsed.data.kind === 'problem')
        return log('error', `engine: ${parsed.data.what}`, { detail: parsed.data.detail })
      const { id, fingerprint } = parsed.data
      started.postMessage({ kind: 'passphrase', id, passphrase: options.reveal(fingerprint) })
    })
    started.onExit((code) => {
      if (child === started) child = null
      if (closing) return closing()
      log('error', 'engine ended', { code })
      const next = allowRestart(restarts, options.now())
      if (next === null) return become('stopped')
      restarts = next
      become('restarting')
      start()
    })
  }
  start()

  return {
    state: () => state,
    connect(port) {
      if (child) child.postMessage({ kind: 'connect' }, [port])
      else port.close()
    },
    restart() {
      if (child) return
      restarts = []
      become('restarting')
      start()
    },
    close() {
      const ending = child
      if (!ending) return Promise.resolve()
      return new Promise((resolve) => {
        const timer = setTimeout(() => {
          log('warning', 'engine did not end in time and was killed')
          ending.kill()
          resolve()
        }, options.patience)
        closing = () => {
          clearTimeout(timer)
          resolve()
        }
        ending.postMessage({ kind: 'close' })
      })
    },
  }
}
