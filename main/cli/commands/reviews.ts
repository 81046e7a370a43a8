import type { Command } from 'commander'
import { CountersignError } from '../../../shared/model/errors.ts'
import { numberOf } from '../instants.ts'
import { count, heading, safe, say, severityWord, table, when } from '../print.ts'
import type { Attach } from '../attach.ts'

const kinds = ['finding', 'drift', 'exception'] as const

export function addReviewCommands(program: Command, attach: Attach): void {
  const review = program
    .command('review')
    .description('the weekly session: start, queue, decide, seal, countersign, weeks')
  attach<[{ with?: string; week?: string }]>(
    review
      .command('start')
      .description('open this week’s session')
      .option('--with <names>', 'attendees, comma-separated')
      .option('--week <monday>', 'the Monday it stands for (2026-07-06)'),
    async (session, options) => {
      await session.open('write')
      const attendees = options.with?.split(',').map((name) => name.trim()) ?? []
      const made = await session.call('review.start', {
        attendees,
        actor: session.actor,
        ...(options.week ? { week: options.week } : {}),
      })
      say(
        session.json
          ? JSON.stringify(made)
          : `Session of ${made.week}: ${count(made.items)} items to look at`,
      )
    },
  )
  attach<[]>(
    review
      .command('queue', { isDefault: true })
      .description('what the open session holds, or what one started now would'),
    async (session) => {
      await session.open('read')
      const { session: held, items } = await session.call('review.queue', {})
      if (session.json) return say(JSON.stringify({ session: held, items }))
      say(
        heading(
          held
            ? `Session of ${held.week}, ${count(held.decided)} of ${count(held.items)} decided`
            : 'No session is open; one started now would hold:',
        ),
      )
      say(
        ...table(
          [
            { title: 'item' },
            { title: 'severity' },
            { title: 'why' },
            { title: 'title', max: 50 },
            { title: 'subject', max: 44 },
            { title: 'decision', max: 40 },
          ],
          items.map((item) => [
            `${item.kind} ${item.ref}`,
            severityWord[item.severity],
            item.reasons.join(', '),
            safe(item.title),
            safe(item.subject),
            safe(item.decision ?? ''),
          ]),
        ),
      )
    },
  )
  attach<[string, string, { decision: string }]>(
    review
      .command('decide <kind> <id>')
      .description('record a decision on a finding, drift or exception')
      .requiredOption('--decision <text>', 'what was decided'),
    async (session, word, id, options) => {
      const kind = kinds.find((candidate) => candidate === word)
      if (!kind)
        throw new CountersignError('invalid_input', {
          field: 'kind',
          detail: `${word} is not one of ${kinds.join(', ')}`,
        })
      await session.open('write')
      const held = await session.call('review.decide', {
        kind,
        ref: numberOf(id, 'id'),
        decision: options.decision,
        actor: session.actor,
      })
      say(session.json ? JSON.stringify(held) : `${count(held.decided)} of ${count(held.items)} decided`)
    },
  )
  attach<[{ summary?: string }]>(
    review
      .command('seal')
      .description('sign the session off; nothing in it changes after')
      .option('--summary <text>', 'minutes'),
    async (session, options) => {
      await session.open('write')
      const sealed = await session.call('review.seal', {
        summary: options.summary ?? '',
        actor: session.actor,
      })
      say(
        session.json
          ? JSON.stringify(sealed)
          : `Session of ${sealed.week} sealed by ${safe(sealed.sealedBy ?? '')}, ledger entry ${sealed.ledgerSeq ?? ''}`,
      )
    },
  )
  attach<[string]>(
    review.command('countersign <session>').description('a second person signs a sealed session off'),
    async (session, id) => {
      await session.open('write')
      const signed = await session.call('review.countersign', {
        session: numberOf(id, 'session'),
        actor: session.actor,
      })
      say(
        session.json
          ? JSON.stringify(signed)
          : `Session of ${signed.week} countersigned by ${safe(signed.reviewedBy ?? '')}`,
      )
    },
  )
  attach<[]>(
    review.command('weeks').description('every week of the period with its session, or that there was none'),
    async (session) => {
      await session.open('read')
      const { weeks, sessions } = await session.call('review.weeks', {})
      if (session.json) return say(JSON.stringify({ weeks, sessions }))
      say(
        ...table(
          [
            { title: 'week' },
            { title: 'standing' },
            { title: 'items', right: true },
            { title: 'sealed' },
            { title: 'by' },
            { title: 'countersigned' },
            { title: 'summary', max: 60 },
          ],
          weeks.map(({ week, standing, session: id }) => {
            const held = sessions.find((candidate) => candidate.id === id)
            return [
              week,
              standing,
              held ? `${count(held.decided)}/${count(held.items)}` : '',
              when(held?.sealedAt ?? null),
              safe(held?.sealedBy ?? ''),
              safe(held?.reviewedBy ?? ''),
              safe(held?.summary ?? ''),
            ]
          }),
        ),
      )
    },
  )
}
