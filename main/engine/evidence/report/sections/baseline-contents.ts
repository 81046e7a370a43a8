import type { Baseline } from '../../../../../shared/model/drift.ts'
import type { BaselineRow } from '../../reader.ts'
import { facts, paragraph, subheading } from '../blocks.ts'
import type { Section } from '../report.ts'
import { styles } from '../style.ts'
import { drawTable, type TableRow } from '../table.ts'
import { count, minute } from '../words.ts'
import { resourceParas } from './findings.ts'

/** One approved baseline: who approved it and why, and every resource it holds with the hash of its document. */
export const baselineContents = (one: Baseline): Section => ({
  title: `What was approved as v${one.version}`,
  parts: [{ key: 'resources', title: 'Every resource' }],
  async *draw({ pen, context, mark }) {
    facts(pen, [
      ['Approved by', `${one.approvedBy}, ${minute(one.approvedAt)}, ledger entry ${one.ledgerSeq}`],
      ['Rationale', one.rationale],
      ['State', `as of ${minute(one.asOf)}, scan ${one.scan}`],
      ['Boundary', one.filter === '{}' ? 'everything the scan read' : `only ${one.filter}`],
      ['Resources', count(one.resources)],
      ['SHA-256 of its contents', one.sha256],
    ])
    paragraph(
      pen,
      'The hash of a document is the SHA-256 of its canonical form (RFC 8785). A resource drifts when a property of its document differs from the one approved here.',
    )
    mark('resources')
    subheading(pen, 'Every resource')
    yield* drawTable(
      pen,
      [
        { title: 'Type', width: 1, style: styles.cellMuted },
        { title: 'Resource, and SHA-256 of its document', width: 3 },
      ],
      rows(context.reader.baselineRows(one.version)),
      { empty: 'The baseline holds no resource.' },
    )
  },
})

function* rows(contents: Iterable<BaselineRow>): Iterable<TableRow> {
  for (const row of contents)
    yield [
      row.type,
      [
        ...resourceParas(
          row.name,
          row.resourceId,
          `${row.provider} ${row.account}${row.region === '' ? '' : `, ${row.region}`}`,
        ),
        { text: row.sha256, style: styles.cellHash },
      ],
    ]
}
