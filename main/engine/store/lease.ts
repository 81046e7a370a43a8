import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { connectionOf, type Connection } from './connection.ts'
import { keepLease, startOf } from './lease-row.ts'
import { transact } from './transaction.ts'
import type { Holder, Workspace } from './types.ts'

/** Renews the writer's lease now; `workspace_busy` when another process has taken it over. */
export function renewLease(ws: Workspace): void {
  const connection = connectionOf(ws)
  transact(connection, () => keepLease(connection, true))
}

/** This process as a lease holder; `name` is what the other side is told, e.g. `the Countersign window`. */
export function thisProcess(name: string): Holder {
  return { name, pid: process.pid, host: hostname(), boot: bootId(), started: startOf(process.pid) }
}

/** Renews by timer, so that an idle window keeps its lease; errors wait for the next write, which meets them again. */
export function startHeartbeat(connection: Connection, everyMs: number): void {
  if (everyMs <= 0) return
  connection.heartbeat = setInterval(() => {
    if (!connection.db.open || connection.db.inTransaction) return
    try {
      transact(connection, () => keepLease(connection, true))
    } catch {
      // Lost or full: whoever writes next is told.
    }
  }, everyMs)
  connection.heartbeat.unref()
}

/** The kernel's id of this boot (random(4)); empty where there is none. */
function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    return ''
  }
}
