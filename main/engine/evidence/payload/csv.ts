import { stringify } from 'csv-stringify/sync'
import { openFile, writeFile, canonicalJson, type WrittenFile } from './files.ts'
import type { PayloadContext } from './context.ts'

export type Cell = string | number | boolean | null
export type Row = readonly Cell[]

/** Rows per slice: one disk write, one look at the cancel signal, one progress report. */
const slice = 500

/** Whatever happens between slices: rows written so far. */
export type Rows = AsyncGenerator<number, WrittenFile>

/**
 * Writes a CSV file (RFC 4180) as spreadsheets and auditors read it: UTF-8 with BOM, CRLF, strings quoted, and any text that a
 * spreadsheet would run as a formula (`= + - @`, tab, CR and their full-width forms) led by an apostrophe.
 * The JSON files hold the exact values. Yields the rows written after each slice.
 * @throws CountersignError cancelled, disk_full, package_exists
 */
export async function* writeCsv(
  context: PayloadContext,
  relative: string,
  header: readonly string[],
  rows: Iterable<Row>,
): Rows {
  const file = await openFile(context.root, relative)
  let count = 0
  let finished = false
  try {
    await file.write(`\uFEFF${csvText([header])}`)
    let batch: Row[] = []
    for (const row of rows) {
      batch.push(row)
      if (batch.length < slice) continue
      count += batch.length
      await file.write(csvText(batch))
      batch = []
      context.checkCancelled()
      yield count
    }
    if (batch.length > 0) await file.write(csvText(batch))
    count += batch.length
    finished = true
  } finally {
    if (!finished) await file.abandon()
  }
  return context.record(await file.close(count))
}

/** CSV text of some rows, each ended by CRLF; no BOM, no header of its own. */
export function csvText(rows: readonly Row[]): string {
  return stringify(rows as Cell[][], {
    record_delimiter: 'windows',
    quoted_string: true,
    escape_formulas: true,
    cast: { boolean: (value) => (value ? 'yes' : 'no') },
  })
}

/** The side file with a CSV's totals: `x.csv` → `x.totals.json`, so that the rows stay a plain table. */
export async function writeTotals(context: PayloadContext, csv: string, totals: object): Promise<void> {
  context.record(
    await writeFile(context.root, csv.replace(/\.csv$/, '.totals.json'), `${canonicalJson(totals)}\n`),
  )
}
