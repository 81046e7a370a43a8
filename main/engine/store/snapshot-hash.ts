import { createHash } from 'node:crypto'
import { guarded, statement, type Connection } from './connection.ts'

/**
 * The hash that a scan's seal puts into the ledger: SHA-256 over one line per present or unread resource of the accounts
 * the scan touched, as they stand after it. A line is the JSON list
 * `[provider, account, type, key, state, document hash or reason]` and a line feed; lines are sorted by the first four in
 * order of their bytes. Identities and intervals never change, so `doctor` gets the same hash from the same scan for ever.
 */
export function snapshotSha256(connection: Connection, scan: number): string {
  const hash = createHash('sha256')
  let text = ''
  guarded(connection, () => {
    for (const line of statement<SnapshotLine>(connection, lines).raw().iterate(scan, scan, scan)) {
      text += `${JSON.stringify(line)}\n`
      if (text.length < 65_536) continue
      hash.update(text)
      text = ''
    }
  })
  return hash.update(text).digest('hex')
}

type SnapshotLine = readonly [
  provider: string,
  account: string,
  type: string,
  key: string,
  state: string,
  says: string,
]

const lines = `
  SELECT r.provider, r.account, r.type, r.key, o.state, ifnull(d.sha256, o.reason) AS says
  FROM scan_account sa JOIN account a ON a.id = sa.account
  JOIN resource r ON r.provider = a.provider AND r.account = a.account
  JOIN observation o ON o.resource = r.id AND o.from_scan <= ? AND (o.until_scan IS NULL OR o.until_scan > ?)
  LEFT JOIN document d ON d.id = o.document
  WHERE sa.scan = ? AND o.state <> 'absent'
  ORDER BY r.provider, r.account COLLATE BINARY, r.type COLLATE BINARY, r.key`
