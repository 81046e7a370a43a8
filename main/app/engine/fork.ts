import { utilityProcess } from 'electron'
import type { Log } from '../files/log.ts'
import { engineEnvironment } from './environment.ts'
import type { EngineOptions } from './messages.ts'
import type { EngineChild } from './supervisor.ts'

/** Starts the engine as a utility process. @param entry absolute path of the built engine */
export function forkEngine(entry: string, options: EngineOptions, log: Log): EngineChild {
  const child = utilityProcess.fork(entry, [JSON.stringify(options)], {
    serviceName: 'Countersign engine',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: engineEnvironment(process.env),
  })
  child.stderr?.on('data', (chunk: Buffer) =>
    log('warning', 'engine wrote', { text: chunk.toString('utf8').slice(0, 4_000) }),
  )
  child.stdout?.on('data', (chunk: Buffer) =>
    log('info', 'engine wrote', { text: chunk.toString('utf8').slice(0, 4_000) }),
  )
  return {
    postMessage: (message, ports) => child.postMessage(message, ports),
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void child.once('exit', listener),
    kill: () => void child.kill(),
  }
}
