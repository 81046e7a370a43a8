import { CountersignError } from '../../../../shared/model/errors.ts'
import type { Engagement } from '../../../../shared/model/engagement.ts'
import type {
  PackagePeriod,
  PackageScope,
  PackageScopeRequest,
} from '../../../../shared/model/package-scope.ts'
import { providers, type Provider } from '../../../../shared/model/provider.ts'
import type { Period } from '../reader.ts'
import { placeMatcher } from './match.ts'

export interface KnownAccount {
  readonly provider: Provider
  readonly account: string
}

const midnight = (year: number, month: number): string => new Date(Date.UTC(year, month, 1)).toISOString()

/** The instants and the name of a period; quarters and months begin at midnight UTC. */
export function periodOf(period: PackagePeriod): Pick<PackageScope, 'preset' | 'label' | 'period'> {
  if ('quarter' in period) {
    const year = Number(period.quarter.slice(0, 4))
    const first = (Number(period.quarter.slice(5)) - 1) * 3
    return {
      preset: 'quarter',
      label: period.quarter,
      period: { start: midnight(year, first), end: midnight(year, first + 3) },
    }
  }
  if ('month' in period) {
    const year = Number(period.month.slice(0, 4))
    const month = Number(period.month.slice(5)) - 1
    return {
      preset: 'month',
      label: period.month,
      period: { start: midnight(year, month), end: midnight(year, month + 1) },
    }
  }
  return { preset: 'dates', label: datesLabel(period), period: { start: period.start, end: period.end } }
}

/** `2026-07-01/2026-10-01`; with the time of day where a boundary is not a midnight. */
function datesLabel({ start, end }: Period): string {
  const short = (at: string): string => (at.endsWith('T00:00:00.000Z') ? at.slice(0, 10) : at)
  return `${short(start)}/${short(end)}`
}

/** The name a period has when it is a quarter or a month, whoever chose it. */
function named(period: Period): Pick<PackageScope, 'preset' | 'label' | 'period'> {
  const year = period.start.slice(0, 4)
  const month = Number(period.start.slice(5, 7))
  const candidates: PackagePeriod[] = [
    { quarter: `${year}Q${Math.ceil(month / 3)}` },
    { month: period.start.slice(0, 7) },
  ]
  for (const candidate of candidates) {
    const one = periodOf(candidate)
    if (one.period.start === period.start && one.period.end === period.end) return one
  }
  return { preset: 'dates', label: datesLabel(period), period }
}

/** The scope that narrows nothing: an engagement's own period (or another), all its frameworks, everything it read. */
export function wholeScope(
  engagement: Engagement,
  period: Period = { start: engagement.periodStart, end: engagement.periodEnd },
): PackageScope {
  const own = period.start === engagement.periodStart && period.end === engagement.periodEnd
  const name = named({ start: period.start, end: period.end })
  return {
    ...name,
    preset: own ? 'engagement' : name.preset,
    frameworks: engagement.frameworks,
    providers: null,
    accounts: null,
    leftOut: { frameworks: [], providers: [], accounts: 0 },
  }
}

/**
 * What was asked for, checked against the engagement: a package of nothing because of a slip of the pen is not made.
 * @param known every account the engagement has read
 * @throws CountersignError invalid_input for a period that ends before it starts or does not touch the engagement's, a framework
 * the engagement does not have, an account or provider nothing was read from, or an account of a provider that is left out
 */
export function resolveScope(
  request: PackageScopeRequest,
  engagement: Engagement,
  known: readonly KnownAccount[],
): PackageScope {
  const whole = wholeScope(engagement)
  const asked = request.period === undefined ? whole : periodOf(request.period)
  // The engagement's own period is that, whichever way it was named.
  const own = asked.period.start === engagement.periodStart && asked.period.end === engagement.periodEnd
  checkPeriod(asked.period, engagement)
  const wanted = new Set(request.frameworks ?? engagement.frameworks)
  for (const framework of wanted) {
    if (!engagement.frameworks.includes(framework))
      refuse('framework', `${framework} is not one of the engagement's: ${engagement.frameworks.join(', ')}`)
  }
  const narrowed = narrowedProviders(request, known)
  const accounts = request.accounts === undefined ? null : accountsOf(request.accounts, narrowed, known)
  const { preset, label, period } = own ? whole : asked
  const chosen = { providers: narrowed, accounts }
  const matches = placeMatcher(chosen)
  const inside = known.filter(matches)
  const read = providers.filter((provider) => known.some((one) => one.provider === provider))
  return {
    preset,
    label,
    period: { start: period.start, end: period.end },
    frameworks: engagement.frameworks.filter((framework) => wanted.has(framework)),
    ...chosen,
    leftOut: {
      frameworks: engagement.frameworks.filter((framework) => !wanted.has(framework)),
      providers: read.filter((provider) => !inside.some((one) => one.provider === provider)),
      accounts: known.length - inside.length,
    },
  }
}

function checkPeriod(period: Period, engagement: Engagement): void {
  if (!(period.start < period.end)) refuse('period', `${period.start} is not before ${period.end}`)
  if (period.end <= engagement.periodStart || period.start >= engagement.periodEnd)
    refuse(
      'period',
      `${datesLabel(period)} lies outside the engagement's ${datesLabel({ start: engagement.periodStart, end: engagement.periodEnd })}`,
    )
}

function narrowedProviders(request: PackageScopeRequest, known: readonly KnownAccount[]): Provider[] | null {
  if (request.providers === undefined) return null
  const read = new Set(known.map(({ provider }) => provider))
  for (const provider of request.providers)
    if (!read.has(provider)) refuse('provider', `nothing was read from ${provider}`)
  const wanted = new Set(request.providers)
  return providers.filter((provider) => wanted.has(provider))
}

function accountsOf(
  wanted: readonly string[],
  narrowed: readonly Provider[] | null,
  known: readonly KnownAccount[],
): { provider: Provider; account: string }[] {
  const found = new Map<string, { provider: Provider; account: string }>()
  for (const text of wanted) {
    const [, prefix, plain = text] = /^(aws|azure|gcp):(.+)$/.exec(text) ?? []
    const matches = known.filter(
      ({ provider, account }) =>
        account.toLowerCase() === plain.toLowerCase() && (prefix === undefined || prefix === provider),
    )
    if (matches.length === 0) refuse('account', `nothing was read from ${text}`)
    const inside = matches.filter(({ provider }) => narrowed === null || narrowed.includes(provider))
    if (inside.length === 0)
      refuse('account', `${text} belongs to ${matches[0]?.provider ?? ''}, which the package leaves out`)
    for (const { provider, account } of inside) found.set(`${provider}:${account}`, { provider, account })
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one)
}

function refuse(field: string, detail: string): never {
  throw new CountersignError('invalid_input', { field, detail })
}
