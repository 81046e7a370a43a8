import { randomBytes } from 'node:crypto'
import type { Client } from '../../shared/contract/client.ts'
import type { Input, MethodName, Output } from '../../shared/contract/contract.ts'
import { CountersignError } from '../../shared/model/errors.ts'
import { createHost, type Host } from '../engine/host/index.ts'
import { appVersion } from '../engine/version.ts'
import { dataDir } from '../engine/data-dir.ts'
import { actorName, engagementIfAny, engagementPath, rulesDir } from './places.ts'
import { progressLine } from './progress.ts'

/** Options every command takes. */
export interface GlobalOptions {
  readonly engagement?: string
  readonly as?: string
  readonly json?: boolean
  readonly quiet?: boolean
}

/** One run of a command: an engine in this process and a client to it. */
export interface Session {
  readonly client: Client
  readonly actor: string
  readonly json: boolean
  /** Calls the engine, shows progress on a terminal, and cancels on an interrupt. */
  call<N extends MethodName>(method: N, input: Input<N>): Promise<Output<N>>
  /** Opens the engagement the options name. */
  open(mode: 'read' | 'write'): Promise<Output<'engagement.open'>>
  /** Opens it for writing where one is named or this folder holds just one; answers whether. */
  openToRecord(): Promise<boolean>
  /** Opens it for reading where one is named or this folder holds just one; answers whether. */
  openIfAny(): Promise<boolean>
  close(): Promise<void>
}

export interface SessionOverrides {
  readonly clock?: () => Date
  readonly dataDir?: string
}

/** Starts an engine for one command. */
export function startSession(options: GlobalOptions, overrides: SessionOverrides = {}): Session {
  const host: Host = createHost({
    rulesDir: rulesDir(),
    dataDir: overrides.dataDir ?? dataDir(),
    clock: overrides.clock ?? (() => new Date()),
    random: (bytes) => randomBytes(bytes),
    appVersion,
    holder: 'the Countersign command line',
  })
  const client = host.client()
  const interrupt = new AbortController()
  // The first interrupt asks the engine to stop cleanly; the second ends the process as usual.
  const onInterrupt = () => interrupt.abort()
  process.once('SIGINT', onInterrupt)

  const session: Session = {
    client,
    actor: actorName(options.as),
    json: options.json === true,
    async call(method, input) {
      const line = options.quiet || options.json ? null : progressLine()
      try {
        return await client.call(method, input, {
          signal: interrupt.signal,
          ...(line ? { onProgress: line.show } : {}),
        })
      } finally {
        line?.clear()
      }
    },
    open: (mode) =>
      session.call('engagement.open', {
        path: engagementPath(options.engagement),
        readOnly: mode === 'read',
      }),
    async openToRecord() {
      if (engagementIfAny(options.engagement) === null) return false
      await session.open('write')
      return true
    },
    async openIfAny() {
      const path = engagementIfAny(options.engagement)
      if (path === null) return false
      const { rulePackProblem: problem } = await session.call('engagement.open', { path, readOnly: true })
      // Without the folder the pack alone would answer as if it were all there is.
      if (problem !== null) throw new CountersignError(problem.code, problem.params)
      return true
    },
    async close() {
      process.off('SIGINT', onInterrupt)
      await host.close()
    },
  }
  return session
}
