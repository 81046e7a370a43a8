import type { Migration } from './migration.ts'

/**
 * Engagement, ledger, resources, documents, scans, observations, outcomes.
 *
 * Intervals: an observation holds from `from_scan` until `until_scan` (the first scan for which it no longer held;
 * NULL while it holds). An outcome has the same, and beside it the evaluation that opened and the one that closed it,
 * so that what an earlier evaluation said can be read again after rules changed.
 * A row of an observation with `between_scans = 1` is a state that a history export showed between two scans: it opens and closes
 * in the same scan, so no snapshot contains it.
 *
 * Hashes and provider ids come in random order, and indexes over their full text would be most of what an import
 * writes: documents are found by the first 48 bits of their hash, resources by 48 bits of a hash of their key, and both are
 * then compared in full. One writer that looks before it adds keeps them unique; `doctor` proves it.
 */
export const initial: Migration = {
  version: 10,
  what: 'engagement, ledger, resources, documents, scans, observations, outcomes',
  up(db) {
    db.exec(tables)
    db.exec(guards)
  },
}

const tables = `
CREATE TABLE engagement (id INTEGER PRIMARY KEY CHECK (id = 1), body TEXT NOT NULL) STRICT;
CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE secret (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT;
CREATE TABLE lease (
  id INTEGER PRIMARY KEY CHECK (id = 1), token TEXT NOT NULL, name TEXT NOT NULL, pid INTEGER NOT NULL, host TEXT NOT NULL,
  boot TEXT NOT NULL, started TEXT NOT NULL, since TEXT NOT NULL, expires TEXT NOT NULL
) STRICT;

CREATE TABLE ledger (
  seq INTEGER PRIMARY KEY, at TEXT NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL, payload TEXT NOT NULL,
  prev TEXT NOT NULL, hash TEXT NOT NULL
) STRICT;

CREATE TABLE account (
  id INTEGER PRIMARY KEY, provider TEXT NOT NULL, account TEXT NOT NULL COLLATE NOCASE, UNIQUE (provider, account)
) STRICT;
CREATE TABLE resource (
  id INTEGER PRIMARY KEY, provider TEXT NOT NULL, account TEXT NOT NULL COLLATE NOCASE, type TEXT NOT NULL COLLATE NOCASE,
  key TEXT NOT NULL, key_hash INTEGER NOT NULL, resource_id TEXT NOT NULL, region TEXT NOT NULL, name TEXT NOT NULL
) STRICT;
CREATE INDEX resource_key_hash ON resource (key_hash);
CREATE INDEX resource_account ON resource (provider, account, type, id);

CREATE TABLE document_block (
  id INTEGER PRIMARY KEY AUTOINCREMENT, scan INTEGER NOT NULL, documents INTEGER NOT NULL, bytes INTEGER NOT NULL, body BLOB NOT NULL
) STRICT;
CREATE INDEX document_block_scan ON document_block (scan);
CREATE TABLE document (
  id INTEGER PRIMARY KEY, sha256 TEXT NOT NULL, type TEXT NOT NULL, facet TEXT NOT NULL,
  block INTEGER NOT NULL REFERENCES document_block, offset INTEGER NOT NULL, length INTEGER NOT NULL, parts TEXT
) STRICT;
CREATE INDEX document_sha256 ON document (substr(sha256, 1, 12));
CREATE INDEX document_block_place ON document (block, offset);
CREATE UNIQUE INDEX document_parts ON document (parts) WHERE parts IS NOT NULL;

CREATE TABLE scan (
  id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, label TEXT NOT NULL, as_of TEXT, started_at TEXT NOT NULL,
  sealed_at TEXT, verdict TEXT, files INTEGER, items INTEGER, problems INTEGER, present INTEGER, added INTEGER,
  changed INTEGER, removed INTEGER, unread INTEGER, carried INTEGER, content_sha256 TEXT, ledger_seq INTEGER REFERENCES ledger
) STRICT;
CREATE INDEX scan_as_of ON scan (as_of) WHERE sealed_at IS NOT NULL;
CREATE TABLE scan_account (
  scan INTEGER NOT NULL REFERENCES scan, account INTEGER NOT NULL REFERENCES account, inventory INTEGER NOT NULL,
  PRIMARY KEY (scan, account)
) STRICT, WITHOUT ROWID;
CREATE INDEX scan_account_account ON scan_account (account, scan);
CREATE TABLE source_file (
  scan INTEGER NOT NULL REFERENCES scan, ordinal INTEGER NOT NULL, path TEXT NOT NULL, sha256 TEXT, state TEXT NOT NULL,
  items_done INTEGER NOT NULL, staged INTEGER NOT NULL DEFAULT 0, facts TEXT, why TEXT, PRIMARY KEY (scan, ordinal)
) STRICT, WITHOUT ROWID;
CREATE TABLE item_problem (id INTEGER PRIMARY KEY, scan INTEGER NOT NULL REFERENCES scan, file INTEGER NOT NULL, body TEXT NOT NULL) STRICT;
CREATE INDEX item_problem_scan ON item_problem (scan, file);
CREATE TABLE call_failure (id INTEGER PRIMARY KEY, scan INTEGER NOT NULL REFERENCES scan, file INTEGER NOT NULL, body TEXT NOT NULL) STRICT;
CREATE INDEX call_failure_scan ON call_failure (scan, file);
CREATE TABLE coverage_claim (id INTEGER PRIMARY KEY, scan INTEGER NOT NULL REFERENCES scan, file INTEGER NOT NULL, body TEXT NOT NULL) STRICT;
CREATE INDEX coverage_claim_scan ON coverage_claim (scan, file);
CREATE TABLE staged_item (
  scan INTEGER NOT NULL REFERENCES scan, resource INTEGER NOT NULL, file INTEGER NOT NULL, position INTEGER NOT NULL, facet TEXT NOT NULL,
  state TEXT NOT NULL, document INTEGER, captured_at TEXT, name TEXT, region TEXT, PRIMARY KEY (scan, resource, file, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE observation (
  id INTEGER PRIMARY KEY, resource INTEGER NOT NULL REFERENCES resource,
  state TEXT NOT NULL CHECK (state IN ('present', 'absent', 'unread')), reason TEXT, document INTEGER REFERENCES document,
  from_scan INTEGER NOT NULL REFERENCES scan, until_scan INTEGER REFERENCES scan, captured_at TEXT,
  between_scans INTEGER NOT NULL DEFAULT 0, until_at TEXT,
  CHECK ((state = 'present') = (document IS NOT NULL)), CHECK ((state = 'unread') = (reason IS NOT NULL)),
  CHECK (until_scan IS NULL OR (between_scans = 1 AND until_scan = from_scan) OR until_scan > from_scan)
) STRICT;
CREATE UNIQUE INDEX observation_open ON observation (resource) WHERE until_scan IS NULL;
CREATE INDEX observation_resource ON observation (resource, from_scan);
CREATE INDEX observation_from ON observation (from_scan, until_scan);
CREATE INDEX observation_until ON observation (until_scan) WHERE until_scan IS NOT NULL;
CREATE INDEX observation_document ON observation (document);

CREATE TABLE rule (id INTEGER PRIMARY KEY, rule TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE evaluation_run (
  id INTEGER PRIMARY KEY, scan INTEGER NOT NULL REFERENCES scan, at TEXT NOT NULL, rule_pack_version TEXT NOT NULL,
  rule_pack_sha256 TEXT NOT NULL, opened INTEGER NOT NULL, closed INTEGER NOT NULL, totals TEXT, outcomes_sha256 TEXT,
  ledger_seq INTEGER REFERENCES ledger
) STRICT;
CREATE INDEX evaluation_run_scan ON evaluation_run (scan);
CREATE TABLE rule_version (
  id INTEGER PRIMARY KEY, rule INTEGER NOT NULL REFERENCES rule, hash TEXT NOT NULL,
  from_run INTEGER NOT NULL REFERENCES evaluation_run, until_run INTEGER REFERENCES evaluation_run
) STRICT;
CREATE UNIQUE INDEX rule_version_open ON rule_version (rule) WHERE until_run IS NULL;
CREATE TABLE outcome (
  id INTEGER PRIMARY KEY, rule INTEGER NOT NULL REFERENCES rule, resource INTEGER REFERENCES resource,
  account INTEGER NOT NULL REFERENCES account, status TEXT NOT NULL, reason TEXT, detail TEXT NOT NULL, observed TEXT NOT NULL,
  from_scan INTEGER NOT NULL REFERENCES scan, from_run INTEGER NOT NULL REFERENCES evaluation_run,
  until_scan INTEGER REFERENCES scan, until_run INTEGER REFERENCES evaluation_run,
  CHECK (status IN ('pass', 'fail', 'needs-review', 'not-applicable', 'not-evaluated')),
  CHECK ((status = 'not-evaluated') = (reason IS NOT NULL)), CHECK ((until_scan IS NULL) = (until_run IS NULL))
) STRICT;
CREATE UNIQUE INDEX outcome_open_resource ON outcome (resource, rule) WHERE until_run IS NULL AND resource IS NOT NULL;
CREATE UNIQUE INDEX outcome_open_account ON outcome (account, rule) WHERE until_run IS NULL AND resource IS NULL;
CREATE INDEX outcome_counts ON outcome (until_run, rule, status, from_run, from_scan, until_scan);
CREATE INDEX outcome_from ON outcome (from_run);
`

/** Tables whose rows belong to one scan and are fixed once it is sealed. */
const ofScan = ['scan_account', 'source_file', 'item_problem', 'call_failure', 'coverage_claim']

const sealedScan = (column: string) => `(SELECT sealed_at FROM scan WHERE id = ${column}) IS NOT NULL`
const sealedRun = (column: string) =>
  `(SELECT ledger_seq FROM evaluation_run WHERE id = ${column}) IS NOT NULL`

/** A row with an interval: nothing may change but the end, once, and never a row of something sealed. */
function intervalGuards(
  table: string,
  columns: readonly string[],
  end: string,
  isSealed: (column: string) => string,
  start: string,
): string {
  const same = columns.map((column) => `OLD.${column} IS NOT NEW.${column}`).join(' OR ')
  return `
CREATE TRIGGER ${table}_fixed BEFORE UPDATE ON ${table} WHEN OLD.${end} IS NOT NULL OR NEW.${end} IS NULL OR ${same} OR ${isSealed(`NEW.${end}`)}
BEGIN SELECT RAISE(ABORT, 'sealed ${table}'); END;
CREATE TRIGGER ${table}_kept BEFORE DELETE ON ${table} BEGIN SELECT RAISE(ABORT, 'sealed ${table}'); END;
CREATE TRIGGER ${table}_closed BEFORE INSERT ON ${table} WHEN ${isSealed(`NEW.${start}`)}
BEGIN SELECT RAISE(ABORT, 'sealed ${table}'); END;`
}

const guards = `
CREATE TRIGGER ledger_fixed BEFORE UPDATE ON ledger BEGIN SELECT RAISE(ABORT, 'sealed ledger'); END;
CREATE TRIGGER ledger_kept BEFORE DELETE ON ledger BEGIN SELECT RAISE(ABORT, 'sealed ledger'); END;
CREATE TRIGGER ledger_next BEFORE INSERT ON ledger
WHEN NEW.seq != (SELECT ifnull(max(seq), 0) + 1 FROM ledger) BEGIN SELECT RAISE(ABORT, 'sealed ledger'); END;
CREATE TRIGGER secret_fixed BEFORE UPDATE ON secret BEGIN SELECT RAISE(ABORT, 'sealed secret'); END;
CREATE TRIGGER secret_kept BEFORE DELETE ON secret BEGIN SELECT RAISE(ABORT, 'sealed secret'); END;
CREATE TRIGGER scan_fixed BEFORE UPDATE ON scan WHEN OLD.sealed_at IS NOT NULL BEGIN SELECT RAISE(ABORT, 'sealed scan'); END;
CREATE TRIGGER scan_kept BEFORE DELETE ON scan WHEN OLD.sealed_at IS NOT NULL BEGIN SELECT RAISE(ABORT, 'sealed scan'); END;
CREATE TRIGGER evaluation_run_fixed BEFORE UPDATE ON evaluation_run WHEN OLD.ledger_seq IS NOT NULL BEGIN SELECT RAISE(ABORT, 'sealed evaluation'); END;
CREATE TRIGGER evaluation_run_kept BEFORE DELETE ON evaluation_run BEGIN SELECT RAISE(ABORT, 'sealed evaluation'); END;
CREATE TRIGGER account_fixed BEFORE UPDATE ON account BEGIN SELECT RAISE(ABORT, 'sealed account'); END;
CREATE TRIGGER resource_fixed BEFORE UPDATE OF id, provider, account, type, key, key_hash, resource_id ON resource BEGIN SELECT RAISE(ABORT, 'sealed resource'); END;
CREATE TRIGGER document_fixed BEFORE UPDATE OF id, sha256, type, facet, length, parts ON document BEGIN SELECT RAISE(ABORT, 'sealed document'); END;
CREATE TRIGGER rule_fixed BEFORE UPDATE ON rule BEGIN SELECT RAISE(ABORT, 'sealed rule'); END;
${ofScan
  .map((table) =>
    ['INSERT', 'UPDATE', 'DELETE']
      .map((verb) => {
        const row = verb === 'INSERT' ? 'NEW' : 'OLD'
        return `CREATE TRIGGER ${table}_${verb.toLowerCase()} BEFORE ${verb} ON ${table} WHEN ${sealedScan(`${row}.scan`)} BEGIN SELECT RAISE(ABORT, 'sealed scan'); END;`
      })
      .join('\n'),
  )
  .join('\n')}
${intervalGuards(
  'observation',
  ['id', 'resource', 'state', 'reason', 'document', 'from_scan', 'captured_at', 'between_scans', 'until_at'],
  'until_scan',
  sealedScan,
  'from_scan',
)}
${intervalGuards(
  'outcome',
  ['id', 'rule', 'resource', 'account', 'status', 'reason', 'detail', 'observed', 'from_scan', 'from_run'],
  'until_run',
  sealedRun,
  'from_run',
)}
${intervalGuards('rule_version', ['id', 'rule', 'hash', 'from_run'], 'until_run', sealedRun, 'from_run')}
`
