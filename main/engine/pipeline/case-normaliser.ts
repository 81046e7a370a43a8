import type { ToNormal } from '../evaluate/index.ts'
import { normalise, rawItemFromProviderJson } from '../normalise/index.ts'

/** Cases hold no secrets of anyone; a fixed key keeps their digests the same everywhere. */
const caseKey = new Uint8Array(32)

/** How rule cases written in a provider's own JSON reach the normal form: through the same stage as real exports. */
export function caseNormaliser(): ToNormal {
  return (provider, json, facet) => {
    const raw = rawItemFromProviderJson(provider, json)
    return normalise(facet ? { ...raw, facet } : raw, { redactionKey: caseKey })
  }
}
