import { createHash } from 'node:crypto'
import type { PackageScope, PackageScopeRequest } from '../../../shared/model/package-scope.ts'
import { resolveScope } from '../evidence/scope/resolve.ts'
import { isNarrowed, keptWhole, scopeLine } from '../evidence/scope/words.ts'
import { accountsAt, latestScan, readEngagement, type Workspace } from '../store/index.ts'

/** What a package was asked to hold, checked against what the engagement has. @throws CountersignError invalid_input */
export function scopeOf(ws: Workspace, request: PackageScopeRequest = {}): PackageScope {
  const latest = latestScan(ws)
  const known = latest === null ? [] : accountsAt(ws, { scan: latest.id })
  return resolveScope(
    request,
    readEngagement(ws),
    known.map(({ provider, account }) => ({ provider, account })),
  )
}

const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .toLowerCase()

/**
 * `_2026q3`, `_2026-09_aws_soc2`: what sets the folder of one scope apart from another's. An engagement's own period is named by the
 * quarter it begins in.
 */
export function scopeSuffix(scope: PackageScope): string {
  const { period, preset, label } = scope
  const quarter = `${period.start.slice(0, 4)}q${Math.ceil(Number(period.start.slice(5, 7)) / 3)}`
  return `_${[preset === 'engagement' ? quarter : plain(label), ...narrowing(scope)].join('_')}`
}

/** The parts of a name that say what a scope leaves out; nothing for an unnarrowed one. */
export function narrowing(scope: PackageScope): string[] {
  const { providers, accounts, frameworks, leftOut } = scope
  const [first, ...others] = accounts ?? []
  return [
    ...(providers ?? []),
    ...(first === undefined
      ? []
      : others.length === 0
        ? [plain(first.account).slice(0, 40)]
        : [`${others.length + 1}-accounts-${mark(JSON.stringify(accounts))}`]),
    ...(leftOut.frameworks.length === 0
      ? []
      : frameworks.length <= 2
        ? frameworks.map(plain)
        : [`${frameworks.length}-frameworks-${mark(frameworks.join())}`]),
  ]
}

const mark = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 8)

/** The scope in bag-info.txt, which README.txt repeats. */
export function scopeFields(scope: PackageScope): { label: string; value: string }[] {
  return [
    { label: 'Scope', value: scopeLine(scope) },
    ...(scope.providers === null ? [] : [{ label: 'Scope-Providers', value: scope.providers.join(' ') }]),
    ...(scope.accounts === null
      ? []
      : [
          {
            label: 'Scope-Accounts',
            value:
              scope.accounts.length <= 50
                ? scope.accounts.map(({ provider, account }) => `${provider}:${account}`).join(' ')
                : `${scope.accounts.length}, listed in data/06-populations/scope.json`,
          },
        ]),
    { label: 'Scope-Frameworks', value: scope.frameworks.join(' ') },
    ...(isNarrowed(scope)
      ? [
          {
            label: 'Scope-Left-Out',
            value: [
              ...scope.leftOut.frameworks.map((one) => `framework ${one}`),
              ...scope.leftOut.providers.map((one) => `provider ${one}`),
              ...(scope.leftOut.accounts === 0 ? [] : [`${scope.leftOut.accounts} accounts`]),
            ].join(', '),
          },
          { label: 'Scope-Kept-Whole', value: keptWhole.join(' ') },
        ]
      : []),
  ]
}
