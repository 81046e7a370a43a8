/** Where a value stands in the decompressed content. */
export interface Place {
  /** Byte offset of its first byte. */
  readonly offset: number
  /** Line of its first byte, from 1. */
  readonly line: number
}

/**
 * The list an element was found in: the key path of the list inside its top-level object,
 * `[]` for a top-level list, `''` for a top-level value of its own.
 */
export type ListPath = string

/** What the splitter tells; all calls are synchronous and in file order. */
export interface SplitHandlers {
  /** A complete value, bytes as in the file. The buffer may share memory with the chunk it came in. */
  element(bytes: Buffer, place: Place, list: ListPath): void
  /**
   * A top-level object that stands on one line.
   * @returns false when it is a page of items that should be cut item by item instead
   */
  line(bytes: Buffer, place: Place): boolean
  /** A value that can't be handed over: too large, too deep, or a line that is not JSON (given as `line`). */
  broken(
    reason: 'too-large' | 'too-deep' | 'not-json',
    place: Place,
    list: ListPath,
    line: Buffer | null,
  ): void
  /** A member of a top-level object that is not a list of items; not called for members over `maxMetaBytes`. */
  member(path: string, bytes: Buffer): void
  /** A top-level object turned out to hold lists of items; its members so far are told after it. */
  listBegin(list: ListPath, place: Place): void
  /** The top-level object that holds lists has ended. */
  containerEnd(): void
}

export interface SplitLimits {
  readonly maxItemBytes: number
  readonly maxDepth: number
  /** How far the end of a line is looked for before a value is cut by its brackets instead. */
  readonly lineWindow: number
}

export interface Splitter {
  /**
   * Takes the next bytes; they must not change afterwards. Throws `file_malformed`.
   * @param shift bytes left out before the first chunk (a byte order mark), added to all offsets
   * @returns false when the content does not begin as JSON: nothing more should be pushed
   */
  push(chunk: Buffer, shift?: number): boolean
  /**
   * No more bytes. Throws `file_truncated`, `file_malformed` or `nesting_too_deep`.
   * @returns false when the content does not begin as JSON
   */
  end(): boolean
}
