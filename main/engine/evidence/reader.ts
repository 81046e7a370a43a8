import type { Baseline, DriftEvent } from '../../../shared/model/drift.ts'
import type { Engagement } from '../../../shared/model/engagement.ts'
import type { Exception, Finding, FindingEvent, RemediationRow } from '../../../shared/model/finding.ts'
import type { Framework } from '../../../shared/model/framework.ts'
import type { LedgerEntry, LedgerHead } from '../../../shared/model/ledger.ts'
import type { FrameworkTotals, OutcomeRow, RequirementTotals, Totals } from '../../../shared/model/outcome.ts'
import type { Instant, Provider, Sha256 } from '../../../shared/model/provider.ts'
import type { ReviewSession, ReviewWeek } from '../../../shared/model/review.ts'
import type {
  NotApplicableEntry,
  Rule,
  RuleOverride,
  RulePackIdentity,
  Severity,
} from '../../../shared/model/rule.ts'
import type { CoverageHole, Scan } from '../../../shared/model/scan.ts'
import type { SampleRisk, Stratification } from '../../../shared/model/sampling.ts'
import type { CallFailure, ItemProblem, SourceFile } from '../../../shared/model/source.ts'

/**
 * What the evidence package reads. The pipeline implements it over the store; tests over memory.
 *
 * Rules for an implementation:
 * - every call sees one consistent state (one read transaction for the life of the reader);
 * - every iterable is lazy, can be asked for again, and gives the same items in the same order each time:
 *   the package's bytes follow from it;
 * - `period` methods give what the docstring says of the half-open interval [start, end);
 * - a scan argument is a `Scan.id` that `scans()` gave.
 */
export interface EvidenceReader {
  engagement(): Engagement
  tool(): ToolIdentity
  /** The firm's cadence; a longer gap between two scans is a missed capture. */
  expectedCaptureDays(): number
  people(): Iterable<Person>
  /** Who signed off what, oldest first: review sessions, baselines, exceptions, samples. */
  signOffs(period: Period): Iterable<SignOff>

  /** Sealed scans whose `asOf` lies in the period, by `asOf`. The last one is the closing scan. */
  scans(period: Period): Iterable<Scan>
  /** The newest sealed scan before the period, for reconciliation; null when there is none. */
  scanBefore(period: Period): Scan | null
  /** Files of the scan, by path. */
  sourceFiles(scan: number): Iterable<SourceFile>
  /** Holes of the scan's coverage, by provider, account, region, operation. */
  holes(scan: number): Iterable<CoverageHole>
  /** Refusals and failures found in the scan's files, as the provider worded them. */
  callFailures(scan: number): Iterable<CallFailure>
  /** Items that could not be used, by file and position. */
  problems(scan: number): Iterable<FileProblem>
  /** Files that were refused while the scan went on with the others, by path. */
  droppedFiles(scan: number): Iterable<RefusedFile>
  /**
   * What the engagement held right after a scan, and what that scan added and removed, per account and type; by provider,
   * account, type. Counted over every account ever read, also those the scan did not touch.
   */
  presence(scan: number): Iterable<PresenceRow>

  pack(): RulePackIdentity
  /** Every rule of the pack that judged the closing scan, by id. */
  rules(): Iterable<RuleText>
  /** What the engagement added to the pack and set otherwise, as it was in force. */
  localRules(): LocalRulesRecord
  notApplicableEntries(): Iterable<NotApplicableEntry>
  /** Framework catalogues, benchmarks and baselines used, by name. */
  catalogues(): Iterable<Catalogue>
  /** Ids of the rules behind a requirement, sorted; for FedRAMP through its 800-53 control. */
  requirementRules(framework: Framework, requirement: string): Iterable<string>

  /** Totals of each framework of the engagement at a scan, in the engagement's order. */
  frameworkTotals(scan: number): Iterable<FrameworkTotals>
  /** Totals of every requirement of one framework at a scan, in the catalogue's order, those without rules included. */
  requirementTotals(scan: number, framework: Framework): Iterable<RequirementTotals>
  /**
   * Totals of each rule at a scan over some accounts only, without walking the outcomes; where it is absent they are walked.
   * `accounts` null: all of the provider.
   */
  ruleTotals?(scan: number, among: readonly AccountsOf[]): ReadonlyMap<string, Totals>
  /** One point per scan of the period, by `asOf`. */
  trend(period: Period): Iterable<TrendPoint>

  /** Every outcome that held as of a scan, by rule, then subject. */
  outcomes(scan: number): Iterable<EvidenceOutcome>
  /** The same of one rule: the rule's population. */
  ruleOutcomes(scan: number, rule: string): Iterable<EvidenceOutcome>
  /** Every resource that had a document as of a scan, by provider, account, resource id. */
  documents(scan: number): Iterable<EvidenceDocument>

  /**
   * Findings that were open at some time in the period, in the state they had at its end (or have now, if it still runs),
   * by severity (critical first), then opened time, then id.
   */
  findings(period: Period): Iterable<Finding>
  /** What a finding is about; null when there is no such finding. */
  findingPlace(finding: number): FindingPlace | null
  /** Events of one finding before the period's end, oldest first. */
  findingEvents(finding: number, period: Period): Iterable<FindingEvent>
  /** Exceptions requested, decided, in force or expired in the period, by id. */
  exceptions(period: Period): Iterable<Exception>
  /** The remediation log of the period, by detection time, then finding. `remediationAction` is the action's text; the writer adds the date. */
  remediations(period: Period): Iterable<RemediationRow>

  /** Every baseline in force or approved in the period, by version. */
  baselines(period: Period): Iterable<Baseline>
  /** What a baseline holds, by provider, account, resource id. */
  baselineRows(version: number): Iterable<BaselineRow>
  /** Drift open at some time in the period, by detection, then id. */
  driftEvents(period: Period): Iterable<DriftEvent>

  /** Sessions whose week lies in the period, by week. */
  sessions(period: Period): Iterable<ReviewSession>
  /** What was decided in a session, in the order it was decided. */
  decisions(session: number): Iterable<ReviewDecision>
  /** Every Monday of the period with its standing. */
  weeks(period: Period): Iterable<ReviewWeek>

  /** Samples drawn in the period, by id. */
  samples(period: Period): Iterable<Sample>
  /** What a sample picked, by rank, replacements last. */
  sampleItems(sample: number): Iterable<SampleItem>
  /**
   * The committed frame of a sample, in the committed order; `populationSha256` is of these lines, each followed by LF.
   * A line is an id, or `stratum TAB id` where the sample is stratified.
   * With it the package carries the frame as a file, and the draw can be repeated from the package alone.
   */
  samplePopulation?(sample: number): Iterable<string>

  /** The whole chain from the first entry to `ledgerHead()`, never beyond it. */
  ledger(): Iterable<LedgerEntry>
  ledgerHead(): LedgerHead

  /** Files people attached as evidence, by name. */
  attachments(): Iterable<Attachment>
}

export interface FindingPlace {
  readonly rule: string
  readonly provider: Provider
  readonly account: string
}

/** Some accounts of one provider; `accounts` null for all of them. */
export interface AccountsOf {
  readonly provider: Provider
  readonly accounts: readonly string[] | null
}

export interface RefusedFile {
  readonly path: string
  /** Error code it was refused with; empty where none was kept. */
  readonly code: string
  readonly detail: string
}

export interface PresenceRow {
  readonly provider: Provider
  readonly account: string
  readonly type: string
  /** Resources with a document. */
  readonly present: number
  /** Resources known from before that could not be read. */
  readonly unread: number
  /** Resources (present or unread) that were not known, or known as gone, before this scan. */
  readonly added: number
  /** Resources that were known before this scan and are gone. */
  readonly removed: number
}

/** Half-open: `start` belongs to the period, `end` does not. */
export interface Period {
  readonly start: Instant
  readonly end: Instant
}

/** What made the package; recorded so that it can be made again. */
export interface ToolIdentity {
  readonly name: string
  readonly version: string
  /** Commit or content hash of the build; `unknown` from a bare checkout. */
  readonly build: string
  /** Runtime, e.g. `node 24.21.0`. */
  readonly runtime: string
}

export interface Person {
  readonly name: string
  /** E.g. `owner`, `preparer`, `reviewer`, `approver`. */
  readonly roles: readonly string[]
}

export interface SignOff {
  readonly at: Instant
  readonly person: string
  readonly role: string
  /** What was signed, e.g. `review session 2026-07-06`, `baseline v3`. */
  readonly object: string
  /** Hash of the object as signed; null when only the ledger holds it. */
  readonly sha256: Sha256 | null
  readonly ledgerSeq: number | null
  /** What `object` names, for those who narrow a package. */
  readonly of: {
    readonly kind: 'session' | 'baseline' | 'exception' | 'sample'
    readonly id: number
  }
}

/** An item problem with the file it was in. */
export interface FileProblem extends ItemProblem {
  readonly path: string
}

/** A rule with the text that was evaluated. */
export interface RuleText {
  readonly rule: Rule
  /** The `rule.yaml`, byte for byte. */
  readonly yaml: string
  readonly sha256: Sha256
}

/** The engagement's own part of the rules; both lists empty when it has none. */
export interface LocalRulesRecord {
  readonly folders: readonly {
    /** The folder's last name, not its place on a disk. */
    readonly name: string
    readonly reason: string
    readonly by: string
    readonly at: Instant
    /** Ids of the rules that came from it, sorted. */
    readonly rules: readonly string[]
    /** SHA-256 over `path NUL sha256 of the text LF` of its files in order. */
    readonly sha256: Sha256
  }[]
  /** By rule id. */
  readonly overrides: readonly (RuleOverride & { readonly rule: string })[]
}

export interface Catalogue {
  /** File name, `[A-Za-z0-9._-]+`. */
  readonly name: string
  readonly text: string
  readonly sha256: Sha256
}

export interface TrendPoint {
  readonly scan: number
  readonly asOf: Instant
  readonly verdict: Scan['verdict']
  /** In the engagement's order of frameworks. */
  readonly frameworks: readonly FrameworkTotals[]
  /** Findings open as of the scan. */
  readonly open: Readonly<Record<Severity, number>>
  /** Of those, past their due time as of the scan. */
  readonly overdue: number
}

/** An outcome with the identity of what it judges. */
export interface EvidenceOutcome extends OutcomeRow {
  /** The resource's type; for account-scope rules the word `account`. */
  readonly type: string
  readonly name: string
  /** When the provider saw the document judged. */
  readonly capturedAt: Instant | null
}

export interface EvidenceDocument {
  readonly provider: Provider
  readonly account: string
  readonly region: string
  readonly type: string
  readonly resourceId: string
  readonly name: string
  readonly capturedAt: Instant | null
  /** Canonical JSON (RFC 8785), secrets redacted; `sha256` is of exactly these UTF-8 bytes. */
  readonly json: string
  readonly sha256: Sha256
}

export interface BaselineRow {
  readonly provider: Provider
  readonly account: string
  readonly region: string
  readonly type: string
  readonly resourceId: string
  readonly name: string
  readonly sha256: Sha256
}

export interface ReviewDecision {
  readonly at: Instant
  readonly person: string
  readonly kind: 'finding' | 'drift' | 'exception'
  readonly ref: number
  readonly title: string
  readonly subject: string
  readonly severity: Severity
  readonly reasons: readonly string[]
  readonly decision: string
  readonly note: string
}

/**
 * A sample of a population, by hash rank: order by sha256(`seed|id`), take the first `size`.
 * The population's hash was in the ledger before the seed was given.
 */
export interface Sample {
  readonly id: number
  /** What was sampled, e.g. a rule id; a plain name that can become a file name. */
  readonly subject: string
  readonly framework: Framework | null
  readonly requirement: string | null
  readonly populationSize: number
  readonly populationSha256: Sha256
  readonly committedAt: Instant
  readonly committedSeq: number
  readonly seed: string
  readonly seedFrom: string
  readonly size: number
  readonly rationale: string
  /** The risk the size was looked up for; null where the size was given. */
  readonly risk: SampleRisk | null
  /** Set when the frame was cut into strata before it was committed; then each of its lines is `stratum TAB id`. */
  readonly stratifiedBy: Stratification | null
  /** By name; empty without stratification. `size` is what was drawn of each, at least one. */
  readonly strata: readonly { readonly stratum: string; readonly population: number; readonly size: number }[]
  /** The scan whose population was committed. */
  readonly scan: number
  /** An earlier sample of the same population that this one takes the place of, and why. */
  readonly redrawOf: number | null
  readonly redrawReason: string
  readonly drawnAt: Instant
  readonly drawnBy: string
  readonly ledgerSeq: number
}

export interface SampleItem {
  readonly rank: number
  readonly subject: string
  /** Hex SHA-256 of `seed|subject`. */
  readonly hash: Sha256
  /** Empty without stratification. */
  readonly stratum: string
  /** Set when the item replaces another. */
  readonly replaces: string | null
  readonly reason: string
  /** Who replaced it, when, and the ledger entry of that; null for items of the draw itself. */
  readonly replacedBy: string | null
  readonly replacedAt: Instant | null
  readonly ledgerSeq: number | null
}

export interface Attachment {
  readonly name: string
  readonly sha256: Sha256
  readonly bytes: number
  readonly addedAt: Instant
  readonly addedBy: string
  readonly description: string
  open(): AsyncIterable<Uint8Array>
}
