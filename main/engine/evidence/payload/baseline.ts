import { canonicalJson, openFile } from './files.ts'
import { accountCell, idCell } from './cells.ts'
import { writeCsv, type Row } from './csv.ts'
import type { PayloadContext } from './context.ts'
import type { Tally } from './gather.ts'
import type { BaselineRow } from '../reader.ts'
import type { Baseline } from '../../../../shared/model/drift.ts'

/** `02-baseline/`: each baseline's contents as CSV and JSON, and who approved which, when and why. */
export async function* writeBaselines(context: PayloadContext, tally: Tally): AsyncGenerator<number> {
  const { reader, period } = context
  const baselines = [...reader.baselines(period)]
  const written = new Map<number, number>()
  for (const baseline of baselines) {
    tally.baseline()
    const stem = `data/02-baseline/baseline-v${baseline.version}`
    const file = yield* writeCsv(
      context,
      `${stem}.csv`,
      ['Provider', 'Account', 'Region', 'Type', 'Resource', 'Name', 'Document SHA-256'],
      contents(reader.baselineRows(baseline.version)),
    )
    written.set(baseline.version, file.rows ?? 0)
    await writeBaselineJson(context, `${stem}.json`, baseline)
    context.checkCancelled()
  }
  yield* writeCsv(
    context,
    'data/02-baseline/approvals.csv',
    [
      'Version',
      'Approved at',
      'Approved by',
      'Rationale',
      'State as of',
      'Scan',
      'Filter',
      'Resources',
      'SHA-256',
      'Ledger entry',
      'Of these in this package',
    ],
    baselines.map((one) => [
      one.version,
      one.approvedAt,
      one.approvedBy,
      one.rationale,
      one.asOf,
      one.scan,
      one.filter,
      one.resources,
      one.sha256,
      one.ledgerSeq,
      written.get(one.version) ?? 0,
    ]),
  )
}

function* contents(rows: Iterable<BaselineRow>): Iterable<Row> {
  for (const row of rows)
    yield [
      row.provider,
      accountCell(row.provider, row.account),
      row.region,
      row.type,
      idCell(row.provider, row.resourceId),
      row.name,
      row.sha256,
    ]
}

/** `{"approvedAt":…,"contents":[one canonical object a line],…}`: one RFC 8785 value but for the line breaks between the rows. */
async function writeBaselineJson(
  context: PayloadContext,
  relative: string,
  baseline: Baseline,
): Promise<void> {
  const file = await openFile(context.root, relative)
  let rows = 0
  let finished = false
  try {
    await file.write(`{"baseline":${canonicalJson(baseline)},\n"contents":[`)
    let lines: string[] = []
    for (const row of context.reader.baselineRows(baseline.version)) {
      lines.push(`${rows === 0 ? '' : ','}\n${canonicalJson(row)}`)
      rows++
      if (lines.length === 500) {
        await file.write(lines.join(''))
        lines = []
        context.checkCancelled()
      }
    }
    await file.write(`${lines.join('')}\n]}\n`)
    finished = true
  } finally {
    if (!finished) await file.abandon()
  }
  context.record(await file.close(rows))
}
