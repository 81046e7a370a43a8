import type { Command } from 'commander'
import type { ContractFilterInput } from '../filters.ts'
import { numberOf } from '../instants.ts'
import { count, safe, say, table, when } from '../print.ts'
import type { Attach } from '../attach.ts'

interface ApproveOptions extends ContractFilterInput {
  rationale: string
  scan?: string
}

const short = (value: unknown) => {
  const text = value === null ? '–' : typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
  return safe(text.length > 40 ? `${text.slice(0, 39)}…` : text)
}

export function addBaselineCommands(program: Command, attach: Attach): void {
  const baseline = program.command('baseline').description('approved baselines: approve, list')
  attach<[ApproveOptions]>(
    baseline
      .command('approve')
      .description('approve what the newest scan found; with a filter, only matching resources move')
      .requiredOption('--rationale <text>', 'why this state is right')
      .option('--scan <id>', 'another scan than the newest')
      .option('--provider <aws|azure|gcp>', 'only this cloud')
      .option('--account <id>', 'only this account, subscription or project')
      .option('--type <type>', 'only this resource type')
      .option('--text <text>', 'only resources whose id or name contains it'),
    async (session, { rationale, scan, ...filter }) => {
      await session.open('write')
      const made = await session.call('baseline.approve', {
        rationale,
        filter,
        actor: session.actor,
        ...(scan ? { scan: numberOf(scan, '--scan') } : {}),
      })
      say(
        session.json
          ? JSON.stringify(made)
          : `Baseline ${made.version}: ${count(made.resources)} resources as of ${when(made.asOf)}, approved by ${made.approvedBy}`,
      )
    },
  )
  attach<[]>(baseline.command('list').description('all versions'), async (session) => {
    await session.open('read')
    const baselines = await session.call('baseline.list', {})
    if (session.json) return say(JSON.stringify(baselines))
    say(
      ...table(
        [
          { title: 'version', right: true },
          { title: 'as of' },
          { title: 'approved' },
          { title: 'by' },
          { title: 'resources', right: true },
          { title: 'rationale', max: 60 },
        ],
        baselines.map((row) => [
          String(row.version),
          when(row.asOf),
          when(row.approvedAt),
          row.approvedBy,
          count(row.resources),
          safe(row.rationale),
        ]),
      ),
    )
  })

  const drift = program.command('drift').description('differences from the baseline: list, decide')
  attach<[{ all?: boolean; limit: string }]>(
    drift
      .command('list', { isDefault: true })
      .description('open drift, newest first')
      .option('--all', 'closed drift too')
      .option('--limit <n>', 'how many', '50'),
    async (session, options) => {
      await session.open('read')
      const page = await session.call('drift.page', {
        limit: numberOf(options.limit, '--limit'),
        ...(options.all ? {} : { open: true }),
      })
      if (session.json) return say(JSON.stringify(page))
      const decided = (row: (typeof page.rows)[number]) =>
        row.authorised === null ? 'undecided' : row.authorised ? `yes, ${row.changeReference ?? ''}` : 'no'
      say(
        ...table(
          [
            { title: 'id', right: true },
            { title: 'detected' },
            { title: 'resource', max: 36 },
            { title: 'property', max: 56 },
            { title: 'before' },
            { title: 'after' },
            { title: 'authorised' },
          ],
          page.rows.map((row) => [
            String(row.id),
            when(row.detectedAt),
            safe(row.name || row.resourceId),
            safe(row.path || `resource ${row.kind}`),
            short(row.before),
            short(row.after),
            safe(decided(row)),
          ]),
        ),
      )
      if (page.total > page.rows.length) say(`… ${count(page.total - page.rows.length)} more`)
    },
  )
  attach<[string[], { authorised?: boolean; reference: string }]>(
    drift
      .command('decide <ids...>')
      .description('say whether changes were authorised')
      .option('--authorised', 'they were; without it, they were not')
      .requiredOption('--reference <text>', 'change number, or what is said in its place'),
    async (session, ids, options) => {
      await session.open('write')
      const result = await session.call('drift.decide', {
        drifts: ids.map((id) => numberOf(id, 'id')),
        authorised: options.authorised === true,
        changeReference: options.reference,
        actor: session.actor,
      })
      say(session.json ? JSON.stringify(result) : `${count(result.changed)} drift event(s) decided`)
    },
  )
}
