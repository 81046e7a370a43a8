import { framePath, redrawCommand } from '../../payload/samples.ts'
import { command, facts, paragraph, subheading } from '../blocks.ts'
import type { Section } from '../report.ts'
import { styles } from '../style.ts'
import { drawTable } from '../table.ts'
import { count, minute } from '../words.ts'

/** Samples drawn, each so that it can be drawn again. */
export const sampleSection: Section = {
  title: 'Sampling',
  parts: [],
  async *draw({ pen, context }) {
    const { reader, period } = context
    paragraph(
      pen,
      'A population’s hash goes into the ledger first; only then is the seed taken, from the auditor. Items are ordered by sha256(seed|item) and the first n are the sample, so anyone can draw it again and nobody can choose it.',
    )
    let any = false
    for (const sample of reader.samples(period)) {
      any = true
      subheading(pen, `Sample ${sample.id}: ${sample.subject}`)
      facts(pen, [
        [
          'Serves',
          [sample.framework, sample.requirement].filter((part) => part !== null).join(' ') ||
            'no single requirement',
        ],
        ['Population', `${count(sample.populationSize)} items, SHA-256 ${sample.populationSha256}`],
        ['Committed', `${minute(sample.committedAt)}, ledger entry ${sample.committedSeq}`],
        ['Seed', `${sample.seed}, given by ${sample.seedFrom}`],
        [
          'Drawn',
          `${count(sample.size)} by ${sample.drawnBy}, ${minute(sample.drawnAt)}, ledger entry ${sample.ledgerSeq}`,
        ],
        ['Why this size', sample.rationale === '' ? 'not recorded' : sample.rationale],
      ])
      const frame = framePath(reader, sample)
      if (frame === null)
        command(
          pen,
          'To draw it again, put the population’s items into ids.txt, one a line, and run:',
          redrawCommand(sample, 'ids.txt'),
        )
      else
        command(
          pen,
          `To draw it again from the population as it was committed, run in the package’s folder:`,
          redrawCommand(sample, frame),
        )
      yield* drawTable(
        pen,
        [
          { title: 'Rank', width: 34, points: true, align: 'right' },
          { title: 'Item', width: 3, style: styles.cellMono },
          { title: 'sha256(seed|item)', width: 3, style: styles.cellMono },
          { title: 'Replaces, because', width: 2, style: styles.cellMuted },
        ],
        [...reader.sampleItems(sample.id)].map((item) => [
          String(item.rank),
          item.subject,
          item.hash,
          item.replaces === null ? item.reason : `${item.replaces}: ${item.reason}`,
        ]),
        { empty: 'The sample holds no item.' },
      )
    }
    if (!any)
      paragraph(
        pen,
        'No sample was drawn in the period. Every rule was applied to its whole population, which is in data/06-populations.',
      )
    yield pen.page
  },
}
