import type { EvaluationResource, NormalItem, Resource } from '../../../shared/model/resource.ts'
import type {
  CallFailure,
  CoverageClaim,
  ItemProblem,
  SourceFile,
  UnreadReason,
} from '../../../shared/model/source.ts'
import type { Instant, Provider, Sha256 } from '../../../shared/model/provider.ts'
import type { OutcomeStatus, Totals, Verdict } from '../../../shared/model/outcome.ts'
import type { LedgerChain } from '../../../shared/model/ledger.ts'
import type { CanonicalItem } from './canonical-items.ts'

/** An open workspace file; what is behind it is the store's own. */
export interface Workspace {
  readonly path: string
  readonly mode: 'read' | 'write'
}

/** Gives the present instant as RFC 3339 UTC with milliseconds. */
export type Clock = () => Instant

/** Who holds the writer's lease: enough to tell a live process from a dead one, and from another that got its number. */
export interface Holder {
  readonly name: string
  readonly pid: number
  readonly host: string
  /** The system's boot id; empty where it has none. */
  readonly boot: string
  /** The process's start as the system counts it; empty where it does not say. */
  readonly started: string
}

export interface OpenOptions {
  readonly mode: 'read' | 'write'
  readonly clock: Clock
  readonly holder: Holder
  readonly ledger: LedgerChain
  /** Milliseconds between renewals of the lease by timer; 0 for none (then only writes renew it). Default 20,000. */
  readonly heartbeatMs?: number
}

/**
 * Which snapshot. `{ scan }`: what the workspace held right after that scan was sealed; it never changes again.
 * `{ instant }`: what was so at that instant by the newest captures at or before it, by all that is known now
 * (or was known when scan `known` had been sealed).
 * Both are the same while scans are imported in the order of their capture.
 */
export type At = { readonly scan: number } | { readonly instant: Instant; readonly known?: number }

export interface ResourceFilter {
  readonly providers?: readonly Provider[]
  readonly accounts?: readonly string[]
  readonly regions?: readonly string[]
  readonly types?: readonly string[]
  readonly resources?: readonly number[]
  /** Part of the provider id or name, letter case ignored. */
  readonly text?: string
}

export interface Page<Row> {
  /** All rows of the filter, not only of this page. */
  readonly total: number
  readonly rows: readonly Row[]
}

/** At most 500 rows a page; a larger limit is an `invalid_input`. */
export interface PageRequest {
  readonly offset: number
  readonly limit: number
}

export type ResourceSort = 'provider' | 'account' | 'region' | 'type' | 'name' | 'resourceId'
export interface ResourceRow extends Resource {
  readonly state: 'present' | 'unread'
  readonly reason: UnreadReason | null
  readonly sha256: Sha256 | null
  readonly sinceScan: number
}

/** How far a file's items have been committed. */
export interface FileCheckpoint {
  readonly ordinal: number
  readonly path: string
  /** SHA-256 of the file's bytes as given when it was opened, to notice that a resumed file is another one. */
  readonly sha256: Sha256 | null
  readonly itemsDone: number
  readonly state: 'reading' | 'done' | 'dropped'
}

/** A file that was refused while its scan went on with the others; it makes the scan partial. */
export interface DroppedFile {
  readonly ordinal: number
  readonly path: string
  /** Error code and parameters as they were thrown; null when the caller gave none. */
  readonly why: {
    readonly code: string
    readonly params: Readonly<Record<string, string | number | boolean | null>>
  } | null
}

export interface UnfinishedScan {
  readonly id: number
  readonly kind: 'import' | 'live'
  readonly label: string
  readonly startedAt: Instant
  readonly asOf: Instant | null
  readonly files: readonly FileCheckpoint[]
  readonly stagedItems: number
}

/** One committed page of one file: kill -9 after the call returns loses nothing of it. */
export interface StagedPage {
  readonly file: number
  /** Items of the file done after this page (good and bad), where a resume goes on. */
  readonly itemsDone: number
  readonly items: readonly NormalItem[]
  readonly problems?: readonly ItemProblem[]
  readonly failures?: readonly CallFailure[]
}

/** A page whose documents are canonical and hashed already. */
export interface CanonicalPage extends Omit<StagedPage, 'items'> {
  readonly items: readonly CanonicalItem[]
}

export interface FinishedFile {
  readonly facts: SourceFile
  readonly claims: readonly CoverageClaim[]
}

export interface SealProgress {
  readonly stage: 'merging' | 'packing' | 'sealing'
  readonly done: number
  readonly total: number
}

export interface ScanSource extends SourceFile {
  readonly ordinal: number
}
export type ScanProblem = ItemProblem & { readonly file: number; readonly path: string }
export type ScanFailure = CallFailure & { readonly file: number }
export type ScanClaim = CoverageClaim & { readonly file: number }

export type ResourceState = 'present' | 'absent' | 'unread'
/** What a scan changed about one resource. */
export interface ResourceChange {
  readonly resource: Resource
  /** Null when the resource was not known before. */
  readonly before: {
    readonly state: ResourceState
    readonly reason: UnreadReason | null
    readonly sha256: Sha256 | null
  } | null
  readonly after: {
    readonly state: ResourceState
    readonly reason: UnreadReason | null
    readonly sha256: Sha256 | null
  }
  readonly capturedAt: Instant | null
}

export interface UnreadResource {
  readonly resource: Resource
  readonly reason: UnreadReason
  readonly sinceScan: number
  readonly lastRead: { readonly scan: number; readonly sha256: Sha256 } | null
}

export interface AccountAt {
  readonly provider: Provider
  readonly account: string
  readonly present: number
  readonly unread: number
  /** Newest scan of this account within the snapshot. */
  readonly newestScan: number
  readonly newestAsOf: Instant
  readonly types: readonly { readonly type: string; readonly present: number; readonly unread: number }[]
}

/** What a rule speaks about: one resource, or one account. */
export type Subject =
  | { readonly resource: number }
  | { readonly provider: Provider; readonly account: string }

export interface OutcomeChange {
  readonly rule: string
  readonly subject: Subject
  readonly verdict: Verdict
}

/** The outcomes that stood after the newest sealed evaluation, for planning the next one. */
export interface StandingOutcome {
  readonly id: number
  readonly rule: string
  readonly resource: number | null
  readonly provider: Provider
  readonly account: string
  readonly verdict: Verdict
}

/** What the newest sealed evaluation judged, and by which rules: everything after it is to be judged anew. */
export interface EvaluationBasis {
  readonly run: number
  readonly scan: number
  readonly rulePackSha256: Sha256
  /** Rule id to rule hash. */
  readonly rules: ReadonlyMap<string, Sha256>
}

/** An evaluation in work: staged beside the file, visible only by its seal, gone when the process is. */
export interface EvaluationDraft {
  readonly scan: number
  readonly rulePack: { readonly version: string; readonly sha256: Sha256 }
  readonly rules: ReadonlyMap<string, Sha256>
}

export interface EvaluationRun {
  readonly id: number
  readonly scan: number
  readonly at: Instant
  readonly rulePackVersion: string
  readonly rulePackSha256: Sha256
  readonly opened: number
  readonly closed: number
  readonly totals: Totals
  readonly outcomesSha256: Sha256
  readonly ledgerSeq: number
}

export interface OutcomeFilter extends ResourceFilter {
  readonly rules?: readonly string[]
  readonly statuses?: readonly OutcomeStatus[]
}
export type OutcomeSort = 'rule' | 'status' | 'provider' | 'account' | 'region' | 'subject' | 'since'

/** One outcome that an evaluation changed; `before` null when new, `after` null when its resource or rule is gone. */
export interface OutcomeTransition {
  readonly rule: string
  readonly resource: number | null
  readonly provider: Provider
  readonly account: string
  readonly before: Verdict | null
  readonly after: Verdict | null
}

export type DoctorStatus = 'ok' | 'warning' | 'failed'
export interface DoctorCheck {
  readonly check:
    | 'file-integrity'
    | 'schema'
    | 'foreign-keys'
    | 'identities'
    | 'ledger-chain'
    | 'ledger-clock'
    | 'document-hashes'
    | 'observation-intervals'
    | 'outcome-intervals'
    | 'scan-hashes'
    | 'evaluation-hashes'
    | 'unfinished-scans'
  readonly status: DoctorStatus
  /** What was counted, or the first things found wrong. */
  readonly detail: string
}

export type { EvaluationResource }
