import type { PayloadContext } from '../payload/context.ts'
import type { PackageSummary } from '../payload/summary.ts'
import type { Pen } from './pen.ts'

/** What every section draws from and on. */
export interface Report {
  readonly pen: Pen
  readonly context: PayloadContext
  readonly summary: PackageSummary
  /** Marks the place of a part of the current section for the contents, the bookmarks and links. */
  mark(key: string): void
}

/** A chapter of the report. Its parts appear in the contents below it; `draw` must `mark` each. */
export interface Section {
  readonly title: string
  readonly parts: readonly { readonly key: string; readonly title: string }[]
  draw(report: Report): AsyncGenerator<number>
}
