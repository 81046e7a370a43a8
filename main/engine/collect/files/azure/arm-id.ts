/** What an ARM id says of itself. Ids are compared without case (ARM resource id rules); spelling is kept as given. */
export interface ArmId {
  /** Lower case; null for tenant-level ids. */
  readonly subscription: string | null
  /** Lower case; null above resource groups. */
  readonly resourceGroup: string | null
  /** `Microsoft.Storage/storageAccounts/blobServices`, of the last provider in the id. */
  readonly type: string
  readonly name: string
  /** A resource attached to another one (`…/providers/A/b/c/providers/D/e/f`). */
  readonly extension: boolean
}

/** @returns null when the text is no ARM id: `/subscriptions/…` or `/providers/…`. */
export function readArmId(id: string): ArmId | null {
  const parts = id.split('/')
  if (parts[0] !== '' || parts.length < 3) return null
  const lower = parts.map((part) => part.toLowerCase())
  if (lower[1] !== 'subscriptions' && lower[1] !== 'providers' && lower[1] !== 'tenants') return null
  const subscription = lower[1] === 'subscriptions' ? (lower[2] ?? null) : null
  const inGroup =
    subscription !== null && lower[3] === 'resourcegroups' && lower[4] !== undefined && lower[4] !== ''
  const last = lower.lastIndexOf('providers')
  const name = parts.at(-1) ?? ''
  const common = { subscription, resourceGroup: inGroup ? (lower[4] as string) : null, name }
  if (last < 0) {
    const type = inGroup
      ? 'Microsoft.Resources/resourceGroups'
      : lower[1] === 'tenants'
        ? 'Microsoft.Resources/tenants'
        : 'Microsoft.Resources/subscriptions'
    return { ...common, type, extension: false }
  }
  const tail = parts.slice(last + 1)
  const types = tail.filter((_, index) => index === 0 || index % 2 === 1)
  return { ...common, type: types.join('/'), extension: lower.indexOf('providers') !== last }
}
