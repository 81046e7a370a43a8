import type { Command } from 'commander'
import { instantOf, numberOf } from '../instants.ts'
import { safe, say, table } from '../print.ts'
import type { Attach } from '../attach.ts'

interface RequestOptions {
  reason: string
  control: string
  until: string
}

export function addExceptionCommands(program: Command, attach: Attach): void {
  const exception = program
    .command('exception')
    .description('accepted risks: list, request, approve, reject, revoke')
  attach<[]>(
    exception.command('list', { isDefault: true }).description('all of them with their standing'),
    async (session) => {
      await session.open('read')
      const rows = await session.call('exception.list', {})
      if (session.json) return say(JSON.stringify(rows))
      say(
        ...table(
          [
            { title: 'id', right: true },
            { title: 'status' },
            { title: 'until' },
            { title: 'resource', max: 44 },
            { title: 'asked by' },
            { title: 'decided by' },
            { title: 'reason', max: 60 },
          ],
          rows.map((row) => [
            String(row.id),
            row.status,
            row.expiresAt.slice(0, 10),
            safe(row.subject),
            safe(row.requestedBy),
            safe(row.decidedBy ?? ''),
            safe(row.reason),
          ]),
        ),
      )
    },
  )
  attach<[string, RequestOptions]>(
    exception
      .command('request <finding>')
      .description('ask to accept a finding for a time')
      .requiredOption('--reason <text>', 'why it cannot be mended now')
      .requiredOption('--control <text>', 'the compensating control')
      .requiredOption('--until <day>', 'when it ends; the finding reopens then'),
    async (session, finding, options) => {
      await session.open('write')
      const made = await session.call('exception.request', {
        finding: numberOf(finding, 'finding'),
        reason: options.reason,
        compensatingControl: options.control,
        expiresAt: instantOf(options.until, '--until'),
        actor: session.actor,
      })
      say(
        session.json ? JSON.stringify(made) : `Exception ${made.id} requested; somebody else must approve it`,
      )
    },
  )
  for (const [word, decision] of [
    ['approve', 'approved'],
    ['reject', 'rejected'],
    ['revoke', 'revoked'],
  ] as const) {
    attach<[string]>(
      exception
        .command(`${word} <exception>`)
        .description(
          `${word} it${word === 'revoke' ? '; the SLA clock starts again' : ' (not by who asked)'}`,
        ),
      async (session, id) => {
        await session.open('write')
        const made = await session.call('exception.decide', {
          exception: numberOf(id, 'exception'),
          decision,
          actor: session.actor,
        })
        say(session.json ? JSON.stringify(made) : `Exception ${made.id} ${made.status}`)
      },
    )
  }
}
