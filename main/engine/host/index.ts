import { createClient, type Channel, type Client } from '../../../shared/contract/client.ts'
import { CountersignError } from '../../../shared/model/errors.ts'
import { isRuntimeNewEnough } from '../runtime-guard.ts'
import { channelPair } from './channel.ts'
import { serve, type Handlers } from './dispatch.ts'
import { createEngine, type HostOptions } from './engine.ts'
import { errorDescriber } from './error-log.ts'
import { engagementHandlers } from './handlers/engagement.ts'
import { evidenceHandlers } from './handlers/evidence.ts'
import { packageHandlers } from './handlers/packages.ts'
import { judgementHandlers } from './handlers/judgement.ts'
import { ruleHandlers } from './handlers/rules.ts'
import { ruleSettingHandlers } from './handlers/rule-settings.ts'
import { scanHandlers } from './handlers/scans.ts'

export type { HostOptions } from './engine.ts'
export { csvText } from '../evidence/payload/csv.ts'
export { exitCodes as verifyExitCodes } from '../evidence/verify/exit-codes.ts'

/** An engine that serves any number of channels over one open engagement. */
export interface Host {
  connect(channel: Channel): void
  /** A client in this process: the command line and the tests. */
  client(): Client
  /** Closes the engagement and gives its lease back. */
  close(): Promise<void>
}

/** Makes the engine of this process. Throws `runtime_too_old` on a Node that SQLite's binding crashes on. */
export function createHost(options: HostOptions): Host {
  if (!isRuntimeNewEnough(process.versions.node))
    throw new CountersignError('runtime_too_old', { found: `Node ${process.versions.node}` })
  const engine = createEngine(options)
  const handlers: Handlers = {
    ...engagementHandlers(engine),
    ...scanHandlers(engine),
    ...judgementHandlers(engine),
    ...ruleHandlers(engine),
    ...ruleSettingHandlers(engine),
    ...evidenceHandlers(engine),
    ...packageHandlers(engine),
  }
  const describe = errorDescriber(options.dataDir, options.clock, () =>
    Buffer.from(options.random(6)).toString('hex'),
  )
  const connect = (channel: Channel) => serve(channel, { handlers, describe })
  return {
    connect,
    client() {
      const [near, far] = channelPair()
      connect(far)
      return createClient(near)
    },
    close() {
      engine.use(null)
      return Promise.resolve()
    },
  }
}
