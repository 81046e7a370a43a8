import { engagementSchema, type Engagement } from '../../../shared/model/engagement.ts'
import type { JsonValue } from '../../../shared/model/json.ts'
import { connectionOf, row, rows, run, value, type Connection } from './connection.ts'
import { transact } from './transaction.ts'
import type { Workspace } from './types.ts'

export function readEngagement(ws: Workspace): Engagement {
  return engagementSchema.parse(
    JSON.parse(value<string>(connectionOf(ws), 'SELECT body FROM engagement WHERE id = 1')),
  )
}

/** Replaces the engagement's facts (its id stays the first one's); the caller adds the ledger entry in the same transaction. */
export function writeEngagement(ws: Workspace, engagement: Engagement): void {
  const connection = connectionOf(ws)
  const body = JSON.stringify(engagementSchema.parse(engagement))
  transact(connection, () => {
    run(
      connection,
      `INSERT INTO engagement (id, body) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET body = json_set(excluded.body, '$.id', body ->> '$.id')`,
      body,
    )
  })
}

/** The key of this workspace's redaction digests. */
export function redactionKey(ws: Workspace): Uint8Array {
  return value<Uint8Array>(connectionOf(ws), `SELECT value FROM secret WHERE name = 'redaction-key'`)
}

/** Written once, when the file is made; a trigger refuses changes, since digests of one engagement must stay comparable. */
export function writeSecret(connection: Connection, name: string, bytes: Uint8Array): void {
  run(connection, 'INSERT INTO secret (name, value) VALUES (?, ?)', name, bytes)
}

/** A setting's value, or undefined when it was never set. */
export function readSetting(ws: Workspace, key: string): JsonValue | undefined {
  const found = row<{ value: string }>(connectionOf(ws), 'SELECT value FROM setting WHERE key = ?', key)
  return found === undefined ? undefined : parse(found.value)
}

/** Sets one value; settings that matter to evidence get a ledger entry by the caller, in the same transaction. */
export function writeSetting(ws: Workspace, key: string, setting: JsonValue): void {
  const connection = connectionOf(ws)
  transact(connection, () => {
    run(
      connection,
      'INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
      key,
      JSON.stringify(setting),
    )
  })
}

/** All settings by key. */
export function readSettings(ws: Workspace): Readonly<Record<string, JsonValue>> {
  const all = rows<{ key: string; value: string }>(
    connectionOf(ws),
    'SELECT key, value FROM setting ORDER BY key',
  )
  return Object.fromEntries(all.map(({ key, value: text }) => [key, parse(text)]))
}

function parse(text: string): JsonValue {
  return JSON.parse(text) as JsonValue
}
