import { readFileSync } from 'node:fs'
import { CountersignError } from '../../../shared/model/errors.ts'
import { statement, type Connection, type LeaseState } from './connection.ts'
import type { Holder } from './types.ts'

interface LeaseRow extends Holder {
  readonly token: string
  readonly since: string
  readonly expires: string
}

/** A lease that nobody renews counts as given up after this long, where its process cannot be looked up. */
const leaseMs = 120_000
const renewAfterMs = 20_000

/** Takes the lease within a write transaction; `workspace_busy` when a live writer has it. */
export function takeLease(connection: Connection, holder: Holder, token: string): LeaseState {
  const now = connection.clock()
  const held = readLease(connection)
  if (held !== undefined && !isStale(held, holder, now)) throw busy(connection, held)
  const insert = `INSERT OR REPLACE INTO lease (id, token, name, pid, host, boot, started, since, expires) VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?)`
  statement(connection, insert).run(
    token,
    holder.name,
    holder.pid,
    holder.host,
    holder.boot,
    holder.started,
    now,
    later(now),
  )
  return { token, renewedAt: Date.parse(now) }
}

/** Within each write transaction: the lease must still be ours; renewed when it is time. */
export function keepLease(connection: Connection, force = false): void {
  const { lease } = connection
  if (lease === null) return
  const held = readLease(connection)
  if (held === undefined || held.token !== lease.token) throw busy(connection, held)
  const now = connection.clock()
  const at = Date.parse(now)
  if (!force && Math.abs(at - lease.renewedAt) < renewAfterMs) return
  statement(connection, 'UPDATE lease SET expires = ? WHERE id = 1').run(later(now))
  lease.renewedAt = at
}

/** Gives the lease back within a write transaction. */
export function dropLease(connection: Connection): void {
  if (connection.lease !== null)
    statement(connection, 'DELETE FROM lease WHERE token = ?').run(connection.lease.token)
}

function readLease(connection: Connection): LeaseRow | undefined {
  return statement<LeaseRow>(
    connection,
    'SELECT token, name, pid, host, boot, started, since, expires FROM lease WHERE id = 1',
  ).get()
}

/**
 * On this machine the process itself is asked: a dead one, or one of an earlier boot, has no lease, and a live one keeps
 * it however late its renewal is (a laptop slept). Elsewhere, or where a reused process number cannot be told, time decides.
 */
function isStale(held: LeaseRow, asker: Holder, now: string): boolean {
  const expired = held.expires < now
  if (held.host !== asker.host) return expired
  if (held.boot !== asker.boot) return held.boot !== '' && asker.boot !== '' ? true : expired
  if (!isAlive(held.pid)) return true
  const started = startOf(held.pid)
  if (started !== '' && held.started !== '') return started !== held.started
  return expired
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it lives and is somebody else's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** When a process started, in the kernel's clock ticks since boot (proc(5), field 22 of stat); empty elsewhere. */
export function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The command name before it may hold spaces and brackets.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    return ''
  }
}

function later(now: string): string {
  return new Date(Date.parse(now) + leaseMs).toISOString()
}

function busy(connection: Connection, held: LeaseRow | undefined): CountersignError {
  const holder = held === undefined ? 'another process' : `${held.name} (process ${held.pid} on ${held.host})`
  return new CountersignError('workspace_busy', { path: connection.path, holder, since: held?.since ?? null })
}
