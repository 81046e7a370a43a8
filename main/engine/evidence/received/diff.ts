import type { LedgerHead } from '../../../../shared/model/ledger.ts'
import { CountersignError } from '../../../../shared/model/errors.ts'
import type { FindingDifference, PackageDiff, PackageSide } from '../../../../shared/model/package-diff.ts'
import type { PackageFacts } from '../../../../shared/model/package-summary.ts'
import type { Verification } from '../../../../shared/model/verification.ts'
import { newFindings } from '../verify/findings.ts'
import { openPackage } from '../verify/open-package.ts'
import type { PackageSource } from '../verify/source.ts'
import { openDiffCsv, smallRows, type DiffCsv } from './diff-csv.ts'
import { compareListed, keepSome, resourceKey, settlePending } from './diff-findings.ts'
import { compareBaselines, compareFrameworks, compareRules } from './diff-method.ts'
import { comparePopulations } from './diff-populations.ts'
import { readFacts } from './facts.ts'

export interface DiffRequest {
  readonly older: string
  readonly newer: string
  readonly allowUnverified: boolean
  /** Findings kept of each kind of change. */
  readonly limit: number
  readonly csv?: string | undefined
}

export interface DiffTurns {
  breathe(): Promise<void>
  progress(note: string, done: number): void
}

/** Verifies a package; of the newer, that its ledger still holds the older's head. */
export type VerifySide = (path: string, expected?: LedgerHead) => Promise<Verification>

interface Side {
  readonly source: PackageSource
  readonly facts: PackageFacts
}

/**
 * What changed between two received packages, from their own files alone: findings by rule, provider and subject,
 * resources, baselines, rules, totals. Both are verified first.
 *
 * Throws `package_invalid` for a package that does not verify (unless `allowUnverified`), an addendum, and one that lacks
 * a file the comparison needs; `invalid_input` when the older was compiled after the newer.
 */
export async function diffReceived(
  request: DiffRequest,
  verify: VerifySide,
  turns: DiffTurns,
): Promise<PackageDiff> {
  const older = await openSide(request.older)
  try {
    const newer = await openSide(request.newer)
    try {
      return await compare(request, older, newer, verify, turns)
    } finally {
      newer.source.close()
    }
  } finally {
    older.source.close()
  }
}

async function openSide(path: string): Promise<Side> {
  const source = await openPackage(path, newFindings())
  const facts = await readFacts(source)
  if (facts) return { source, facts }
  source.close()
  throw new CountersignError('package_invalid', {
    path,
    detail: 'it holds no package.json of a form this version knows, as every package but an addendum does',
  })
}

async function compare(
  request: DiffRequest,
  older: Side,
  newer: Side,
  verify: VerifySide,
  turns: DiffTurns,
): Promise<PackageDiff> {
  const [before, after] = [older.facts.identity, newer.facts.identity]
  if (before.compiledAt > after.compiledAt)
    throw new CountersignError('invalid_input', {
      field: 'older',
      detail: `${request.older} was compiled after ${request.newer}; name the older one first`,
    })
  const sameEngagement = before.engagement === after.engagement
  const first = await verify(request.older)
  const head = first.ledger ?? older.facts.ledger
  const second = await verify(request.newer, sameEngagement ? head : undefined)
  if (!request.allowUnverified) for (const one of [first, second]) refuseUnverified(one)

  const csv = request.csv === undefined ? null : await openDiffCsv(request.csv)
  let finished = false
  try {
    const compared = await compareData(request, older, newer, sameEngagement, csv, turns)
    for (const row of smallRows(compared)) await csv?.add(row)
    const rows = csv ? await csv.finish() : 0
    finished = true
    return {
      older: sideOf(request.older, first, older.facts),
      newer: sideOf(request.newer, second, newer.facts),
      chain: chainOf(first.packageId, newer.facts),
      sameBoundary: boundaryOf(older.facts) === boundaryOf(newer.facts),
      ledgerContinues: sameEngagement
        ? second.ledger !== null &&
          !second.checks.some(({ id, status }) => id === 'ledger_head_unexpected' && status === 'failed')
        : null,
      ...compared,
      csv: request.csv === undefined ? null : { path: request.csv, rows },
    }
  } finally {
    if (csv && !finished) await csv.abandon()
  }
}

function refuseUnverified(side: Verification): void {
  if (side.overall === 'verified') return
  throw new CountersignError('package_invalid', {
    path: side.path,
    detail: `it does not verify (${faultsOf(side).join(', ')}), so a comparison with it would prove nothing`,
  })
}

const faultsOf = ({ checks }: Verification): string[] => [
  ...new Set(checks.filter(({ status }) => status === 'failed').map(({ id }) => id)),
]

async function compareData(
  { limit }: DiffRequest,
  older: Side,
  newer: Side,
  sameEngagement: boolean,
  csv: DiffCsv | null,
  turns: DiffTurns,
): Promise<Pick<PackageDiff, 'frameworks' | 'findings' | 'populations' | 'baselines' | 'rules'>> {
  let done = 0
  const turn = async (note: string): Promise<void> => {
    if (++done % 500 !== 0) return
    turns.progress(note, done)
    await turns.breathe()
  }
  const rules = await compareRules(older.source, newer.source)
  const kept = keepSome(limit)
  const take = async (one: FindingDifference): Promise<void> => {
    kept.add(one)
    await csv?.add(findingRow(one))
    await turn('findings')
  }
  const pending = await compareListed(older.source, newer.source, take)
  const watch = new Set([...pending.values()].map((row) => resourceKey(row.Provider, row.Type, row.Resource)))
  const populations = await comparePopulations(older.source, newer.source, watch, async (one) => {
    await csv?.add([
      'resource',
      one.change,
      '',
      '',
      '',
      one.provider,
      '',
      one.type,
      one.resource,
      one.name,
      '',
      '',
      '',
    ])
    await turn('resources')
  })
  const isThere = (key: string): boolean | null => populations && populations.there.has(key)
  const isOutside = (provider: string, account: string): boolean =>
    outside(newer.facts.identity.scope, provider, account)
  await settlePending(pending, newer.source, rules.ids, isThere, isOutside, take)
  const ruleCount = (change: string): number => rules.rows.filter((row) => row.change === change).length
  return {
    frameworks: compareFrameworks(older.facts, newer.facts),
    findings: { counts: kept.counts, rows: kept.rows(), total: kept.total() },
    populations: populations?.rows ?? null,
    baselines: await compareBaselines(older.source, newer.source, sameEngagement),
    rules: {
      rows: rules.rows,
      added: ruleCount('added'),
      removed: ruleCount('removed'),
      changed: ruleCount('changed'),
    },
  }
}

const findingRow = (one: FindingDifference) => [
  'finding',
  one.change,
  one.rule,
  one.title,
  one.severity,
  one.provider,
  one.account,
  one.type,
  one.subject,
  one.name,
  one.before,
  one.after,
  one.detail,
]

/** Whether an account (`aws:012345678901`, as tables write it) lies outside what a package was narrowed to. */
function outside(scope: PackageFacts['identity']['scope'], provider: string, account: string): boolean {
  if (scope === null) return false
  if (scope.providers && !scope.providers.includes(provider)) return true
  return scope.accounts?.every((one) => `${one.provider}:${one.account}` !== account) ?? false
}

const boundaryOf = ({ identity: { scope } }: PackageFacts): string =>
  JSON.stringify([
    scope?.providers?.toSorted() ?? null,
    scope?.accounts?.map(({ provider, account }) => `${provider}:${account}`).toSorted() ?? null,
  ])

function chainOf(olderId: string | null, newer: PackageFacts): PackageDiff['chain'] {
  if (olderId === null) return 'not-named'
  if (newer.identity.supersedes === olderId) return 'supersedes'
  return newer.identity.previousPackage?.tagmanifestSha256 === olderId ? 'follows' : 'not-named'
}

function sideOf(path: string, verification: Verification, facts: PackageFacts): PackageSide {
  const { engagement, client, name, periodStart, periodEnd, revision, compiledAt, sample } = facts.identity
  return {
    path,
    packageId: verification.packageId,
    verified: verification.overall === 'verified',
    faults: faultsOf(verification),
    engagement,
    client,
    name,
    periodStart,
    periodEnd,
    revision,
    compiledAt,
    sample,
    completeness: facts.completeness.verdict,
    rulePackVersion: facts.rulePack.version,
    rulePackSha256: facts.rulePack.sha256,
    outcomes: facts.totals.outcomes,
    findings: facts.totals.findings,
  }
}
