import type { PayloadContext } from '../payload/context.ts'
import type { PackageSummary } from '../payload/summary.ts'
import type { Markup } from './markup.ts'
import type { Column } from './table.ts'

/** Rows shown of each table; the CSV files have all. */
export const most = { holes: 200, requirements: 1_500, rows: 500, files: 2_000 } as const

/** Writes one section, piece by piece. */
export type Parts = (context: PayloadContext, summary: PackageSummary) => Iterable<Markup>

export const columns = (...titles: string[]): Column[] => titles.map((title) => ({ title }))
export const numbers = (...titles: string[]): Column[] => titles.map((title) => ({ title, number: true }))

/** A link from the page to a file of the payload, given by its path in the package. */
export const fileLink = (path: string) => ({ href: `../${path.slice('data/'.length)}`, name: path })
