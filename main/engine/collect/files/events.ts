import type { ErrorCode, ErrorParams } from '../../../../shared/model/errors.ts'
import type { Instant, Sha256 } from '../../../../shared/model/provider.ts'
import type {
  CallFailure,
  CoverageClaim,
  ItemProblem,
  RawItem,
  SourceFile,
} from '../../../../shared/model/source.ts'

/** One thing that will be read: a file on disk, or one entry of a zip (`a.zip!/x.json`). */
export interface InputFile {
  readonly ordinal: number
  readonly path: string
  /** Bytes on disk; for a zip entry its size after decompression. */
  readonly bytes: number
}

/** What reading exports tells, in order; see `readExports`. */
export type FileEvent =
  /** First event. `leftOut` counts hidden names, links and other things that are not regular files. */
  | {
      readonly kind: 'inputs'
      readonly files: readonly InputFile[]
      readonly bytes: number
      readonly leftOut: number
    }
  | { readonly kind: 'file'; readonly ordinal: number; readonly path: string }
  /** A file before the resume point: hashed again, so that the caller can see it is still the same. */
  | {
      readonly kind: 'file-skipped'
      readonly ordinal: number
      readonly path: string
      readonly sha256: Sha256
      readonly bytes: number
    }
  | { readonly kind: 'items'; readonly file: number; readonly items: RawItem[] }
  | { readonly kind: 'problems'; readonly file: number; readonly problems: ItemProblem[] }
  | { readonly kind: 'failures'; readonly file: number; readonly failures: CallFailure[] }
  | { readonly kind: 'progress'; readonly bytesRead: number; readonly bytesTotal: number }
  | {
      readonly kind: 'file-end'
      readonly ordinal: number
      readonly source: SourceFile
      readonly claims: CoverageClaim[]
    }
  | {
      readonly kind: 'file-refused'
      readonly ordinal: number
      readonly path: string
      readonly error: { readonly code: ErrorCode; readonly params: ErrorParams }
    }

/** Guards against archives made to exhaust a machine. */
export interface ArchiveLimits {
  /** Largest ratio of decompressed to compressed bytes, looked at above `floorBytes`. */
  readonly maxRatio: number
  readonly floorBytes: number
  /** Largest number of decompressed bytes of one archive. */
  readonly maxBytes: number
  readonly maxEntries: number
}

export interface ReadOptions {
  /** The importing machine's time: items captured more than 24 h after it are problems `from-the-future`. */
  readonly now: Instant
  /** Default 64 MiB; a larger item is a problem `too-large` and is never held in memory. */
  readonly maxItemBytes?: number
  /** Default 200 levels; a deeper item is a problem `too-deep`, found before it is parsed. */
  readonly maxDepth?: number
  /** Resume: files before `file` are only hashed, the first `items` items of `file` are passed over. */
  readonly skip?: { readonly file: number; readonly items: number }
  readonly signal?: AbortSignal
  readonly archive?: Partial<ArchiveLimits>
}

export interface Limits {
  readonly maxItemBytes: number
  readonly maxDepth: number
  readonly archive: ArchiveLimits
}

/**
 * Deflate reaches 1032 : 1 at most and real inventories 10 to 60 : 1, so 200 tells them apart;
 * below 100 MB decompressed an archive harms nobody, whatever its ratio.
 */
export const defaultLimits: Limits = {
  maxItemBytes: 64 * 1024 * 1024,
  maxDepth: 200,
  archive: { maxRatio: 200, floorBytes: 100_000_000, maxBytes: 50_000_000_000, maxEntries: 100_000 },
}

/** Items per `items` event at most (design: pages hold at most 500 rows). */
export const pageSize = 500
