import type { Command } from 'commander'
import type { Output } from '../../../shared/contract/contract.ts'
import { findingStatuses } from '../../../shared/model/finding.ts'
import { CountersignError } from '../../../shared/model/errors.ts'
import { providersOf, severitiesOf } from '../filters.ts'
import { instantOf, numberOf } from '../instants.ts'
import { count, heading, safe, say, severityWord, statusWord, table, when } from '../print.ts'
import type { Attach } from '../attach.ts'

interface ListOptions {
  status: string
  severity?: string
  provider?: string
  owner?: string
  overdue?: boolean
  text?: string
  limit: string
}

function statusesOf(text: string) {
  if (text === 'all') return {}
  return {
    status: text
      .split(',')
      .map((word) => findingStatuses.find((status) => status === word) ?? unknownStatus(word)),
  }
}
function unknownStatus(word: string): never {
  throw new CountersignError('invalid_input', {
    field: '--status',
    detail: `${word} is not one of ${findingStatuses.join(', ')}, all`,
  })
}

type Finding = Output<'finding.page'>['rows'][number]
const standing = (row: Finding) =>
  row.exceptionUntil
    ? `accepted until ${row.exceptionUntil.slice(0, 10)}`
    : row.unread
      ? `${row.status}, not read`
      : row.status

export function sayFindings(rows: readonly Finding[]): void {
  say(
    ...table(
      [
        { title: 'id', right: true },
        { title: 'severity' },
        { title: 'finding', max: 52 },
        { title: 'resource', max: 40 },
        { title: 'owner', max: 16 },
        { title: 'due' },
        { title: 'standing' },
      ],
      rows.map((row) => [
        String(row.id),
        severityWord[row.severity],
        safe(row.ruleTitle),
        safe(row.subjectName || row.subject),
        safe(row.owner ?? '–'),
        `${row.dueAt.slice(0, 10)}${row.breached ? ' (breached)' : ''}`,
        standing(row),
      ]),
    ),
  )
}

function sayDetail({ finding, rule, outcome, events, requirements }: Output<'finding.get'>): void {
  say(
    `${heading(safe(finding.ruleTitle))}  ${severityWord[finding.severity]}  ${standing(finding)}`,
    `  resource   ${safe(finding.subject)}`,
    `  where      ${finding.provider} ${finding.account} ${finding.region}, ${finding.type}`,
    `  open since ${when(finding.openedAt)}, due ${when(finding.dueAt)}${finding.breached ? ', breached' : ''}`,
    `  owner      ${safe(finding.owner ?? 'nobody yet')}`,
  )
  if (outcome) {
    say('', `  now        ${statusWord[outcome.status]} ${safe(outcome.detail)}`)
    for (const [name, value] of Object.entries(outcome.observed))
      say(`    ${name}: ${safe(JSON.stringify(value))}`)
  }
  if (rule) say('', `  expected   ${rule.expected}`, `  remedy     ${rule.remediation}`)
  say(
    '',
    heading('Controls'),
    ...table(
      [{ title: 'framework' }, { title: 'requirement' }, { title: 'title', max: 70 }],
      requirements.map((row) => [row.framework, row.id, row.title]),
    ),
  )
  say(
    '',
    heading('History'),
    ...table(
      [{ title: 'at' }, { title: 'by' }, { title: 'what' }, { title: 'detail', max: 80 }],
      events.map((event) => [
        when(event.at),
        safe(event.actor),
        event.kind,
        safe(
          Object.entries(event.payload)
            .flatMap(([, value]) => (typeof value === 'string' ? [value] : []))
            .join('; '),
        ),
      ]),
    ),
  )
}

export function addFindingCommands(program: Command, attach: Attach): void {
  const findings = program
    .command('findings')
    .description('failing rules on resources: list, show, assign, note, remediated, log')
  attach<[ListOptions]>(
    findings
      .command('list', { isDefault: true })
      .description('findings, worst first')
      .option('--status <list>', `${findingStatuses.join(', ')} or all`, 'open,remediated')
      .option('--severity <list>', 'critical, high, medium, low')
      .option('--provider <list>', 'aws, azure, gcp')
      .option('--owner <name>', 'of one owner; empty for those without')
      .option('--overdue', 'only those past their due date')
      .option('--text <text>', 'in subject, name, title or owner')
      .option('--limit <n>', 'how many (at most 500)', '50'),
    async (session, options) => {
      await session.open('read')
      const filter = {
        ...statusesOf(options.status),
        ...(options.severity ? { severity: severitiesOf(options.severity) } : {}),
        ...(options.provider ? { provider: providersOf(options.provider) } : {}),
        ...(options.owner !== undefined ? { owner: [options.owner] } : {}),
        ...(options.overdue ? { overdue: true } : {}),
        ...(options.text ? { text: options.text } : {}),
      }
      const page = await session.call('finding.page', { limit: numberOf(options.limit, '--limit'), filter })
      if (session.json) return say(JSON.stringify(page))
      sayFindings(page.rows)
      say(`${count(page.rows.length)} of ${count(page.total)}`)
    },
  )
  attach<[string]>(
    findings.command('show <id>').description('one finding with observed values, controls and history'),
    async (session, id) => {
      await session.open('read')
      const detail = await session.call('finding.get', { finding: numberOf(id, 'id') })
      if (session.json) say(JSON.stringify(detail))
      else sayDetail(detail)
    },
  )
  const ids = (words: readonly string[]) => words.map((word) => numberOf(word, 'id'))
  attach<[string[], { owner?: string }]>(
    findings
      .command('assign <ids...>')
      .description('name an owner; without --owner nobody owns them')
      .option('--owner <name>', 'the owner'),
    async (session, words, options) => {
      await session.open('write')
      const result = await session.call('finding.assign', {
        findings: ids(words),
        owner: options.owner ?? null,
        actor: session.actor,
      })
      say(session.json ? JSON.stringify(result) : `${count(result.changed)} finding(s) assigned`)
    },
  )
  attach<[string[], { text: string }]>(
    findings
      .command('note <ids...>')
      .description('add a note')
      .requiredOption('--text <text>', 'the note, of any length'),
    async (session, words, options) => {
      await session.open('write')
      const result = await session.call('finding.note', {
        findings: ids(words),
        text: options.text,
        actor: session.actor,
      })
      say(session.json ? JSON.stringify(result) : `Noted on ${count(result.changed)} finding(s)`)
    },
  )
  attach<[string[], { action: string; at?: string }]>(
    findings
      .command('remediated <ids...>')
      .description('say that the work is done; the next scan proves it or not')
      .requiredOption('--action <text>', 'what was done')
      .option('--at <time>', 'when it was done, if not now'),
    async (session, words, options) => {
      await session.open('write')
      const result = await session.call('finding.remediated', {
        findings: ids(words),
        action: options.action,
        actor: session.actor,
        ...(options.at ? { actedAt: instantOf(options.at, '--at') } : {}),
      })
      say(
        session.json
          ? JSON.stringify(result)
          : `${count(result.changed)} finding(s) marked; the next scan proves it or not`,
      )
    },
  )
  attach<[{ limit: string }]>(
    findings.command('log').description('the remediation log').option('--limit <n>', 'how many', '100'),
    async (session, options) => {
      await session.open('read')
      const page = await session.call('remediation.page', { limit: numberOf(options.limit, '--limit') })
      if (session.json) return say(JSON.stringify(page))
      say(
        ...table(
          [
            { title: 'Resource', max: 44 },
            { title: 'Misconfiguration', max: 44 },
            { title: 'Framework control', max: 36 },
            { title: 'Remediation action', max: 70 },
          ],
          page.rows.map((row) => [
            safe(row.resource),
            safe(row.misconfiguration),
            row.frameworkControl,
            safe(row.remediationAction),
          ]),
        ),
      )
      say(`${count(page.rows.length)} of ${count(page.total)}`)
    },
  )
}
