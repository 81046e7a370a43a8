import type BetterSqlite3 from 'better-sqlite3'

/** One step of the file format. Versions go up in tens, so that a fix can be put between two released steps. */
export interface Migration {
  readonly version: number
  readonly what: string
  /** Runs inside the one transaction of all pending steps; may add, may not touch sealed rows. */
  readonly up: (db: BetterSqlite3.Database) => void
}
