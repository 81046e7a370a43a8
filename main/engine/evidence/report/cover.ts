import { providers } from '../../../../shared/model/provider.ts'
import type { PayloadContext } from '../payload/context.ts'
import { isNarrowed, scopeLine } from '../scope/words.ts'
import type { PackageSummary } from '../payload/summary.ts'
import { callout, facts, paragraph } from './blocks.ts'
import type { Pen } from './pen.ts'
import { colours, contentWidth, sheet, styles } from './style.ts'
import { count, minute, peopleWith, plural, zoned } from './words.ts'

/** The first page: whose evidence, of what, for when, how complete, and what made it. */
export function drawCover(pen: Pen, context: PayloadContext, summary: PackageSummary, range: string): void {
  const { engagement, reader, period } = context
  pen.box(sheet.left, 66, 42, 4, colours.accent)
  pen.tag('P', () => pen.line('COUNTERSIGN', sheet.left, 92, styles.wordmark))
  pen.y = 132
  paragraph(pen, 'Evidence package', styles.title, { after: 6, role: 'H1' })
  paragraph(pen, engagement.client, styles.client, { after: 2 })
  paragraph(pen, engagement.name, styles.body, { after: 2 })
  paragraph(pen, range, { ...styles.h2 }, { after: 20 })

  const { verdict, holes } = summary.completeness
  if (engagement.sample) {
    callout(
      pen,
      'SAMPLE',
      'Everything in this package is invented. It shows what a package holds and is evidence of nothing.',
      colours.watermark,
    )
  }
  if (verdict === 'COMPLETE') {
    callout(
      pen,
      'COMPLETE',
      'Every due capture was made, every scan read all it asked for, every item of every file was usable, and every rule gave a verdict on every subject at the closing scan.',
      colours.good,
    )
  } else {
    callout(
      pen,
      'PARTIAL',
      `${plural(holes.length, 'hole')} in the evidence ${holes.length === 1 ? 'is' : 'are'} listed one by one in the chapter “Coverage and errors” and in data/11-machine/package.json. What could not be read has no verdict; nothing unread is counted as passed.`,
      colours.warn,
    )
  }
  const { closing } = context
  const { totals } = summary
  facts(pen, [
    [
      'Scope',
      [scopeWords(context), ...(isNarrowed(context.scope) ? [scopeLine(context.scope)] : [])].join('\n'),
    ],
    ['Frameworks', totals.frameworks.map((one) => one.title).join(', ') || engagement.frameworks.join(', ')],
    ['Period from', `${minute(period.start)}${zoneNote(period.start, engagement.timeZone)}`],
    ['Period to, exclusive', `${minute(period.end)}${zoneNote(period.end, engagement.timeZone)}`],
    [
      'Captures',
      `${plural(summary.scans.length, 'sealed scan')}, closing scan ${closing === null ? 'none' : `${closing.id} as of ${minute(closing.asOf)} (${closing.verdict})`}`,
    ],
    [
      'Outcomes',
      `${count(totals.outcomes.population)} at the closing scan: ${count(totals.outcomes.pass)} pass, ${count(totals.outcomes.fail)} fail, ${count(totals.outcomes.needsReview)} needs review, ${count(totals.outcomes.notApplicable)} not applicable, ${count(totals.outcomes.notEvaluated)} not evaluated`,
    ],
    [
      'Findings',
      `${count(totals.findings.total)} in the period: ${count(totals.findings.open)} open, ${count(totals.findings.remediated)} marked remediated, ${count(totals.findings.closed)} verified closed`,
    ],
    ['Engagement', `${engagement.id}, revision ${context.revision}`],
    ['Prepared by', peopleWith(reader, 'preparer')],
    ['Reviewed by', peopleWith(reader, 'reviewer')],
    ['Compiled', `${minute(context.at)}, by the workstation’s clock`],
    [
      'Made with',
      `${summary.tool.name} ${summary.tool.version}, build ${summary.tool.build}, rule pack ${summary.rulePack.version}`,
    ],
    [
      'Ledger head',
      summary.ledger.seq === 0
        ? 'the ledger is empty'
        : `entry ${summary.ledger.seq}\n${summary.ledger.hash}`,
    ],
  ])
  pen.rule(sheet.left, pen.y, contentWidth)
  pen.y += 8
  paragraph(
    pen,
    'The identity of this package is the SHA-256 of tagmanifest-sha256.txt, which covers this document too and so cannot be printed in it. The next chapter says how to verify it with tools of your own.',
    styles.small,
  )
}

function zoneNote(at: string, timeZone: string): string {
  return timeZone === 'UTC' ? '' : `, which is ${zoned(at, timeZone)}`
}

function scopeWords(context: PayloadContext): string {
  const accounts = new Map<string, Set<string>>()
  for (const scan of context.scans) {
    for (const file of context.reader.sourceFiles(scan.id)) {
      const known = accounts.get(file.provider) ?? new Set<string>()
      for (const account of file.accounts) known.add(account)
      accounts.set(file.provider, known)
    }
  }
  const words = {
    aws: ['AWS account', 'AWS accounts'],
    azure: ['Azure subscription or tenant', 'Azure subscriptions and tenants'],
    gcp: ['GCP project, folder or organisation', 'GCP projects, folders and organisations'],
  } as const
  const parts = providers.flatMap((provider) => {
    const known = accounts.get(provider)
    return known === undefined ? [] : [plural(known.size, words[provider][0], words[provider][1])]
  })
  return parts.length === 0 ? 'no source was read in the period' : parts.join('; ')
}
