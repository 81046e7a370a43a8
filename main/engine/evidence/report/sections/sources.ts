import type { SourceFile } from '../../../../../shared/model/source.ts'
import type { PayloadContext } from '../../payload/context.ts'
import { paragraph } from '../blocks.ts'
import type { Section } from '../report.ts'
import { styles } from '../style.ts'
import { drawTable, type TableRow } from '../table.ts'
import { count, minute } from '../words.ts'

/** Every file of the period with its hash. */
export const sourceSection: Section = {
  title: 'Appendix: source files',
  parts: [],
  async *draw({ pen, context }) {
    paragraph(
      pen,
      'Every file that was read, with the SHA-256 it had then. When a file was received is kept apart from when the provider saw what it tells: the capture times.',
    )
    yield* drawTable(
      pen,
      [
        { title: 'File and SHA-256', width: 1 },
        { title: 'Format', width: 80, points: true },
        { title: 'Items', width: 30, points: true, align: 'right' },
        { title: 'Prob-\nlems', width: 26, points: true, align: 'right' },
        { title: 'Captured from, to', width: 92, points: true },
      ],
      fileRows(context),
      { empty: 'No file was read in the period.', gutter: 6 },
    )
  },
}

function* fileRows(context: PayloadContext): Iterable<TableRow> {
  for (const scan of context.scans) {
    yield { group: `Scan ${scan.id}, as of ${minute(scan.asOf)}` }
    for (const file of context.reader.sourceFiles(scan.id)) yield fileRow(file)
  }
}

function fileRow(file: SourceFile): TableRow {
  return [
    [
      { text: file.path, style: styles.cell },
      { text: file.sha256, style: styles.cellHash },
    ],
    [
      { text: file.format, style: styles.cellMuted },
      {
        text: `${count(file.bytes)} bytes${file.compression === 'none' ? '' : `, ${file.compression}`}`,
        style: styles.cellMuted,
      },
    ],
    count(file.items),
    count(file.problems),
    [
      { text: minute(file.firstCapturedAt), style: styles.cellMuted },
      { text: minute(file.lastCapturedAt), style: styles.cellMuted },
    ],
  ]
}
