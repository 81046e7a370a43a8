import { z } from 'zod'
import type { JsonObject } from './json.ts'
import { instantSchema, providerSchema, sha256Schema, type Instant, type Provider } from './provider.ts'
import { unreadReasons, type Facet } from './source.ts'

/**
 * One resource in the house's normal form: what is stored, diffed and read by rules.
 * AWS: `{ arn, resourceId, resourceName, resourceType, accountId, region, availabilityZone, createdAt, tags, relationships, config, supplementary }`
 *      with every embedded JSON string parsed (both item shapes come out alike).
 * Azure: `{ id, name, type, location, subscriptionId, resourceGroup, kind, sku, identity, tags, zones, config }` where `config` is `properties`.
 * GCP: `{ name, assetType, project, location, config, iamPolicy, orgPolicy, ancestors }` where `config` is `resource.data`.
 * Fields that change without the configuration changing (etags, capture ids) are left out.
 */
export interface NormalItem {
  readonly provider: Provider
  readonly resourceId: string
  readonly type: string
  readonly account: string
  readonly region: string
  readonly name: string
  readonly facet: Facet
  readonly state: 'present' | 'deleted'
  readonly capturedAt: Instant | null
  /** Redacted; ready to be made canonical and hashed. */
  readonly document: JsonObject
  /** JSON pointers of what was replaced by a keyed digest. */
  readonly redacted: readonly string[]
}

export const resourceSchema = z.object({
  id: z.number().int().positive(),
  provider: providerSchema,
  resourceId: z.string(),
  type: z.string(),
  account: z.string(),
  region: z.string(),
  name: z.string(),
})
export type Resource = z.infer<typeof resourceSchema>

/** A resource had this document (or was gone, or could not be read) from one scan until another. */
export const observationSchema = z.object({
  id: z.number().int().positive(),
  resource: z.number().int().positive(),
  state: z.enum(['present', 'absent', 'unread']),
  reason: z.enum(unreadReasons).nullable(),
  /** SHA-256 of the canonical document (RFC 8785); null unless present. */
  sha256: sha256Schema.nullable(),
  fromScan: z.number().int().positive(),
  /** First scan for which it no longer held; null while it holds. */
  untilScan: z.number().int().positive().nullable(),
  fromAsOf: instantSchema,
  untilAsOf: instantSchema.nullable(),
  capturedAt: instantSchema.nullable(),
  /** True for a state that a history export showed between two scans. */
  betweenScans: z.boolean(),
})
export type Observation = z.infer<typeof observationSchema>

/** A resource as rules see it: identity beside the normal-form document. */
export interface EvaluationResource {
  readonly id: number
  readonly provider: Provider
  readonly resourceId: string
  readonly type: string
  readonly account: string
  readonly region: string
  readonly name: string
  readonly sha256: string
  readonly document: JsonObject
}
