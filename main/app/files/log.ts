import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import path from 'node:path'
import { redact } from './redact.ts'

export type LogLevel = 'info' | 'warning' | 'error'
/** Writes one line; `facts` are plain values or an error under `error`. Never throws. */
export type Log = (level: LogLevel, what: string, facts?: Readonly<Record<string, unknown>>) => void

const largest = 1024 * 1024

/**
 * The shell's log: JSON lines in one file of at most 1 MB, with one older file kept. It stays on this machine.
 * @param now RFC 3339 UTC of the moment
 */
export function fileLog(file: string, now: () => string): Log {
  return (level, what, facts = {}) => {
    try {
      mkdirSync(path.dirname(file), { recursive: true })
      const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0
      if (size > largest) renameSync(file, `${file}.1`)
      const line = JSON.stringify({ at: now(), level, what, ...facts }, (_key, value: unknown) =>
        value instanceof Error ? (value.stack ?? value.message) : value,
      )
      appendFileSync(file, `${redact(line)}\n`, { mode: 0o600 })
    } catch {
      // A full disk must not turn every logged line into a crash.
    }
  }
}
