import type { Sha256 } from '../../../../../shared/model/provider.ts'
import type { InputFile } from '../events.ts'

/** The stored bytes of an input while they are read, with what is known of them at the end. */
export interface OpenInput {
  /** Chunks of at most 1 MiB, never changed afterwards. Can be iterated once. */
  readonly chunks: AsyncIterable<Buffer>
  /** Bytes given out so far. */
  bytes(): number
  /** Of all bytes; valid once `chunks` has ended. */
  sha256(): Sha256
}

/** An input and how to read it. */
export interface Input extends InputFile {
  readonly compression: 'none' | 'zip'
  /** Set when the input can't be read at all, such as an archive with unsafe names. */
  readonly refusal: {
    readonly code: RefusalCode
    readonly params: Readonly<Record<string, string | number>>
  } | null
  open(): OpenInput
}

export type RefusalCode =
  | 'archive_unsafe_name'
  | 'archive_damaged'
  | 'archive_bomb'
  | 'archive_duplicate_name'
  | 'file_unknown_format'
  | 'file_unreadable'
  | 'file_empty'
