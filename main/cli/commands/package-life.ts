import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { Output } from '../../../shared/contract/contract.ts'
import { completionWindows } from '../../../shared/model/package-lock.ts'
import { readableFingerprint } from '../../../shared/model/signing.ts'
import { CountersignError } from '../../../shared/model/errors.ts'
import type { Attach } from '../attach.ts'
import { numberOf } from '../instants.ts'
import { count, heading, safe, say, when } from '../print.ts'
import { sayVerification, signer } from '../verification.ts'

interface AddendumOptions {
  file: string[]
  reason: string
  by: string
  out?: string
}

/** What happens to a package after it was compiled: time stamps, the completion date, addenda. */
export function addPackageLifeCommands(packages: Command, attach: Attach): void {
  attach<[]>(
    packages.command('list').description('packages of this engagement: revisions, completion date, addenda'),
    async (session) => {
      await session.open('read')
      const result = await session.call('package.list', {})
      if (session.json) say(JSON.stringify(result))
      else sayPackages(result)
    },
  )
  attach<[{ window?: string; retention?: string }]>(
    packages
      .command('settings')
      .description(
        'how long a period may be compiled again after the report’s release, and how long to keep it',
      )
      .option('--window <days>', `days after the report’s release: ${completionWindows.join(', ')}`)
      .option('--retention <years>', 'years from the report’s release'),
    async (session, options) => {
      const change = {
        ...(options.window ? { windowDays: windowOf(options.window) } : {}),
        ...(options.retention ? { retentionYears: numberOf(options.retention, '--retention') } : {}),
      }
      const isChange = Object.keys(change).length > 0
      await session.open(isChange ? 'write' : 'read')
      const result = isChange
        ? await session.call('package.settings', { ...change, actor: session.actor })
        : await session.call('package.list', {})
      if (session.json) say(JSON.stringify(result.settings))
      else saySettings(result.settings)
    },
  )
  attach<[string, { released: string; completed?: string }]>(
    packages
      .command('complete <package-id>')
      .description('set the documentation completion date; after it the period is not compiled again')
      .requiredOption('--released <day>', 'day on which the report was released (2026-10-20)')
      .option('--completed <day>', 'documentation completion date; the end of the window unless given'),
    async (session, words, options) => {
      await session.open('write')
      const packageId = await packageIdOf(session, words)
      const result = await session.call('package.complete', {
        packageId,
        releasedOn: options.released,
        ...(options.completed ? { completedOn: options.completed } : {}),
        actor: session.actor,
      })
      if (session.json) say(JSON.stringify(result))
      else sayPackages(result)
    },
  )
  attach<[string, { response: string }]>(
    packages
      .command('timestamp <folder>')
      .description('attach a time stamping authority’s answer (RFC 3161) to the query in signatures/')
      .requiredOption('--response <file>', 'what the authority answered (.tsr)'),
    async (session, folder, options) => {
      await session.openToRecord()
      const result = await session.call('package.timestamp', {
        bag: resolve(folder),
        response: resolve(options.response),
        actor: session.actor,
      })
      if (session.json) say(JSON.stringify(result))
      else {
        sayVerification(result.verification)
        say(
          '',
          `${heading('Time stamp')} ${result.at} by ${safe(result.authority)}, over the ${result.role}’s signature`,
          `  authority’s certificate ${readableFingerprint(result.fingerprint)}`,
          `  ${result.recorded ? 'recorded in the ledger' : 'not recorded in a ledger: no engagement is open that compiled this package'}`,
        )
      }
      return result.verification.exitCode
    },
  )
  attach<[string, AddendumOptions]>(
    packages
      .command('addendum <package>')
      .description(
        'add files to a finished package in a signed folder of its own; the package stays as it is',
      )
      .requiredOption(
        '--file <path>',
        'a file to add; may be given again',
        (value: string, all: string[] | undefined) => [...(all ?? []), value],
      )
      .requiredOption('--reason <text>', 'why it is added now')
      .requiredOption('--by <identity>', 'name or fingerprint of the identity that signs it')
      .option('--out <folder>', 'folder to make it in; beside the package unless given'),
    async (session, path, options) => {
      await session.openToRecord()
      const made = await session.call('package.addendum', {
        package: resolve(path),
        files: options.file.map((file) => resolve(file)),
        reason: options.reason,
        by: await signer(session, options.by, 'COUNTERSIGN_PASSPHRASE'),
        ...(options.out ? { outDir: resolve(options.out) } : {}),
        actor: session.actor,
      })
      if (session.json) return say(JSON.stringify(made))
      say(
        `${heading(`Addendum ${made.number}`)} ${count(made.files)} files, ${count(made.bytes)} bytes`,
        `  id      ${made.addendumId}`,
        `  to      ${made.packageId}`,
        `  folder  ${made.bag}`,
        `  zip     ${made.zip}`,
        `  ${made.recorded ? 'recorded in the ledger' : 'not recorded in a ledger: no engagement is open that compiled this package'}`,
      )
    },
  )
}

function windowOf(text: string) {
  const days = completionWindows.find((one) => String(one) === text)
  if (days === undefined)
    throw new CountersignError('invalid_input', {
      field: '--window',
      detail: `${text} is not one of ${completionWindows.join(', ')}`,
    })
  return days
}

/** The package whose identity begins so, or that has this name. */
async function packageIdOf(session: Parameters<typeof signer>[0], words: string): Promise<string> {
  const { series } = await session.call('package.list', {})
  const all = series.flatMap(({ packages }) => packages)
  const found = all.filter(
    ({ packageId, name }) =>
      name === words || (words.length >= 8 && packageId.startsWith(words.toLowerCase())),
  )
  const [only] = found
  if (only && found.length === 1) return only.packageId
  if (found.length === 0)
    throw new CountersignError('not_found', { what: 'package of this engagement', id: words })
  throw new CountersignError('conflict', {
    detail: `several packages are called ${words}; name one by its id`,
  })
}

function saySettings({ windowDays, retentionYears }: Output<'package.list'>['settings']): void {
  say(
    `A period may be compiled again until ${windowDays} days after its report’s release; packages are kept ${retentionYears} years.`,
  )
}

function sayPackages({ settings, series }: Output<'package.list'>): void {
  saySettings(settings)
  if (series.length === 0) say('No package has been compiled.')
  for (const { series: key, completion, locked, packages } of series) {
    say('', heading(safe(key)))
    if (completion)
      say(
        `  released ${completion.releasedOn}, documentation ${locked ? 'completed' : 'completes'} on ${completion.completedOn} (${safe(completion.by)})${locked ? '; addenda only' : ''}`,
      )
    else say('  no documentation completion date is set')
    for (const one of packages) {
      say(
        `  r${one.revision}  ${one.packageId.slice(0, 16)}…  ${safe(one.name)}, ${when(one.compiledAt)}, ${one.completeness}`,
      )
      for (const { number, by, at, reason } of one.addenda)
        say(`      addendum ${number}, ${when(at)}, ${safe(by)}: ${safe(reason)}`)
    }
  }
}
