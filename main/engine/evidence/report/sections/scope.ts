import type { PayloadContext } from '../../payload/context.ts'
import { facts, paragraph, subheading } from '../blocks.ts'
import type { Section } from '../report.ts'
import { styles } from '../style.ts'
import { drawTable, type TableRow } from '../table.ts'
import { count, duration } from '../words.ts'

/** The boundary: accounts and regions that were read, and the people; the files are in an appendix. */
export const scopeSection: Section = {
  title: 'Scope and sources',
  parts: [
    { key: 'accounts', title: 'Accounts in scope' },
    { key: 'people', title: 'People' },
  ],
  async *draw({ pen, context, summary, mark }) {
    const { engagement, reader } = context
    facts(pen, [
      ['Client', engagement.client],
      ['Engagement', `${engagement.name} (${engagement.id})`],
      [
        'Frameworks',
        summary.totals.frameworks.map((one) => one.title).join(', ') || engagement.frameworks.join(', '),
      ],
      ['Due captures', `one every ${duration(reader.expectedCaptureDays() * 24)}`],
      [
        'Time to remediate',
        (['critical', 'high', 'medium', 'low'] as const)
          .map((severity) => `${severity} ${duration(engagement.sla[severity])}`)
          .join(', '),
      ],
    ])
    mark('accounts')
    subheading(pen, 'Accounts in scope')
    paragraph(
      pen,
      'An account is in scope when a file of the period spoke for it. Types and regions that no file covered are listed as holes in “Coverage and errors”; every file is in the appendix on sources.',
    )
    yield* drawTable(
      pen,
      [
        { title: 'Provider', width: 50, points: true },
        { title: 'Account', width: 2, style: styles.cellStrong },
        { title: 'Regions', width: 3 },
        { title: 'Files in the period', width: 52, points: true, align: 'right' },
      ],
      accountRows(context),
      { empty: 'No account was read in the period.' },
    )
    mark('people')
    subheading(pen, 'People')
    yield* drawTable(
      pen,
      [
        { title: 'Name', width: 1, style: styles.cellStrong },
        { title: 'Roles', width: 2 },
      ],
      [...reader.people()].map((one) => [one.name, one.roles.join(', ')]),
      { empty: 'No person is recorded.' },
    )
  },
}

function accountRows(context: PayloadContext): TableRow[] {
  const accounts = new Map<
    string,
    { provider: string; account: string; regions: Set<string>; files: number }
  >()
  for (const scan of context.scans) {
    for (const file of context.reader.sourceFiles(scan.id)) {
      for (const account of file.accounts) {
        const key = `${file.provider} ${account}`
        const one = accounts.get(key) ?? {
          provider: file.provider,
          account,
          regions: new Set<string>(),
          files: 0,
        }
        one.files++
        for (const region of file.regions) one.regions.add(region)
        accounts.set(key, one)
      }
    }
  }
  return [...accounts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, one]) => [one.provider, one.account, [...one.regions].sort().join(', '), count(one.files)])
}
