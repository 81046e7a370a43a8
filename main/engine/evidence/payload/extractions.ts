import type { Provider } from '../../../../shared/model/provider.ts'
import type { SourceFile } from '../../../../shared/model/source.ts'
import { accountCell } from './cells.ts'
import { writeCsv, type Row } from './csv.ts'
import type { PayloadContext } from './context.ts'
import { inZone, notStated, operations, readProvenance } from './provenance.ts'

/** `12/03`: scan and place of the file among its scan's, by path. */
const nameOf = (scan: number, index: number): string => `${scan}/${String(index + 1).padStart(2, '0')}`

/**
 * The extractions that the closing state of a provider rests on: for each account the files of the newest scan that read it.
 * Accounts that no scan of the period read rest on what was read before.
 */
export function extractionsOf({ reader, scans }: PayloadContext): (provider: Provider) => readonly string[] {
  const newest = new Map<string, { provider: Provider; names: string[]; scan: number }>()
  for (const { id } of scans) {
    for (const [index, file] of [...reader.sourceFiles(id)].entries()) {
      for (const account of file.accounts) {
        const key = `${file.provider}:${account.toLowerCase()}`
        const known = newest.get(key)
        const name = nameOf(id, index)
        if (known?.scan === id) known.names.push(name)
        else newest.set(key, { provider: file.provider, names: [name], scan: id })
      }
    }
  }
  const byProvider = new Map<Provider, string[]>()
  for (const provider of ['aws', 'azure', 'gcp'] as const) {
    const names = new Set(
      [...newest.values()].filter((one) => one.provider === provider).flatMap((one) => one.names),
    )
    byProvider.set(provider, [...names].sort(inOrder))
  }
  return (provider) => byProvider.get(provider) ?? []
}

function inOrder(a: string, b: string): number {
  const [scanA = 0, fileA = 0] = a.split('/').map(Number)
  const [scanB = 0, fileB = 0] = b.split('/').map(Number)
  return scanA - scanB || fileA - fileB
}

/**
 * `10-collection/api-calls.csv`: each extraction of the period with what is known of how it was made. An export that was handed over
 * says which operation wrote it by its form; its query, principal and request id are not in it, and are not guessed.
 */
export async function* writeExtractions(context: PayloadContext): AsyncGenerator<number> {
  const provenance = readProvenance(context)
  const zone = context.engagement.timeZone
  function* rows(): Iterable<Row> {
    for (const scan of context.scans) {
      for (const [index, file] of [...context.reader.sourceFiles(scan.id)].entries()) {
        yield [
          nameOf(scan.id, index),
          scan.id,
          scan.kind === 'live' ? 'call' : 'file handed over',
          file.path,
          file.format,
          operations[file.format],
          notStated,
          pages(file),
          file.provider,
          file.accounts.map((one) => accountCell(file.provider, one)).join(' '),
          file.regions.join(' '),
          notStated,
          notStated,
          notStated,
          file.sha256,
          file.bytes,
          file.items,
          file.problems,
          file.duplicates,
          file.firstCapturedAt,
          file.lastCapturedAt,
          inZone(file.lastCapturedAt, zone),
          scan.startedAt,
          inZone(scan.startedAt, zone),
          scan.sealedAt,
          notStated,
          notStated,
          provenance.sealedBy(scan.ledgerSeq),
        ]
      }
    }
  }
  yield* writeCsv(
    context,
    'data/10-collection/api-calls.csv',
    [
      'Extraction',
      'Scan',
      'Kind',
      'File',
      'Format',
      'Operation',
      'Query and parameters',
      'Pages',
      'Provider',
      'Accounts',
      'Regions',
      'Request id',
      'Provider date',
      'HTTP status',
      'SHA-256 of what was received',
      'Bytes',
      'Items',
      'Problems',
      'Duplicates',
      'Captured from',
      'Captured to',
      'Captured to, in the engagement’s zone',
      'Received at',
      'Received at, in the engagement’s zone',
      'Sealed at',
      'Principal',
      'Prepared by',
      'Imported by',
    ],
    rows(),
  )
}

const pages = (file: SourceFile): string =>
  file.compression === 'none' ? '1 file' : `1 file (${file.compression})`
