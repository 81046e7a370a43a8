import type { PackageScope } from '../../../../shared/model/package-scope.ts'
import { shortNames } from '../framework-names.ts'

/** Whether a scope leaves out anything the engagement read or judged within the period. */
export const isNarrowed = (scope: PackageScope): boolean =>
  scope.leftOut.frameworks.length > 0 || scope.providers !== null || scope.accounts !== null

/** Whether it leaves out resources. */
export const leavesOutResources = (scope: PackageScope): boolean =>
  scope.providers !== null || scope.accounts !== null

/** At most this many accounts are named where one line must do; `scope.json` names them all. */
const namedAccounts = 5

/** The scope on one line: `2026Q3; frameworks SOC 2, ISO 27001; providers aws; accounts aws:012345678901`. */
export function scopeLine(scope: PackageScope): string {
  const frameworks = scope.frameworks.map((one) => shortNames[one]).join(', ')
  const accounts = scope.accounts?.map(({ provider, account }) => `${provider}:${account}`)
  return [
    scope.label,
    scope.leftOut.frameworks.length === 0
      ? `all frameworks of the engagement (${frameworks})`
      : `frameworks ${frameworks} only`,
    scope.providers === null ? null : `providers ${scope.providers.join(', ')} only`,
    accounts === undefined
      ? null
      : accounts.length <= namedAccounts
        ? `accounts ${accounts.join(', ')} only`
        : `${accounts.length} accounts only`,
    leavesOutResources(scope) ? null : 'every account that was read',
  ]
    .filter((part) => part !== null)
    .join('; ')
}

/** What a narrowed package keeps whole, and why; for `scope.json` and README. */
export const keptWhole: readonly string[] = [
  'The ledger (13-custody) is whole: a chain with entries left out could not be verified.',
  'Scans (10-collection/runs.csv) are listed with the counts they were sealed with, over all accounts they read.',
  'Baseline approvals, review sessions and the frames of samples keep the counts and hashes they were signed with; their contents here are those of the scope.',
  'People, attachments and the method (12-method catalogues, crosswalk, local rules) belong to the engagement.',
]
