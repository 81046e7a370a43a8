import type { JsonObject } from '../../../shared/model/json.ts'
import type { Facet } from '../../../shared/model/source.ts'

/**
 * Why a document holds what it holds when parts of a resource come from different files.
 *
 * GCP exports a resource and its policies apart. A scan's document of a resource is what the scan read: its facets merged
 * by top-level key. What happens to a facet that earlier scans read and this one did not follows the same line as whole
 * resources do:
 * - the scan touched that facet in the resource's account (it read or claims it for some resource): the facet is gone from
 *   the document, since nothing of an older reading may pass for this scan's;
 * - the scan did not touch that facet in the account at all (only `RESOURCE` was exported this time): the earlier part
 *   goes on, exactly as the resources of an untouched account go on. So importing resources and policies one after the other
 *   gives whole documents, and no change is invented. The number of resources with such a part is kept with the scan.
 * - a call failure covers the resource: nothing goes on, since the reading was tried and refused.
 * The cost: a rule may judge a policy read in an earlier scan, as it may judge an account read in an earlier scan.
 */
const facetOrder: readonly Facet[] = ['resource', 'iam-policy', 'org-policy', 'access-policy']

/** Where a facet stands in the order of merging. */
export function facetRank(facet: string): number {
  const rank = facetOrder.findIndex((known) => known === facet)
  return rank < 0 ? facetOrder.length : rank
}

/** Parts in facet order merged by top-level key; the first part that has a value for a key gives it, null gives way. */
export function mergeParts(parts: readonly JsonObject[]): JsonObject {
  const merged: JsonObject = {}
  for (const part of parts) {
    for (const [key, value] of Object.entries(part)) {
      const known = Object.hasOwn(merged, key) ? merged[key] : undefined
      if (known !== undefined && known !== null) continue
      // A key such as __proto__ is data here.
      Object.defineProperty(merged, key, { value, enumerable: true, configurable: true, writable: true })
    }
  }
  return merged
}
