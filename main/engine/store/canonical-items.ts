import { hash } from 'node:crypto'
import { canonicalJson } from '../../../shared/model/canonical.ts'
import type { NormalItem } from '../../../shared/model/resource.ts'
import type { ItemProblem } from '../../../shared/model/source.ts'

// Opens no file and imports no SQLite, so that a worker can do it beside the writer.

/** A document to be kept: its canonical text (RFC 8785) in UTF-8, the text's SHA-256, what it is. */
export interface NewDocument {
  readonly sha256: string
  readonly type: string
  readonly facet: string
  readonly bytes: Buffer
}

/** An item ready to be written: nothing is left to be computed from its document. */
export interface CanonicalItem extends Omit<NormalItem, 'document' | 'redacted'> {
  /** Null for a deletion. */
  readonly document: NewDocument | null
}

export interface CanonicalItems {
  readonly items: readonly CanonicalItem[]
  readonly problems: readonly ItemProblem[]
}

export function sha256Of(bytes: string | Buffer): string {
  return hash('sha256', bytes, 'hex')
}

/**
 * The items of one page with their documents' canonical bytes and hashes; `itemsDone` as in `StagedPage`.
 * A document without a canonical form (text that is not Unicode) has no hash: its resource is there and could not be
 * read, and that is a problem of the page.
 */
export function canonicalItems(page: {
  readonly items: readonly NormalItem[]
  readonly itemsDone: number
}): CanonicalItems {
  const items: CanonicalItem[] = []
  const problems: ItemProblem[] = []
  page.items.forEach((item, place) => {
    const { provider, resourceId, type, account, region, name, facet, state, capturedAt } = item
    try {
      const document = state === 'present' ? newDocument(item) : null
      items.push({ provider, resourceId, type, account, region, name, facet, state, capturedAt, document })
    } catch (error) {
      if (!(error instanceof TypeError || error instanceof RangeError)) throw error
      const index = Math.max(0, page.itemsDone - page.items.length + place)
      problems.push({
        kind: 'problem',
        reason: 'wrong-type',
        detail: error.message,
        index,
        offset: 0,
        line: null,
        resource: { provider, resourceId, type, account, region },
      })
    }
  })
  return { items, problems }
}

function newDocument({ document, type, facet }: NormalItem): NewDocument {
  const bytes = Buffer.from(canonicalJson(document), 'utf8')
  return { sha256: sha256Of(bytes), type, facet, bytes }
}
