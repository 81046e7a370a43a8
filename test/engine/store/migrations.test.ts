import BetterSqlite3 from 'better-sqlite3'
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { migrate, newestVersion, versionOf } from '../../../main/engine/store/migrate.ts'
import { migrations } from '../../../main/engine/store/migrations/list.ts'
import type { Migration } from '../../../main/engine/store/migrations/migration.ts'
import { temporaryFolder } from './support.ts'

const snapshotPath = fileURLToPath(new URL('schema-snapshot.json', import.meta.url))

let folder: ReturnType<typeof temporaryFolder>
let path: string
let db: BetterSqlite3.Database
beforeEach(() => {
  folder = temporaryFolder()
  path = `${folder.path}/a.countersign`
  db = new BetterSqlite3(path)
})
afterEach(() => {
  db.close()
  folder.remove()
})

const now = (minute = 0) => `2026-07-06T09:${String(minute).padStart(2, '0')}:00.000Z`
const step = (version: number, sql: string): Migration => ({
  version,
  what: sql,
  up: (of) => void of.exec(sql),
})
const one = step(10, 'CREATE TABLE a (id INTEGER PRIMARY KEY, v TEXT NOT NULL) STRICT')
const two = step(20, 'ALTER TABLE a ADD COLUMN w TEXT')

/** Tables with their columns, indexes and triggers with their tables. */
function shapeOf(of: BetterSqlite3.Database): Record<string, string[]> {
  const objects = of
    .prepare<[], { type: string; name: string; table: string }>(
      `SELECT type, name, tbl_name AS "table" FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY name`,
    )
    .all()
  return Object.fromEntries(
    objects.map(({ type, name, table }) => {
      if (type !== 'table') return [`${type} ${name}`, [table]]
      const columns = of
        .prepare<[string], { name: string; type: string; notnull: number }>(
          'SELECT name, type, "notnull" FROM pragma_table_info(?)',
        )
        .all(name)
      return [
        `table ${name}`,
        columns.map((column) => `${column.name} ${column.type}${column.notnull ? ' NOT NULL' : ''}`),
      ]
    }),
  )
}

describe('migrations', () => {
  test('versions rise in tens', () => {
    expect(newestVersion(migrations)).toBe(migrations.at(-1)?.version)
    expect(migrations.map(({ version }) => version % 10)).toEqual(migrations.map(() => 0))
    expect(() => newestVersion([two, one])).toThrow(/does not come after/)
    expect(() => newestVersion([one, one])).toThrow(/does not come after/)
  })

  test('an old file keeps its rows and is copied first; at most three copies stay', () => {
    migrate(db, path, [one], now())
    db.exec(`INSERT INTO a VALUES (1, 'kept')`)
    expect(readdirSync(folder.path)).toEqual(['a.countersign'])
    migrate(db, path, [one, two], now(1))
    expect(versionOf(db)).toBe(20)
    expect(db.prepare('SELECT * FROM a').all()).toEqual([{ id: 1, v: 'kept', w: null }])
    const [copy] = readdirSync(folder.path).filter((name) => name.includes('.before-10.'))
    const old = new BetterSqlite3(`${folder.path}/${copy}`, { readonly: true })
    expect([versionOf(old), old.prepare('SELECT * FROM a').all()]).toEqual([10, [{ id: 1, v: 'kept' }]])
    old.close()
    for (let version = 3; version <= 6; version++) {
      migrate(
        db,
        path,
        [
          one,
          two,
          ...Array.from({ length: version - 2 }, (_, index) =>
            step((index + 3) * 10, `CREATE TABLE t${index} (id INTEGER)`),
          ),
        ],
        now(version),
      )
    }
    expect(
      readdirSync(folder.path)
        .filter((name) => name.includes('.before-'))
        .toSorted(),
    ).toEqual(
      [30, 40, 50].map(
        (version) =>
          `a.countersign.before-${version}.2026-07-06T09${String(version / 10 + 1).padStart(2, '0')}00000Z`,
      ),
    )
    migrate(db, path, [one, two, ...[30, 40, 50, 60].map((version) => step(version, ''))], now(9))
  })

  test('a failing step leaves the file at the old format', () => {
    migrate(db, path, [one], now())
    db.exec(`INSERT INTO a VALUES (1, 'kept')`)
    expect(() =>
      migrate(
        db,
        path,
        [one, two, step(30, 'CREATE TABLE b (id INTEGER); INSERT INTO nowhere VALUES (1)')],
        now(1),
      ),
    ).toThrow(/nowhere/)
    expect([versionOf(db), db.prepare('SELECT * FROM a').all()]).toEqual([10, [{ id: 1, v: 'kept' }]])
  })

  test('a step that leaves references without rows is refused', () => {
    migrate(db, path, [one], now())
    const orphan = step(
      20,
      'PRAGMA defer_foreign_keys = ON; CREATE TABLE c (a INTEGER REFERENCES a); INSERT INTO c VALUES (7)',
    )
    expect(() => migrate(db, path, [one, orphan], now(1))).toThrow(/FOREIGN KEY|workspace_corrupt/)
    expect(versionOf(db)).toBe(10)
  })

  test('a newer file is refused', () => {
    migrate(db, path, [one, two], now())
    expect(() => migrate(db, path, [one], now())).toThrow(
      expect.objectContaining({ code: 'workspace_newer_than_app', params: { path, found: 20, known: 10 } }),
    )
  })

  test('each step brings the file of the one before it up, with rows in it', () => {
    for (let count = 1; count < migrations.length; count++) {
      const of = new BetterSqlite3(`${folder.path}/${count}.countersign`)
      migrate(of, `${folder.path}/${count}.countersign`, migrations.slice(0, count), now())
      of.exec(`INSERT INTO ledger VALUES (1, '${now()}', 'Ada', 'engagement-created', '{}', '${'0'.repeat(64)}', '${'1'.repeat(64)}');
        INSERT INTO account VALUES (1, 'aws', '111111111111'); INSERT INTO resource VALUES (1, 'aws', '111111111111', 'T', 'k', 1, 'k', 'r', 'n');
        INSERT INTO scan (kind, label, started_at) VALUES ('import', 'x', '${now()}'); INSERT INTO observation (resource, state, from_scan) VALUES (1, 'absent', 1);
        UPDATE scan SET as_of = '${now()}', sealed_at = '${now()}', ledger_seq = 1`)
      const before = of.prepare('SELECT * FROM scan').all()
      migrate(of, `${folder.path}/${count}.countersign`, migrations.slice(0, count + 1), now(1))
      expect(of.prepare('SELECT * FROM scan').all()).toEqual(before)
      expect(of.prepare('SELECT count(*) FROM observation').pluck().get()).toBe(1)
      of.close()
    }
  })
})

describe('the schema', () => {
  test('only grows: nothing in the committed snapshot is missing or altered', () => {
    migrate(db, path, migrations, now())
    const shape = shapeOf(db)
    // Written anew on request only: COUNTERSIGN_UPDATE_SCHEMA=1.
    if (process.env['COUNTERSIGN_UPDATE_SCHEMA'] === '1')
      writeFileSync(snapshotPath, `${JSON.stringify(shape, null, 1)}\n`)
    const committed = JSON.parse(readFileSync(snapshotPath, 'utf8')) as Record<string, string[]>
    for (const [name, parts] of Object.entries(committed)) {
      expect(Object.keys(shape), `${name} is gone`).toContain(name)
      expect(shape[name]?.slice(0, parts.length), `${name} was altered`).toEqual(parts)
    }
  })
})
