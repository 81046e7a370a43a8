import type { JsonObject, JsonValue } from '../../../shared/model/json.ts'
import type { NormalItem } from '../../../shared/model/resource.ts'
import type { RawItem } from '../../../shared/model/source.ts'
import { clean, type Cleaning } from './clean.ts'
import { pathsOf } from './paths.ts'
import { awsDraft } from './providers/aws.ts'
import { azureType } from './providers/azure-type.ts'
import { azureDraft, azureName, locationOf } from './providers/azure.ts'
import type { Draft } from './providers/draft.ts'
import { gcpDraft } from './providers/gcp.ts'
import { below } from './path-tree.ts'
import { digestWith, type Digest } from './redact/digest.ts'
import { unwrap } from './wrapped.ts'
import { volatileKeys } from './volatile.ts'

export { rawItemFromProviderJson } from './raw-item.ts'

export interface NormaliseOptions {
  /** The workspace's secret for the digests that stand for secrets; 32 random bytes. */
  readonly redactionKey: Uint8Array
}

/** One digest per key object: a workspace normalises millions of items under one key. */
const digests = new WeakMap<Uint8Array, Digest>()

/**
 * A provider's item in the house's normal form (see `NormalItem`): one shape per cloud whatever export it came from, embedded JSON
 * parsed, volatile fields and nulls left out, secrets replaced by keyed digests before anyone can write them.
 *
 * Pure and total: the same item and key give the same result; odd input gives an odd document, never an exception. What cannot be
 * parsed stays a string, so that rules say "missing data".
 */
export function normalise(item: RawItem, options: NormaliseOptions): NormalItem {
  let digest = digests.get(options.redactionKey)
  if (digest === undefined) digests.set(options.redactionKey, (digest = digestWith(options.redactionKey)))
  const raw = unwrap(item)
  const type = raw.provider === 'azure' ? azureType(raw.type, raw.resourceId) : raw.type
  const region = raw.provider === 'azure' ? locationOf(raw.region) : raw.region
  const draft = draftOf(raw, type)
  const redacted: string[] = []
  const cleaning: Cleaning = {
    digest,
    volatile: volatileKeys[raw.provider],
    graph: raw.provider === 'azure',
    redacted,
  }
  return {
    provider: raw.provider,
    resourceId: raw.resourceId,
    type,
    account: raw.account,
    region,
    name: raw.provider === 'azure' ? azureName(raw) : raw.name,
    facet: raw.facet,
    state: raw.state,
    capturedAt: raw.capturedAt,
    document: documentOf(draft, cleaning, pathsOf(raw.provider, type, raw.resourceId)),
    redacted,
  }
}

function draftOf(item: RawItem, type: string): Draft {
  switch (item.provider) {
    case 'aws':
      return awsDraft(item)
    case 'azure':
      return azureDraft(item, type)
    case 'gcp':
      return gcpDraft(item)
  }
}

/** Parts that people fill with names of their own: keys there are not fields, so nothing in them is volatile. */
const namedByPeople = new Set(['tags'])
const noVolatile: ReadonlySet<string> = new Set()

function documentOf(draft: Draft, cleaning: Cleaning, paths: ReturnType<typeof pathsOf>): JsonObject {
  const { head, parts } = draft
  const document: JsonObject = {}
  const plain: Cleaning = {
    digest: cleaning.digest,
    volatile: noVolatile,
    graph: false,
    redacted: cleaning.redacted,
  }
  for (const key of Object.keys(head)) {
    const value = head[key] as JsonValue
    document[key] = typeof value === 'object' && value !== null ? clean(value, key, null, plain) : value
  }
  for (const key of Object.keys(parts)) {
    document[key] = clean(
      parts[key] as JsonValue,
      key,
      below(paths, key),
      namedByPeople.has(key) ? plain : cleaning,
    )
  }
  return document
}
