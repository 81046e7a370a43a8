import type { Framework } from '../../../../shared/model/framework.ts'
import type { Standing } from '../../../../shared/model/framework.ts'
import type { PackageScope } from '../../../../shared/model/package-scope.ts'
import type { LedgerHead } from '../../../../shared/model/ledger.ts'
import type { Totals } from '../../../../shared/model/outcome.ts'
import type { Instant, Sha256 } from '../../../../shared/model/provider.ts'
import type { RulePackIdentity, Severity } from '../../../../shared/model/rule.ts'
import type { FindingStatus } from '../../../../shared/model/finding.ts'
import type { Scan } from '../../../../shared/model/scan.ts'
import type { ToolIdentity } from '../reader.ts'
import type { Completeness } from './completeness.ts'
import type { PreviousPackage } from './context.ts'

/** Counts of findings: by status, and of the open ones the overdue and the accepted. */
export interface FindingCounts {
  readonly total: number
  readonly open: number
  readonly remediated: number
  readonly closed: number
  /** Open or remediated, past due at the package's instant, no exception in force. */
  readonly overdue: number
  /** Ever past due in the period. */
  readonly breached: number
  /** Open or remediated, under an approved exception. */
  readonly excepted: number
}

export interface RequirementSummary {
  readonly requirement: string
  readonly title: string
  readonly standing: Standing
  readonly rules: number
  readonly totals: Totals
  readonly score: number | null
  readonly coverage: number | null
}

export interface FrameworkSummary {
  readonly framework: Framework
  readonly title: string
  readonly requirements: number
  readonly covered: number
  readonly totals: Totals
  readonly score: number | null
  readonly coverage: number | null
  readonly byRequirement: readonly RequirementSummary[]
}

/**
 * The package in one machine-readable object: `data/11-machine/package.json` is its RFC 8785 text, and the PDF and the CSVs
 * show the same numbers. Scores and coverage are in [0, 1].
 */
export interface PackageSummary {
  readonly format: 'countersign-package/1'
  readonly identity: {
    readonly engagement: string
    readonly client: string
    readonly name: string
    readonly periodStart: Instant
    readonly periodEnd: Instant
    readonly timeZone: string
    readonly revision: number
    readonly sample: boolean
    readonly compiledAt: Instant
    readonly previousPackage: PreviousPackage | null
    /** The revision of the same period whose place this one takes; null for the first. */
    readonly supersedes: Sha256 | null
    /** What the package holds and leaves out. */
    readonly scope: PackageScope
  }
  readonly tool: ToolIdentity
  readonly rulePack: RulePackIdentity
  readonly slaHours: Readonly<Record<Severity, number>>
  readonly scans: readonly Scan[]
  readonly closingScan: number | null
  readonly totals: {
    readonly frameworks: readonly FrameworkSummary[]
    /** Every outcome of the closing scan, each once. */
    readonly outcomes: Totals
    readonly outcomesBySeverity: Readonly<Record<Severity, Totals>>
    readonly findings: FindingCounts
    readonly findingsBySeverity: Readonly<Record<Severity, FindingCounts>>
    readonly exceptions: { readonly total: number; readonly byStatus: Readonly<Record<string, number>> }
    readonly drift: {
      readonly total: number
      readonly open: number
      readonly authorised: number
      readonly notAuthorised: number
      readonly undecided: number
    }
    readonly remediations: number
    readonly baselines: number
    readonly reviews: {
      readonly weeks: number
      readonly sealed: number
      readonly open: number
      readonly missed: number
    }
    readonly samples: number
    readonly documents: number
  }
  readonly completeness: Completeness
  readonly ledger: LedgerHead
}

export const noFindings: FindingCounts = {
  total: 0,
  open: 0,
  remediated: 0,
  closed: 0,
  overdue: 0,
  breached: 0,
  excepted: 0,
}

type Clock = {
  readonly status: FindingStatus
  readonly dueAt: Instant
  readonly exceptionUntil: Instant | null
}

/** Whether an exception holds off the deadline at an instant. */
export const isExcepted = (finding: Clock, at: Instant): boolean =>
  finding.status !== 'closed' && finding.exceptionUntil !== null && finding.exceptionUntil > at

/** Past due at an instant: not closed, and no exception in force. */
export const isOverdue = (finding: Clock, at: Instant): boolean =>
  finding.status !== 'closed' && !isExcepted(finding, at) && finding.dueAt <= at

/** Counts with one more finding; `at` is the instant that decides what is overdue or under exception. */
export function countFinding(
  counts: FindingCounts,
  finding: Clock & { readonly breached: boolean },
  at: Instant,
): FindingCounts {
  return {
    total: counts.total + 1,
    open: counts.open + (finding.status === 'open' ? 1 : 0),
    remediated: counts.remediated + (finding.status === 'remediated' ? 1 : 0),
    closed: counts.closed + (finding.status === 'closed' ? 1 : 0),
    overdue: counts.overdue + (isOverdue(finding, at) ? 1 : 0),
    breached: counts.breached + (finding.breached ? 1 : 0),
    excepted: counts.excepted + (isExcepted(finding, at) ? 1 : 0),
  }
}

/** The file hash a PDF can carry: of the summary, not of itself. */
export interface PayloadSummary extends PackageSummary {
  /** SHA-256 of `data/11-machine/package.json`. */
  readonly sha256: Sha256
  /** Every payload file in the order written. */
  readonly files: readonly {
    readonly path: string
    readonly bytes: number
    readonly sha256: Sha256
    readonly rows: number | null
  }[]
}
