import { CountersignError } from '../../../shared/model/errors.ts'
import { countOutcome, noTotals, type OutcomeStatus, type Totals } from '../../../shared/model/outcome.ts'
import { connectionOf, row, rows, run, statement, value, type Connection } from './connection.ts'
import { appendLedger } from './ledger.ts'
import { outcomesSha256 } from './outcome-hash.ts'
import { closeOutcomesOfGone, discardEvaluation, evaluationBasis } from './outcomes.ts'
import { transact } from './transaction.ts'
import type { EvaluationDraft, EvaluationRun, Workspace } from './types.ts'

/**
 * Makes a draft visible in one transaction that waits for the disk, with its ledger entry. With nothing changed since
 * the last run of the same scan and rules, returns that run and writes nothing: the same input gives the same result.
 */
export function sealEvaluation(
  ws: Workspace,
  draft: EvaluationDraft,
  options: { readonly actor: string },
): EvaluationRun {
  const connection = connectionOf(ws)
  const id = transact(
    connection,
    () => {
      closeOutcomesOfGone(ws, draft)
      const basis = evaluationBasis(ws)
      const staged = value<number>(connection, 'SELECT count(*) AS n FROM temp.staged_outcome')
      if (
        staged === 0 &&
        basis !== null &&
        basis.scan === draft.scan &&
        basis.rulePackSha256 === draft.rulePack.sha256 &&
        sameRules(basis.rules, draft.rules)
      )
        return basis.run
      return seal(ws, connection, draft, options.actor)
    },
    true,
  )
  discardEvaluation(ws, draft)
  return evaluationById(ws, id)
}

function sameRules(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean {
  return a.size === b.size && [...a].every(([rule, hash]) => b.get(rule) === hash)
}

function seal(ws: Workspace, connection: Connection, draft: EvaluationDraft, actor: string): number {
  const { scan, rulePack } = draft
  const at = connection.clock()
  const opened = value<number>(
    connection,
    'SELECT count(*) AS n FROM temp.staged_outcome WHERE status IS NOT NULL',
  )
  const closed = value<number>(
    connection,
    'SELECT count(*) AS n FROM temp.staged_outcome WHERE standing IS NOT NULL',
  )
  const insert =
    'INSERT INTO evaluation_run (scan, at, rule_pack_version, rule_pack_sha256, opened, closed) VALUES (?, ?, ?, ?, ?, ?)'
  const { id } = run(connection, insert, scan, at, rulePack.version, rulePack.sha256, opened, closed)
  // An outcome holds from the newest capture of its account, not from that of another account's scan.
  const scanOf = `ifnull((SELECT max(sa.scan) FROM scan_account sa WHERE sa.account = s.account AND sa.scan <= $scan), $scan)`
  run(
    connection,
    `UPDATE outcome SET until_run = $id, until_scan = ${scanOf} FROM temp.staged_outcome s WHERE outcome.id = s.standing`,
    { id, scan },
  )
  run(
    connection,
    `INSERT INTO outcome (rule, resource, account, status, reason, detail, observed, from_scan, from_run)
     SELECT s.rule, nullif(s.resource, 0), s.account, s.status, s.reason, s.detail, s.observed, ${scanOf}, $id
     FROM temp.staged_outcome s WHERE s.status IS NOT NULL ORDER BY s.rule, s.account, s.resource`,
    { id, scan },
  )
  keepRuleVersions(connection, id, draft)
  const totals = totalsNow(connection)
  const hash = outcomesSha256(connection, id)
  const payload = {
    scan,
    evaluation: id,
    rulePack: { ...rulePack, rules: draft.rules.size },
    opened,
    closed,
    totals,
    outcomesSha256: hash,
  }
  const entry = appendLedger(ws, { actor, action: 'evaluation-sealed', at, payload })
  run(
    connection,
    'UPDATE evaluation_run SET totals = ?, outcomes_sha256 = ?, ledger_seq = ? WHERE id = ?',
    JSON.stringify(totals),
    hash,
    entry.seq,
    id,
  )
  return id
}

function keepRuleVersions(connection: Connection, id: number, draft: EvaluationDraft): void {
  const open = rows<{ id: number; rule: string; hash: string }>(
    connection,
    'SELECT v.id, r.rule, v.hash FROM rule_version v JOIN rule r ON r.id = v.rule WHERE v.until_run IS NULL',
  )
  const known = new Map(open.map((version) => [version.rule, version]))
  for (const version of open) {
    if (draft.rules.get(version.rule) !== version.hash)
      run(connection, 'UPDATE rule_version SET until_run = ? WHERE id = ?', id, version.id)
  }
  for (const [rule, hash] of draft.rules) {
    if (known.get(rule)?.hash === hash) continue
    run(
      connection,
      'INSERT INTO rule_version (rule, hash, from_run) SELECT id, ?, ? FROM rule WHERE rule = ?',
      hash,
      id,
      rule,
    )
  }
}

function totalsNow(connection: Connection): Totals {
  const found = statement<{ status: OutcomeStatus; n: number }>(
    connection,
    'SELECT status, count(*) AS n FROM outcome WHERE until_run IS NULL GROUP BY status',
  ).all()
  return found.reduce((totals, { status, n }) => countOutcome(totals, status, n), noTotals)
}

type RunRow = Omit<EvaluationRun, 'totals'> & { readonly totals: string }
const columns = `id, scan, at, rule_pack_version AS rulePackVersion, rule_pack_sha256 AS rulePackSha256, opened, closed, totals,
  outcomes_sha256 AS outcomesSha256, ledger_seq AS ledgerSeq`

function runOf(found: RunRow): EvaluationRun {
  return { ...found, totals: JSON.parse(found.totals) as Totals }
}

/** Throws `not_found`. */
export function evaluationById(ws: Workspace, id: number): EvaluationRun {
  const found = row<RunRow>(connectionOf(ws), `SELECT ${columns} FROM evaluation_run WHERE id = ?`, id)
  if (found === undefined) throw new CountersignError('not_found', { what: 'evaluation', id })
  return runOf(found)
}

/** The newest evaluation of that scan; null when it was not evaluated. */
export function evaluationOf(ws: Workspace, scan: number): EvaluationRun | null {
  const found = row<RunRow>(
    connectionOf(ws),
    `SELECT ${columns} FROM evaluation_run WHERE scan = ? ORDER BY id DESC LIMIT 1`,
    scan,
  )
  return found === undefined ? null : runOf(found)
}

export function latestEvaluation(ws: Workspace): EvaluationRun | null {
  const found = row<RunRow>(
    connectionOf(ws),
    `SELECT ${columns} FROM evaluation_run ORDER BY id DESC LIMIT 1`,
  )
  return found === undefined ? null : runOf(found)
}

/** Oldest first. */
export function listEvaluations(ws: Workspace): EvaluationRun[] {
  return rows<RunRow>(connectionOf(ws), `SELECT ${columns} FROM evaluation_run ORDER BY id`).map(runOf)
}

/** Rule hashes as they were in an evaluation: which text of each rule judged. */
export function ruleHashesOf(ws: Workspace, id: number): Map<string, string> {
  const select = `SELECT r.rule, v.hash FROM rule_version v JOIN rule r ON r.id = v.rule WHERE v.from_run <= ? AND (v.until_run IS NULL OR v.until_run > ?) ORDER BY r.rule`
  return new Map(
    rows<{ rule: string; hash: string }>(connectionOf(ws), select, id, id).map(({ rule, hash }) => [
      rule,
      hash,
    ]),
  )
}
