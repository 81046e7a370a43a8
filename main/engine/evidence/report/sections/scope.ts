import type { SourceFile } from '../../../../../shared/model/source.ts'
import type { PayloadContext } from '../../payload/context.ts'
import { facts, paragraph, subheading } from '../blocks.ts'
import type { Section } from '../report.ts'
import { styles } from '../style.ts'
import { drawTable, type TableRow } from '../table.ts'
import { count, duration, minute } from '../words.ts'

/** The boundary: accounts and regions that were read, and every file that evidence came from. */
export const scopeSection: Section = {
  title: 'Scope and sources',
  parts: [{ key: 'accounts', title: 'Accounts in scope' }, { key: 'people', title: 'People' }, { key: 'files', title: 'Source files' }],
  async *draw({ pen, context, summary, mark }) {
    const { engagement, reader } = context
    facts(pen, [
      ['Client', engagement.client],
      ['Engagement', `${engagement.name} (${engagement.id})`],
      ['Frameworks', summary.totals.frameworks.map((one) => one.title).join(', ') || engagement.frameworks.join(', ')],
      ['Due captures', `one every ${duration(reader.expectedCaptureDays() * 24)}`],
      ['Time to remediate', (['critical', 'high', 'medium', 'low'] as const).map((severity) => `${severity} ${duration(engagement.sla[severity])}`).join(', ')],
    ])
    mark('accounts')
    subheading(pen, 'Accounts in scope')
    paragraph(pen, 'An account is in scope when a file of the period spoke for it. Types and regions that no file covered are listed as holes in “Coverage and errors”.')
    yield* drawTable(pen, [{ title: 'Provider', width: 50, points: true }, { title: 'Account', width: 2, style: styles.cellStrong }, { title: 'Regions', width: 3 }, { title: 'Files in the period', width: 52, points: true, align: 'right' }], accountRows(context), { empty: 'No account was read in the period.' })
    mark('people')
    subheading(pen, 'People')
    yield* drawTable(pen, [{ title: 'Name', width: 1, style: styles.cellStrong }, { title: 'Roles', width: 2 }], [...reader.people()].map((one) => [one.name, one.roles.join(', ')]), { empty: 'No person is recorded.' })
    mark('files')
    subheading(pen, 'Source files')
    paragraph(pen, 'Every file that was read, with the hash it had then. When a file was received is kept apart from when the provider saw what it tells: the capture times.')
    yield* drawTable(
      pen,
      [{ title: 'File and SHA-256', width: 5 }, { title: 'Format', width: 92, points: true }, { title: 'Items', width: 36, points: true, align: 'right' }, { title: 'Prob-\nlems', width: 28, points: true, align: 'right' }, { title: 'Captured from, to', width: 92, points: true }],
      fileRows(context),
      { empty: 'No file was read in the period.' },
    )
  },
}

function accountRows(context: PayloadContext): TableRow[] {
  const accounts = new Map<string, { provider: string; account: string; regions: Set<string>; files: number }>()
  for (const scan of context.scans) {
    for (const file of context.reader.sourceFiles(scan.id)) {
      for (const account of file.accounts) {
        const key = `${file.provider} ${account}`
        const one = accounts.get(key) ?? { provider: file.provider, account, regions: new Set<string>(), files: 0 }
        one.files++
        for (const region of file.regions) one.regions.add(region)
        accounts.set(key, one)
      }
    }
  }
  return [...accounts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => [one.provider, one.account, [...one.regions].sort().join(', '), count(one.files)])
}

function* fileRows(context: PayloadContext): Iterable<TableRow> {
  for (const scan of context.scans) {
    yield { group: `Scan ${scan.id}, as of ${minute(scan.asOf)}` }
    for (const file of context.reader.sourceFiles(scan.id)) yield fileRow(file)
  }
}

function fileRow(file: SourceFile): TableRow {
  return [
    [{ text: file.path, style: styles.cell }, { text: file.sha256, style: styles.cellMono }],
    [{ text: file.format, style: styles.cell }, { text: `${count(file.bytes)} bytes${file.compression === 'none' ? '' : `, ${file.compression}`}`, style: styles.cellMuted }],
    count(file.items), count(file.problems),
    [{ text: minute(file.firstCapturedAt), style: styles.cellMuted }, { text: minute(file.lastCapturedAt), style: styles.cellMuted }],
  ]
}
