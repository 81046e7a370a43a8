// Entry of the engine's utility process: the same engine the command line uses, reached through message ports.
// It runs under Electron's own Node, never in a window.
import { randomBytes } from 'node:crypto'
import { createHost } from '../engine/host/index.ts'
import { withKeptPassphrases } from './engine/kept-passphrases.ts'
import { engineOptionsSchema, toEngineSchema, type FromEngine } from './engine/messages.ts'
import { passphraseRequests } from './engine/passphrase-requests.ts'
import { portChannel } from './engine/port-channel.ts'

const shell = process.parentPort
const tell = (message: FromEngine) => shell.postMessage(message)
const report = (what: string, error: unknown) =>
  tell({
    kind: 'problem',
    what,
    detail: (error instanceof Error ? (error.stack ?? error.message) : String(error)).slice(0, 8_000),
  })

// A defect that nobody caught leaves the process in an unknown state: say so and end; the shell starts a fresh one.
process.on('uncaughtException', (error) => {
  report('uncaught exception', error)
  setTimeout(() => process.exit(70), 100)
})
process.on('unhandledRejection', (error) => report('unhandled rejection', error))

const options = engineOptionsSchema.parse(JSON.parse(process.argv.at(-1) ?? '{}'))
const host = createHost({ ...options, clock: () => new Date(), random: (size: number) => randomBytes(size) })
const { reveal, answer } = passphraseRequests((id, fingerprint) =>
  tell({ kind: 'need-passphrase', id, fingerprint }),
)

shell.on('message', (event) => {
  const message = toEngineSchema.safeParse(event.data)
  if (!message.success) return report('unknown message from the shell', message.error)
  switch (message.data.kind) {
    case 'connect': {
      const [port] = event.ports
      if (port) host.connect(withKeptPassphrases(portChannel(port), reveal))
      return
    }
    case 'passphrase':
      return answer(message.data.id, message.data.passphrase)
    case 'close':
      host
        .close()
        .catch((error: unknown) => report('closing failed', error))
        .finally(() => process.exit(0))
  }
})
tell({ kind: 'ready' })
