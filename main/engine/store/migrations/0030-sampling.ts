import type { Migration } from './migration.ts'

/**
 * What a sample needs besides its seed: why it has its size, its strata, which sample it takes the place of, and replacements of
 * single items. Items are only ever added; the draw's own and the replacements both.
 */
export const sampling: Migration = {
  version: 30,
  what: 'sample sizes, strata, replacements and draws that repeat one',
  up: (db) => void db.exec(sql),
}

const sql = `
ALTER TABLE population_sample ADD COLUMN framework TEXT;
ALTER TABLE population_sample ADD COLUMN requirement TEXT;
ALTER TABLE population_sample ADD COLUMN stratified_by TEXT;
ALTER TABLE population_sample ADD COLUMN strata TEXT NOT NULL DEFAULT '[]';
ALTER TABLE population_sample ADD COLUMN risk TEXT;
ALTER TABLE population_sample ADD COLUMN rationale TEXT NOT NULL DEFAULT '';
ALTER TABLE population_sample ADD COLUMN redraw_of INTEGER REFERENCES population_sample(id);
ALTER TABLE population_sample ADD COLUMN redraw_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE sample_item ADD COLUMN stratum TEXT NOT NULL DEFAULT '';
ALTER TABLE sample_item ADD COLUMN replaces TEXT;
ALTER TABLE sample_item ADD COLUMN reason TEXT NOT NULL DEFAULT '';
ALTER TABLE sample_item ADD COLUMN replaced_by TEXT;
ALTER TABLE sample_item ADD COLUMN replaced_at TEXT;
ALTER TABLE sample_item ADD COLUMN ledger_seq INTEGER;
CREATE TRIGGER sample_item_kept BEFORE UPDATE ON sample_item BEGIN SELECT RAISE(ABORT, 'sampled items do not change'); END;
CREATE TRIGGER sample_item_no_delete BEFORE DELETE ON sample_item BEGIN SELECT RAISE(ABORT, 'sampled items are kept'); END;
CREATE TRIGGER population_sample_no_delete BEFORE DELETE ON population_sample BEGIN SELECT RAISE(ABORT, 'samples are kept'); END;
`
