import { createHash } from 'node:crypto'
import { guarded, statement, type Connection } from './connection.ts'

/**
 * The hash that an evaluation's seal puts into the ledger: SHA-256 over one line per outcome that stands after it. A line
 * is the JSON list `[rule, provider, account, type, key, status, reason, detail, observed]` (type and key empty for an
 * account's outcome; observed as RFC 8785 text) and a line feed, sorted by the first five in order of their bytes.
 */
export function outcomesSha256(connection: Connection, run: number): string {
  const hash = createHash('sha256')
  guarded(connection, () => {
    for (const line of statement<string[]>(connection, lines).raw().iterate(run, run))
      hash.update(`${JSON.stringify(line)}\n`)
  })
  return hash.digest('hex')
}

const lines = `
  SELECT u.rule, a.provider, a.account, ifnull(r.type, ''), ifnull(r.key, ''), c.status, c.reason, c.detail, c.observed
  FROM outcome c JOIN rule u ON u.id = c.rule JOIN account a ON a.id = c.account LEFT JOIN resource r ON r.id = c.resource
  WHERE c.from_run <= ? AND (c.until_run IS NULL OR c.until_run > ?)
  ORDER BY u.rule, a.provider, a.account COLLATE BINARY, r.type COLLATE BINARY, r.key`
