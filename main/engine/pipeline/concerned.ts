import type { Rule } from '../../../shared/model/rule.ts'
import type { AccountAt } from '../store/index.ts'

/** Parents of projects and subscriptions: they hold policies and people, not resources. */
function isParent({ provider, account, types }: AccountAt): boolean {
  if (provider === 'gcp') return /^(organizations|folders)\//.test(account)
  return provider === 'azure' && types.every(({ type }) => /^microsoft\.graph\//i.test(type))
}

/**
 * The accounts an account-scope rule speaks of: every account of its cloud that can hold what the rule reads.
 * A rule about a tenant's or an organisation's own types speaks of the tenant or organisation; a rule about
 * projects says nothing of folders. Where nothing it reads was ever collected, it speaks of every ordinary account,
 * so that the gap shows as `not evaluated` instead of vanishing.
 */
export function concernedAccounts(rule: Rule, accounts: readonly AccountAt[]): AccountAt[] {
  const reads = new Set([...rule.types, ...rule.requires].map((type) => type.toLowerCase()))
  const own = accounts.filter(({ provider }) => provider === rule.provider)
  const holds = (account: AccountAt) => account.types.some(({ type }) => reads.has(type.toLowerCase()))
  const holders = own.filter(holds)
  if (holders.length > 0 && holders.every(isParent)) return holders
  return own.filter((account) => !isParent(account) || holds(account))
}
