import type { PayloadContext } from '../payload/context.ts'
import { callout, facts, paragraph } from './blocks.ts'
import type { Pen } from './pen.ts'
import { colours, sheet, styles } from './style.ts'
import { minute, peopleWith } from './words.ts'

/** The head of a document without a cover: what it is, whose, for when, and of which package. */
export function drawTitleBlock(pen: Pen, context: PayloadContext, title: string, range: string): void {
  const { engagement, reader } = context
  pen.box(sheet.left, 66, 42, 4, colours.accent)
  pen.tag('P', () => pen.line('COUNTERSIGN', sheet.left, 92, styles.wordmark))
  pen.y = 106
  paragraph(pen, title, { ...styles.title, size: 24, leading: 31 }, { after: 4, role: 'H1' })
  paragraph(pen, engagement.client, { ...styles.client, size: 14, leading: 19 }, { after: 2 })
  paragraph(pen, range, { ...styles.h2 }, { after: 12 })
  if (engagement.sample)
    callout(
      pen,
      'SAMPLE',
      'Everything in this document is invented. It shows what a package holds and is evidence of nothing.',
      colours.watermark,
    )
  facts(pen, [
    ['Engagement', `${engagement.name} (${engagement.id}), revision ${context.revision}`],
    ['Prepared by', peopleWith(reader, 'preparer')],
    ['Reviewed by', peopleWith(reader, 'reviewer')],
    ['Compiled', `${minute(context.at)}, by the workstation’s clock`],
    [
      'Part of',
      'the evidence package of this engagement and period; its report is data/01-report/evidence-report.pdf',
    ],
  ])
}
