import { Worker } from 'node:worker_threads'
import { CountersignError } from '../../../shared/model/errors.ts'
import { unpackEvent, type ImportMessage } from './import-message.ts'
import { prepareExports, type PreparedEvent, type Preparing } from './prepare.ts'

/** How an import uses a second thread. */
export interface Apart {
  /** Bytes of input from which it pays to start one: starting takes as long as preparing a megabyte or two. */
  readonly fromBytes: number
  readonly entry: URL
}

/** Sources run as they are; a bundle has the worker as an entry of its own, in main/ beside the engine's. */
export const apart: Apart = {
  fromBytes: 4_000_000,
  entry: new URL(
    import.meta.url.endsWith('.ts') ? './import-worker.ts' : '../../import-worker.js',
    import.meta.url,
  ),
}

/** Most of what is read is let go at once; room to let it die young saves half of the collector's time. */
const youngGenerationMb = 128

/**
 * `prepareExports`, in a thread of its own when there is enough to read; in this one when there is not, or when no
 * thread can be started. Ends the thread however the caller leaves. Throws what `prepareExports` throws.
 */
export async function* preparedEvents(
  preparing: Preparing,
  signal: AbortSignal,
  { fromBytes, entry }: Apart = apart,
): AsyncGenerator<PreparedEvent> {
  const here = prepareExports(preparing, signal)
  const first = await here.next()
  if (first.done) return
  if (first.value.kind === 'inputs' && first.value.bytes >= fromBytes) {
    const worker = await started(preparing, entry)
    if (worker !== null) {
      await here.return(undefined)
      yield* eventsOf(worker, signal)
      return
    }
  }
  yield first.value
  yield* here
}

interface Started {
  readonly worker: Worker
  readonly received: ImportMessage[]
  /** Called on every message, and when the worker fails or ends. */
  notice: () => void
  failure: unknown
}

/** A worker that has said its first word; null when it ended before it. */
function started(preparing: Preparing, entry: URL): Promise<Started | null> {
  return new Promise((resolve) => {
    let worker: Worker
    try {
      worker = new Worker(entry, {
        workerData: preparing,
        resourceLimits: { maxYoungGenerationSizeMb: youngGenerationMb },
      })
    } catch {
      resolve(null)
      return
    }
    const running: Started = { worker, received: [], notice: () => {}, failure: null }
    worker.on('message', (message: ImportMessage) => {
      running.received.push(message)
      resolve(running)
      running.notice()
    })
    const ended = (failure: unknown) => {
      running.failure ??= failure
      resolve(null)
      running.notice()
    }
    worker.on('error', ended)
    worker.on('exit', () => ended(new Error('the import worker stopped before its end')))
  })
}

async function* eventsOf(running: Started, signal: AbortSignal): AsyncGenerator<PreparedEvent> {
  const { worker, received } = running
  const onAbort = () => running.notice()
  signal.addEventListener('abort', onAbort)
  try {
    for (;;) {
      if (signal.aborted) throw new CountersignError('cancelled')
      const message = received.shift()
      if (message === undefined) {
        if (running.failure !== null) throw running.failure
        await new Promise<void>((resolve) => (running.notice = resolve))
        continue
      }
      switch (message.kind) {
        case 'event':
          yield unpackEvent(message.event)
          worker.postMessage(null)
          break
        case 'end':
          return
        case 'refused':
          throw new CountersignError(message.code, message.params)
        case 'defect':
          throw message.error
      }
    }
  } finally {
    signal.removeEventListener('abort', onAbort)
    await worker.terminate()
  }
}
