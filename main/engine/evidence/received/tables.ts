import { pipeline } from 'node:stream'
import { parse } from 'csv-parse'
import { CountersignError } from '../../../../shared/model/errors.ts'
import type { PackageSource } from '../verify/source.ts'

// Longer than any row we write; a quote that is never closed must not fill memory.
const longestRow = 16 * 1024 * 1024

/** One row of a table, by column name. */
export type TableRow<C extends string> = Readonly<Record<C, string>>

/**
 * Rows of a CSV file of a package, one after the other, with the named columns only; other columns may come and go
 * between versions. The apostrophe that keeps spreadsheets from running a cell is taken off again.
 *
 * Throws `package_invalid` naming the file when it is absent, lacks a column, or is not a table.
 */
export async function* readTable<C extends string>(
  source: PackageSource,
  path: string,
  columns: readonly C[],
): AsyncGenerator<TableRow<C>> {
  const fault = (detail: string, cause?: unknown): CountersignError =>
    new CountersignError('package_invalid', { path, detail }, { cause })
  if (!source.files.has(path)) throw fault('the package does not hold it')
  const parser = parse({ bom: true, max_record_size: longestRow, record_delimiter: ['\r\n', '\n'] })
  // errors of either end come out of the loop below
  pipeline(await source.open(path), parser, () => undefined)
  let places: readonly number[] | undefined
  try {
    for await (const cells of parser as AsyncIterable<string[]>) {
      if (places === undefined) {
        places = columns.map((column) => cells.indexOf(column))
        const missing = columns.find((_, index) => places?.[index] === -1)
        if (missing !== undefined) throw fault(`it has no column ${missing}`)
        continue
      }
      const row = {} as Record<C, string>
      for (const [index, column] of columns.entries()) row[column] = plain(cells[places[index] ?? -1] ?? '')
      yield row
    }
  } catch (error) {
    throw error instanceof CountersignError ? error : fault('it is not a table', error)
  }
  if (places === undefined) throw fault('it has no header')
}

const plain = (cell: string): string =>
  /^'[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/.test(cell) ? cell.slice(1) : cell
