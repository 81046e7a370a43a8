import type BetterSqlite3 from 'better-sqlite3'
import { readdirSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { CountersignError } from '../../../shared/model/errors.ts'
import type { Instant } from '../../../shared/model/provider.ts'
import type { Migration } from './migrations/migration.ts'

const copiesKept = 3

/** The newest format a list leads to; throws when its versions do not rise. */
export function newestVersion(migrations: readonly Migration[]): number {
  let newest = 0
  for (const { version, what } of migrations) {
    if (version <= newest) throw new Error(`migration ${version} (${what}) does not come after ${newest}`)
    newest = version
  }
  return newest
}

/** The file's format by `PRAGMA user_version`. */
export function versionOf(db: BetterSqlite3.Database): number {
  return Number(db.pragma('user_version', { simple: true }))
}

/**
 * Brings a file up to the newest format: all pending steps in one transaction that also checks foreign keys and pages,
 * so that it is at the old format or wholly at the new one. An existing file is copied beside itself first
 * (`<name>.before-<version>.<time>`, the newest 3 are kept). `workspace_newer_than_app`, `workspace_corrupt`, `disk_full`.
 */
export function migrate(
  db: BetterSqlite3.Database,
  path: string,
  migrations: readonly Migration[],
  now: Instant,
): void {
  const known = newestVersion(migrations)
  const found = versionOf(db)
  if (found > known) throw new CountersignError('workspace_newer_than_app', { path, found, known })
  const pending = migrations.filter(({ version }) => version > found)
  if (pending.length === 0) return
  if (found > 0) copyBefore(db, path, found, now)
  db.exec('BEGIN IMMEDIATE')
  try {
    for (const { up, version } of pending) {
      up(db)
      db.pragma(`user_version = ${version}`)
    }
    checkFile(db, path)
    db.exec('COMMIT')
  } catch (error) {
    if (db.inTransaction) db.exec('ROLLBACK')
    throw error
  }
}

function checkFile(db: BetterSqlite3.Database, path: string): void {
  const orphans = db.pragma('foreign_key_check')
  if (Array.isArray(orphans) && orphans.length > 0)
    throw new CountersignError('workspace_corrupt', {
      path,
      detail: `${orphans.length} rows point at nothing`,
    })
  const pages = db.pragma('quick_check', { simple: true })
  if (pages !== 'ok') throw new CountersignError('workspace_corrupt', { path, detail: String(pages) })
}

function copyBefore(db: BetterSqlite3.Database, path: string, version: number, now: Instant): void {
  const prefix = `${basename(path)}.before-`
  const copy = join(dirname(path), `${prefix}${version}.${now.replaceAll(':', '').replaceAll('.', '')}`)
  // A copy half made by a killed process is of no use to anyone.
  rmSync(copy, { force: true })
  db.prepare('VACUUM INTO ?').run(copy)
  const copies = readdirSync(dirname(path)).filter((name) => name.startsWith(prefix))
  copies.sort((a, b) => stamp(b).localeCompare(stamp(a)))
  for (const old of copies.slice(copiesKept)) rmSync(join(dirname(path), old), { force: true })
}

function stamp(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1)
}
