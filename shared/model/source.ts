import { z } from 'zod'
import type { JsonObject } from './json.ts'
import { instantSchema, providerSchema, sha256Schema, type Instant, type Provider } from './provider.ts'

/** What an imported file turned out to be; detected from content, never from its name. */
export const fileFormats = [
  'aws-config-snapshot', // configurationItems with configSnapshotId
  'aws-config-history', // configurationItems without it, or change notifications
  'aws-config-batch-get', // baseConfigurationItems
  'aws-config-select', // Results: JSON strings
  'aws-config-list', // resourceIdentifiers: names without documents
  'aws-config-item', // one configuration item
  'azure-resource-graph', // data: objects or table
  'azure-arm', // value: list, or one resource
  'gcp-asset-ndjson', // one asset a line
  'gcp-asset-list', // assets: or an array
  'gcp-asset-search', // results: of searchAllResources
  'countersign-documents', // documents of types that inventories lack
  'provider-error', // the provider's refusal, kept as coverage
] as const
export const fileFormatSchema = z.enum(fileFormats)
export type FileFormat = (typeof fileFormats)[number]

/** Why something could not be read; the same codes say why an outcome is `not evaluated`. */
export const unreadReasons = ['denied', 'throttled', 'failed', 'malformed', 'not-in-scan'] as const
export type UnreadReason = (typeof unreadReasons)[number]

/** Which part of a resource an item carries: GCP exports resource and policy apart; they are merged per asset. */
export const facets = ['resource', 'iam-policy', 'org-policy', 'access-policy'] as const
export type Facet = (typeof facets)[number]

/**
 * One resource as a file gave it, before normalisation.
 * `document` is the provider's own JSON of the item with its envelope.
 */
export interface RawItem {
  readonly kind: 'item'
  readonly provider: Provider
  /** ARN, ARM id or full resource name, as given (the store compares ARM ids without case). */
  readonly resourceId: string
  /** `AWS::S3::Bucket`, `Microsoft.Storage/storageAccounts`, `storage.googleapis.com/Bucket`. */
  readonly type: string
  /** AWS account id, Azure subscription id, GCP project (`projects/123` → `123`), `organizations/1`, tenant id. */
  readonly account: string
  /** Region or location; `global` where the provider has none. */
  readonly region: string
  readonly name: string
  readonly facet: Facet
  readonly state: 'present' | 'deleted'
  /** When the provider saw this state; null when the export does not say. */
  readonly capturedAt: Instant | null
  readonly document: JsonObject
  /** Where in the file: the item's ordinal from 0 and the byte offset in the (decompressed) content. */
  readonly index: number
  readonly offset: number
}

/** An item that could not be used; the rest of the file goes on. */
export interface ItemProblem {
  readonly kind: 'problem'
  readonly reason:
    | 'not-json'
    | 'not-an-object'
    | 'missing-field'
    | 'wrong-type'
    | 'no-document'
    | 'too-large'
    | 'too-deep'
    | 'duplicate'
    | 'from-the-future'
  /** The field or fact concerned, for the message. */
  readonly detail: string
  readonly index: number
  readonly offset: number
  readonly line: number | null
  /** Filled when the item's identity could still be read, so that its resource is `not evaluated: malformed`. */
  readonly resource: {
    provider: Provider
    resourceId: string
    type: string
    account: string
    region: string
  } | null
}

/** A refusal or failure by the provider, found in an export. */
export interface CallFailure {
  readonly kind: 'failure'
  readonly provider: Provider
  readonly reason: Extract<UnreadReason, 'denied' | 'throttled' | 'failed'>
  /** `*` where the provider's message does not say. */
  readonly account: string
  readonly region: string
  readonly types: '*' | readonly string[]
  /** The operation refused, e.g. `config:BatchGetResourceConfig`. */
  readonly operation: string
  readonly message: string
}

/** What a file's presence proves complete: an absence inside a claim means the resource is gone. */
export interface CoverageClaim {
  readonly provider: Provider
  readonly account: string
  /** `*` for all regions. */
  readonly region: string
  readonly types: '*' | readonly string[]
  readonly facet: Facet
}

/** Facts of one imported file; becomes a source of its scan. */
export const sourceFileSchema = z.object({
  path: z.string(),
  sha256: sha256Schema,
  bytes: z.number().int().nonnegative(),
  format: fileFormatSchema,
  compression: z.enum(['none', 'gzip', 'zip']),
  provider: providerSchema,
  accounts: z.array(z.string()),
  regions: z.array(z.string()),
  items: z.number().int().nonnegative(),
  problems: z.number().int().nonnegative(),
  duplicates: z.number().int().nonnegative(),
  firstCapturedAt: instantSchema.nullable(),
  lastCapturedAt: instantSchema.nullable(),
})
export type SourceFile = z.infer<typeof sourceFileSchema>
