import type { JsonObject } from '../../../../shared/model/json.ts'
import type { Instant } from '../../../../shared/model/provider.ts'
import type { Random } from '../random.ts'
import { later } from '../calendar.ts'
import { noteAffected, watch, type Affected, type Watch } from '../story/timeline.ts'
import type { AwsAccount } from './accounts.ts'

export interface Relationship {
  readonly resourceType: string
  readonly resourceId?: string
  readonly resourceName?: string
  readonly name: string
}

/** A resource as AWS Config knows it, before it is written in one of Config's two shapes. */
export interface AwsItem {
  readonly accountId: string
  /** Region of the recorder that delivers it; global types travel in the home region. */
  readonly deliveredIn: string
  /** Config's `awsRegion`: a region or `global`. */
  readonly region: string
  readonly type: string
  readonly id: string
  readonly name: string | null
  readonly arn: string
  readonly zone: string
  readonly created: Instant | null
  readonly captured: Instant
  readonly tags: Readonly<Record<string, string>>
  readonly relationships: readonly Relationship[]
  readonly configuration: JsonObject
  readonly supplementary: JsonObject
}

export interface AwsSpec {
  readonly account: AwsAccount
  readonly region: string
  readonly global?: boolean
  readonly type: string
  readonly id: string
  readonly name?: string
  readonly arn: string
  /** Config's `availabilityZone`; `Not Applicable` unless given. */
  readonly zone?: string
  readonly created: Instant
  /** Exists only while this event holds. */
  readonly lives?: string
  /** Exists only while this event does not hold. */
  readonly gone?: string
  readonly relationships?: readonly Relationship[]
  readonly describe: (story: Watch) => {
    readonly configuration: JsonObject
    readonly supplementary?: JsonObject
    readonly tags?: Readonly<Record<string, string>>
  }
}

/** Collects the items of one capture. */
export interface AwsEstate {
  readonly at: Instant
  readonly random: Random
  readonly items: AwsItem[]
  readonly affected: Affected
}

/** Adds the resource if it exists at the estate's instant; its capture time is its last change. */
export function add(estate: AwsEstate, spec: AwsSpec): void {
  const story = watch(estate.at)
  if (spec.lives !== undefined && !story.is(spec.lives)) return
  if (spec.gone !== undefined && story.is(spec.gone)) return
  const described = spec.describe(story)
  noteAffected(estate.affected, story, spec.arn)
  // Config needs from seconds to minutes to see a change.
  const lag = estate.random.int(`lag/${spec.arn}`, 21_000, 540_000)
  const captured = later(story.lastChange(spec.created), lag)
  estate.items.push({
    accountId: spec.account.id,
    deliveredIn: spec.region,
    region: spec.global === true ? 'global' : spec.region,
    type: spec.type,
    id: spec.id,
    name: spec.name ?? null,
    arn: spec.arn,
    zone: spec.zone ?? 'Not Applicable',
    created: spec.created,
    captured: captured < estate.at ? captured : later(estate.at, -lag),
    tags: described.tags ?? {},
    relationships: spec.relationships ?? [],
    configuration: described.configuration,
    supplementary: described.supplementary ?? {},
  })
}

/** Tags in the list form that most `configuration` blocks carry. */
export function tagList(tags: Readonly<Record<string, string>>): JsonObject[] {
  return Object.entries(tags).map(([key, value]) => ({ key, value }))
}

/** The tags nearly every resource of the company has. */
export function houseTags(account: AwsAccount, name: string, team: string): Record<string, string> {
  return {
    Name: name,
    Environment: account.name === 'shared' ? 'shared-services' : account.name,
    Team: team,
    ManagedBy: 'terraform',
  }
}

/** A creation time between March 2024 and February 2026, fixed by key. */
export function createdAt(random: Random, key: string): Instant {
  const seconds = random.int(
    `created/${key}`,
    Date.parse('2024-03-04T07:00:00Z') / 1000,
    Date.parse('2026-02-20T16:00:00Z') / 1000,
  )
  return new Date(seconds * 1000).toISOString()
}
