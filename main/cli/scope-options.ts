import type { Command } from 'commander'
import { CountersignError } from '../../shared/model/errors.ts'
import { frameworks } from '../../shared/model/framework.ts'
import type { PackagePeriod, PackageScopeRequest } from '../../shared/model/package-scope.ts'
import { providers } from '../../shared/model/provider.ts'
import { wordsOf } from './filters.ts'
import { instantOf } from './instants.ts'

/** The scope of a package as options give it. */
export interface ScopeOptions {
  quarter?: string
  month?: string
  from?: string
  to?: string
  framework?: string
  provider?: string
  account: string[]
}

export const withScopeOptions = (command: Command): Command =>
  command
    .option('--quarter <quarter>', 'only this calendar quarter, e.g. 2026Q3 (UTC)')
    .option('--month <month>', 'only this calendar month, e.g. 2026-09 (UTC)')
    .option('--from <day>', 'only from this day or instant')
    .option('--to <day>', 'only until this day or instant, exclusive')
    .option('--framework <list>', `only these, comma-separated: ${frameworks.join(', ')}`)
    .option('--provider <list>', `only these, comma-separated: ${providers.join(', ')}`)
    .option(
      '--account <id>',
      'only this account, subscription or project, as the provider writes it or as aws:<id>; may be repeated or comma-separated',
      (value: string, all: string[]) => [...all, ...value.split(',').map((one) => one.trim())],
      [],
    )

/** What the engine is asked for; undefined when no option narrows anything. @throws CountersignError invalid_input */
export function scopeOf(options: ScopeOptions): PackageScopeRequest | undefined {
  const period = periodOf(options)
  const scope: PackageScopeRequest = {
    ...(period === undefined ? {} : { period }),
    ...(options.framework === undefined
      ? {}
      : { frameworks: wordsOf(options.framework, frameworks, '--framework') }),
    ...(options.provider === undefined
      ? {}
      : { providers: wordsOf(options.provider, providers, '--provider') }),
    ...(options.account.length === 0 ? {} : { accounts: options.account }),
  }
  return Object.keys(scope).length === 0 ? undefined : scope
}

function periodOf({ quarter, month, from, to }: ScopeOptions): PackagePeriod | undefined {
  const ways = [quarter, month, from ?? to].filter((one) => one !== undefined)
  if (ways.length > 1) refuse('--quarter', 'a quarter, a month, and dates exclude each other')
  if (quarter !== undefined) {
    const plain = quarter.toUpperCase().replace('-', '')
    if (!/^\d{4}Q[1-4]$/.test(plain)) refuse('--quarter', `${quarter} is not a quarter like 2026Q3`)
    return { quarter: plain }
  }
  if (month !== undefined) {
    if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(month)) refuse('--month', `${month} is not a month like 2026-09`)
    return { month }
  }
  if (from === undefined && to === undefined) return undefined
  if (from === undefined || to === undefined)
    return refuse(from === undefined ? '--from' : '--to', 'both ends of the period are needed')
  return { start: instantOf(from, '--from'), end: instantOf(to, '--to') }
}

function refuse(field: string, detail: string): never {
  throw new CountersignError('invalid_input', { field, detail })
}
