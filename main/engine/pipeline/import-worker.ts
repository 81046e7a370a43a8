import { parentPort, workerData } from 'node:worker_threads'
import { CountersignError } from '../../../shared/model/errors.ts'
import { eventsAhead, packEvent, type ImportMessage } from './import-message.ts'
import { prepareExports, type Preparing } from './prepare.ts'

// The entry of the thread that reads, cleans and hashes while the engine's own thread writes (see prepare-apart.ts).

if (!parentPort) throw new Error('an import worker has nobody to report to')
const port = parentPort
let ahead = 0
let wake: (() => void) | null = null

port.on('message', () => {
  ahead--
  wake?.()
})

function send(message: ImportMessage, transfer: ArrayBuffer[] = []): void {
  port.postMessage(message, transfer)
}

try {
  for await (const prepared of prepareExports(workerData as Preparing)) {
    while (ahead >= eventsAhead) await new Promise<void>((resolve) => (wake = resolve))
    const { event, transfer } = packEvent(prepared)
    ahead++
    send({ kind: 'event', event }, transfer)
  }
  send({ kind: 'end' })
} catch (error) {
  if (error instanceof CountersignError) send({ kind: 'refused', code: error.code, params: error.params })
  else send({ kind: 'defect', error })
}
port.close()
