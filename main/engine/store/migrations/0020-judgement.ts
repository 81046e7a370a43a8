import type { Migration } from './migration.ts'

/**
 * Findings and their events, exceptions, baselines, drift, review sessions, samples.
 * Events and sealed sessions are append-only by trigger; `finding` is a projection of its events.
 */
export const judgement: Migration = {
  version: 20,
  what: 'findings, exceptions, baselines, drift, review sessions, samples',
  up(db) {
    db.exec(tables)
  },
}

const tables = `
CREATE TABLE finding (
  id INTEGER PRIMARY KEY,
  rule TEXT NOT NULL,
  rule_title TEXT NOT NULL,
  severity TEXT NOT NULL CHECK (severity IN ('critical','high','medium','low')),
  severity_rank INTEGER NOT NULL,
  provider TEXT NOT NULL,
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  resource INTEGER REFERENCES resource(id),
  subject TEXT NOT NULL,
  subject_name TEXT NOT NULL,
  type TEXT NOT NULL,
  controls TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('open','remediated','closed')),
  owner TEXT,
  opened_at TEXT NOT NULL,
  due_at TEXT NOT NULL,
  breached INTEGER NOT NULL,
  remediated_at TEXT,
  closed_at TEXT,
  reopened INTEGER NOT NULL,
  exception_until TEXT,
  unread INTEGER NOT NULL,
  notes INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX finding_subject ON finding (rule, provider, account, ifnull(resource, 0));
CREATE INDEX finding_status ON finding (status, severity_rank, opened_at, id);
CREATE INDEX finding_rank ON finding (severity_rank, opened_at, id);
CREATE INDEX finding_due ON finding (due_at) WHERE status <> 'closed';
CREATE INDEX finding_resource ON finding (resource);

CREATE TABLE finding_event (
  id INTEGER PRIMARY KEY,
  finding INTEGER NOT NULL REFERENCES finding(id),
  at TEXT NOT NULL,
  actor TEXT NOT NULL,
  kind TEXT NOT NULL,
  payload TEXT NOT NULL,
  scan INTEGER REFERENCES scan(id),
  ledger_seq INTEGER
) STRICT;
CREATE INDEX finding_event_finding ON finding_event (finding, id);
CREATE INDEX finding_event_kind ON finding_event (kind, at);
CREATE TRIGGER finding_event_no_update BEFORE UPDATE ON finding_event BEGIN SELECT RAISE(ABORT, 'finding events are append-only'); END;
CREATE TRIGGER finding_event_no_delete BEFORE DELETE ON finding_event BEGIN SELECT RAISE(ABORT, 'finding events are append-only'); END;

CREATE TABLE exception (
  id INTEGER PRIMARY KEY,
  finding INTEGER NOT NULL REFERENCES finding(id),
  requested_by TEXT NOT NULL,
  requested_at TEXT NOT NULL,
  reason TEXT NOT NULL,
  compensating_control TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('requested','approved','rejected','revoked','expired')),
  decided_by TEXT,
  decided_at TEXT,
  CHECK (decided_by IS NULL OR status = 'revoked' OR decided_by <> requested_by)
) STRICT;
CREATE INDEX exception_finding ON exception (finding);

CREATE TABLE baseline (
  version INTEGER PRIMARY KEY,
  scan INTEGER NOT NULL REFERENCES scan(id),
  as_of TEXT NOT NULL,
  approved_by TEXT NOT NULL,
  approved_at TEXT NOT NULL,
  rationale TEXT NOT NULL,
  filter TEXT NOT NULL,
  covers TEXT NOT NULL,
  resources INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  ledger_seq INTEGER NOT NULL
) STRICT;
CREATE TABLE baseline_item (
  version INTEGER NOT NULL REFERENCES baseline(version),
  resource INTEGER NOT NULL REFERENCES resource(id),
  sha256 TEXT NOT NULL,
  PRIMARY KEY (version, resource)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER baseline_no_update BEFORE UPDATE ON baseline BEGIN SELECT RAISE(ABORT, 'an approved baseline does not change'); END;
CREATE TRIGGER baseline_no_delete BEFORE DELETE ON baseline BEGIN SELECT RAISE(ABORT, 'an approved baseline does not change'); END;
CREATE TRIGGER baseline_item_no_update BEFORE UPDATE ON baseline_item BEGIN SELECT RAISE(ABORT, 'an approved baseline does not change'); END;
CREATE TRIGGER baseline_item_no_delete BEFORE DELETE ON baseline_item BEGIN SELECT RAISE(ABORT, 'an approved baseline does not change'); END;

CREATE TABLE drift_event (
  id INTEGER PRIMARY KEY,
  resource INTEGER NOT NULL REFERENCES resource(id),
  baseline INTEGER NOT NULL REFERENCES baseline(version),
  kind TEXT NOT NULL CHECK (kind IN ('changed','added','removed')),
  path TEXT NOT NULL,
  before TEXT NOT NULL,
  after TEXT NOT NULL,
  detected_scan INTEGER NOT NULL REFERENCES scan(id),
  detected_at TEXT NOT NULL,
  captured_at TEXT,
  authorised INTEGER,
  change_reference TEXT,
  authorised_by TEXT,
  authorised_at TEXT,
  closed_at TEXT,
  closed_by TEXT,
  closed_scan INTEGER REFERENCES scan(id)
) STRICT;
CREATE INDEX drift_event_open ON drift_event (resource) WHERE closed_at IS NULL;
CREATE INDEX drift_event_detected ON drift_event (detected_at, id);
CREATE TRIGGER drift_event_no_delete BEFORE DELETE ON drift_event BEGIN SELECT RAISE(ABORT, 'drift history is kept'); END;
CREATE TRIGGER drift_event_fixed BEFORE UPDATE OF resource, baseline, kind, path, before, after, detected_scan, detected_at ON drift_event
BEGIN SELECT RAISE(ABORT, 'drift history is kept'); END;

CREATE TABLE review_session (
  id INTEGER PRIMARY KEY,
  week TEXT NOT NULL,
  started_at TEXT NOT NULL,
  started_by TEXT NOT NULL,
  attendees TEXT NOT NULL,
  scan INTEGER NOT NULL REFERENCES scan(id),
  sealed_at TEXT,
  sealed_by TEXT,
  reviewed_by TEXT,
  reviewed_at TEXT,
  summary TEXT NOT NULL,
  sha256 TEXT,
  ledger_seq INTEGER,
  CHECK (reviewed_by IS NULL OR reviewed_by <> sealed_by)
) STRICT;
CREATE UNIQUE INDEX review_session_open ON review_session (ifnull(sealed_at, '')) WHERE sealed_at IS NULL;
CREATE TABLE review_item (
  session INTEGER NOT NULL REFERENCES review_session(id),
  position INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('finding','drift','exception')),
  ref INTEGER NOT NULL,
  reasons TEXT NOT NULL,
  title TEXT NOT NULL,
  subject TEXT NOT NULL,
  severity TEXT NOT NULL,
  decision TEXT,
  decided_by TEXT,
  decided_at TEXT,
  PRIMARY KEY (session, kind, ref)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER review_session_sealed BEFORE UPDATE OF week, started_at, started_by, attendees, scan, sealed_at, sealed_by, summary, sha256, ledger_seq ON review_session
WHEN OLD.sealed_at IS NOT NULL BEGIN SELECT RAISE(ABORT, 'the session is sealed'); END;
CREATE TRIGGER review_session_reviewed BEFORE UPDATE OF reviewed_by, reviewed_at ON review_session
WHEN OLD.reviewed_by IS NOT NULL BEGIN SELECT RAISE(ABORT, 'the session is signed off'); END;
CREATE TRIGGER review_session_no_delete BEFORE DELETE ON review_session BEGIN SELECT RAISE(ABORT, 'review sessions are kept'); END;
CREATE TRIGGER review_item_sealed BEFORE UPDATE ON review_item
WHEN (SELECT sealed_at FROM review_session WHERE id = OLD.session) IS NOT NULL BEGIN SELECT RAISE(ABORT, 'the session is sealed'); END;
CREATE TRIGGER review_item_no_insert BEFORE INSERT ON review_item
WHEN (SELECT sealed_at FROM review_session WHERE id = NEW.session) IS NOT NULL BEGIN SELECT RAISE(ABORT, 'the session is sealed'); END;
CREATE TRIGGER review_item_no_delete BEFORE DELETE ON review_item BEGIN SELECT RAISE(ABORT, 'review sessions are kept'); END;

CREATE TABLE population_sample (
  id INTEGER PRIMARY KEY,
  population TEXT NOT NULL,
  scan INTEGER NOT NULL REFERENCES scan(id),
  sha256 TEXT NOT NULL,
  size INTEGER NOT NULL,
  committed_at TEXT NOT NULL,
  committed_seq INTEGER NOT NULL,
  seed TEXT,
  seed_by TEXT,
  sample_size INTEGER,
  drawn_at TEXT,
  drawn_by TEXT,
  drawn_seq INTEGER
) STRICT;
CREATE TABLE sample_item (
  sample INTEGER NOT NULL REFERENCES population_sample(id),
  rank INTEGER NOT NULL,
  hash TEXT NOT NULL,
  item TEXT NOT NULL,
  PRIMARY KEY (sample, rank)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER population_sample_drawn BEFORE UPDATE ON population_sample
WHEN OLD.drawn_at IS NOT NULL BEGIN SELECT RAISE(ABORT, 'a drawn sample does not change'); END;

-- What findings, drift and the posture point of a scan came to; its row says that the scan has been followed up.
CREATE TABLE followed_scan (
  scan INTEGER PRIMARY KEY REFERENCES scan(id),
  run INTEGER NOT NULL,
  at TEXT NOT NULL,
  open_critical INTEGER NOT NULL,
  open_high INTEGER NOT NULL,
  open_medium INTEGER NOT NULL,
  open_low INTEGER NOT NULL,
  overdue INTEGER NOT NULL,
  drift_open INTEGER NOT NULL
) STRICT;
`
