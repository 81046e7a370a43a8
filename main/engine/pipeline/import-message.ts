import type { ErrorCode, ErrorParams } from '../../../shared/model/errors.ts'
import type { CanonicalItem } from '../store/canonical-items.ts'
import type { PreparedEvent, PreparedItems } from './prepare.ts'

/** What an import worker says; each `event` is answered by one empty message once it has been dealt with. */
export type ImportMessage =
  | { readonly kind: 'event'; readonly event: SentEvent }
  | { readonly kind: 'end' }
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly params: ErrorParams }
  /** A defect; the error as the channel copies it. */
  | { readonly kind: 'defect'; readonly error: unknown }

export type SentEvent = Exclude<PreparedEvent, PreparedItems> | SentItems

/** A page whose documents lie in one block of memory, which changes hands instead of being copied. */
interface SentItems extends Omit<PreparedItems, 'items'> {
  readonly items: readonly SentItem[]
  readonly documents: Uint8Array<ArrayBuffer>
}

interface SentItem extends Omit<CanonicalItem, 'document'> {
  /** Null for a deletion. */
  readonly sha256: string | null
  /** Bytes of its document, behind those of the items before it. */
  readonly length: number
}

/** Events may wait this many at a time; a page is about 2 MB. */
export const eventsAhead = 4

export function packEvent(event: PreparedEvent): {
  readonly event: SentEvent
  readonly transfer: ArrayBuffer[]
} {
  if (event.kind !== 'items') return { event, transfer: [] }
  const size = event.items.reduce((sum, { document }) => sum + (document?.bytes.length ?? 0), 0)
  // Not from the pool: memory that is handed over must not be shared.
  const documents = new Uint8Array(size)
  let end = 0
  const items = event.items.map(({ document, ...item }): SentItem => {
    if (document === null) return { ...item, sha256: null, length: 0 }
    documents.set(document.bytes, end)
    end += document.bytes.length
    return { ...item, sha256: document.sha256, length: document.bytes.length }
  })
  return { event: { ...event, items, documents }, transfer: [documents.buffer] }
}

export function unpackEvent(sent: SentEvent): PreparedEvent {
  if (sent.kind !== 'items') return sent
  const { documents, ...page } = sent
  const all = Buffer.from(documents.buffer, documents.byteOffset, documents.byteLength)
  let end = 0
  const items = sent.items.map(({ sha256, length, ...item }): CanonicalItem => {
    if (sha256 === null) return { ...item, document: null }
    const bytes = all.subarray(end, (end += length))
    return { ...item, document: { sha256, type: item.type, facet: item.facet, bytes } }
  })
  return { ...page, items }
}
