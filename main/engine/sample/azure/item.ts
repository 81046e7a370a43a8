import type { JsonObject } from '../../../../shared/model/json.ts'
import type { Instant } from '../../../../shared/model/provider.ts'
import type { Random } from '../random.ts'
import { noteAffected, watch, type Affected, type Watch } from '../story/timeline.ts'

export interface Subscription {
  readonly id: string
  readonly name: 'industrial' | 'corporate'
}
/** The invented tenant and its two subscriptions. */
export const tenantId = '7a1f0c52-0d3e-4b8a-9c61-5e2d4f80a913'
export const industrial: Subscription = { id: '1b6e4d20-91c7-4f3a-8a55-0c9d7e2f6b14', name: 'industrial' }
export const corporate: Subscription = { id: '9d03a8f7-62be-4c1d-b7e0-3f58c1a4d926', name: 'corporate' }
export const subscriptions: readonly Subscription[] = [industrial, corporate]

/** A resource as ARM knows it, before it is written as a Resource Graph row or in an ARM list. */
export interface AzureItem {
  readonly subscription: Subscription
  readonly group: string | null
  readonly id: string
  readonly name: string
  /** ARM's casing: `Microsoft.Storage/storageAccounts`. */
  readonly type: string
  /** Resource Graph holds it; the others come by ARM calls. */
  readonly inGraph: boolean
  readonly location: string | null
  readonly tags: Readonly<Record<string, string>> | null
  /** `kind`, `sku`, `identity`, `managedBy`, `zones` where the type has them. */
  readonly extra: JsonObject
  readonly properties: JsonObject
}

export interface AzureSpec {
  readonly subscription: Subscription
  readonly group?: string
  readonly type: string
  readonly name: string
  /** Full id where it is not a plain resource of a group. */
  readonly id?: string
  readonly inGraph?: boolean
  readonly location?: string | null
  readonly lives?: string
  readonly gone?: string
  readonly describe: (story: Watch) => {
    readonly properties: JsonObject
    readonly tags?: Readonly<Record<string, string>>
    readonly extra?: JsonObject
  }
}

export interface AzureEstate {
  readonly at: Instant
  readonly random: Random
  readonly items: AzureItem[]
  readonly affected: Affected
}

/** ARM id of a resource in a group. */
export function armId(subscription: Subscription, group: string, type: string, name: string): string {
  return `/subscriptions/${subscription.id}/resourceGroups/${group}/providers/${type}/${name}`
}

/** Adds the resource if it exists at the estate's instant. */
export function add(estate: AzureEstate, spec: AzureSpec): void {
  const story = watch(estate.at)
  if (spec.lives !== undefined && !story.is(spec.lives)) return
  if (spec.gone !== undefined && story.is(spec.gone)) return
  const described = spec.describe(story)
  const group = spec.group ?? null
  const id = spec.id ?? armId(spec.subscription, group ?? '', spec.type, spec.name)
  noteAffected(estate.affected, story, id)
  estate.items.push({
    subscription: spec.subscription,
    group,
    id,
    name: spec.name,
    type: spec.type,
    inGraph: spec.inGraph ?? true,
    location: spec.location === undefined ? 'westeurope' : spec.location,
    tags: described.tags ?? null,
    extra: described.extra ?? {},
    properties: described.properties,
  })
}

/** The tags of the company's Azure resources. */
export function houseTags(
  subscription: Subscription,
  team: string,
  extra: Readonly<Record<string, string>> = {},
): Record<string, string> {
  return { environment: subscription.name, team, managedBy: 'bicep', ...extra }
}

/** A reference `{ id }`. */
export const ref = (id: string): JsonObject => ({ id })
