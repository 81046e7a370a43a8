import BetterSqlite3 from 'better-sqlite3'
import { spawn } from 'node:child_process'
import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  appendLedger,
  backupWorkspace,
  closeWorkspace,
  createWorkspace,
  doctor,
  inTransaction,
  ledgerEntries,
  ledgerEntry,
  ledgerHead,
  ledgerPage,
  listScans,
  openWorkspace,
  readEngagement,
  readSetting,
  readSettings,
  redactionKey,
  renewLease,
  resourcesAt,
  writeEngagement,
  writeSetting,
  type Workspace,
} from '../../../main/engine/store/index.ts'
import { connectionOf } from '../../../main/engine/store/connection.ts'
import {
  bucket,
  day,
  engagement,
  newWorkspace,
  options,
  sealedScan,
  stageScan,
  temporaryFolder,
} from './support.ts'

let folder: ReturnType<typeof temporaryFolder>
let path: string
let ws: Workspace
beforeEach(() => {
  folder = temporaryFolder()
  path = `${folder.path}/a.countersign`
  ws = newWorkspace(path)
})
afterEach(() => {
  closeWorkspace(ws)
  folder.remove()
})

const open = (mode: 'read' | 'write' = 'write', name = 'second') =>
  openWorkspace(path, { ...options(name), mode })
const code = (expected: string, params: Record<string, unknown> = {}) =>
  expect.objectContaining({ code: expected, params: expect.objectContaining(params) })
const raw = (work: (db: BetterSqlite3.Database) => void) => {
  const db = new BetterSqlite3(path)
  try {
    work(db)
  } finally {
    db.close()
  }
}

describe('the file', () => {
  test('is made whole, with its engagement, key and first ledger entry, and no trace of making it', () => {
    expect(readEngagement(ws)).toEqual(engagement)
    expect(Buffer.from(redactionKey(ws))).toEqual(Buffer.alloc(32, 7))
    expect([...ledgerEntries(ws)]).toMatchObject([
      { seq: 1, action: 'engagement-created', actor: 'Ada', payload: { id: 'eng-1' } },
    ])
    closeWorkspace(ws)
    closeWorkspace(ws)
    expect(readdirSync(folder.path)).toEqual(['a.countersign'])
    expect(() => listScans(ws, { offset: 0, limit: 1 })).toThrow(code('workspace_not_open'))
  })

  test('is not overwritten, and a bad engagement leaves no file', () => {
    expect(() => newWorkspace(path)).toThrow(code('workspace_exists', { path }))
    expect(() =>
      createWorkspace(`${folder.path}/c.countersign`, {
        ...options(),
        engagement: { ...engagement, frameworks: [] },
        redactionKey: Buffer.alloc(32),
        actor: 'Ada',
      }),
    ).toThrow(/frameworks/)
    expect(() =>
      createWorkspace(`${folder.path}/c.countersign`, {
        ...options(),
        engagement,
        redactionKey: Buffer.alloc(8),
        actor: 'Ada',
      }),
    ).toThrow(code('invalid_input'))
    expect(readdirSync(folder.path).filter((name) => name.startsWith('c'))).toEqual([])
  })

  test('settings and engagement facts change, the engagement’s id does not', () => {
    writeSetting(ws, 'sla', { critical: 24 })
    writeSetting(ws, 'sla', { critical: 48 })
    expect(readSetting(ws, 'sla')).toEqual({ critical: 48 })
    expect(readSetting(ws, 'none')).toBeUndefined()
    expect(readSettings(ws)).toEqual({ sla: { critical: 48 } })
    writeEngagement(ws, { ...engagement, id: 'other', name: 'Q4' })
    expect(readEngagement(ws)).toMatchObject({ id: 'eng-1', name: 'Q4' })
  })

  test('what is no workspace is said and left alone', () => {
    closeWorkspace(ws)
    expect(() => openWorkspace(`${folder.path}/none`, { ...options(), mode: 'read' })).toThrow(
      code('workspace_not_found'),
    )
    expect(() => openWorkspace(folder.path, { ...options(), mode: 'read' })).toThrow(
      code('workspace_not_countersign'),
    )
    for (const content of ['', 'hello', 'SQLite format 3\0 but not really'.padEnd(5_000, 'x')]) {
      writeFileSync(`${folder.path}/x`, content)
      for (const mode of ['read', 'write'] as const)
        expect(() => openWorkspace(`${folder.path}/x`, { ...options(), mode })).toThrow(
          code('workspace_not_countersign'),
        )
      expect(readFileSync(`${folder.path}/x`, 'utf8')).toBe(content)
    }
    const foreign = new BetterSqlite3(`${folder.path}/f.db`)
    foreign.exec('CREATE TABLE engagement (id INTEGER)')
    foreign.close()
    expect(() => openWorkspace(`${folder.path}/f.db`, { ...options(), mode: 'write' })).toThrow(
      code('workspace_not_countersign'),
    )
    expect(readdirSync(folder.path).toSorted()).toEqual(['a.countersign', 'f.db', 'x'])
  })

  test('a file of a newer version is refused and not touched', () => {
    closeWorkspace(ws)
    raw((db) => db.pragma('user_version = 99990'))
    const before = readFileSync(path)
    for (const mode of ['read', 'write'] as const)
      expect(() => open(mode)).toThrow(code('workspace_newer_than_app', { found: 99990 }))
    expect(readFileSync(path).equals(before)).toBe(true)
    expect(readdirSync(folder.path)).toEqual(['a.countersign'])
  })

  test('where nothing can be written it opens for reading all the same', () => {
    sealedScan(ws, { asOf: day(1), items: [bucket('a')] })
    closeWorkspace(ws)
    // A folder in the place of the shared memory: SQLite cannot make it, as on a medium that is read-only.
    mkdirSync(`${path}-shm`)
    const before = readFileSync(path)
    expect(() => open('write')).toThrow(code('workspace_read_only'))
    const reader = open('read')
    expect([...resourcesAt(reader, { scan: 1 })]).toHaveLength(1)
    closeWorkspace(reader)
    expect(readFileSync(path).equals(before)).toBe(true)
    rmSync(`${path}-shm`, { recursive: true })
  })

  test('damage is said: a cut file, a scribbled page', () => {
    sealedScan(ws, {
      asOf: day(1),
      items: Array.from({ length: 3_000 }, (_, index) => bucket(`b${index}`, { filler: 'x'.repeat(50) })),
    })
    closeWorkspace(ws)
    const whole = readFileSync(path)
    truncateSync(path, 8192)
    expect(() => {
      const cut = open('write')
      try {
        for (const check of doctor(cut)) if (check.status === 'failed') throw new Error(check.detail)
      } finally {
        closeWorkspace(cut)
      }
    }).toThrow(/malformed|corrupt|disk image/)
    writeFileSync(path, whole)
    const file = openSync(path, 'r+')
    writeSync(file, Buffer.alloc(4096, 0x5a), 0, 4096, 4096)
    closeSync(file)
    expect(() => open('write')).toThrow(code('workspace_corrupt'))
    writeFileSync(path, whole)
    ws = open('write')
    expect([...doctor(ws)].every(({ status }) => status === 'ok')).toBe(true)
  })
})

describe('the ledger', () => {
  test('pages newest first, reads one, iterates a range, and keeps a clock that went back', () => {
    for (let index = 0; index < 1_200; index++)
      appendLedger(ws, { actor: 'Ada', action: 'finding-noted', payload: { index } })
    appendLedger(ws, { actor: 'Ada', action: 'finding-noted', payload: {}, at: '2020-01-01T00:00:00.000Z' })
    expect(ledgerHead(ws).seq).toBe(1_202)
    expect(ledgerPage(ws, { offset: 1, limit: 2 })).toMatchObject({
      total: 1_202,
      rows: [{ seq: 1_201 }, { seq: 1_200 }],
    })
    expect(ledgerEntry(ws, 2)).toMatchObject({ payload: { index: 0 } })
    expect([...ledgerEntries(ws, { from: 3, to: 700 })].map(({ seq }) => seq)).toEqual(
      Array.from({ length: 698 }, (_, index) => index + 3),
    )
    const checks = new Map([...doctor(ws)].map(({ check, status }) => [check, status]))
    expect([checks.get('ledger-chain'), checks.get('ledger-clock')]).toEqual(['ok', 'warning'])
  })

  test('an entry goes with its transaction', () => {
    expect(() =>
      inTransaction(ws, () => {
        appendLedger(ws, { actor: 'Ada', action: 'finding-noted', payload: {} })
        inTransaction(ws, () => writeSetting(ws, 'a', 1))
        throw new Error('no')
      }),
    ).toThrow('no')
    expect(ledgerHead(ws).seq).toBe(1)
    expect(readSetting(ws, 'a')).toBeUndefined()
    inTransaction(ws, () => {
      expect(() =>
        inTransaction(ws, () => {
          writeSetting(ws, 'inner', 1)
          throw new Error('inner')
        }),
      ).toThrow('inner')
      writeSetting(ws, 'outer', 1)
    })
    expect(readSettings(ws)).toEqual({ outer: 1 })
  })

  test('sealed rows refuse change even to raw SQL, and removed guards are found', () => {
    sealedScan(ws, { asOf: day(1), items: [bucket('a'), bucket('b')] })
    closeWorkspace(ws)
    raw((db) => {
      for (const sql of [
        `UPDATE ledger SET actor = 'Eve'`,
        'DELETE FROM ledger',
        `INSERT OR REPLACE INTO ledger SELECT seq, at, 'Eve', action, payload, prev, hash FROM ledger WHERE seq = 1`,
        `UPDATE scan SET verdict = 'complete'`,
        'DELETE FROM scan',
        'DELETE FROM observation',
        `UPDATE observation SET state = 'absent', document = NULL`,
        'UPDATE observation SET until_scan = 1',
        `INSERT INTO observation (resource, state, from_scan) VALUES (1, 'absent', 1)`,
        `UPDATE source_file SET path = 'other'`,
        'DELETE FROM source_file',
        `INSERT INTO call_failure (scan, file, body) VALUES (1, 0, '{}')`,
        `UPDATE resource SET key = 'other'`,
        `UPDATE document SET sha256 = ''`,
        `UPDATE secret SET value = x'00'`,
      ]) {
        expect(() => db.exec(sql), sql).toThrow(/sealed/)
      }
    })
    ws = open()
    expect([...doctor(ws)].every(({ status }) => status === 'ok')).toBe(true)
  })

  test.each([
    ['ledger-chain', `DROP TRIGGER ledger_fixed; UPDATE ledger SET actor = 'Eve' WHERE seq = 2`],
    ['ledger-chain', 'DROP TRIGGER ledger_kept; DELETE FROM ledger WHERE seq = 1'],
    ['schema', 'DROP TRIGGER ledger_fixed'],
    [
      'document-hashes',
      'UPDATE document SET offset = 0, block = (SELECT min(id) FROM document_block) WHERE id = 2',
    ],
    ['scan-hashes', 'DROP TRIGGER observation_fixed; UPDATE observation SET document = 1'],
    [
      'scan-hashes',
      'DROP TRIGGER scan_fixed; UPDATE scan SET content_sha256 = (SELECT sha256 FROM document)',
    ],
    ['observation-intervals', 'DROP TRIGGER observation_fixed; UPDATE observation SET until_scan = 1'],
    ['identities', 'DROP TRIGGER resource_fixed; UPDATE resource SET key_hash = 1 WHERE id = 1'],
    ['foreign-keys', 'PRAGMA foreign_keys = OFF; DELETE FROM document WHERE id = 1'],
  ])('tampering is found by %s: %s', (check, sql) => {
    sealedScan(ws, { asOf: day(1), items: [bucket('a'), bucket('b', { longer: true })] })
    closeWorkspace(ws)
    raw((db) => {
      db.pragma('ignore_check_constraints = ON')
      db.exec(sql)
    })
    ws = open()
    expect([...doctor(ws)].filter(({ status }) => status === 'failed').map((found) => found.check)).toContain(
      check,
    )
  })
})

describe('one writer at a time', () => {
  test('a second writer is told who has it; a reader is welcome and sees what is committed', () => {
    expect(() => open()).toThrow(
      code('workspace_busy', { holder: expect.stringContaining('test'), since: expect.any(String) }),
    )
    const reader = open('read')
    expect(listScans(reader, { offset: 0, limit: 1 }).total).toBe(0)
    sealedScan(ws, { asOf: day(1), items: [bucket('a')] })
    expect([...resourcesAt(reader, { scan: 1 })]).toHaveLength(1)
    expect(() => writeSetting(reader, 'a', 1)).toThrow(code('workspace_read_only'))
    closeWorkspace(reader)
    closeWorkspace(ws)
    ws = open()
    writeSetting(ws, 'a', 1)
  })

  test('another process’s lease holds while it lives and is taken over when it is killed', async () => {
    closeWorkspace(ws)
    const child = spawn(
      process.execPath,
      [fileURLToPath(new URL('child.ts', import.meta.url)), 'hold', path],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    )
    await new Promise((resolve) => child.stdout.once('data', resolve))
    expect(() => open()).toThrow(
      code('workspace_busy', { holder: expect.stringContaining(`child (process ${child.pid}`) }),
    )
    closeWorkspace(open('read'))
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await ended
    ws = open()
    writeSetting(ws, 'mine', true)
  })

  test('elsewhere only time tells: an expired lease is taken over, and the late writer is stopped', () => {
    closeWorkspace(ws)
    const far = { ...options('far').holder, host: 'other-machine' }
    let now = Date.parse('2026-07-01T00:00:00.000Z')
    const clock = () => new Date(now).toISOString()
    const late = openWorkspace(path, { ...options(), clock, holder: far, mode: 'write' })
    now += 100_000
    expect(() => openWorkspace(path, { ...options(), clock, mode: 'write' })).toThrow(code('workspace_busy'))
    renewLease(late)
    now += 100_000
    expect(() => openWorkspace(path, { ...options(), clock, mode: 'write' })).toThrow(code('workspace_busy'))
    now += 100_000
    ws = openWorkspace(path, { ...options(), clock, mode: 'write' })
    expect(() => writeSetting(late, 'a', 1)).toThrow(code('workspace_busy'))
    closeWorkspace(late)
    writeSetting(ws, 'a', 2)
    expect(readSetting(ws, 'a')).toBe(2)
  })

  test('a lease of an earlier boot, or of another process that had this number, is stale', () => {
    closeWorkspace(ws)
    for (const change of [{ boot: 'an-earlier-boot' }, { started: '1' }]) {
      raw((db) => {
        const holder = { ...options().holder, ...change }
        db.prepare('INSERT INTO lease VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?)').run(
          'token',
          holder.name,
          holder.pid,
          holder.host,
          holder.boot,
          holder.started,
          day(1),
          '2099-01-01T00:00:00.000Z',
        )
      })
      const taken = open()
      closeWorkspace(taken)
    }
  })
})

describe('backup', () => {
  test('is one whole file without the lease, and opens beside the original', () => {
    sealedScan(ws, { asOf: day(1), items: [bucket('a')] })
    const copy = `${folder.path}/copies/b.countersign`
    const facts = backupWorkspace(ws, copy)
    expect(facts).toEqual({ bytes: statSync(copy).size, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) })
    expect(readdirSync(`${folder.path}/copies`)).toEqual(['b.countersign'])
    expect(() => backupWorkspace(ws, copy)).toThrow(code('workspace_exists'))
    const other = openWorkspace(copy, { ...options(), mode: 'write' })
    expect([...resourcesAt(other, { scan: 1 })]).toHaveLength(1)
    expect([...doctor(other)].every(({ status }) => status === 'ok')).toBe(true)
    closeWorkspace(other)
  })
})

describe('a full disk', () => {
  test('is said, and the workspace stays as it was', () => {
    sealedScan(ws, { asOf: day(1), items: [bucket('a')] })
    closeWorkspace(ws)
    ws = open()
    // The same signal SQLite gets from a full file system, without filling one.
    const limited = new BetterSqlite3(path)
    const pages = Number(limited.pragma('page_count', { simple: true }))
    limited.close()
    limitPages(ws, pages + 2)
    const items = Array.from({ length: 4_000 }, (_, index) =>
      bucket(`n${index}`, { filler: String(Math.sin(index)).repeat(20) }),
    )
    expect(() => stageScan(ws, { asOf: day(2), items })).toThrow(code('disk_full', { path }))
    limitPages(ws, 1_000_000)
    expect(listScans(ws, { offset: 0, limit: 1 }).total).toBe(1)
    expect([...doctor(ws)].filter(({ status }) => status === 'failed')).toEqual([])
    writeSetting(ws, 'still', 'writable')
  })
})

function limitPages(of: Workspace, pages: number): void {
  connectionOf(of).db.pragma(`max_page_count = ${pages}`)
}
