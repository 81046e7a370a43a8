import type { PackageScope } from '../../../../shared/model/package-scope.ts'
import { providers, type Provider } from '../../../../shared/model/provider.ts'
import type { AccountsOf } from '../reader.ts'

/** Where something is. `account` may be `*`, where a provider's message does not say. */
export interface Place {
  readonly provider: Provider
  readonly account: string
}

/** Whether a place is within the scope; an account that is not named could be any, so it is not left out. */
export function placeMatcher(scope: Pick<PackageScope, 'providers' | 'accounts'>): (place: Place) => boolean {
  const wantedProviders = new Set<Provider>(
    scope.accounts?.map(({ provider }) => provider) ?? scope.providers ?? providers,
  )
  const accounts =
    scope.accounts === null
      ? null
      : new Set(scope.accounts.map(({ provider, account }) => `${provider}:${account.toLowerCase()}`))
  return ({ provider, account }) =>
    wantedProviders.has(provider) &&
    (accounts === null || account === '*' || accounts.has(`${provider}:${account.toLowerCase()}`))
}

/** The scope's accounts by provider, for a reader that counts them itself. */
export function accountsByProvider(scope: Pick<PackageScope, 'providers' | 'accounts'>): AccountsOf[] {
  if (scope.accounts === null)
    return (scope.providers ?? providers).map((provider) => ({ provider, accounts: null }))
  const accounts = scope.accounts
  return providers.flatMap((provider) => {
    const mine = accounts.filter((one) => one.provider === provider).map(({ account }) => account)
    return mine.length === 0 ? [] : [{ provider, accounts: mine }]
  })
}
