import { accountCell } from './cells.ts'
import { captureCalendar } from './calendar.ts'
import { writeCsv, type Row } from './csv.ts'
import type { PayloadContext } from './context.ts'
import { writeExtractions } from './extractions.ts'
import { readProvenance } from './provenance.ts'

/** `10-collection/`: each scan, its files with their hashes, what failed, what could not be used, what was not covered, and the capture calendar. */
export async function* writeCollection(context: PayloadContext): AsyncGenerator<number> {
  const at = (name: string): string => `data/10-collection/${name}.csv`
  const provenance = readProvenance(context)
  yield* writeCsv(
    context,
    at('runs'),
    [
      'Scan',
      'As of',
      'Started at',
      'Sealed at',
      'Kind',
      'Label',
      'Verdict',
      'Files',
      'Items',
      'Problems',
      'Present',
      'Added',
      'Changed',
      'Removed',
      'Unread',
      'Content SHA-256',
      'Rule pack SHA-256',
      'Ledger entry',
      'Sealed by',
      'Calls recorded',
      'Calls refused or failed',
      'Files refused',
    ],
    context.scans.map((scan) => [
      scan.id,
      scan.asOf,
      scan.startedAt,
      scan.sealedAt,
      scan.kind,
      scan.label,
      scan.verdict,
      scan.files,
      scan.items,
      scan.problems,
      scan.present,
      scan.added,
      scan.changed,
      scan.removed,
      scan.unread,
      scan.contentSha256,
      scan.rulePackSha256,
      scan.ledgerSeq,
      provenance.sealedBy(scan.ledgerSeq),
      countOf(context.reader.sourceFiles(scan.id)),
      countOf(context.reader.callFailures(scan.id)),
      countOf(context.reader.droppedFiles(scan.id)),
    ]),
  )
  yield* writeExtractions(context)
  yield* writeCsv(context, at('refused-files'), ['Scan', 'File', 'Reason', 'Detail'], refused(context))
  yield* writeCsv(
    context,
    at('sources'),
    [
      'Scan',
      'File',
      'SHA-256',
      'Bytes',
      'Format',
      'Compression',
      'Provider',
      'Accounts',
      'Regions',
      'Items',
      'Problems',
      'Duplicates',
      'First captured at',
      'Last captured at',
    ],
    sources(context),
  )
  yield* writeCsv(
    context,
    at('errors'),
    ['Scan', 'Provider', 'Account', 'Region', 'Reason', 'Operation', 'Types', 'Message'],
    errors(context),
  )
  yield* writeCsv(
    context,
    at('problems'),
    [
      'Scan',
      'File',
      'Item',
      'Byte offset',
      'Line',
      'Reason',
      'Detail',
      'Provider',
      'Account',
      'Region',
      'Type',
      'Resource',
    ],
    problems(context),
  )
  yield* writeCsv(
    context,
    at('coverage'),
    ['Scan', 'As of', 'Provider', 'Account', 'Region', 'Reason', 'Operation', 'Message', 'Resources hidden'],
    coverage(context),
  )
  yield* writeCsv(
    context,
    at('calendar'),
    ['From', 'To', 'Expected', 'Actual', 'Scans', 'Standing', 'Days since the capture before'],
    calendar(context),
  )
}

function countOf(rows: Iterable<unknown>): number {
  let count = 0
  for (const _ of rows) {
    void _
    count++
  }
  return count
}

function* refused(context: PayloadContext): Iterable<Row> {
  for (const scan of context.scans) {
    for (const one of context.reader.droppedFiles(scan.id)) yield [scan.id, one.path, one.code, one.detail]
  }
}

function* sources(context: PayloadContext): Iterable<Row> {
  for (const scan of context.scans) {
    for (const file of context.reader.sourceFiles(scan.id)) {
      yield [
        scan.id,
        file.path,
        file.sha256,
        file.bytes,
        file.format,
        file.compression,
        file.provider,
        file.accounts.map((one) => accountCell(file.provider, one)).join(' '),
        file.regions.join(' '),
        file.items,
        file.problems,
        file.duplicates,
        file.firstCapturedAt,
        file.lastCapturedAt,
      ]
    }
  }
}

function* errors(context: PayloadContext): Iterable<Row> {
  for (const scan of context.scans) {
    for (const one of context.reader.callFailures(scan.id)) {
      yield [
        scan.id,
        one.provider,
        accountCell(one.provider, one.account),
        one.region,
        one.reason,
        one.operation,
        one.types === '*' ? '*' : one.types.join(' '),
        one.message,
      ]
    }
  }
}

function* problems(context: PayloadContext): Iterable<Row> {
  for (const scan of context.scans) {
    for (const one of context.reader.problems(scan.id)) {
      const of = one.resource
      yield [
        scan.id,
        one.path,
        one.index,
        one.offset,
        one.line,
        one.reason,
        one.detail,
        of?.provider ?? null,
        of === null ? null : accountCell(of.provider, of.account),
        of?.region ?? null,
        of?.type ?? null,
        of?.resourceId ?? null,
      ]
    }
  }
}

function* coverage(context: PayloadContext): Iterable<Row> {
  for (const scan of context.scans) {
    for (const hole of context.reader.holes(scan.id)) {
      yield [
        scan.id,
        scan.asOf,
        hole.provider,
        accountCell(hole.provider, hole.account),
        hole.region,
        hole.reason,
        hole.operation,
        hole.message,
        hole.resources,
      ]
    }
  }
}

function* calendar(context: PayloadContext): Iterable<Row> {
  for (const slot of captureCalendar(
    context.period,
    context.scans,
    context.reader.expectedCaptureDays(),
    context.at,
  )) {
    yield [
      slot.from,
      slot.to,
      1,
      slot.scans.length,
      slot.scans.map((scan) => scan.id).join(' '),
      slot.standing,
      slot.gapDays,
    ]
  }
}
