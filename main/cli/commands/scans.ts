import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { Output } from '../../../shared/contract/contract.ts'
import { describeError } from '../../../shared/text/errors.ts'
import type { ErrorCode } from '../../../shared/model/errors.ts'
import { instantOf, numberOf } from '../instants.ts'
import { count, heading, safe, say, table, totalsCells, totalsColumns, when } from '../print.ts'
import type { Attach } from '../attach.ts'
import type { Session } from '../session.ts'

function sayImport(result: Output<'scan.import'>): void {
  for (const scan of result.scans) {
    say(
      `${heading(`Scan ${scan.id}`)} as of ${when(scan.asOf)}: ${scan.verdict}`,
      `  ${count(scan.files)} files, ${count(scan.items)} items, ${count(scan.problems)} items that could not be used`,
      `  ${count(scan.present)} resources: ${count(scan.added)} new, ${count(scan.changed)} changed, ${count(scan.removed)} gone, ${count(scan.unread)} not read`,
    )
  }
  for (const { path, code, params } of result.refused)
    say(`  left out: ${safe(describeError(code as ErrorCode, { ...params, path }))}`)
}

/** Totals per framework as of the newest evaluated scan. */
export async function sayTotals(session: Session): Promise<void> {
  const totals = await session.call('totals.frameworks', {})
  say(
    '',
    ...table(
      [{ title: 'framework' }, ...totalsColumns],
      totals.map((row) => [row.title, ...totalsCells(row.totals)]),
    ),
  )
}

interface ImportOptions {
  label: string
  asOf?: string
  acceptRefused?: boolean
}

export function addScanCommands(program: Command, attach: Attach): void {
  attach<[string[], ImportOptions]>(
    program
      .command('import <paths...>')
      .description(
        'read export files, archives or folders as one scan, judge it, and follow up findings and drift',
      )
      .option('--label <text>', 'a name for the scan', '')
      .option('--as-of <time>', 'the instant the exports stand for, when they do not say it themselves')
      .option('--accept-refused', 'go on without files that cannot be read (they are listed)'),
    async (session, paths, options) => {
      await session.open('write')
      const result = await session.call('scan.import', {
        paths: paths.map((path) => resolve(path)),
        actor: session.actor,
        label: options.label,
        ...(options.asOf ? { asOf: instantOf(options.asOf, '--as-of') } : {}),
        acceptRefused: options.acceptRefused === true,
      })
      if (session.json) say(JSON.stringify(result))
      else {
        sayImport(result)
        await sayTotals(session)
      }
    },
  )

  attach<[{ full?: boolean }]>(
    program
      .command('evaluate')
      .description('judge the newest scan again; only what changed unless --full')
      .option('--full', 'judge everything anew'),
    async (session, options) => {
      await session.open('write')
      const result = await session.call('scan.evaluate', {
        actor: session.actor,
        full: options.full === true,
      })
      if (session.json) say(JSON.stringify(result))
      else {
        say(
          `Scan ${result.scan}: ${count(result.evaluated)} evaluated, ${count(result.reused)} unchanged, ${count(result.changed)} outcomes differ`,
        )
        await sayTotals(session)
      }
    },
  )

  const scan = program.command('scan').description('scans: list, show, resume, abandon')
  attach<[]>(scan.command('list').description('all sealed scans, newest first'), async (session) => {
    await session.open('read')
    const scans = await session.call('scan.list', {})
    if (session.json) return say(JSON.stringify(scans))
    const columns = [
      { title: 'scan', right: true },
      { title: 'as of' },
      { title: 'verdict' },
      ...['files', 'resources', 'new', 'changed', 'gone', 'not read'].map((title) => ({
        title,
        right: true,
      })),
      { title: 'label' },
    ]
    say(
      ...table(
        columns,
        scans.map((row) => [
          String(row.id),
          when(row.asOf),
          row.verdict,
          ...[row.files, row.present, row.added, row.changed, row.removed, row.unread].map(count),
          safe(row.label),
        ]),
      ),
    )
  })
  attach<[string]>(
    scan.command('show <scan>').description('its files, coverage holes and unusable items'),
    async (session, id) => {
      await session.open('read')
      const detail = await session.call('scan.detail', { scan: numberOf(id, 'scan') })
      if (session.json) return say(JSON.stringify(detail))
      sayImport({ scans: [detail.scan], refused: [], files: 0, items: 0, problems: 0, bytes: 0 })
      say(
        '',
        heading('Files'),
        ...table(
          [
            { title: 'path', max: 70 },
            { title: 'format' },
            { title: 'items', right: true },
            { title: 'problems', right: true },
            { title: 'sha256' },
          ],
          detail.sources.map((file) => [
            safe(file.path),
            file.format,
            count(file.items),
            count(file.problems),
            `${file.sha256.slice(0, 12)}…`,
          ]),
        ),
      )
      if (detail.holes.length > 0)
        say(
          '',
          heading('Not read'),
          ...table(
            [
              { title: 'where' },
              { title: 'reason' },
              { title: 'operation' },
              { title: 'resources', right: true },
            ],
            detail.holes.map((hole) => [
              `${hole.provider} ${hole.account} ${hole.region}`,
              hole.reason,
              hole.operation,
              count(hole.resources),
            ]),
          ),
        )
      if (detail.problems.length > 0)
        say(
          '',
          heading(`Items that could not be used (${count(detail.problemsTotal)})`),
          ...table(
            [
              { title: 'file', max: 60 },
              { title: 'item', right: true },
              { title: 'byte', right: true },
              { title: 'reason' },
              { title: 'detail', max: 60 },
            ],
            detail.problems.map((problem) => [
              safe(problem.file),
              String(problem.index),
              String(problem.offset),
              problem.reason,
              safe(problem.detail),
            ]),
          ),
        )
    },
  )
  attach<[]>(
    scan.command('resume').description('go on with an interrupted import from its last committed page'),
    async (session) => {
      await session.open('write')
      const result = await session.call('scan.resume', { actor: session.actor })
      if (session.json) say(JSON.stringify(result))
      else sayImport(result)
    },
  )
  attach<[]>(
    scan.command('abandon').description('drop what an interrupted import had read'),
    async (session) => {
      await session.open('write')
      const result = await session.call('scan.abandon', { actor: session.actor })
      say(session.json ? JSON.stringify(result) : `${count(result.abandoned)} unfinished scan(s) dropped`)
    },
  )

  attach<[]>(
    program
      .command('schedule')
      .description('the weeks of the period: scans made, reviews held, and the gaps'),
    async (session) => {
      await session.open('read')
      const { weeks } = await session.call('review.weeks', {})
      if (session.json) return say(JSON.stringify(weeks))
      say(
        ...table(
          [{ title: 'week' }, { title: 'scans', right: true }, { title: 'review' }],
          weeks.map(({ week, scans, standing }) => [
            week,
            scans === 0 && standing !== 'future' ? 'none' : count(scans),
            standing,
          ]),
        ),
      )
    },
  )
}
