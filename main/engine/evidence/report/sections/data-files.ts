import { attachmentLimit, type Companion } from '../attachments.ts'
import { paragraph } from '../blocks.ts'
import type { Section } from '../report.ts'
import { styles } from '../style.ts'
import { drawTable } from '../table.ts'
import { count } from '../words.ts'

const mebibytes = (bytes: number): string => `${bytes / 1024 / 1024} MiB`

/** The files whose rows a document shows: those attached to it, and those that are too large for that, by their hashes. */
export const dataFiles = (files: readonly Companion[], title: string): Section => ({
  title,
  parts: [],
  async *draw({ pen }) {
    paragraph(
      pen,
      `The data of these pages as tables, by their paths in the package. Files of up to ${mebibytes(attachmentLimit.file)} are also attached to this document, ${mebibytes(attachmentLimit.all)} in all; larger ones are in the package only, and the hash says which file is meant.`,
    )
    yield* drawTable(
      pen,
      [
        { title: 'File and SHA-256', width: 1 },
        { title: 'Rows', width: 48, points: true, align: 'right' },
        { title: 'Bytes', width: 60, points: true, align: 'right' },
        { title: 'Attached', width: 92, points: true },
      ],
      files.map((file) => [
        [
          { text: file.path, style: styles.cell },
          { text: file.sha256, style: styles.cellHash },
        ],
        file.rows === null ? '' : count(file.rows),
        count(file.bytes),
        file.attached ? 'yes' : 'no, in the package only',
      ]),
      { empty: 'There is none.' },
    )
  },
})
