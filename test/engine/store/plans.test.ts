import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { holdsAt, knownScans } from '../../../main/engine/store/at.ts'
import { connectionOf, type Connection } from '../../../main/engine/store/connection.ts'
import { bySha256 } from '../../../main/engine/store/document-blocks.ts'
import { closeWorkspace, type At, type Workspace } from '../../../main/engine/store/index.ts'
import { bucket, claim, day, newWorkspace, sealedScan, temporaryFolder } from './support.ts'

const folder = temporaryFolder()
let ws: Workspace
let connection: Connection
beforeAll(() => {
  ws = newWorkspace(`${folder.path}/a.countersign`)
  connection = connectionOf(ws)
  for (let number = 1; number <= 4; number++)
    sealedScan(ws, { asOf: day(number), items: [bucket('a', { number }), bucket('b')], claims: [claim()] })
  sealedScan(ws, { asOf: day(2), items: [bucket('x', {}, { account: '222222222222' })] })
})
afterAll(() => {
  closeWorkspace(ws)
  folder.remove()
})

function plan(sql: string, params: readonly unknown[]): string[] {
  return connection.db
    .prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
    .all(...params)
    .map(({ detail }) => detail)
}

function planAt(at: At, columns = 'o.resource, o.document'): string[] {
  const holds = holdsAt(knownScans(connection, at))
  return plan(`SELECT ${columns} FROM observation o WHERE ${holds.sql} AND o.state = 'present'`, holds.params)
}

describe('query plans', () => {
  test('a snapshot is read through an index over its intervals, newest or past, in and out of order', () => {
    expect(planAt({ scan: 5 })).toEqual([
      expect.stringMatching(
        /^SEARCH o USING INDEX observation_(open|from|until) |^SCAN o USING INDEX observation_open$/,
      ),
    ])
    expect(planAt({ scan: 2 })).toEqual([
      expect.stringMatching(/^SEARCH o USING INDEX observation_from \(from_scan<\?\)$/),
    ])
    const late = planAt({ instant: day(3) })
    expect(late[0]).toMatch(/^SEARCH o USING INDEX observation_from \(from_scan=\?\)$/)
  })

  test('one resource in a snapshot, its line, and a scan’s changes are looked up', () => {
    const holds = holdsAt(knownScans(connection, { scan: 2 }))
    expect(
      plan(`SELECT 1 FROM observation o WHERE o.resource = ? AND ${holds.sql}`, [1, ...holds.params]),
    ).toEqual([
      expect.stringMatching(
        /^SEARCH o USING (COVERING )?INDEX observation_resource \(resource=\? AND from_scan<\?\)$/,
      ),
    ])
    expect(plan('SELECT * FROM observation o WHERE o.from_scan > ? AND o.from_scan <= ?', [1, 2])).toEqual([
      'SEARCH o USING INDEX observation_from (from_scan>? AND from_scan<?)',
    ])
    expect(plan(`SELECT id FROM document WHERE ${bySha256}`, ['x', 'x'])).toEqual([
      'SEARCH document USING INDEX document_sha256 (<expr>=?)',
    ])
    // Left to itself SQLite takes the index over account and type, which is a walk through all resources of a type.
    const select =
      'SELECT id FROM resource INDEXED BY resource_key_hash WHERE key_hash = ? AND key = ? AND provider = ? AND account = ? AND type = ?'
    expect(plan(select, [1, '', '', '', ''])).toEqual([
      'SEARCH resource USING INDEX resource_key_hash (key_hash=?)',
    ])
  })

  test('counts by rule come from one covering index, now and in the past', () => {
    const now = plan(
      'SELECT c.rule, c.status, count(*) FROM outcome c WHERE c.until_run IS NULL GROUP BY c.rule, c.status',
      [],
    )
    expect(now).toEqual(['SEARCH c USING COVERING INDEX outcome_counts (until_run=?)'])
    const past = plan(
      'SELECT c.rule, c.status, count(*) FROM outcome c WHERE c.from_run <= ? AND (c.until_run IS NULL OR c.until_run > ?) GROUP BY c.rule, c.status',
      [1, 1],
    )
    expect(past.join('; ')).not.toMatch(/SCAN c(;|$)/)
  })
})
