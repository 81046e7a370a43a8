import { CountersignError } from '../../../../shared/model/errors.ts'
import type { Engagement } from '../../../../shared/model/engagement.ts'
import type { PackageScope } from '../../../../shared/model/package-scope.ts'
import type { Instant, Sha256 } from '../../../../shared/model/provider.ts'
import type { Scan } from '../../../../shared/model/scan.ts'
import type { EvidenceReader, Period } from '../reader.ts'
import { wholeScope } from '../scope/resolve.ts'
import { scopedReader } from '../scope/scoped-reader.ts'
import type { OscalVersion } from '../machine/oscal-version.ts'
import type { WrittenFile } from './files.ts'

/** The package this one follows: its identity and the ledger head it printed. */
export interface PreviousPackage {
  readonly tagmanifestSha256: Sha256
  readonly ledgerSeq: number
  readonly ledgerHash: Sha256
  readonly label: string
}

export interface PayloadOptions {
  /** When the package is compiled, by the workstation's clock; every date inside the files that is not data comes from it. */
  readonly at: Instant
  readonly period: Period
  /** What the package leaves out; its period is `period`. Left out: nothing. */
  readonly scope?: PackageScope
  /** 1 for the first package of a period, counted up when it is compiled again. */
  readonly revision?: number
  readonly previousPackage?: PreviousPackage | null
  /** Identity of the revision before, whose place this one takes. */
  readonly supersedes?: Sha256 | null
  /** Version of OSCAL to write; 1.1.3 unless named. */
  readonly oscalVersion?: OscalVersion
  /** Appends signatures to a finished PDF, given by its absolute path, before it is hashed; without it PDFs stay unsigned. */
  readonly signPdf?: (file: string) => Promise<void>
  readonly signal?: AbortSignal
}

/** What every writer of the payload shares. */
export interface PayloadContext {
  /** The package folder; files go under `data/` in it. */
  readonly root: string
  /** Narrowed to the scope: whatever is written is of it. */
  readonly reader: EvidenceReader
  readonly scope: PackageScope
  readonly engagement: Engagement
  readonly period: Period
  readonly at: Instant
  readonly revision: number
  readonly previousPackage: PreviousPackage | null
  readonly supersedes: Sha256 | null
  readonly signPdf: ((file: string) => Promise<void>) | null
  /** Scans of the period by `asOf`; a period has tens of them. */
  readonly scans: readonly Scan[]
  readonly closing: Scan | null
  /** Files written so far, in order. */
  readonly files: readonly WrittenFile[]
  record(file: WrittenFile): WrittenFile
  checkCancelled(): void
}

/** @throws CountersignError invalid_input for a period that ends before it starts */
export function openContext(root: string, whole: EvidenceReader, options: PayloadOptions): PayloadContext {
  const { period, signal } = options
  if (!(period.start < period.end))
    throw new CountersignError('invalid_input', { field: 'period', value: `${period.start}/${period.end}` })
  const scope = options.scope ?? wholeScope(whole.engagement(), period)
  const reader = scopedReader(whole, scope)
  const scans = [...reader.scans(period)]
  const files: WrittenFile[] = []
  return {
    root,
    reader,
    scope,
    engagement: reader.engagement(),
    period,
    at: options.at,
    revision: options.revision ?? 1,
    previousPackage: options.previousPackage ?? null,
    supersedes: options.supersedes ?? null,
    signPdf: options.signPdf ?? null,
    scans,
    closing: scans.at(-1) ?? null,
    files,
    record(file) {
      files.push(file)
      return file
    },
    checkCancelled() {
      if (signal?.aborted === true) throw new CountersignError('cancelled', { what: 'package' })
    },
  }
}
