import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { Output } from '../../../shared/contract/contract.ts'
import { frameworks, frameworkSchema } from '../../../shared/model/framework.ts'
import { CountersignError } from '../../../shared/model/errors.ts'
import { instantOf } from '../instants.ts'
import { describeError } from '../../../shared/text/errors.ts'
import { count, heading, safe, say, table, when } from '../print.ts'
import type { Attach } from '../attach.ts'

interface InitOptions {
  client: string
  name?: string
  from: string
  to: string
  zone: string
  frameworks: string
}

export function sayState(state: Output<'engagement.open'>): void {
  const { engagement, scans, resources, lastScan, rulePack, rulePackProblem, ledger } = state
  say(
    `${heading(engagement.client)}: ${engagement.name}${engagement.sample ? '  (SAMPLE, invented data)' : ''}`,
    `  period    ${when(engagement.periodStart)} until ${when(engagement.periodEnd)}`,
    `  file      ${state.path}`,
    `  scans     ${count(scans)}${lastScan ? `, newest as of ${when(lastScan.asOf)} (${lastScan.verdict})` : ''}`,
    `  resources ${count(resources)}`,
    rulePackProblem === null
      ? `  rules     ${count(rulePack.rules)} of pack ${rulePack.version} (${rulePack.sha256.slice(0, 12)}…)`
      : `  rules     none: ${safe(describeError(rulePackProblem.code, rulePackProblem.params))}`,
    `  ledger    ${count(ledger.seq)} entries, head ${ledger.hash.slice(0, 16)}…`,
  )
  if (state.unfinishedScans > 0)
    say(
      '  An import was interrupted: `countersign scan resume` goes on, `countersign scan abandon` drops it.',
    )
}

function frameworksOf(text: string) {
  if (text === 'all') return [...frameworks]
  return text.split(',').map((word) => {
    const parsed = frameworkSchema.safeParse(word.trim())
    if (!parsed.success)
      throw new CountersignError('invalid_input', {
        field: '--frameworks',
        detail: `${word} is not one of ${frameworks.join(', ')}`,
      })
    return parsed.data
  })
}

export function addEngagementCommands(program: Command, attach: Attach): void {
  attach<[string, InitOptions]>(
    program
      .command('init <file>')
      .description('make an engagement: one client, one observation period, one file')
      .requiredOption('--client <name>', 'the client')
      .option('--name <name>', 'what is being audited', 'Cloud configuration evidence')
      .requiredOption('--from <day>', 'start of the observation period (2026-07-01)')
      .requiredOption('--to <day>', 'end of the period, exclusive (2026-10-01)')
      .option('--zone <zone>', 'IANA time zone shown beside UTC', 'UTC')
      .option('--frameworks <list>', `comma-separated, or all: ${frameworks.join(', ')}`, 'all'),
    async (session, file, options) => {
      const engagement = {
        client: options.client,
        name: options.name ?? '',
        periodStart: instantOf(options.from, '--from'),
        periodEnd: instantOf(options.to, '--to'),
        timeZone: options.zone,
        frameworks: frameworksOf(options.frameworks),
      }
      if (engagement.periodEnd <= engagement.periodStart)
        throw new CountersignError('invalid_input', { field: '--to', detail: 'must lie after --from' })
      const state = await session.call('engagement.create', {
        path: resolve(file),
        engagement,
        actor: session.actor,
      })
      if (session.json) say(JSON.stringify(state))
      else sayState(state)
    },
  )

  attach<[]>(
    program.command('status').description('what the engagement holds and where it stands'),
    async (session) => {
      const state = await session.open('read')
      if (session.json) say(JSON.stringify(state))
      else sayState(state)
    },
  )

  attach<[]>(
    program
      .command('doctor')
      .description('check the engagement file: integrity, ledger chain, document hashes, intervals, seals'),
    async (session) => {
      await session.open('read')
      const { ok, checks } = await session.call('engagement.doctor', {})
      if (session.json) say(JSON.stringify({ ok, checks }))
      else
        say(
          ...table(
            [{ title: 'check' }, { title: 'status' }, { title: 'detail' }],
            checks.map(({ id, status, detail }) => [id, status, detail]),
          ),
        )
      return ok ? 0 : 9
    },
  )

  attach<[string]>(
    program
      .command('backup <file>')
      .description('copy the engagement to a new file, consistent even while in use'),
    async (session, file) => {
      await session.open('write')
      const made = await session.call('engagement.backup', { path: resolve(file), actor: session.actor })
      say(session.json ? JSON.stringify(made) : `Copied ${count(made.bytes)} bytes to ${made.path}`)
    },
  )

  attach<[{ limit: string }]>(
    program
      .command('ledger')
      .description('the newest entries of the hash chain')
      .option('--limit <n>', 'how many', '20'),
    async (session, options) => {
      await session.open('read')
      const page = await session.call('ledger.page', { offset: 0, limit: Number(options.limit) })
      if (session.json) say(JSON.stringify(page))
      else
        say(
          ...table(
            [
              { title: 'seq', right: true },
              { title: 'at' },
              { title: 'actor' },
              { title: 'action' },
              { title: 'hash' },
            ],
            page.rows.map((entry) => [
              String(entry.seq),
              when(entry.at),
              entry.actor,
              entry.action,
              entry.hash.slice(0, 16),
            ]),
          ),
        )
    },
  )
}
